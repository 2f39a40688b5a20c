import type { Functions } from '../define.ts';

export const hashing: Functions = {};
