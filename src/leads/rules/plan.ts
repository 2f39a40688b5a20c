import type { Warning } from '../../../sandbox/contract/job.ts';
import { maxEditsPerLead } from '../../../sandbox/contract/limits.ts';
import { isFinal, statuses } from '../../../sandbox/contract/statuses.ts';
import { difference, type Fields, type LeadContext, type LeadState, type OfferRules } from '../state.ts';
import { draftEdit, type Relations } from './draft.ts';
import { type LeadEvent, leadEvent } from './events.ts';
import { adjustmentEntries, bookingEntries, changedCash, type NewEntry, reversalEntries } from './money.ts';
import { type EditSource, type Move, mayMove, sourceName } from './moves.ts';
import type { LeadEdit, Proposal, Refusal } from './proposal.ts';

export interface PlannedEdit {
  outcome: 'applied' | 'unchanged' | 'refused';
  refusal?: Refusal;
  warnings: Warning[];
  /** The fields that this edit changed; null where it was not applied. */
  before: Fields | null;
  after: Fields | null;
}

export interface LeadChange {
  before: Fields;
  after: Fields;
  next: LeadState;
  ledger: NewEntry[];
  event: LeadEvent;
}

export interface LeadPlan {
  /** One for each proposal, in their order. */
  edits: PlannedEdit[];
  /** All edits as one net change; null where nothing changes. */
  change: LeadChange | null;
}

/**
 * What becomes of a lead when a source proposes these edits: the one place that knows the rules.
 *
 * The edits are folded in order into one net change. Each is judged on what the ones before it left, but what the source
 * may do at all (moves, final leads, commissions of booked leads) is decided by the lead as it stands in the database: so
 * a cancellation followed by an acceptance is an acceptance, and the other way round no money moves. A refused edit is
 * refused alone.
 */
export function planLead(
  lead: LeadState,
  proposals: readonly Proposal[],
  context: LeadContext,
  source: EditSource,
  now: Date,
  relations: Relations = {},
): LeadPlan {
  const offer = context.offers.get(lead.offerId);
  if (!offer) throw new Error(`The rules of offer ${lead.offerId} were not loaded for lead ${lead.id}`);
  const judge = { lead, offer, context, source, now, relations };
  const edits: PlannedEdit[] = [];
  let state = lead;
  for (const [index, proposal] of proposals.entries()) {
    const judged = index < maxEditsPerLead ? judgeProposal(proposal, state, judge) : refuse(overLimit);
    edits.push(judged.planned);
    state = judged.next ?? state;
  }
  const net = difference(lead, state, context.currencies);
  if (!net) return { edits: edits.map(undone), change: null };
  const next: LeadState = { ...state, bookings: lead.bookings + (state.booked && !lead.booked ? 1 : 0) };
  const ledger = moneyMoved(lead, next, offer);
  const event = leadEvent(lead, next, ledger, context, now);
  return { edits, change: { ...net, next, ledger, event } };
}

interface Judge {
  /** As it stands in the database. */
  lead: LeadState;
  offer: OfferRules;
  context: LeadContext;
  source: EditSource;
  now: Date;
  relations: Relations;
}

interface Judged {
  planned: PlannedEdit;
  next?: LeadState;
}

function judgeProposal(proposal: Proposal, state: LeadState, judge: Judge): Judged {
  if ('refusal' in proposal) return refuse(proposal.refusal);
  const drafted = draftEdit(proposal.edit, state, judge);
  if ('refusal' in drafted) return refuse(drafted.refusal, proposal.warnings);
  const warnings = [...proposal.warnings, ...drafted.warnings];
  const changed = difference(state, drafted.next, judge.context.currencies);
  if (!changed) return { planned: { outcome: 'unchanged', warnings, before: null, after: null } };
  const refusal = forbidden(proposal.edit, state, drafted.next, judge);
  if (refusal) return refuse(refusal, warnings);
  return { planned: { outcome: 'applied', warnings, ...changed }, next: drafted.next };
}

function forbidden(edit: LeadEdit, state: LeadState, next: LeadState, judge: Judge): Refusal | null {
  const { lead, source, now } = judge;
  if (source.kind === 'operator') return null;
  if (isFinal(lead.status)) {
    const name = statuses[lead.status];
    return {
      code: 'already_final',
      message: `Lead ${lead.id} is already final (status ${lead.status}, ${name}); only an operator changes it.`,
    };
  }
  if (lead.booked && changedCash(state.cash, next.cash).length > 0) {
    return {
      code: 'already_booked',
      message: `The money of lead ${lead.id} is booked; only an operator changes its cash.`,
    };
  }
  const moves: Move[] = [];
  if (edit.accept && !state.booked) moves.push('accept');
  // The status that acceptance chooses by itself comes with it; any other one is a move of its own.
  if (next.status !== state.status && !(edit.accept && edit.status === undefined)) moves.push(next.status);
  const refused = moves.find((move) => !mayMove(source, lead, move, now));
  if (refused === undefined) return null;
  const to = refused === 'accept' ? 'accept it' : `move it to status ${refused}`;
  return {
    code: 'move_not_allowed',
    message: `Lead ${lead.id} is in status ${lead.status}; ${sourceName(source)} may not ${to}.`,
  };
}

/** Money follows from the net change alone. */
function moneyMoved(lead: LeadState, next: LeadState, offer: OfferRules): NewEntry[] {
  if (!lead.booked) return next.booked ? bookingEntries(next, offer, next.bookings) : [];
  if (!next.booked) return reversalEntries(lead.entries);
  return adjustmentEntries(lead.entries, next, changedCash(lead.cash, next.cash), next.bookings);
}

const overLimit: Refusal = {
  code: 'over_limit',
  message: `A lead takes at most ${maxEditsPerLead} edits in a run; this one is beyond them.`,
};

function refuse(refusal: Refusal, warnings: Warning[] = []): Judged {
  return { planned: { outcome: 'refused', refusal, warnings, before: null, after: null } };
}

/** Edits that cancel each other out changed nothing. */
function undone(planned: PlannedEdit): PlannedEdit {
  return planned.outcome === 'applied' ? { ...planned, outcome: 'unchanged', before: null, after: null } : planned;
}
