/**
 * What a processing script said about leads. Kept as JSON text from the start: text cannot be changed afterwards by
 * whatever a script does to prototypes, and needs no second pass at the end.
 */

import { maxEditsPerLead, maxResultBytes, maxStatusTextLength } from './contract/limits.ts';
import type { Status } from './contract/statuses.ts';
import { cut } from './faults.ts';
import type { LeadColumns } from './job-text.ts';
import { create, mapClear, mapGet, mapSet, slice, stringifyJson, TheMap, toText, toWellFormed } from './primordials.ts';
import { stop } from './stop.ts';
import { countWarning } from './warnings.ts';

const maxUnknownIds = 1_000;
const maxUnrecognised = 1_000;
const maxIdLength = 64;
/** Digits of the longest id there can be. */
const maxIdDigits = 16;

let ids: number[] = [];
/** Of each lead its status in the low four bits, whether it was named, and how many edits it got: one number to look up. */
let states: number[] = [];
/** Lead id → its place in both lists. */
const places = new TheMap<number, number>();
const statusBits = 0b1111;
const namedBit = 0b10000;
const oneEdit = 0b100000;

const crmStatusOf: Record<string, string> = create(null);
const unknownIds: Record<string, true> = create(null);
const unrecognised: Record<string, number> = create(null);
let unknownCount = 0;
let unrecognisedCount = 0;
let editsText = '';
let size = 0;

/** @param leads of this run; their statuses are kept */
export function openFindings(leads: LeadColumns): void {
  ids = leads.ids;
  states = leads.statuses;
  for (let i = 0; i < ids.length; i++) mapSet(places, ids[i] as number, i);
}

/**
 * The id of the lead that a script means, which is thereby named; null where it is none of this run's. A missing id is
 * counted, any other is reported.
 */
export function findLead(id: unknown): number | null {
  const number = typeof id === 'number' ? id : typeof id === 'string' ? numberOf(id) : null;
  const place = number === null ? undefined : mapGet(places, number);
  if (place !== undefined) {
    states[place] = (states[place] as number) | namedBit;
    return number;
  }
  if (id === undefined || id === null || id === false || id === '') countWarning('rows_without_lead');
  else noteUnknown(id);
  return null;
}

/** "017" is no id, 17.0 is. A longer text is not looked at: a number made of megabytes takes its time. */
function numberOf(id: string): number | null {
  if (id.length > maxIdDigits) return null;
  const number = +id;
  return toText(number) === id ? number : null;
}

/** The status a lead of this run had when the run began. */
export const statusOf = (id: number): Status =>
  ((states[mapGet(places, id) as number] as number) & statusBits) as Status;

/** Those of all leads of this run, by id. */
export function statusById(): Record<string, number> {
  const table: Record<string, number> = create(null);
  for (let i = 0; i < ids.length; i++) table[ids[i] as number] = (states[i] as number) & statusBits;
  return table;
}

function noteUnknown(id: unknown): void {
  const text =
    typeof id === 'string'
      ? toWellFormed(slice(id, 0, maxIdLength))
      : typeof id === 'number' || typeof id === 'bigint'
        ? shortNumber(id)
        : `[${typeof id}]`;
  if (unknownIds[text] || unknownCount >= maxUnknownIds) return;
  unknownIds[text] = true;
  unknownCount++;
}

// A bigint of a million digits takes its time to print.
const shortNumber = (id: number | bigint): string =>
  typeof id === 'bigint' && (id > 1e18 || id < -1e18) ? '[bigint]' : toText(id);

/** Records an edit given as JSON text of an object. */
export function recordEdit(
  leadId: number,
  edit: string,
  recognised?: { text: string; rule: string; word: string },
): void {
  const place = mapGet(places, leadId) as number;
  const lead = (states[place] as number) + oneEdit;
  const count = lead >>> 5;
  // The first one too many is reported with the lead, the others only counted.
  if (count > maxEditsPerLead + 1) {
    countWarning('edits_over_limit');
    return;
  }
  states[place] = lead;
  let text = `{"leadId":${leadId},"edit":${edit}`;
  if (recognised !== undefined) {
    const { text: said, rule, word } = recognised;
    text += `,"recognised":{"text":${stringifyJson(said)},"rule":${stringifyJson(rule)},"word":${stringifyJson(word)}}`;
  }
  if (count > maxEditsPerLead) text += ',"overLimit":true';
  grow(text.length);
  editsText += editsText === '' ? `${text}}` : `,${text}}`;
}

/** The text as it is kept and shown. */
export const cutStatusText = (text: string): string => cut(text, maxStatusTextLength);

export function noteCrmStatus(leadId: number, text: string): void {
  grow(text.length);
  crmStatusOf[leadId] = text;
}

export function noteUnrecognised(text: string): void {
  const count = unrecognised[text];
  if (count === undefined) {
    if (unrecognisedCount >= maxUnrecognised) return;
    unrecognisedCount++;
  }
  unrecognised[text] = (count ?? 0) + 1;
}

function grow(by: number): void {
  size += by;
  if (size > maxResultBytes) stop({ kind: 'output' });
}

/** What was kept for `findingsText`, once that is written. */
export function closeFindings(): void {
  ids = states = [];
  mapClear(places);
  editsText = '';
}

/** `"edits":[…],"unknownIds":[…],…`: the members of `Findings` but `rows` and `data`. */
export function findingsText(): string {
  let missing = '';
  for (let i = 0; i < ids.length; i++) {
    if (((states[i] as number) & namedBit) === 0) missing += missing === '' ? ids[i] : `,${ids[i]}`;
  }
  let crmStatuses = '';
  for (const id in crmStatusOf) {
    const text = stringifyJson(crmStatusOf[id]);
    crmStatuses += `${crmStatuses === '' ? '' : ','}{"leadId":${id},"text":${text}}`;
  }
  let unknown = '';
  for (const id in unknownIds) unknown += unknown === '' ? stringifyJson(id) : `,${stringifyJson(id)}`;
  let words = '';
  for (const text in unrecognised) {
    words += `${words === '' ? '' : ','}{"text":${stringifyJson(text)},"count":${unrecognised[text]}}`;
  }
  return `"edits":[${editsText}],"unknownIds":[${unknown}],"missingIds":[${missing}],"unrecognised":[${words}],"crmStatuses":[${crmStatuses}]`;
}
