import type { Functions } from '../define.ts';

export const encodings: Functions = {};
