import type { Functions } from '../define.ts';

export const preg: Functions = {};
