import * as checks from './en/checks.ts';
import * as codes from './en/codes.ts';
import * as leads from './en/leads.ts';
import * as shell from './en/shell.ts';

/** Every word of the console in English; other languages have the same keys, and their own plurals. */
export const words = { ...checks, ...codes, ...leads, ...shell };

export type Words = typeof words;
