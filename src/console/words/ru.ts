import * as checks from './ru/checks.ts';
import * as codes from './ru/codes.ts';
import * as leads from './ru/leads.ts';
import * as pipelines from './ru/pipelines.ts';
import * as settings from './ru/settings.ts';
import * as shell from './ru/shell.ts';
import * as workbench from './ru/workbench.ts';

/** Every word of the console in Russian. */
export const words = { ...checks, ...codes, ...leads, ...pipelines, ...settings, ...shell, ...workbench };

export { translate } from './ru/said.ts';
