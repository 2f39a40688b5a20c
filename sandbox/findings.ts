/**
 * What a processing script said about leads. Kept as JSON text from the start: text cannot be changed afterwards by
 * whatever a script does to prototypes, and needs no second pass at the end.
 */

import { maxEditsPerLead, maxResultBytes, maxStatusTextLength } from './contract/limits.ts';
import type { Status } from './contract/statuses.ts';
import { cut } from './faults.ts';
import { create, mapGet, mapSet, slice, stringifyJson, TheMap, toText, toWellFormed } from './primordials.ts';
import { stop } from './stop.ts';
import { countWarning } from './warnings.ts';

const maxUnknownIds = 1_000;
const maxUnrecognised = 1_000;
const maxIdLength = 64;
/** Digits of the longest id there can be. */
const maxIdDigits = 16;
/** Characters that say how far from one lead to another, and what stands around them, at most. */
const maxPlaceLength = 10;

let ids: number[] = [];
/** Of each lead its status in the low four bits, whether it was named, and how many edits it got: one number to look up. */
let states: number[] = [];
/** Lead id → its place in both lists, by which everything here and in the result speaks of leads; made when it is needed. */
let places: Map<number, number> | null = null;
/** Where the lead stood that was meant last. */
let latest = -1;
const statusBits = 0b1111;
const namedBit = 0b10000;
const oneEdit = 0b100000;

const crmStatusAt: Record<string, string> = create(null);
const unknownIds: Record<string, true> = create(null);
const unrecognised: Record<string, number> = create(null);
let unknownCount = 0;
let unrecognisedCount = 0;
let editsText = '';
/** Where the lead stood that was edited last. */
let edited = -1;
/** What stands before most edits: the lead is the next one, and there is nothing to be said beside. */
const usual = ',1,0,';
let size = 0;

/** @param statuses of the leads of this run, in the order of their ids; both are kept */
export function openFindings(leadIds: number[], statuses: number[]): void {
  ids = leadIds;
  states = statuses;
}

/**
 * The place of the lead that a script means, which is thereby named; null where it is none of this run's. A missing id is
 * counted, any other is reported.
 */
export function findLead(id: unknown): number | null {
  const number = typeof id === 'number' ? id : typeof id === 'string' ? numberOf(id) : null;
  const place = number === null ? undefined : placeOf(number);
  if (place !== undefined) {
    states[place] = (states[place] as number) | namedBit;
    latest = place;
    return place;
  }
  if (id === undefined || id === null || id === false || id === '') countWarning('rows_without_lead');
  else noteUnknown(id);
  return null;
}

/** CRMs mostly answer in the order in which they were asked: then the lead is the latest one or the next. */
function placeOf(id: number): number | undefined {
  const next = latest + 1;
  // Beyond its ends a list would ask its prototype, which the script may have changed.
  if (next < ids.length && ids[next] === id) return next;
  if (latest >= 0 && ids[latest] === id) return latest;
  if (places === null) {
    places = new TheMap();
    for (let i = 0; i < ids.length; i++) mapSet(places, ids[i] as number, i);
  }
  return mapGet(places, id);
}

/** "017" is no id, 17.0 is. A longer text is not looked at: a number made of megabytes takes its time. */
function numberOf(id: string): number | null {
  if (id.length > maxIdDigits) return null;
  const number = +id;
  return toText(number) === id ? number : null;
}

/** The status a lead of this run had when the run began. */
export const statusAt = (place: number): Status => ((states[place] as number) & statusBits) as Status;

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
  place: number,
  edit: string,
  recognised: { text: string; rule: string; word: string } | null = null,
): void {
  const lead = (states[place] as number) + oneEdit;
  const count = lead >>> 5;
  // The first one too many is reported with the lead, the others only counted.
  if (count > maxEditsPerLead + 1) {
    countWarning('edits_over_limit');
    return;
  }
  states[place] = lead;
  const about = recognised === null && count <= maxEditsPerLead ? '0' : aboutEdit(recognised, count > maxEditsPerLead);
  grow(edit.length + about.length + maxPlaceLength);
  const ahead = place - edited;
  edited = place;
  // Each `+` leaves an object behind until the text is written out.
  editsText = editsText + (ahead === 1 && about === '0' ? usual : `,${ahead},${about},`) + edit;
}

function aboutEdit(recognised: { text: string; rule: string; word: string } | null, overLimit: boolean): string {
  if (recognised === null) return '{"overLimit":true}';
  const { text, rule, word } = recognised;
  const said = `{"text":${stringifyJson(text)},"rule":${stringifyJson(rule)},"word":${stringifyJson(word)}}`;
  return `{"recognised":${said}${overLimit ? ',"overLimit":true' : ''}}`;
}

/** The text as it is kept and shown. */
export const cutStatusText = (text: string): string => cut(text, maxStatusTextLength);

export function noteCrmStatus(place: number, text: string): void {
  // The last one is kept.
  grow(text.length - (crmStatusAt[place]?.length ?? 0));
  crmStatusAt[place] = text;
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
  places = null;
  editsText = '';
}

/**
 * The members of `Findings` but `rows` and `data`, with the place of a lead for its id, and lists of lists flat:
 * `"edits":[0, ahead, about, edit, ahead, …]`, where `ahead` is how many places the lead stands behind that of the edit before
 * (the first one behind -1) and `about` is 0 or what stands beside the edit, and `"crmStatuses":[place, text, …]`.
 */
export function findingsText(): string {
  let missing = '';
  for (let i = 0; i < ids.length; i++) {
    if (((states[i] as number) & namedBit) === 0) missing += missing === '' ? i : `,${i}`;
  }
  let crmStatuses = '';
  for (const place in crmStatusAt) {
    crmStatuses += `${crmStatuses === '' ? '' : ','}${place},${stringifyJson(crmStatusAt[place])}`;
  }
  let unknown = '';
  for (const id in unknownIds) unknown += unknown === '' ? stringifyJson(id) : `,${stringifyJson(id)}`;
  let words = '';
  for (const text in unrecognised) {
    words += `${words === '' ? '' : ','}{"text":${stringifyJson(text)},"count":${unrecognised[text]}}`;
  }
  return `"edits":[0${editsText}],"unknownIds":[${unknown}],"missing":[${missing}],"unrecognised":[${words}],"crmStatuses":[${crmStatuses}]`;
}
