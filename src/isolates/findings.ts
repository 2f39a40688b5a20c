/** What a script said about leads, as the runtime writes it down and a child passes it on. */
import type { Findings, JobLead, Json, RecordedEdit } from '../../sandbox/contract/job.ts';
import { asObject, type JsonObject, list } from './reading.ts';

/** Numbers and values that stand for one edit in the list of all. */
const perEdit = 3;

/** The runtime names leads by their place in the job, so that nobody but those of the run can be meant. */
export function findingsOf(leads: readonly JobLead[], result: JsonObject): Findings {
  const { rows, data } = result;
  const idAt = (place: Json | undefined): number | null => leads[place as number]?.id ?? null;
  return {
    rows: typeof rows === 'number' ? rows : null,
    edits: editsOf(result.edits, idAt),
    unknownIds: list(result.unknownIds, (id) => (typeof id === 'string' ? numberOrText(id) : null)),
    missingIds: list(result.missing, idAt).slice(0, leads.length),
    unrecognised: list(result.unrecognised, (item) => {
      const { text, count } = asObject(item) ?? {};
      return typeof text === 'string' && typeof count === 'number' ? { text, count } : null;
    }),
    crmStatuses: crmStatusesOf(result.crmStatuses, idAt),
    data: typeof data === 'string' ? data : null,
  };
}

type IdAt = (place: Json | undefined) => number | null;

function editsOf(flat: Json | undefined, idAt: IdAt): RecordedEdit[] {
  const edits: RecordedEdit[] = [];
  if (!Array.isArray(flat)) return edits;
  let place = -1;
  for (let at = 1; at + perEdit <= flat.length; at += perEdit) {
    place += Number(flat[at]);
    const leadId = idAt(place);
    const edit = asObject(flat[at + 2]);
    if (leadId === null || edit === null) continue;
    const about = flat[at + 1];
    edits.push(about === 0 ? { leadId, edit } : { leadId, edit, ...aboutEdit(asObject(about)) });
  }
  return edits;
}

function aboutEdit(about: JsonObject | null): Partial<RecordedEdit> {
  const { text, rule, word } = asObject(about?.recognised) ?? {};
  const isRecognised = typeof text === 'string' && typeof rule === 'string' && typeof word === 'string';
  return {
    ...(isRecognised && { recognised: { text, rule, word } }),
    ...(about?.overLimit === true && { overLimit: true }),
  };
}

function crmStatusesOf(flat: Json | undefined, idAt: IdAt): Findings['crmStatuses'] {
  const statuses: Findings['crmStatuses'] = [];
  if (!Array.isArray(flat)) return statuses;
  for (let at = 0; at + 2 <= flat.length; at += 2) {
    const leadId = idAt(flat[at]);
    const text = flat[at + 1];
    if (leadId !== null && typeof text === 'string') statuses.push({ leadId, text });
  }
  return statuses;
}

/** An id that is a whole number is one; what else a script passed is shown as text. */
const numberOrText = (id: string): number | string => (/^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id);
