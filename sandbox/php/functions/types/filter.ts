import type { Functions } from '../define.ts';

export const filters: Functions = {};
