import type { Functions } from './define.ts';

export const xml: Functions = {};
