import type { Functions } from '../define.ts';

export const arraySets: Functions = {};
