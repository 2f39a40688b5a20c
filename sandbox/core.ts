/** `$core`, as scripts see it. */
import { encodeForm, encodeFormText } from './contract/form.ts';
import type { LookUps, Stage } from './contract/job.ts';
import { fromBase64, toBase64 } from './encodings.ts';
import { cut, describeFault, kindOf } from './faults.ts';
import type { LeadEditing } from './lead-editing.ts';
import { writeLog } from './log.ts';
import { askNext } from './paging.ts';
import { freeze, hasOwn, isArray, keys, TheTypeError, toText } from './primordials.ts';
import { isStopped, stop } from './stop.ts';
import { countWarning } from './warnings.ts';

/**
 * Its objects have no prototype: nothing can be climbed by, and a fresh context need not make a shape for each of their names.
 * @param lead null where there are no leads to edit: while a request is being prepared
 * @param lookUps null where there is nothing to look up: in a pipeline
 */
export function createCore(
  stage: Stage,
  lead: LeadEditing | null,
  lookUps: (() => Pick<LookUps, 'currencies' | 'goals'>) | null,
) {
  const tables = (name: string) => (lookUps === null ? refuse(name, stage) : lookUps());
  return freeze({
    __proto__: null,
    each,
    lead: lead ?? notNow('lead', stage),
    currency: freeze({
      __proto__: null,
      id: (iso: unknown) => entry(tables('currency').currencies, text('$core.currency.id', iso).toUpperCase()),
    }),
    goal: freeze({
      __proto__: null,
      bycode: (offerId: unknown, code: unknown) => {
        const goals = entry(tables('goal').goals, text('$core.goal.bycode', offerId));
        return goals === null ? null : entry(goals, text('$core.goal.bycode', code));
      },
    }),
    fail: (message: unknown): never =>
      stop({ kind: 'failed', message: message === undefined ? '' : cut(shown(message)) }),
    skip: (why: unknown): never => {
      if (stage !== 'preprocess') throw new TheTypeError('$core.skip() is for preprocessing scripts');
      return stop({ kind: 'skipped', why: why === undefined ? '' : cut(shown(why)) });
    },
    next: (request: unknown): void => {
      if (stage !== 'process') throw new TheTypeError('$core.next() is for processing scripts');
      askNext(request);
    },
    stop: (why: unknown): never => {
      if (stage !== 'action') throw new TheTypeError('$core.stop() is for scripts of pipelines');
      return stop({ kind: 'stopped', why: why === undefined ? '' : cut(shown(why)) });
    },
    hash: freeze({
      __proto__: null,
      md5: (value: unknown) => hashes().md5(text('$core.hash.md5', value)),
      sha1: (value: unknown) => hashes().sha1(text('$core.hash.sha1', value)),
      sha256: (value: unknown) => hashes().sha256(text('$core.hash.sha256', value)),
      hmacSha1: (value: unknown, key: unknown) =>
        hashes().hmacSha1(text('$core.hash.hmacSha1', value), text('$core.hash.hmacSha1', key)),
      hmacSha256: (value: unknown, key: unknown) =>
        hashes().hmacSha256(text('$core.hash.hmacSha256', value), text('$core.hash.hmacSha256', key)),
    }),
    base64: freeze({
      __proto__: null,
      encode: (value: unknown) => toBase64(text('$core.base64.encode', value)),
      decode: (value: unknown) => fromBase64(text('$core.base64.decode', value)),
    }),
    urlencode: (value: unknown) => encodeFormText(text('$core.urlencode', value)),
    form: (fields: unknown) => {
      if (typeof fields !== 'object' || fields === null)
        throw new TheTypeError(`$core.form(): the fields must be an object, not ${kindOf(fields)}`);
      return encodeForm(fields as Parameters<typeof encodeForm>[0]);
    },
  });
}

const entry = <T>(table: Record<string, T>, key: string): T | null => (hasOwn(table, key) ? (table[key] as T) : null);

const hashes = () => require('./hashes.ts').hashes;

function each(rows: unknown, fn: (row: unknown, key: number | string) => unknown): void {
  if (typeof fn !== 'function')
    throw new TheTypeError(`$core.each(rows, fn): fn must be a function, not ${kindOf(fn)}`);
  if (rows === null || rows === undefined) return;
  if (typeof rows !== 'object')
    throw new TheTypeError(`$core.each(rows, fn): rows must be a list or an object, not ${kindOf(rows)}`);
  if (isArray(rows)) {
    for (let i = 0; i < rows.length; i++) oneRow(rows[i], i, fn);
  } else {
    const names = keys(rows);
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      oneRow((rows as Record<string, unknown>)[name], name, fn);
    }
  }
}

/** Calls `fn` for a row; what it throws spoils that row alone. */
export function oneRow(row: unknown, key: number | string, fn: (row: unknown, key: number | string) => unknown): void {
  try {
    fn(row, key);
  } catch (thrown) {
    if (isStopped()) throw thrown;
    const { text: what, position } = describeFault(thrown);
    const where = position === null ? '' : `line ${position.line}: `;
    writeLog(2, `${where}${what} (row ${typeof key === 'number' ? key + 1 : `"${cut(key, 64)}"`})`);
    countWarning('rows_failed');
  }
}

/** The argument as text, as PHP would take it; lists and objects are mistakes. */
function text(call: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object' || typeof value === 'function' || typeof value === 'symbol') {
    throw new TheTypeError(`${call}(): must be given a text, not ${kindOf(value)}`);
  }
  return toText(value);
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? describeFault(value).text : toText(value);
}

function notNow(name: string, stage: Stage): object {
  const never = (): never => refuse(name, stage);
  return freeze({ __proto__: null, edit: never, approve: never, setstatus: never, setstc: never });
}

function refuse(name: string, stage: Stage): never {
  throw new TheTypeError(`$core.${name} is not there in ${stage === 'action' ? 'an' : 'a'} ${stage} script`);
}

export type Core = ReturnType<typeof createCore>;
