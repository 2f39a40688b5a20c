import type { Functions } from '../define.ts';

export const sorts: Functions = {};
