/**
 * Edits: what a script, an operator or a timer may ask to change in one lead.
 *
 * `parseEdit` judges an edit by its own text alone; whether the lead may be changed so is decided by the rules for leads. The
 * sandbox calls it as a convenience, the host as the law.
 */
import { parseAmount } from './decimal.ts';
import type { Warning } from './job.ts';
import { maxCommentLength, maxCounts, maxHoldDays, maxTrackLength } from './limits.ts';
import { nearestForm } from './slips.ts';
import { isBookable, isStatus, type Status } from './statuses.ts';

/** Commissions given in place of the payouts: totals, as canonical decimals. */
export interface CashEdit {
  wm?: string;
  pay?: string;
  ref?: string;
  /** Currency id, or upper-case ISO code; the offer's currency where absent. */
  cc?: number | string;
}

export interface Edit {
  accept?: true;
  status?: Status;
  /** Reason id, with status 5 alone. */
  reason?: number;
  /** Days, or true for those of the offer. */
  hold?: true | number;
  comment?: string;
  /** Price per unit, a canonical decimal. */
  base?: string;
  counts?: number;
  /** Currency id. */
  curr?: number;
  /** Goal id. */
  goal?: number;
  track?: string;
  cash?: CashEdit;
}

/** `field` is '' where the edit as a whole is wrong; `message` is a whole sentence that names field and value. */
export interface EditError {
  ok: false;
  field: string;
  message: string;
}

export type ParsedEdit = { ok: true; edit: Edit; warnings: Warning[] } | EditError;

/** An undefined value is "not given". `why` goes on from the name of the field. */
type Read<T> = { ok: true; value: T | undefined; warnings?: Warning[] } | { ok: false; why: string; field?: string };
type Readers<Fields> = { [Field in keyof Fields]-?: (value: unknown) => Read<NonNullable<Fields[Field]>> };

const readers: Readers<Edit> = {
  accept: readAccept,
  status: readStatus,
  reason: readId,
  hold: readHold,
  comment: (value) => readText(value, maxCommentLength, 'cut'),
  base: readMoney,
  counts: (value) => readWhole(value, 1, maxCounts),
  curr: readId,
  goal: readId,
  track: (value) => readText(value, maxTrackLength, 'refuse'),
  cash: readCash,
};

const cashReaders: Readers<CashEdit> = { wm: readMoney, pay: readMoney, ref: readMoney, cc: readCurrency };

/** Characters of a field that nobody knows. */
const maxShownName = 40;

export const editFields = Object.keys(readers) as (keyof Edit)[];
const cashFields = Object.keys(cashReaders);

/**
 * Reads one edit. Null and absent fields are "not given"; an unknown field, a wrong value or a contradiction refuses the
 * whole edit. There is no way to un-accept: `accept: 0` and `hold: false` are refused, so that nobody takes them for one.
 */
export function parseEdit(input: unknown): ParsedEdit {
  if (!isFields(input)) {
    return { ok: false, field: '', message: `An edit must be an object of fields, not ${show(input)}.` };
  }
  const edit: Record<string, unknown> = {};
  const warnings: Warning[] = [];
  for (const [name, value] of Object.entries(input)) {
    const field = name.slice(0, maxShownName);
    if (!Object.hasOwn(readers, name)) return refused(field, `${field} ${unknown(name, editFields)}`);
    if (value === null || value === undefined) continue;
    const read: Read<unknown> = readers[field as keyof Edit](value);
    if (!read.ok) return refused(read.field ?? field, `${read.field ?? field} ${read.why}`);
    if (read.value === undefined) continue;
    edit[field] = read.value;
    for (const warning of read.warnings ?? []) warnings.push({ ...warning, message: `${field} ${warning.message}.` });
  }
  const parsed = edit as Edit;
  return contradiction(parsed) ?? { ok: true, edit: parsed, warnings };
}

function contradiction({ accept, status, reason, hold }: Edit): EditError | null {
  if (accept && hold !== undefined)
    return refused('hold', 'hold contradicts accept: a lead is either held or accepted.');
  if (accept && status !== undefined && !isBookable(status)) {
    return refused('status', `status ${status} contradicts accept, which goes with a status from 6 to 10 alone.`);
  }
  if (hold !== undefined && status !== undefined && status !== 4) {
    return refused('status', `status ${status} contradicts hold, which puts the lead in status 4.`);
  }
  if (reason !== undefined && status !== 5) {
    const given = status === undefined ? 'no status is given' : `the status given is ${status}`;
    return refused('reason', `reason ${reason} goes with status 5 alone, and ${given}.`);
  }
  return null;
}

function refused(field: string, message: string): EditError {
  return { ok: false, field, message: /[.?]$/.test(message) ? message : `${message}.` };
}

function readAccept(value: unknown): Read<true> {
  if (value === true || value === 1 || (typeof value === 'string' && value.trim() === '1'))
    return { ok: true, value: true };
  return { ok: false, why: `must be 1 or true, not ${show(value)}` };
}

function readStatus(value: unknown): Read<Status> {
  const read = readWhole(value, 1, 12);
  if (read.ok && isStatus(read.value)) return { ok: true, value: read.value };
  return { ok: false, why: `must be a status from 1 to 12, not ${show(value)}` };
}

function readId(value: unknown): Read<number> {
  const number = wholeNumber(value);
  if (number !== null && number >= 1) return { ok: true, value: number };
  return { ok: false, why: `must be an id, not ${show(value)}` };
}

function readHold(value: unknown): Read<true | number> {
  if (value === true) return { ok: true, value };
  const read = readWhole(value, 0, maxHoldDays);
  return read.ok ? read : { ok: false, why: `must be true or whole days from 0 to ${maxHoldDays}, not ${show(value)}` };
}

function readWhole(value: unknown, min: number, max: number): Read<number> {
  const number = wholeNumber(value);
  if (number !== null && number >= min && number <= max) return { ok: true, value: number };
  return { ok: false, why: `must be a whole number from ${min} to ${max}, not ${show(value)}` };
}

/** A whole number or its decimal text; null for anything else. */
function wholeNumber(value: unknown): number | null {
  const number = typeof value === 'string' && /^\s*[+-]?\d{1,16}\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

function readMoney(value: unknown): Read<string> {
  const parsed = parseAmount(value);
  return parsed.ok ? { ok: true, value: parsed.amount } : parsed;
}

/** CRMs give tracking codes and status words as numbers too, so a finite number is text. */
function readText(value: unknown, max: number, longer: 'cut' | 'refuse'): Read<string> {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== 'string') return { ok: false, why: `must be text, not ${show(value)}` };
  const storable = storableText(text);
  const warnings: Warning[] = [];
  if (storable !== text)
    warnings.push({ code: 'text_repaired', message: 'held characters that are not text; they were replaced' });
  const kept = cutText(storable, max);
  if (kept === storable) return { ok: true, value: kept, warnings };
  if (longer === 'refuse') return { ok: false, why: `must be at most ${max} characters, not ${storable.length}` };
  warnings.push({ code: 'text_cut', message: `was cut at ${max} characters`, params: { max } });
  return { ok: true, value: kept, warnings };
}

/** Text without what no database keeps: NUL, and halves of surrogate pairs, become U+FFFD. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** The first `max` characters; a pair of surrogates is one. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = Array.from(text.slice(0, max * 2 + 1));
  return characters.length <= max && text.length <= max * 2 ? text : characters.slice(0, max).join('');
}

function readCash(value: unknown): Read<CashEdit> {
  if (!isFields(value)) return { ok: false, why: `must be an object of wm, pay, ref and cc, not ${show(value)}` };
  const cash: CashEdit = {};
  for (const [name, given] of Object.entries(value)) {
    const field = `cash.${name.slice(0, maxShownName)}`;
    if (!Object.hasOwn(cashReaders, name)) return { ok: false, field, why: unknown(name, cashFields) };
    if (given === null || given === undefined) continue;
    const read: Read<number | string> = cashReaders[name as keyof CashEdit](given);
    if (!read.ok) return { ok: false, field, why: read.why };
    Object.assign(cash, { [name]: read.value });
  }
  const given = Object.keys(cash);
  if (given.length === 0) return { ok: true, value: undefined };
  if (given.length === 1 && cash.cc !== undefined) {
    return {
      ok: false,
      field: 'cash.cc',
      why: `is ${show(cash.cc)}, but no amount in that currency is given beside it`,
    };
  }
  return { ok: true, value: cash };
}

function readCurrency(value: unknown): Read<number | string> {
  const id = wholeNumber(value);
  if (id !== null && id >= 1) return { ok: true, value: id };
  if (typeof value === 'string' && /^\s*[a-z][a-z0-9]{2,9}\s*$/i.test(value)) {
    return { ok: true, value: value.trim().toUpperCase() };
  }
  return { ok: false, why: `must be a currency id or an ISO code, not ${show(value)}` };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknown(name: string, known: readonly string[]): string {
  const near = nearestForm(name, known);
  return near ? `is not a field; did you mean ${near}?` : `is not a field: the fields are ${known.join(', ')}`;
}

/** A value as a sentence shows it: short, with its kind visible. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `"${cutText(storableText(value), 40)}${value.length > 40 ? '…' : ''}"`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' || typeof value === 'symbol' ? `a ${typeof value}` : String(value);
}
