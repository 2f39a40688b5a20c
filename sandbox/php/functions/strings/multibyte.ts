import type { Functions } from '../define.ts';

export const multibyte: Functions = {};
