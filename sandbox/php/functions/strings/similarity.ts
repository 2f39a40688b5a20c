import type { Functions } from '../define.ts';

export const similarity: Functions = {};
