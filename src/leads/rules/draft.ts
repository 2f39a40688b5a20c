import type { CashEdit } from '../../../sandbox/contract/edit.ts';
import type { Warning } from '../../../sandbox/contract/job.ts';
import { isAccepted, isBookable, type Status } from '../../../sandbox/contract/statuses.ts';
import type { Cash } from '../../db/schema/leads.ts';
import type { LeadContext, LeadState, OfferRules } from '../state.ts';
import { amountOf, cashKinds, tooLarge } from './money.ts';
import type { EditSource } from './moves.ts';
import type { LeadEdit, Refusal } from './proposal.ts';

/** What an operator's edit names beyond the context: looked up for that edit alone. */
export interface Relations {
  /** Present where the webmaster exists. */
  webmaster?: { id: number; referrerId: number | null };
  /** Present where the integration exists. */
  integrationId?: number;
}

interface Rules {
  /** As it stands in the database. */
  lead: LeadState;
  offer: OfferRules;
  context: LeadContext;
  source: EditSource;
  now: Date;
  relations: Relations;
}

type Drafted = { next: LeadState; warnings: Warning[] } | { refusal: Refusal };

/**
 * The lead as an edit would leave it, whoever asks. Refused only where a value does not exist or does not fit the lead:
 * a goal of another offer, a currency nobody knows.
 */
export function draftEdit(edit: LeadEdit, state: LeadState, rules: Rules): Drafted {
  const invalid = invalidField(edit, rules);
  if (invalid) return { refusal: { code: 'invalid_field', message: invalid } };
  const moved = withStatus(edit, withFields(edit, state, rules), rules);
  const next = withReason(edit, withHold(edit, moved, rules), state, rules.context.defaultReasonId);
  const amount = next.booked && !rules.lead.booked ? tooLarge(next, rules.offer) : undefined;
  if (amount !== undefined) {
    const message = `counts ${next.counts} makes a commission that is too large to book: ${amount}.`;
    return { refusal: { code: 'invalid_field', message } };
  }
  return { next, warnings: warningsOf(edit, state, next, rules) };
}

function invalidField(edit: LeadEdit, { lead, offer, context, relations }: Rules): string | null {
  const { goal, curr, reason, cash, webmasterId, integrationId } = edit;
  if (goal !== undefined && !offer.goals.has(goal))
    return `goal ${goal} is not a goal of the lead's offer, ${lead.offerId}.`;
  if (curr !== undefined && !context.currencies.has(curr))
    return `curr ${curr} is not the id of a currency of the network.`;
  if (reason !== undefined && !context.reasons.has(reason)) return `reason ${reason} is not a reason of the network.`;
  if (cash?.cc !== undefined && currencyOf(cash, offer, context) === undefined) {
    return `cash.cc ${JSON.stringify(cash.cc)} is not a currency of the network.`;
  }
  if (webmasterId !== undefined && relations.webmaster?.id !== webmasterId) {
    return `webmasterId ${webmasterId} is not a webmaster of the network.`;
  }
  if (integrationId !== undefined && relations.integrationId !== integrationId) {
    return `integrationId ${integrationId} is not an integration of the network.`;
  }
  return null;
}

function currencyOf(cash: CashEdit, offer: OfferRules, { currencies }: LeadContext): number | undefined {
  if (cash.cc === undefined) return offer.currencyId;
  if (typeof cash.cc === 'number') return currencies.has(cash.cc) ? cash.cc : undefined;
  return [...currencies].find(([, iso]) => iso === cash.cc)?.[0];
}

function withFields(edit: LeadEdit, state: LeadState, { offer, context, relations }: Rules): LeadState {
  const { webmaster } = relations;
  return {
    ...state,
    comment: edit.comment === undefined || edit.comment === (state.comment ?? '') ? state.comment : edit.comment,
    base: edit.base ?? state.base,
    counts: edit.counts ?? state.counts,
    currencyId: edit.curr ?? state.currencyId,
    goal: edit.goal ?? state.goal,
    track: edit.track === undefined || edit.track === (state.track ?? '') ? state.track : edit.track,
    cash: edit.cash ? withCash(edit.cash, state.cash, currencyOf(edit.cash, offer, context)) : state.cash,
    extId: edit.extId ?? state.extId,
    integrationId: edit.integrationId ?? state.integrationId,
    ...(edit.webmasterId !== undefined && webmaster
      ? { webmasterId: webmaster.id, referrerId: webmaster.referrerId }
      : {}),
  };
}

/** Each amount is kept by itself, with its own currency. */
function withCash(edit: CashEdit, kept: Cash | null, currencyId = 0): Cash {
  const cash: Cash = {};
  for (const kind of cashKinds) {
    const amount = edit[kind];
    const is = amount === undefined ? kept?.[kind] : { amount, currencyId };
    if (is) cash[kind] = is;
  }
  return cash;
}

function withStatus(edit: LeadEdit, state: LeadState, { lead, offer, now }: Rules): LeadState {
  const next = enter(state, targetOf(edit, state, offer), lead, now);
  return edit.accept ? { ...next, booked: true } : next;
}

function targetOf(edit: LeadEdit, state: LeadState, offer: OfferRules): Status {
  if (edit.hold !== undefined) return 4;
  if (edit.status !== undefined) return edit.status;
  if (!edit.accept || isBookable(state.status)) return state.status;
  return offer.delivery ? 6 : 10;
}

/** What comes with a status. A lead that leaves a status and comes back within one run has, net, not left it. */
function enter(state: LeadState, status: Status, lead: LeadState, now: Date): LeadState {
  if (status === state.status) return state;
  const stayed = status === lead.status;
  return {
    ...state,
    status,
    reason: status === 5 && stayed ? lead.reason : null,
    holdSince: status === 4 && stayed ? lead.holdSince : null,
    holdUntil: status === 4 && stayed ? lead.holdUntil : null,
    acceptedAt: acceptedAt(state, status, lead, now),
    booked: isBookable(status) && (state.booked || lead.booked),
  };
}

/** When the lead came into 6..10; a returned or deleted one still shows it. */
function acceptedAt(state: LeadState, status: Status, lead: LeadState, now: Date): Date | null {
  if (status >= 11 || (isBookable(status) && isBookable(state.status))) return state.acceptedAt;
  if (!isBookable(status)) return null;
  return isBookable(lead.status) ? lead.acceptedAt : now;
}

/** Days count from the first hold since the lead came into status 4, so that holding again moves nothing. */
function withHold(edit: LeadEdit, state: LeadState, { offer, now }: Rules): LeadState {
  if (edit.hold === undefined) return state;
  const holdSince = state.holdSince ?? now;
  const days = edit.hold === true ? offer.holdDays : edit.hold;
  const dated = edit.hold !== true || days > 0;
  return { ...state, holdSince, holdUntil: dated ? new Date(holdSince.getTime() + days * dayMs) : null };
}

const dayMs = 86_400_000;

function withReason(edit: LeadEdit, next: LeadState, state: LeadState, defaultReasonId: number): LeadState {
  if (edit.reason !== undefined) return { ...next, reason: edit.reason };
  const cancelled = next.status === 5 && state.status !== 5;
  return cancelled && next.reason === null ? { ...next, reason: defaultReasonId } : next;
}

function warningsOf(edit: LeadEdit, state: LeadState, next: LeadState, { lead, offer, source }: Rules): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: string, message: string, params: Warning['params'] = {}): void => {
    warnings.push({ code, message, params: { leadId: lead.id, ...params } });
  };
  const moved = next.status !== state.status;
  if (edit.hold === true && offer.holdDays === 0) {
    warn('hold_without_days', `Offer ${lead.offerId} has no hold days: lead ${lead.id} is held without a date.`);
  }
  if (moved && next.status === 5 && edit.reason === undefined && lead.status !== 5) {
    warn('default_reason', `Lead ${lead.id} is cancelled without a reason: reason ${next.reason} is used.`, {
      reason: next.reason ?? 0,
    });
  }
  if (
    moved &&
    next.status === 5 &&
    isAccepted(lead.status) &&
    source.kind === 'check' &&
    source.checkKind !== 'range'
  ) {
    warn('cancelled_after_acceptance', `Lead ${lead.id} is cancelled although it was accepted.`);
  }
  if (moved && isBookable(next.status) && !next.booked) {
    warn('accepted_not_booked', `Status ${next.status} books nothing for lead ${lead.id}: only accept books money.`, {
      status: next.status,
    });
  }
  const books = next.booked && !state.booked && !lead.booked;
  if ((books || (next.booked && edit.cash?.wm !== undefined)) && next.webmasterId === null) {
    warn('no_webmaster', `Lead ${lead.id} has no webmaster: nobody is credited.`);
  }
  if (next.booked && edit.cash?.ref !== undefined && next.referrerId === null) {
    warn('no_referrer', `Lead ${lead.id} has no referrer: cash.ref is credited to nobody.`);
  }
  if (lead.booked && next.booked && amountsDiffer(state, next, offer)) {
    warn('booked_already', `Lead ${lead.id} is booked: the change does not change its money.`);
  }
  return warnings;
}

/** What is not given as cash but would have booked another amount, or another party. */
function amountsDiffer(state: LeadState, next: LeadState, offer: OfferRules): boolean {
  if (state.webmasterId !== next.webmasterId) return true;
  const kept = { ...next, cash: state.cash };
  return cashKinds.some((kind) => amountOf(kind, state, offer).amount !== amountOf(kind, kept, offer).amount);
}
