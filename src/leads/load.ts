import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { canonical } from '../../sandbox/contract/decimal.ts';
import type { LeadsTable, LedgerTable } from '../db/schema/leads.ts';
import type { Database } from '../db/schema.ts';
import type { BookedEntry } from './rules/money.ts';
import type { LeadState } from './state.ts';

/** A lead with what the rules do not look at but its row keeps. */
export interface LoadedLead extends LeadState {
  crmStatus: string | null;
}

type Row = Omit<
  Selectable<LeadsTable>,
  'name' | 'phone' | 'phone_digits' | 'country' | 'ip' | 'user_agent' | 'sub1' | 'sub2' | 'sub3' | 'sub4' | 'updated_at'
> & { referrer_id: number | null };

/** Reads leads in the order of their ids, without their entries: enough to tell which ones an edit would change. */
export async function loadLeads(db: Kysely<Database>, ids: readonly number[]): Promise<LoadedLead[]> {
  return readLeads(db, sql`where id = any(${sql.val([...ids])}::bigint[]) order by id`);
}

/** Locks leads against other changes until the transaction ends, always in the order of their ids so that none wait in a ring. */
export async function lockLeads(trx: Transaction<Database>, ids: readonly number[]): Promise<LoadedLead[]> {
  return lockLeadsWhere(trx, sql`where id = any(${sql.val([...ids])}::bigint[]) order by id for no key update`);
}

/**
 * Reads leads by a tail of a select (`where … for no key update …`) that locks them. Their entries are read by a statement
 * of its own, after the lock is held: a statement that had to wait for the lock would still see the entries of before.
 */
export async function lockLeadsWhere(trx: Transaction<Database>, tail: RawBuilder<unknown>): Promise<LoadedLead[]> {
  return withEntries(trx, await readLeads(trx, tail));
}

/** The same leads with the entries of their bookings. */
export async function withEntries(db: Kysely<Database>, leads: LoadedLead[]): Promise<LoadedLead[]> {
  const booked = leads.filter((lead) => lead.booked);
  if (booked.length === 0) return leads;
  const ofLead = await bookedEntries(
    db,
    booked.map(({ id }) => id),
  );
  return leads.map((lead) => {
    if (!lead.booked) return lead;
    return { ...lead, entries: (ofLead.get(lead.id) ?? []).filter(({ booking }) => booking === lead.bookings) };
  });
}

/** Everything that was ever booked for leads, reversals left out: by lead, the oldest first. */
export async function bookedEntries(
  db: Kysely<Database>,
  leadIds: readonly number[],
  before?: Date,
): Promise<Map<number, BookedEntry[]>> {
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('lead_id', '=', sql<number>`any(${sql.val([...leadIds])}::bigint[])`)
    .where('reversal', '=', false)
    .where((eb) => (before === undefined ? eb.lit(true) : eb('at', '<', before)))
    .orderBy('id')
    .execute();
  const ofLead = Map.groupBy(rows, (row) => row.lead_id);
  return new Map([...ofLead].map(([id, entries]) => [id, entries.map(toEntry)]));
}

async function readLeads(db: Kysely<Database>, tail: RawBuilder<unknown>): Promise<LoadedLead[]> {
  const { rows } = await sql<Row>`
    select id, offer_id, integration_id, ext_id, webmaster_id, status, reason_id, comment, crm_status, hold_since, hold_until,
      accepted_at, booked, bookings, base, counts, currency_id, goal_id, track, cash, created_at,
      (select referrer_id from webmasters where webmasters.id = leads.webmaster_id) as referrer_id
    from leads ${tail}`.execute(db);
  return rows.map(toLead);
}

const toLead = (row: Row): LoadedLead => ({
  id: row.id,
  offerId: row.offer_id,
  integrationId: row.integration_id,
  extId: row.ext_id,
  webmasterId: row.webmaster_id,
  referrerId: row.referrer_id,
  status: row.status,
  reason: row.reason_id,
  comment: row.comment,
  crmStatus: row.crm_status,
  holdSince: row.hold_since,
  holdUntil: row.hold_until,
  acceptedAt: row.accepted_at,
  booked: row.booked,
  bookings: row.bookings,
  base: row.base === null ? null : canonical(row.base),
  counts: row.counts,
  currencyId: row.currency_id,
  goal: row.goal_id,
  track: row.track,
  cash: row.cash,
  createdAt: row.created_at,
  entries: [],
});

const toEntry = (row: Selectable<LedgerTable>): BookedEntry => ({
  id: row.id,
  booking: row.booking,
  kind: row.kind,
  adjusts: row.adjusts,
  partyId: row.party_id,
  amount: canonical(row.amount),
  currencyId: row.currency_id,
  reverses: row.reverses,
});
