/**
 * What a processing script said about leads. Kept as JSON text from the start: text cannot be changed afterwards by
 * whatever a script does to prototypes, and needs no second pass at the end.
 */

import { maxEditsPerLead, maxResultBytes, maxStatusTextLength } from './contract/limits.ts';
import type { Status } from './contract/statuses.ts';
import { cut } from './faults.ts';
import { create, slice, stringifyJson, toText, toWellFormed } from './primordials.ts';
import { stop } from './stop.ts';
import { countWarning } from './warnings.ts';

const maxUnknownIds = 1_000;
const maxUnrecognised = 1_000;
const maxIdLength = 64;
/** Digits of the longest id there can be. */
const maxIdDigits = 16;

/**
 * Lead id → its status in the low four bits, whether it was named, and how many edits it got. One number and one table, since
 * most of what a run does is looking leads up here.
 */
let leads: Record<string, number> = create(null);
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

/** @param statusById lead id → status, for the leads of this run; it is kept */
export function openFindings(statusById: Record<string, number>): void {
  leads = statusById;
}

/**
 * The id of the lead that a script means, which is thereby named; null where it is none of this run's. A missing id is
 * counted, any other is reported.
 */
export function findLead(id: unknown): number | null {
  // A longer text is not looked up: that would make a key of it, which is a copy of megabytes.
  if (typeof id === 'number' || (typeof id === 'string' && id.length <= maxIdDigits)) {
    // "017" is no key, 17.0 is.
    const lead = leads[id];
    if (lead !== undefined) {
      if ((lead & namedBit) === 0) leads[id] = lead | namedBit;
      return +id;
    }
  }
  if (id === undefined || id === null || id === false || id === '') countWarning('rows_without_lead');
  else noteUnknown(id);
  return null;
}

/** The status a lead of this run had when the run began. */
export const statusOf = (id: number): Status => ((leads[id] ?? 0) & statusBits) as Status;

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
  const lead = (leads[leadId] ?? 0) + oneEdit;
  const count = lead >>> 5;
  // The first one too many is reported with the lead, the others only counted.
  if (count > maxEditsPerLead + 1) {
    countWarning('edits_over_limit');
    return;
  }
  leads[leadId] = lead;
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

/** `"edits":[…],"unknownIds":[…],…`: the members of `Findings` but `rows` and `data`. */
export function findingsText(): string {
  let missing = '';
  for (const id in leads) if (((leads[id] as number) & namedBit) === 0) missing += missing === '' ? id : `,${id}`;
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
