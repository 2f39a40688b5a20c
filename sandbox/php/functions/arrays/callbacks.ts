import type { Functions } from '../define.ts';

export const arraysByCallback: Functions = {};
