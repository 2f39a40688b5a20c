import type { Functions } from '../define.ts';

export const dates: Functions = {};
