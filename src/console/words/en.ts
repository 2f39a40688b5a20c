import * as checks from './en/checks.ts';
import * as codes from './en/codes.ts';
import * as leads from './en/leads.ts';
import * as pipelines from './en/pipelines.ts';
import * as settings from './en/settings.ts';
import * as shell from './en/shell.ts';
import * as workbench from './en/workbench.ts';

/** Every word of the console in English; other languages have the same keys, and their own plurals. */
export const words = { ...checks, ...codes, ...leads, ...pipelines, ...settings, ...shell, ...workbench };

export type Words = typeof words;

/** The API speaks English. */
export const translate = ({ message }: { message: string }): string => message;
