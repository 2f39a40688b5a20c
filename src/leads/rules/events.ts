import { isBookable, processingStatuses, type Status } from '../../../sandbox/contract/statuses.ts';
import { type Fields, isoCode, type LeadContext, type LeadState } from '../state.ts';
import { type NewEntry, webmasterCredit } from './money.ts';

/** What webmasters may ask to be told of. */
export type Stage = 'processing' | 'callback' | 'hold' | 'accepted' | 'cancelled' | 'trash' | 'paid' | 'returned';

/** One change of a lead, for notifications. */
export interface LeadEvent {
  at: Date;
  /** The stage that the lead newly reached; null where the change is none that people are told of. */
  stage: Stage | null;
  payload: Fields;
}

const stages: Partial<Record<Status, Stage>> = {
  2: 'processing',
  3: 'callback',
  4: 'hold',
  6: 'accepted',
  7: 'accepted',
  8: 'accepted',
  9: 'accepted',
  10: 'paid',
  11: 'returned',
};

function stageOf(lead: LeadState, reasons: LeadContext['reasons']): Stage | null {
  if (lead.status !== 5) return stages[lead.status] ?? null;
  return lead.reason !== null && reasons.get(lead.reason)?.trash ? 'trash' : 'cancelled';
}

/**
 * What webmasters hear of a lead that is new, by the status that it begins with. Leads that are taken over in a later one were
 * decided elsewhere, and are nobody's news.
 */
export function newLeadEvent(lead: {
  offerId: number;
  extId: string | null;
  webmasterId: number | null;
  status: Status;
}): Pick<LeadEvent, 'stage' | 'payload'> {
  const { offerId, extId, webmasterId, status } = lead;
  return {
    stage: processingStatuses.includes(status) ? (stages[status] ?? null) : null,
    payload: {
      offerId,
      extId,
      webmasterId,
      status,
      previousStatus: null,
      reason: null,
      trash: false,
      goal: null,
      booked: false,
      payout: null,
      currency: null,
    },
  };
}

/**
 * The event of a change. A stage is news when the lead was not in it before, and again when an accepted lead is booked
 * only now: the webmaster's credit is known from then on.
 */
export function leadEvent(
  was: LeadState,
  is: LeadState,
  ledger: readonly NewEntry[],
  { reasons, currencies }: LeadContext,
  now: Date,
): LeadEvent {
  const stage = stageOf(is, reasons);
  const news = stage !== stageOf(was, reasons) || (is.booked && !was.booked && isBookable(was.status));
  // A booking that is taken back is told with the amount that the webmaster had.
  const credit = webmasterCredit(was.booked && !is.booked ? was.entries : [...was.entries, ...ledger]);
  return {
    at: now,
    stage: news ? stage : null,
    payload: {
      offerId: is.offerId,
      extId: is.extId,
      webmasterId: is.webmasterId,
      status: is.status,
      previousStatus: was.status,
      reason: is.reason,
      trash: is.reason !== null && (reasons.get(is.reason)?.trash ?? false),
      goal: is.goal,
      booked: is.booked,
      payout: credit?.amount ?? null,
      currency: credit ? isoCode(credit.currencyId, currencies) : null,
    },
  };
}
