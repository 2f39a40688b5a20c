import { type Kysely, sql } from 'kysely';
import type { Cash, Database } from '../db/schema.ts';
import { type LoadedLead, loadLeads, withBookedEntries } from './load.ts';
import type { Fields } from './state.ts';

/**
 * Leads as they were just before a moment, in the order of their ids: today's with every change since undone, since each
 * left a history row of what it changed, and with the money that was booked by then.
 */
export async function leadsAsOf(db: Kysely<Database>, ids: readonly number[], at: Date): Promise<LoadedLead[]> {
  const leads = await loadLeads(db, ids);
  const currencies = new Map(
    (await db.selectFrom('currencies').select(['id', 'iso']).execute()).map(({ id, iso }) => [iso, id]),
  );
  const changes = await db
    .selectFrom('lead_history')
    .where('lead_id', '=', sql<number>`any(${sql.val([...ids])}::bigint[])`)
    .where('at', '>=', at)
    .select(['lead_id', 'before'])
    .orderBy('id', 'desc')
    .execute();
  const byLead = Map.groupBy(changes, ({ lead_id }) => lead_id);
  const undone = leads.map((lead) =>
    (byLead.get(lead.id) ?? []).reduce((state, { before }) => undo(state, before as Fields, currencies), lead),
  );
  return withBookedEntries(db, undone, at);
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
