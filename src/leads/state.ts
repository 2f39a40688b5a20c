import type { Json } from '../../sandbox/contract/job.ts';
import type { Status } from '../../sandbox/contract/statuses.ts';
import type { Cash } from '../db/schema/leads.ts';
import type { BookedEntry, Terms } from './rules/money.ts';

/** A lead as far as the rules look at it. Amounts are canonical decimals. */
export interface LeadState {
  id: number;
  offerId: number;
  integrationId: number | null;
  extId: string | null;
  webmasterId: number | null;
  /** Who brought the webmaster. */
  referrerId: number | null;
  status: Status;
  reason: number | null;
  comment: string | null;
  /** When it was put on hold, while it is in status 4. */
  holdSince: Date | null;
  holdUntil: Date | null;
  acceptedAt: Date | null;
  booked: boolean;
  /** Number of the latest booking; 0 before the first. */
  bookings: number;
  base: string | null;
  counts: number | null;
  currencyId: number | null;
  goal: number | null;
  track: string | null;
  cash: Cash | null;
  createdAt: Date;
  /** The entries that make up its unreversed booking, adjustments included; empty where it is not booked. */
  entries: readonly BookedEntry[];
}

export interface OfferRules extends Terms {
  /** Accepting leads to 6, not to 10. */
  delivery: boolean;
  holdDays: number;
}

/** Everything the rules look up, loaded once for many leads. */
export interface LeadContext {
  offers: ReadonlyMap<number, OfferRules>;
  /** Currency id → ISO code. */
  currencies: ReadonlyMap<number, string>;
  reasons: ReadonlyMap<number, { trash: boolean }>;
  /** The reason of a cancellation that names none. */
  defaultReasonId: number;
}

/** Changed fields alone, under the names and with the values of the HTTP API. */
export type Fields = Record<string, Json>;

const time = (at: Date | null): string | null => at && at.toISOString();

/** The fields of a lead that edits and their consequences change. */
export function leadFields(lead: LeadState, currencies: LeadContext['currencies']): Fields {
  return {
    integrationId: lead.integrationId,
    extId: lead.extId,
    webmasterId: lead.webmasterId,
    status: lead.status,
    reason: lead.reason,
    comment: lead.comment,
    holdUntil: time(lead.holdUntil),
    acceptedAt: time(lead.acceptedAt),
    booked: lead.booked,
    base: lead.base,
    counts: lead.counts,
    currency: isoCode(lead.currencyId, currencies),
    goal: lead.goal,
    track: lead.track,
    cash: cashFields(lead.cash, currencies),
  };
}

export function isoCode(id: number | null, currencies: LeadContext['currencies']): string | null {
  return id === null ? null : (currencies.get(id) ?? null);
}

/** Kept commissions as `{wm?: {amount, currency}, pay?, ref?}`. */
export function cashFields(cash: Cash | null, currencies: LeadContext['currencies']): Fields | null {
  if (cash === null) return null;
  const kinds = (['wm', 'pay', 'ref'] as const).flatMap((kind) => {
    const kept = cash[kind];
    return kept ? [[kind, { amount: kept.amount, currency: isoCode(kept.currencyId, currencies) }] as const] : [];
  });
  return Object.fromEntries(kinds);
}

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** What differs between two states of a lead; null where nothing does. */
export function difference(
  was: LeadState,
  is: LeadState,
  currencies: LeadContext['currencies'],
): { before: Fields; after: Fields } | null {
  // Most leads that a CRM mentions stay as they are.
  if (was === is) return null;
  const before = leadFields(was, currencies);
  const after = leadFields(is, currencies);
  const changed = Object.keys(after).filter((name) => !same(before[name], after[name]));
  if (changed.length === 0) return null;
  const only = (fields: Fields): Fields => Object.fromEntries(changed.map((name) => [name, fields[name] ?? null]));
  return { before: only(before), after: only(after) };
}
