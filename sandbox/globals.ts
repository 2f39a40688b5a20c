/** The `$…` names that a script finds. */
import { countRows, readJson } from './answer.ts';
import type { JobLead, RangeVariables, ScriptRequest, Stage } from './contract/job.ts';
import { maxResultBytes, maxShownDepth } from './contract/limits.ts';
import type { Core } from './core.ts';
import { openFindings, statusById } from './findings.ts';
import type { AboutAnswer, Common, LeadLists, RareText } from './job-text.ts';
import { create, defineProperty, setProperty, stringifyJson } from './primordials.ts';
import { countWarning } from './warnings.ts';

/** Characters of a decoded answer that are shown. */
const maxShownData = maxResultBytes / 4;

export interface Decoded {
  rows: number | null;
  /** The answer as JSON text, for a dry run. */
  data: string | null;
}

export function giveToAll(stage: Stage, [now, , params, offer, token]: Common, core: Core): void {
  give('$core', core, false);
  give('$params', params);
  give('$now', now);
  if (stage === 'action') return;
  give('$offer', offer);
  give('$token', token);
}

export function giveEvent(event: unknown, steps: unknown): void {
  give('$event', event);
  give('$steps', steps);
  give('$result', null);
}

/** What the script left in `$result`, as JSON text. Runs getters of the script. */
export function resultText(): string {
  return stringifyJson((globalThis as unknown as { $result: unknown }).$result) ?? 'null';
}

export function giveRequest(
  request: ScriptRequest,
  leads: Pick<JobLead, 'id' | 'extId'>[],
  range: RangeVariables | null,
): void {
  give('$url', request.url);
  give('$method', request.method);
  give('$headers', request.headers);
  give('$fields', request.fields);
  const ids: number[] = [];
  const externalIds: string[] = [];
  const externalById: Record<string, string | null> = create(null);
  for (const { id, extId } of leads) {
    ids.push(id);
    externalById[id] = extId;
    if (extId !== null) externalIds.push(extId);
  }
  give('$idl', ids);
  give('$ide', externalById);
  give('$idsl', ids.join(','));
  give('$idel', externalIds.join(','));
  if (range === null) return;
  for (const name of ['from', 'to', 'ffrom', 'fto', 'ufrom', 'uto', 'tom', 'ftom', 'utom'] as const)
    give(`$${name}`, range[name]);
}

/** @returns why the answer cannot be read, or what is to be said of it */
export function giveAnswer(
  [wantData, page, carry]: AboutAnswer,
  answer: string | null,
  longIntegers: boolean,
): string | Decoded {
  let decoded: unknown = null;
  if (answer !== null) {
    const reading = readJson(answer, longIntegers);
    if (!reading.ok) return reading.why;
    decoded = reading.data;
  }
  give('$data', decoded);
  give('$page', page);
  give('$carry', carry);
  return { rows: countRows(decoded), data: wantData ? shownData(decoded) : null };
}

function shownData(decoded: unknown): string | null {
  let text: string;
  try {
    text = stringifyJson(decoded);
  } catch {
    // Of what was JSON that can only mean that it is beyond the engine's stack.
    countWarning('data_too_deep', maxShownDepth);
    return null;
  }
  if (text.length <= maxShownData) return text;
  countWarning('data_too_large', text.length);
  return null;
}

export function giveLeads([ids, externalIds, statuses, inid]: LeadLists, rare: () => RareText): void {
  openFindings(ids, statuses);
  give('$e2i', table(externalIds, ids));
  giveLazily('$ids', statusById);
  giveLazily('$i2t', () => table(ids, rare().created));
  giveLazily('$response', () => rare().response);
  if (inid !== null) give('$inid', inid);
}

/** Without a prototype: an external id of `constructor` is nobody's. */
function table<T>(names: readonly (string | number | null)[], values: readonly T[]): Record<string, T> {
  const made: Record<string, T> = create(null);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string | null;
    if (name !== null) made[name] = values[i] as T;
  }
  return made;
}

/** Leaves nothing of what grows with the answer and the leads. */
export function takeAnswerBack(): void {
  setProperty(globalThis, '$data', null);
  setProperty(globalThis, '$e2i', null);
  setProperty(globalThis, '$ids', null);
  setProperty(globalThis, '$i2t', null);
}

/** Filled in for every name: making another takes as long as setting it. */
const plain = { value: null as unknown, writable: true, enumerable: true, configurable: false };
const lazy = { get: null as unknown, set: null as unknown, enumerable: true, configurable: false };

/** A global that a script may change but not declare again: `let $url` would hide it from us, so it is a syntax error. */
function give(name: string, value: unknown, writable = true): void {
  plain.value = value;
  plain.writable = writable;
  defineProperty(globalThis, name, plain);
}

/** The same for a table that few scripts look at. */
function giveLazily(name: string, read: () => unknown): void {
  let value: unknown;
  let make: typeof read | null = read;
  lazy.get = () => {
    if (make !== null) set(make());
    return value;
  };
  const set = (next: unknown): void => {
    value = next;
    make = null;
  };
  lazy.set = set;
  defineProperty(globalThis, name, lazy as PropertyDescriptor);
}
