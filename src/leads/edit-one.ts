import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { violationOf } from '../db/violations.ts';
import { Conflict, NotFound } from '../errors.ts';
import { loadLeadContext } from './context.ts';
import { lockLeads } from './load.ts';
import type { Relations } from './rules/draft.ts';
import { type MovedMoney, movedMoney } from './rules/money.ts';
import type { Origin } from './rules/moves.ts';
import { type PlannedEdit, planLead } from './rules/plan.ts';
import { type LeadEdit, type Proposal, propose, proposeAsOperator } from './rules/proposal.ts';
import { statusText, writeLeads } from './write.ts';

export interface EditedLead extends PlannedEdit {
  money: MovedMoney[];
}

/** One edit outside a run. */
export interface SingleEdit {
  leadId: number;
  /** As it was given; it is judged here. */
  edit: unknown;
  origin: Origin & { kind: 'operator' | 'pipeline' };
  /** The status text that the CRM pushed; it is kept whatever becomes of the edit. */
  crmStatus?: string;
  now: Date;
}

/**
 * Applies one edit to one lead, for operators and pipelines. A rule that forbids it is a refusal in the answer.
 * @throws NotFound where there is no such lead
 * @throws Conflict where an operator gives it an external id that is taken
 */
export async function editLead(
  trx: Transaction<Database>,
  { leadId, edit, origin, crmStatus, now }: SingleEdit,
): Promise<EditedLead> {
  const [lead] = await lockLeads(trx, [leadId]);
  if (!lead) throw new NotFound('lead', leadId);
  const proposal = origin.kind === 'operator' ? proposeAsOperator(edit) : propose(edit);
  const context = await loadLeadContext(trx, [lead.offerId]);
  const relations = await relationsOf(trx, proposal);
  const { edits, change } = planLead(lead, [proposal], context, { kind: origin.kind }, now, relations);
  const [planned] = edits;
  if (!planned) throw new Error('One edit was planned and none came out');
  const text = crmStatus === undefined ? lead.crmStatus : statusText(crmStatus);
  if (change || text !== lead.crmStatus) {
    await writeLeads(trx, [{ lead, change, crmStatus: text }], origin, now).catch(takenExtId(change?.next ?? lead));
  }
  return { ...planned, money: movedMoney(change?.ledger ?? [], context.currencies) };
}

/** Looks up what the edit names beyond the rules of the offer; nothing for edits that name nothing. */
async function relationsOf(trx: Transaction<Database>, proposal: Proposal): Promise<Relations> {
  const { webmasterId, integrationId }: LeadEdit = 'edit' in proposal ? proposal.edit : {};
  if (webmasterId === undefined && integrationId === undefined) return {};
  const { rows } = await sql<{ webmaster: Relations['webmaster'] | null; integration: number | null }>`
    select
      (select jsonb_build_object('id', id, 'referrerId', referrer_id) from webmasters
        where id = ${webmasterId ?? null}::bigint) as webmaster,
      (select id from integrations where id = ${integrationId ?? null}::bigint) as integration`.execute(trx);
  const { webmaster, integration } = rows[0] ?? {};
  return { ...(webmaster ? { webmaster } : {}), ...(integration ? { integrationId: integration } : {}) };
}

function takenExtId(next: { offerId: number; integrationId: number | null; extId: string | null }) {
  return (error: unknown): never => {
    const violation = violationOf(error);
    if (violation?.kind !== 'unique' || violation.constraint !== 'leads_ext_id') throw error;
    const where = next.integrationId === null ? '' : ` and integration ${next.integrationId}`;
    throw new Conflict(`extId "${next.extId}" is taken by another lead of offer ${next.offerId}${where}`, {
      cause: error,
    });
  };
}
