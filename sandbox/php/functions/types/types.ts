import type { Functions } from '../define.ts';

export const types: Functions = {};
