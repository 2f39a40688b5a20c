import type { Functions } from '../define.ts';

export const dumps: Functions = {};
