import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { canonical } from '../../sandbox/contract/decimal.ts';
import type { Database, LeadsTable, LedgerTable } from '../db/schema.ts';
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
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('lead_id', '=', sql<number>`any(${sql.val(booked.map(({ id }) => id))}::bigint[])`)
    .where('reversal', '=', false)
    .orderBy('id')
    .execute();
  const ofLead = Map.groupBy(rows, (row) => row.lead_id);
  return leads.map((lead) => {
    const entries = (ofLead.get(lead.id) ?? []).filter(({ booking }) => booking === lead.bookings);
    return lead.booked ? { ...lead, entries: entries.map(toEntry) } : lead;
  });
}

/** Leads of a past moment with the number and entries of the booking that they had then. */
export async function withBookedEntries(db: Kysely<Database>, leads: LoadedLead[], at: Date): Promise<LoadedLead[]> {
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('lead_id', '=', sql<number>`any(${sql.val(leads.map(({ id }) => id))}::bigint[])`)
    .where('reversal', '=', false)
    .where('at', '<', at)
    .orderBy('id')
    .execute();
  const ofLead = Map.groupBy(rows, (row) => row.lead_id);
  return leads.map((lead) => {
    const then = ofLead.get(lead.id) ?? [];
    const bookings = Math.max(0, ...then.map(({ booking }) => booking));
    return {
      ...lead,
      bookings,
      entries: lead.booked ? then.filter(({ booking }) => booking === bookings).map(toEntry) : [],
    };
  });
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
