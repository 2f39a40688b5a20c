import type { Kysely } from 'kysely';
import { checkMacros, type MacroContext, type MacroPlace } from '../../../sandbox/contract/macros.ts';
import type { Database } from '../../db/schema.ts';
import { type InputError, InvalidInput } from '../../errors.ts';
import { requireRow } from '../../network/references.ts';
import { isPattern } from '../selection/ranges.ts';
import type { CheckInput } from './input.ts';

/** Stands where an unsaved check names no script. */
export const noScript = 0;

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

/** @throws InvalidInput naming every field that is wrong */
export async function validate(db: Kysely<Database>, input: CheckInput): Promise<void> {
  const { login } = input;
  const context: MacroContext = { kind: input.kind, batchSize: input.batchSize, login: login !== null, isPattern };
  const errors = requestErrors(input, context, '');
  // Its macros are parameters alone: it is asked before there is a batch, and one token serves all.
  if (login !== null) errors.push(...requestErrors(login, { ...context, onlyParams: true }, 'login.'));
  if (input.csv !== null && input.format !== 'csv') {
    errors.push({ path: 'csv', message: `goes with the format csv, not ${input.format}` });
  }
  if (input.charset !== null && !isCharset(input.charset)) {
    errors.push({ path: 'charset', message: `is not a known charset: ${input.charset}` });
  }
  if (errors.length > 0) throw new InvalidInput(errors);
  await requireRow(db, 'integrations', input.integrationId, 'integrationId');
  await requireRow(db, 'scripts', input.preprocessScriptId, 'preprocessScriptId');
  if (input.processScriptId !== noScript) {
    await requireRow(db, 'scripts', input.processScriptId, 'processScriptId');
  }
}

/** What is wrong with a request; `prefix` is put before the names of its fields. */
function requestErrors(
  { url, headers, fields }: Pick<CheckInput, 'url' | 'headers' | 'fields'>,
  context: MacroContext,
  prefix: '' | 'login.',
): InputError[] {
  const errors: InputError[] = [];
  const judge = (text: string, place: MacroPlace, path: string): void => {
    for (const { message } of checkMacros(text, place, context)) errors.push({ path, message });
  };
  judge(url, 'url', `${prefix}url`);
  if (!isHttpUrl(url)) {
    errors.push({ path: `${prefix}url`, message: `is not an http or https URL: ${url.slice(0, 200)}` });
  }
  for (const [index, { value }] of fields.entries()) judge(value, 'field', `${prefix}fields[${index}].value`);
  for (const [name, value] of Object.entries(headers)) {
    const path = `${prefix}headers.${name}`;
    if (!HEADER_NAME.test(name)) errors.push({ path, message: 'cannot be the name of a header' });
    if (UNSENDABLE.test(value)) errors.push({ path, message: 'holds a character that a header cannot carry' });
    judge(value, 'header', path);
  }
  return errors;
}

function isHttpUrl(text: string): boolean {
  // Any value will do for a macro: in the host stands at most a parameter, and that must be a host.
  const url = URL.parse(text.replace(/\{\{[^{}]*\}\}|\{[^{}]*\}/g, 'x'));
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '';
}

function isCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}
