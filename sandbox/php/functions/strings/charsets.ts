import type { Functions } from '../define.ts';

export const charsets: Functions = {};
