import type { Functions } from '../define.ts';

export const arraysByKey: Functions = {};
