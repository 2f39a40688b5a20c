import type { Functions } from '../define.ts';

export const urls: Functions = {};
