import { formatUnits, isTooLarge, negate, times, toUnits } from '../../../sandbox/contract/decimal.ts';
import type { Cash, CashAmount } from '../../db/schema/leads.ts';

/** What is booked: the advertiser's charge, the webmaster's credit, the credit of the one who brought the webmaster. */
export const cashKinds = ['pay', 'wm', 'ref'] as const;
export type CashKind = (typeof cashKinds)[number];

/** A commission for each kind, as canonical decimals. */
export type Payout = Record<CashKind, string>;

/** What an offer pays. */
export interface Terms {
  currencyId: number;
  payout: Payout;
  /** Payouts are per unit of the lead. */
  payoutPerUnit: boolean;
  /** The offer's goals; a goal may pay its own amount for some kinds. */
  goals: ReadonlyMap<number, Partial<Payout>>;
}

export interface NewEntry {
  booking: number;
  kind: CashKind | 'adjustment';
  /** Which amount an adjustment corrects. */
  adjusts: CashKind | null;
  /** The webmaster or the referrer; null for the advertiser. */
  partyId: number | null;
  amount: string;
  currencyId: number;
  /** Id of the entry that this one takes back. */
  reverses: number | null;
}

export interface BookedEntry extends NewEntry {
  id: number;
}

/** What of a lead decides about its money. */
export interface Priced {
  cash: Cash | null;
  goal: number | null;
  counts: number | null;
  webmasterId: number | null;
  referrerId: number | null;
}

/**
 * The amount of one kind: the lead's kept cash, else the goal's payout, else the offer's. Kept cash is a total; a payout is
 * multiplied by the lead's units where the offer pays per unit.
 */
export function amountOf(kind: CashKind, lead: Priced, terms: Terms): CashAmount {
  const kept = lead.cash?.[kind];
  if (kept) return kept;
  const goal = lead.goal === null ? undefined : terms.goals.get(lead.goal);
  const payout = goal?.[kind] ?? terms.payout[kind];
  const units = terms.payoutPerUnit ? (lead.counts ?? 1) : 1;
  return { amount: times(payout, units), currencyId: terms.currencyId };
}

/** The kinds whose kept commissions differ. */
export function changedCash(was: Cash | null, is: Cash | null): CashKind[] {
  return cashKinds.filter((kind) => {
    const [before, after] = [was?.[kind], is?.[kind]];
    return before?.amount !== after?.amount || before?.currencyId !== after?.currencyId;
  });
}

/** The first amount of a booking that no column holds, if any. */
export function tooLarge(lead: Priced, terms: Terms): string | undefined {
  return cashKinds.map((kind) => amountOf(kind, lead, terms).amount).find(isTooLarge);
}

/**
 * The entries of a new booking. There is one for every kind that has a party, also where the amount is zero: so each
 * booking has entries, and the database can refuse a second one of the same number.
 */
export function bookingEntries(lead: Priced, terms: Terms, booking: number): NewEntry[] {
  return cashKinds.flatMap((kind) => {
    const party = partyOf(kind, lead);
    return party ? [{ ...amountOf(kind, lead, terms), booking, kind, adjusts: null, ...party, reverses: null }] : [];
  });
}

/** The entries that take a booking back, adjustments included: each of them the opposite of one entry, naming it. */
export function reversalEntries(entries: readonly BookedEntry[]): NewEntry[] {
  return entries.map(({ id, ...entry }) => ({ ...entry, amount: negate(entry.amount), reverses: id }));
}

/**
 * The entries that bring a booking to the commissions the lead now keeps: per kind and currency the difference between
 * what should be and what is booked. They go to the party that the booking names, also where the webmaster has changed.
 */
export function adjustmentEntries(
  entries: readonly BookedEntry[],
  lead: Priced,
  kinds: readonly CashKind[],
  booking: number,
): NewEntry[] {
  return kinds.flatMap((kind) => {
    const target = lead.cash?.[kind];
    const booked = entries.filter((entry) => entry.kind === kind || entry.adjusts === kind);
    const party = booked[0] ? { partyId: booked[0].partyId } : partyOf(kind, lead);
    if (!target || !party) return [];
    const differences = new Map([[target.currencyId, toUnits(target.amount)]]);
    for (const { currencyId, amount } of booked) {
      differences.set(currencyId, (differences.get(currencyId) ?? 0n) - toUnits(amount));
    }
    return [...differences].flatMap(([currencyId, units]) =>
      units === 0n
        ? []
        : [
            {
              booking,
              kind: 'adjustment' as const,
              adjusts: kind,
              ...party,
              amount: formatUnits(units),
              currencyId,
              reverses: null,
            },
          ],
    );
  });
}

/** What the webmaster is credited by these entries, in the currency of the latest; null where nothing is. */
export function webmasterCredit(entries: readonly NewEntry[]): CashAmount | null {
  const credits = entries.filter(({ kind, adjusts }) => kind === 'wm' || adjusts === 'wm');
  const latest = credits.findLast(({ amount }) => !amount.startsWith('-')) ?? credits[0];
  if (!latest) return null;
  const units = credits
    .filter(({ currencyId }) => currencyId === latest.currencyId)
    .reduce((sum, { amount }) => sum + toUnits(amount), 0n);
  return { amount: formatUnits(units), currencyId: latest.currencyId };
}

function partyOf(kind: CashKind, lead: Priced): { partyId: number | null } | null {
  if (kind === 'pay') return { partyId: null };
  const partyId = kind === 'wm' ? lead.webmasterId : lead.referrerId;
  return partyId === null ? null : { partyId };
}

/** Money that moves, as the HTTP API shows it. */
export interface MovedMoney {
  booking: number;
  kind: NewEntry['kind'];
  partyId: number | null;
  amount: string;
  /** ISO code. */
  currency: string | null;
  /** Id of the entry that is taken back. */
  reverses?: number;
}

export function movedMoney(entries: readonly NewEntry[], currencies: ReadonlyMap<number, string>): MovedMoney[] {
  return entries.map(({ booking, kind, partyId, amount, currencyId, reverses }) => {
    const moved: MovedMoney = { booking, kind, partyId, amount, currency: currencies.get(currencyId) ?? null };
    if (reverses !== null) moved.reverses = reverses;
    return moved;
  });
}
