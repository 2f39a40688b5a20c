/** `$core.lead`: every call records what the script asks for; nothing is decided here. */
import type { LookUps } from './contract/job.ts';
import type { CheckKind, Status } from './contract/statuses.ts';
import { kindOf } from './faults.ts';
import { cutStatusText, findLead, noteCrmStatus, noteUnrecognised, recordEdit, statusAt } from './findings.ts';
import { freeze, includes, isArray, isFinite, stringifyJson, TheTypeError, toText, trim } from './primordials.ts';
import type { Recognise, Recognised } from './recognise/recogniser.ts';
import { labels, vocabularies } from './recognise/words/index.ts';

export type LeadEditing = ReturnType<typeof createLeadEditing>;

export function createLeadEditing(kind: CheckKind, lookUps: () => LookUps) {
  let recogniser: { read: Recognise; mappings: Map<string, Recognised> } | null = null;

  function recognise(text: string, current: Status) {
    if (recogniser === null) {
      const { createRecogniser, mappingKey } = require('./recognise/recogniser.ts');
      const read = createRecogniser(() => ({ vocabularies: vocabularies(), labels: labels() }));
      recogniser = { read, mappings: new Map() };
      for (const { text: word, edit } of lookUps().mappings) recogniser.mappings.set(mappingKey(word), edit);
    }
    return recogniser.read(text, { kind, current, mappings: recogniser.mappings });
  }

  function setByText(call: string, id: unknown, status: unknown, withComment: boolean): boolean {
    const lead = findLead(id);
    const text = statusText(call, status);
    if (lead === null) return false;
    if (text === '') return false;
    const shown = cutStatusText(text);
    noteCrmStatus(lead, shown);
    const comment = withComment ? stringifyJson(text) : null;
    const recognition = recognise(text, statusAt(lead));
    if (recognition.kind !== 'recognised') {
      if (recognition.kind === 'unknown') noteUnrecognised(shown);
      if (comment !== null) recordEdit(lead, `{"comment":${comment}}`);
      return false;
    }
    const { edit, rule, word } = recognition;
    recordEdit(lead, recognisedEdit(edit, comment), { text: shown, rule, word });
    return true;
  }

  return freeze({
    __proto__: null,
    edit(id: unknown, edit: unknown): boolean {
      const lead = findLead(id);
      if (typeof edit !== 'object' || edit === null || isArray(edit)) {
        throw new TheTypeError(`$core.lead.edit(id, edit): the edit must be an object, not ${kindOf(edit)}`);
      }
      if (lead === null) return false;
      const text = editText(edit);
      if (text === undefined || text[0] !== '{') {
        throw new TheTypeError('$core.lead.edit(id, edit): the edit cannot be written as data');
      }
      recordEdit(lead, text);
      return true;
    },

    approve(id: unknown, comment?: unknown): boolean {
      const lead = findLead(id);
      const text = statusText('approve', comment);
      if (lead === null) return false;
      recordEdit(lead, text === '' ? '{"accept":1}' : `{"accept":1,"comment":${stringifyJson(text)}}`);
      return true;
    },

    setstatus: (id: unknown, status: unknown): boolean => setByText('setstatus', id, status, false),
    setstc: (id: unknown, status: unknown): boolean => setByText('setstc', id, status, true),
  });
}

/**
 * JSON has no word for a number that is none, and writes null, which in an edit means "not given": an acceptance with the sum NaN
 * would be booked with the usual one. As a text it is refused where the edit is judged.
 */
function editText(edit: object): string | undefined {
  const text = stringifyJson(edit);
  if (text === undefined || !includes(text, 'null')) return text;
  return stringifyJson(edit, (_name, value) => (typeof value === 'number' && !isFinite(value) ? toText(value) : value));
}

function recognisedEdit(edit: Recognised, comment: string | null): string {
  let text = 'accept' in edit ? '"accept":true' : '';
  // Numbers and nothing else, whatever a script has made of the functions that found them.
  if (edit.status !== undefined) text += `${text === '' ? '' : ','}"status":${stringifyJson(+edit.status)}`;
  if ('reason' in edit && edit.reason !== undefined) text += `,"reason":${stringifyJson(+edit.reason)}`;
  if (comment !== null) text += `,"comment":${comment}`;
  return `{${text}}`;
}

/** Empty for null and missing; what is neither text nor a number is a mistake. */
function statusText(call: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return trim(value);
  if (typeof value === 'number' || typeof value === 'boolean') return toText(value);
  throw new TheTypeError(`$core.lead.${call}(id, text): must be given a text, not ${kindOf(value)}`);
}
