/** Errors of a script as people are shown them; of what a child tells only what an error may be. */
import type { Job, ScriptError, ScriptErrorCode } from '../../sandbox/contract/job.ts';
import { maxErrorBytes } from '../../sandbox/contract/limits.ts';
import { excerptAt } from './excerpt.ts';
import { thrownAt } from './thrown.ts';

const codes: ReadonlySet<string> = new Set<ScriptErrorCode>([
  'script_timeout',
  'script_memory',
  'script_output',
  'script_invalid',
  'script_threw',
  'script_crashed',
  'script_failed',
  'decode_failed',
  'answer_empty',
]);

/** An error as a child tells it; null where it is none. */
export function errorOf(error: ScriptError, job: Job): ScriptError | null {
  const { step, code, message, params, line, column, excerpt } = error;
  if (!codes.has(code) || typeof message !== 'string') return null;
  return {
    step: step === 'decode' ? step : job.stage,
    code,
    message: clean(message.slice(0, 2 * maxErrorBytes)),
    params: paramsOf(params),
    ...(isPlace(line) && isPlace(column) && { line, column }),
    ...(typeof excerpt === 'string' && { excerpt: clean(excerpt.slice(0, maxErrorBytes)) }),
  };
}

const isPlace = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;

export function paramsOf(params: unknown): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params ?? {})) {
    if (typeof value === 'number') kept[name] = value;
    else if (typeof value === 'string') kept[name] = clean(value.slice(0, maxErrorBytes));
  }
  return kept;
}

/** With the place that it speaks of: its line, and a caret under the column. */
export function presentable(job: Job, error: ScriptError): ScriptError {
  if (error.step === 'decode') return error;
  const { code } = job.script;
  const place = error.line === undefined ? thrownAt(code, error) : null;
  const located = place === null ? error : { ...error, ...place, message: at(error.message, place.line) };
  if (located.line === undefined || located.column === undefined) return located;
  const excerpt = excerptAt(code, { line: located.line, column: located.column });
  return excerpt === null ? located : { ...located, excerpt: clean(excerpt) };
}

const at = (message: string, line: number): string =>
  message.replace(/^The script threw an error: /, () => `The script threw an error, at line ${line}: `);

/** Text that a database takes. */
export const clean = (value: string): string => value.toWellFormed().replaceAll('\0', '\ufffd');
