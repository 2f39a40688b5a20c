import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type LoadedLead, loadLeads, lockLeads, withEntries } from './load.ts';
import { type MovedMoney, movedMoney } from './rules/money.ts';
import type { EditSource, Origin } from './rules/moves.ts';
import { type LeadChange, type PlannedEdit, planLead } from './rules/plan.ts';
import { type Proposal, propose, type Refusal } from './rules/proposal.ts';
import type { LeadContext, LeadState } from './state.ts';
import { statusText, writeLeads } from './write.ts';

/** What a run proposes. */
export interface Proposals {
  /** In the order in which they were asked for. */
  edits: readonly ProposedEdit[];
  source: EditSource;
  /** Of the leads' offers. */
  context: LeadContext;
  now: Date;
}

export interface ProposedEdit {
  leadId: number;
  /** As it was given; it is judged here. */
  edit: unknown;
  /** The script gave the lead more edits than a run may. */
  overLimit?: boolean;
  /** Where it was made out of a status text: that text, and what decided. */
  recognised?: { text: string; rule: string; word: string };
}

export interface LeadBatch extends Proposals {
  /** The leads of the run: edits of any other are refused. */
  leadIds: readonly number[];
  /** The last status text that each lead was seen with. */
  crmStatuses: readonly { leadId: number; text: string }[];
}

/** What became of one edit, as the journal keeps it. */
export interface EditResult extends PlannedEdit {
  leadId: number;
  extId: string | null;
  edit: unknown;
  recognised?: { text: string; rule: string; word: string };
  /** The money that the lead's net change moves; it stands at the last edit of the lead that was applied. */
  money?: MovedMoney[];
}

export interface PlannedBatch {
  /** One for each edit, in their order. */
  edits: EditResult[];
  /** Something is booked, reversed or adjusted. */
  moneyMoved: boolean;
}

/**
 * Applies the edits of a run: the leads that would change are locked, planned again as they stand under the lock, and written
 * with their history, money and events. The number of statements does not depend on the number of leads.
 *
 * Applying a batch again changes nothing further: the second time its edits are `unchanged`.
 */
export async function applyBatch(
  trx: Transaction<Database>,
  batch: LeadBatch & { origin: Origin },
): Promise<PlannedBatch> {
  const proposed = readProposals(batch);
  const texts = statusTexts(batch);
  const written = ({ lead, change }: PlannedLead<LoadedLead>): boolean =>
    change !== null || (texts.get(lead.id) ?? lead.crmStatus) !== lead.crmStatus;
  const foreseen = planLeads(batch, proposed, await loadLeads(trx, namedLeads(batch)));
  const touched = foreseen.filter(written).map(({ lead }) => lead.id);
  if (touched.length === 0) return results(batch, foreseen);
  const locked = planLeads(batch, proposed, await lockLeads(trx, touched));
  const writes = locked.filter(written).map(({ lead, change }) => ({
    lead,
    change,
    crmStatus: texts.get(lead.id) ?? lead.crmStatus,
  }));
  await writeLeads(trx, writes, batch.origin, batch.now);
  const underLock = new Map(locked.map((planned) => [planned.lead.id, planned]));
  return results(
    batch,
    foreseen.map((each) => underLock.get(each.lead.id) ?? each),
  );
}

/** What `applyBatch` would do to the leads as they stand. Writes and locks nothing. */
export async function planBatch(db: Kysely<Database>, batch: LeadBatch): Promise<PlannedBatch> {
  return planStates(await withEntries(db, await loadLeads(db, namedLeads(batch))), batch);
}

/** What `applyBatch` would have done to leads in these states. */
export function planStates(states: readonly LeadState[], proposals: Proposals): PlannedBatch {
  return results(proposals, planLeads(proposals, readProposals(proposals), states));
}

interface PlannedLead<Lead = LeadState> {
  lead: Lead;
  edits: PlannedEdit[];
  change: LeadChange | null;
}

/** The leads of the run that something is said about. */
function namedLeads({ leadIds, edits, crmStatuses }: LeadBatch): number[] {
  const named = new Set([...edits, ...crmStatuses].map(({ leadId }) => leadId));
  return leadIds.filter((id) => named.has(id));
}

/** The edits of each lead, read once although they are planned twice. */
function readProposals({ edits }: Proposals): Map<number, Proposal[]> {
  const ofLead = Map.groupBy(edits, ({ leadId }) => leadId);
  return new Map(
    [...ofLead].map(([id, proposed]) => [
      id,
      proposed.map(({ edit, overLimit }) => (overLimit ? { refusal: overLimitRefusal } : propose(edit))),
    ]),
  );
}

const overLimitRefusal: Refusal = {
  code: 'over_limit',
  message: 'The script gave this lead more edits than a run takes; this one is beyond them.',
};

function planLeads<Lead extends LeadState>(
  { context, source, now }: Proposals,
  proposed: ReadonlyMap<number, Proposal[]>,
  leads: readonly Lead[],
): PlannedLead<Lead>[] {
  return leads.map((lead) => ({ lead, ...planLead(lead, proposed.get(lead.id) ?? [], context, source, now) }));
}

function statusTexts({ crmStatuses }: LeadBatch): Map<number, string> {
  return new Map(crmStatuses.map(({ leadId, text }) => [leadId, statusText(text)]));
}

/** Brings the outcomes, which were planned lead by lead, back into the order of the edits. */
function results({ edits, context }: Proposals, planned: readonly PlannedLead[]): PlannedBatch {
  const byLead = new Map(planned.map((lead) => [lead.lead.id, lead]));
  const taken = new Map<number, number>();
  const inOrder = edits.map(({ leadId, edit, recognised }): EditResult => {
    const asked = { leadId, edit, ...(recognised && { recognised }) };
    const of = byLead.get(leadId);
    const index = taken.get(leadId) ?? 0;
    taken.set(leadId, index + 1);
    const outcome = of?.edits[index];
    if (!of || !outcome) return { ...asked, extId: null, ...unknownLead(leadId) };
    const result: EditResult = { ...asked, extId: of.lead.extId, ...outcome };
    const last = of.edits.findLastIndex((each) => each.outcome === 'applied');
    if (index === last && of.change && of.change.ledger.length > 0) {
      result.money = movedMoney(of.change.ledger, context.currencies);
    }
    return result;
  });
  return { edits: inOrder, moneyMoved: planned.some(({ change }) => change !== null && change.ledger.length > 0) };
}

function unknownLead(leadId: number): PlannedEdit {
  const refusal: Refusal = { code: 'unknown_id', message: `Lead ${leadId} is not one of this run.` };
  return { outcome: 'refused', refusal, warnings: [], before: null, after: null };
}
