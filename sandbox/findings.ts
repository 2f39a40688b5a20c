/**
 * What a processing script said about leads. Kept as JSON text from the start: text cannot be changed afterwards by
 * whatever a script does to prototypes, and needs no second pass at the end.
 */

import type { JobLead } from './contract/job.ts';
import { maxEditsPerLead, maxResultBytes, maxStatusTextLength } from './contract/limits.ts';
import type { Status } from './contract/statuses.ts';
import { cut } from './faults.ts';
import { create, slice, stringifyJson, toText, toWellFormed } from './primordials.ts';
import { stop } from './stop.ts';
import { countWarning } from './warnings.ts';

const maxUnknownIds = 1_000;
const maxUnrecognised = 1_000;
const maxIdLength = 64;

/** Lead id → status. */
let statusOf: Record<string, Status> = create(null);
let leads: JobLead[] = [];
const named: Record<string, true> = create(null);
const editsOf: Record<string, number> = create(null);
const crmStatusOf: Record<string, string> = create(null);
const unknownIds: Record<string, true> = create(null);
const unrecognised: Record<string, number> = create(null);
let unknownCount = 0;
let unrecognisedCount = 0;
let editsText = '';
let size = 0;

export function openFindings(ofRun: JobLead[]): void {
  leads = ofRun;
  statusOf = create(null);
  for (let i = 0; i < leads.length; i++) {
    const lead = leads[i] as JobLead;
    statusOf[lead.id] = lead.status;
  }
}

/**
 * The lead a script means, which is thereby named; null where it is none of this run's. A missing id is counted, any
 * other is reported.
 */
export function findLead(id: unknown): { id: number; status: Status } | null {
  if (typeof id === 'number' || typeof id === 'string') {
    const status = statusOf[id];
    // "017" and 17.0 are written differently but only the latter is a key.
    if (status !== undefined) {
      named[id] = true;
      return { id: +id, status };
    }
  }
  if (id === undefined || id === null || id === false || id === '') countWarning('rows_without_lead');
  else noteUnknown(id);
  return null;
}

function noteUnknown(id: unknown): void {
  const text =
    typeof id === 'string'
      ? slice(toWellFormed(id), 0, maxIdLength)
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
  const count = (editsOf[leadId] ?? 0) + 1;
  editsOf[leadId] = count;
  // The first one too many is reported with the lead, the others only counted.
  if (count > maxEditsPerLead + 1) {
    countWarning('edits_over_limit');
    return;
  }
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
  let crmStatuses = '';
  for (let i = 0; i < leads.length; i++) {
    const { id } = leads[i] as JobLead;
    if (named[id] !== true) missing += missing === '' ? id : `,${id}`;
    const text = crmStatusOf[id];
    if (text === undefined) continue;
    crmStatuses += `${crmStatuses === '' ? '' : ','}{"leadId":${id},"text":${stringifyJson(text)}}`;
  }
  let unknown = '';
  for (const id in unknownIds) unknown += unknown === '' ? stringifyJson(id) : `,${stringifyJson(id)}`;
  let words = '';
  for (const text in unrecognised) {
    words += `${words === '' ? '' : ','}{"text":${stringifyJson(text)},"count":${unrecognised[text]}}`;
  }
  return `"edits":[${editsText}],"unknownIds":[${unknown}],"missingIds":[${missing}],"unrecognised":[${words}],"crmStatuses":[${crmStatuses}]`;
}
