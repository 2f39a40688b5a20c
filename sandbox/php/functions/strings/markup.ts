import type { Functions } from '../define.ts';

export const markup: Functions = {};
