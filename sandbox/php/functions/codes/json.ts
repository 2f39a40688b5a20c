import type { Functions } from '../define.ts';

export const json: Functions = {};
