import type { Functions } from '../define.ts';

export const search: Functions = {};
