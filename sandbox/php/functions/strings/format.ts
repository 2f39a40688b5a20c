import type { Functions } from '../define.ts';

export const formats: Functions = {};
