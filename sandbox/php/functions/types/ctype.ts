import type { Functions } from '../define.ts';

export const classTypes: Functions = {};
