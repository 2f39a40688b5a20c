import type { Functions } from './define.ts';

export const math: Functions = {};
