import { type Edit, type ParsedEdit, parseEdit, show, storableText } from '../../../sandbox/contract/edit.ts';
import type { Warning } from '../../../sandbox/contract/job.ts';

/** Characters of an external id; it stands in an index. */
export const maxExtIdLength = 200;

/** An edit by a person, who may also correct what the lead belongs to. Null and absent mean "not given", as in any edit. */
export interface LeadEdit extends Edit {
  extId?: string;
  integrationId?: number;
  webmasterId?: number;
}

export type RefusalCode =
  | 'unknown_id'
  | 'already_final'
  | 'already_booked'
  | 'move_not_allowed'
  | 'invalid_field'
  | 'over_limit';

/** Why a rule refuses an edit, in a whole sentence. */
export interface Refusal {
  code: RefusalCode;
  message: string;
}

/** An edit that was read, or why it is refused whatever the lead. */
export type Proposal = { edit: LeadEdit; warnings: Warning[] } | { refusal: Refusal };

/** Reads an edit of a script, a pipeline or a timer. */
export function propose(input: unknown): Proposal {
  return proposal(parseEdit(input));
}

/** Reads an edit of a person. */
export function proposeAsOperator(input: unknown): Proposal {
  return proposal(parseOperatorEdit(input));
}

export type ParsedOperatorEdit = Exclude<ParsedEdit, { ok: true }> | { ok: true; edit: LeadEdit; warnings: Warning[] };

/** Like `parseEdit`, with `extId`, `integrationId` and `webmasterId` besides. */
export function parseOperatorEdit(input: unknown): ParsedOperatorEdit {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return parseEdit(input);
  const { extId, integrationId, webmasterId, ...rest } = input as Record<string, unknown>;
  const parsed = parseEdit(rest);
  if (!parsed.ok) return parsed;
  const edit: LeadEdit = { ...parsed.edit };
  if (extId !== undefined && extId !== null) {
    const text = typeof extId === 'number' ? String(extId) : extId;
    if (typeof text !== 'string' || text === '' || text.length > maxExtIdLength || storableText(text) !== text) {
      return wrong('extId', `must be a text of 1 to ${maxExtIdLength} characters, not ${show(extId)}`);
    }
    edit.extId = text;
  }
  for (const [field, value] of Object.entries({ integrationId, webmasterId })) {
    if (value === undefined || value === null) continue;
    if (!Number.isSafeInteger(value) || (value as number) < 1) return wrong(field, `must be an id, not ${show(value)}`);
    edit[field as 'integrationId' | 'webmasterId'] = value as number;
  }
  return { ok: true, edit, warnings: parsed.warnings };
}

function wrong(field: string, why: string): ParsedOperatorEdit {
  return { ok: false, field, message: `${field} ${why}.` };
}

function proposal(parsed: ParsedOperatorEdit): Proposal {
  if (!parsed.ok) return { refusal: { code: 'invalid_field', message: parsed.message } };
  return { edit: parsed.edit, warnings: parsed.warnings };
}
