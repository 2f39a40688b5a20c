/** Errors of a script as people are shown them; of what a child tells only what an error may be. */
import { storableText } from '../../sandbox/contract/edit.ts';
import type { Job, Json, ScriptError, ScriptErrorCode } from '../../sandbox/contract/job.ts';
import { maxErrorBytes } from '../../sandbox/contract/limits.ts';
import { excerptAt } from './excerpt.ts';
import { asObject, type JsonObject } from './reading.ts';
import { thrownAt } from './thrown.ts';

const codes: readonly ScriptErrorCode[] = [
  'script_timeout',
  'script_memory',
  'script_output',
  'script_invalid',
  'script_threw',
  'script_crashed',
  'script_failed',
  'decode_failed',
  'answer_empty',
];
const isCode = (value: Json | undefined): value is ScriptErrorCode => codes.some((code) => code === value);

/** An error as a child tells it; null where it is none. */
export function errorOf(
  { step, code, message, params, line, column, excerpt }: JsonObject,
  job: Job,
): ScriptError | null {
  if (!isCode(code) || typeof message !== 'string') return null;
  return {
    step: step === 'decode' ? step : job.stage,
    code,
    message: errorText(message),
    params: paramsOf(params),
    ...(isPlace(line) && isPlace(column) && { line, column }),
    ...(typeof excerpt === 'string' && { excerpt: errorText(excerpt) }),
  };
}

/** As much of a text as an error may say, in whole letters. */
export function errorText(text: string): string {
  // Each letter takes a byte at least, and a child may say megabytes.
  const storable = storableText(text.slice(0, maxErrorBytes + 1));
  if (Buffer.byteLength(storable) <= maxErrorBytes) return storable;
  const { read } = encoder.encodeInto(storable, new Uint8Array(maxErrorBytes - Buffer.byteLength('…')));
  return `${storable.slice(0, read)}…`;
}

const encoder = new TextEncoder();

/** A line, or a column. */
export const isPlace = (value: Json | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 1;

export function paramsOf(params: Json | undefined): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(asObject(params) ?? {})) {
    if (typeof value === 'number') kept[name] = value;
    else if (typeof value === 'string') kept[name] = errorText(value);
  }
  return kept;
}

/** With the place that it speaks of, and no longer than an error may be. */
export function presentable(job: Job, error: ScriptError): ScriptError {
  const shown = placed(job, error);
  return { ...shown, message: errorText(shown.message) };
}

/** With its line, and a caret under the column. */
function placed(job: Job, error: ScriptError): ScriptError {
  if (error.step === 'decode') return error;
  const { code } = job.script;
  const place = error.line === undefined ? thrownAt(code, error) : null;
  const located = place === null ? error : { ...error, ...place, message: at(error.message, place.line) };
  if (located.line === undefined || located.column === undefined) return located;
  const excerpt = excerptAt(code, { line: located.line, column: located.column });
  return excerpt === null ? located : { ...located, excerpt: storableText(excerpt) };
}

const at = (message: string, line: number): string =>
  message.replace(/^The script threw an error: /, () => `The script threw an error, at line ${line}: `);
