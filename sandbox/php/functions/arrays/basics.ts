import type { Functions } from '../define.ts';

export const arrays: Functions = {};
