import type { Functions } from './define.ts';

export const calling: Functions = {};
