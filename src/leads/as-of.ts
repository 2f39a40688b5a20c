import { type Kysely, sql } from 'kysely';
import type { Cash } from '../db/schema/leads.ts';
import type { Database } from '../db/schema.ts';
import { loadCurrencies } from './context.ts';
import { bookedEntries, type LoadedLead, loadLeads } from './load.ts';
import type { BookedEntry } from './rules/money.ts';
import type { Fields } from './state.ts';

interface Change {
  at: Date;
  before: Fields;
  after: Fields;
}

/**
 * Leads as they were just before a moment, in the order of their ids: today's with every change since then undone, each of
 * which left a history row, and with the money that was booked by then. Their status texts are today's.
 */
export async function leadsAsOf(db: Kysely<Database>, ids: readonly number[], at: Date): Promise<LoadedLead[]> {
  const leads = await loadLeads(db, ids);
  const currencies = new Map([...(await loadCurrencies(db))].map(([id, iso]) => [iso, id]));
  const rows = await db
    .selectFrom('lead_history')
    .where('lead_id', '=', sql<number>`any(${sql.val([...ids])}::bigint[])`)
    .select(['lead_id', 'at', 'before', 'after'])
    .orderBy('id')
    .execute();
  const history = Map.groupBy(rows as (Change & { lead_id: number })[], ({ lead_id }) => lead_id);
  const booked = await bookedEntries(db, ids, at);
  return leads.map((lead) => stateBefore(at, lead, history.get(lead.id) ?? [], booked.get(lead.id) ?? [], currencies));
}

function stateBefore(
  at: Date,
  lead: LoadedLead,
  changes: readonly Change[],
  booked: readonly BookedEntry[],
  currencies: ReadonlyMap<string, number>,
): LoadedLead {
  const since = changes.filter((change) => change.at >= at);
  const was = since.reduceRight((state, { before }) => undo(state, before, currencies), lead);
  const bookings = booked.at(-1)?.booking ?? 0;
  return {
    ...was,
    holdSince: since.length === 0 ? lead.holdSince : heldSince(was, changes.slice(0, changes.length - since.length)),
    bookings,
    entries: was.booked ? booked.filter(({ booking }) => booking === bookings) : [],
  };
}

function undo(lead: LoadedLead, before: Fields, currencies: ReadonlyMap<string, number>): LoadedLead {
  const { currency, cash, holdUntil, acceptedAt, ...same } = before;
  return {
    ...lead,
    ...(same as Partial<LoadedLead>),
    ...(currency === undefined ? {} : { currencyId: idOf(currency, currencies) }),
    ...(cash === undefined ? {} : { cash: cashOf(cash, currencies) }),
    ...(holdUntil === undefined ? {} : { holdUntil: dateOf(holdUntil) }),
    ...(acceptedAt === undefined ? {} : { acceptedAt: dateOf(acceptedAt) }),
  };
}

const dayMs = 86_400_000;

/**
 * The moment from which a hold counts is no field of the history. It is that of the change which gave the lead its first date,
 * or of an earlier one where the hold began without: the date is whole days after it.
 */
function heldSince({ status, holdUntil }: LoadedLead, changes: readonly Change[]): Date | null {
  if (status !== 4 || holdUntil === null) return null;
  const came = changes.findLastIndex(({ after }) => after.status === 4);
  const held = changes.slice(Math.max(came, 0));
  const first = held.findIndex(({ after }) => typeof after.holdUntil === 'string');
  const dated = held[first];
  if (dated === undefined) return null;
  const until = dateOf(dated.after.holdUntil ?? null)?.getTime() ?? 0;
  const began = held
    .slice(0, first + 1)
    .findLast(({ at }) => at.getTime() <= until && (until - at.getTime()) % dayMs === 0);
  return (began ?? dated).at;
}

const dateOf = (value: Fields[string]): Date | null => (typeof value === 'string' ? new Date(value) : null);

const idOf = (iso: Fields[string], currencies: ReadonlyMap<string, number>): number | null =>
  typeof iso === 'string' ? (currencies.get(iso) ?? null) : null;

function cashOf(value: Fields[string], currencies: ReadonlyMap<string, number>): Cash | null {
  if (value === null || typeof value !== 'object') return null;
  const cash: Cash = {};
  for (const [kind, kept] of Object.entries(value)) {
    const { amount, currency } = kept as { amount: string; currency: string };
    cash[kind as keyof Cash] = { amount, currencyId: currencies.get(currency) ?? 0 };
  }
  return cash;
}
