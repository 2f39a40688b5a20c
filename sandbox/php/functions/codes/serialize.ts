import type { Functions } from '../define.ts';

export const serials: Functions = {};
