import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { canonical } from '../../sandbox/contract/decimal.ts';
import type { Status } from '../../sandbox/contract/statuses.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { Cash, LeadsTable } from '../db/schema/leads.ts';
import type { Database } from '../db/schema.ts';
import { NotFound } from '../errors.ts';
import { loadCurrencies } from './context.ts';
import type { CashKind } from './rules/money.ts';
import type { Origin } from './rules/moves.ts';
import { cashFields, type Fields } from './state.ts';

/** A lead as the HTTP API shows it. */
export interface Lead {
  id: number;
  offerId: number;
  integrationId: number | null;
  extId: string | null;
  status: Status;
  /** Reason id. */
  reason: number | null;
  comment: string | null;
  crmStatus: string | null;
  holdUntil: Date | null;
  acceptedAt: Date | null;
  booked: boolean;
  /** Price per unit, a canonical decimal. */
  base: string | null;
  counts: number | null;
  /** ISO code. */
  currency: string | null;
  /** Goal id. */
  goal: number | null;
  track: string | null;
  /** Commissions given in place of the payouts: `{wm?: {amount, currency}, pay?, ref?}`. */
  cash: Fields | null;
  webmasterId: number | null;
  name: string | null;
  phone: string | null;
  country: string | null;
  ip: string | null;
  userAgent: string | null;
  sub1: string | null;
  sub2: string | null;
  sub3: string | null;
  sub4: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface LeadCount {
  status: Status;
  count: number;
}

export interface LeadFilter {
  offerId?: number | undefined;
  status?: readonly Status[] | undefined;
  extId?: string | undefined;
  /** An id, or the beginning of an external id or of a phone's digits. */
  q?: string | undefined;
  integrationId?: number | undefined;
  webmasterId?: number | undefined;
  /** Accepted, but not booked. */
  unbooked?: boolean | undefined;
}

/** Leads, the newest first. */
export async function listLeads(db: Kysely<Database>, filter: LeadFilter, page: Page): Promise<List<Lead>> {
  const before = idAfter(page);
  const { offerId, status, extId, q, integrationId, webmasterId, unbooked } = filter;
  const rows = await db
    .selectFrom('leads')
    .selectAll()
    .$if(before !== null, (query) => query.where('id', '<', before))
    .$if(offerId !== undefined, (query) => query.where('offer_id', '=', offerId ?? 0))
    .$if(status !== undefined, (query) => query.where('status', 'in', status?.length ? status : [0 as Status]))
    .$if(extId !== undefined, (query) => query.where('ext_id', '=', extId ?? ''))
    .$if(integrationId !== undefined, (query) => query.where('integration_id', '=', integrationId ?? 0))
    .$if(webmasterId !== undefined, (query) => query.where('webmaster_id', '=', webmasterId ?? 0))
    // Literals, so that the index of such leads fits.
    .$if(unbooked === true, (query) => query.where(sql<boolean>`status in (6, 7, 8, 9, 10) and not booked`))
    .$if(q !== undefined && q.trim() !== '', (query) => matching(query, (q ?? '').trim()))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const currencies = await loadCurrencies(db);
  return pageOf(
    rows,
    page,
    ({ id }) => id,
    (row) => toLeadJson(row, currencies),
  );
}

function matching<O>(
  query: SelectQueryBuilder<Database, 'leads', O>,
  q: string,
): SelectQueryBuilder<Database, 'leads', O> {
  const prefix = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`;
  const digits = /^[\d\s+().-]+$/.test(q) ? q.replace(/\D/g, '') : '';
  return query.where((eb) =>
    eb.or([
      eb('ext_id', 'like', prefix(q)),
      ...(digits === '' ? [] : [eb('phone_digits', 'like', prefix(digits))]),
      ...(/^\d{1,15}$/.test(q) ? [eb('id', '=', Number(q))] : []),
    ]),
  );
}

/** How many leads are in each status, but for deleted ones. */
export async function countLeads(db: Kysely<Database>): Promise<LeadCount[]> {
  const { rows } = await sql<LeadCount>`
    select status, count(*) as count from leads where status <> 12 group by status order by status`.execute(db);
  return rows;
}

/** @throws NotFound */
export async function getLead(db: Kysely<Database>, id: number): Promise<Lead> {
  const row = await db.selectFrom('leads').where('id', '=', id).selectAll().executeTakeFirst();
  if (!row) throw new NotFound('lead', id);
  return toLeadJson(row, await loadCurrencies(db));
}

/** These leads in this order; those that do not exist are left out. */
export async function getLeads(db: Kysely<Database>, ids: readonly number[]): Promise<Lead[]> {
  const rows = await db
    .selectFrom('leads')
    .where('id', '=', sql<number>`any(${sql.val([...ids])}::bigint[])`)
    .selectAll()
    .execute();
  const currencies = await loadCurrencies(db);
  const byId = new Map(rows.map((row) => [row.id, toLeadJson(row, currencies)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export function toLeadJson(row: Selectable<LeadsTable>, currencies: ReadonlyMap<number, string>): Lead {
  return {
    id: row.id,
    offerId: row.offer_id,
    integrationId: row.integration_id,
    extId: row.ext_id,
    status: row.status,
    reason: row.reason_id,
    comment: row.comment,
    crmStatus: row.crm_status,
    holdUntil: row.hold_until,
    acceptedAt: row.accepted_at,
    booked: row.booked,
    base: row.base === null ? null : canonical(row.base),
    counts: row.counts,
    currency: row.currency_id === null ? null : (currencies.get(row.currency_id) ?? null),
    goal: row.goal_id,
    track: row.track,
    cash: cashFields(row.cash as Cash | null, currencies),
    webmasterId: row.webmaster_id,
    name: row.name,
    phone: row.phone,
    country: row.country,
    ip: row.ip,
    userAgent: row.user_agent,
    sub1: row.sub1,
    sub2: row.sub2,
    sub3: row.sub3,
    sub4: row.sub4,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** One change of a lead: the changed fields alone. */
export interface HistoryRow {
  at: Date;
  source: Origin;
  before: Fields;
  after: Fields;
}

/** Changes, the oldest first. @throws NotFound where there is no such lead */
export async function leadHistory(db: Kysely<Database>, leadId: number, page: Page): Promise<List<HistoryRow>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('lead_history')
    .where('lead_id', '=', leadId)
    .$if(after !== null, (query) => query.where('id', '>', after))
    .selectAll()
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  if (rows.length === 0) await requireLead(db, leadId);
  return pageOf(
    rows,
    page,
    ({ id }) => id,
    ({ at, source, before, after }) => ({
      at,
      source: source as unknown as Origin,
      before: before as Fields,
      after: after as Fields,
    }),
  );
}

export interface LedgerEntry {
  id: number;
  leadId: number;
  booking: number;
  kind: CashKind | 'adjustment';
  /** Of adjustments: which amount they correct. */
  adjusts?: CashKind;
  partyId: number | null;
  /** A canonical decimal; a reversal has the opposite sign. */
  amount: string;
  /** ISO code. */
  currency: string;
  at: Date;
  /** The entry that this one takes back. */
  reverses?: number;
}

/** Money booked, the oldest first. @throws NotFound where there is no such lead */
export async function leadLedger(db: Kysely<Database>, leadId: number, page: Page): Promise<List<LedgerEntry>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('ledger')
    .innerJoin('currencies', 'currencies.id', 'ledger.currency_id')
    .where('lead_id', '=', leadId)
    .$if(after !== null, (query) => query.where('ledger.id', '>', after))
    .selectAll('ledger')
    .select('iso')
    .orderBy('ledger.id')
    .limit(page.limit + 1)
    .execute();
  if (rows.length === 0) await requireLead(db, leadId);
  return pageOf(
    rows,
    page,
    ({ id }) => id,
    ({ id, booking, kind, adjusts, party_id, amount, iso, at, reverses }) => ({
      id,
      leadId,
      booking,
      kind,
      ...(adjusts === null ? {} : { adjusts }),
      partyId: party_id,
      amount: canonical(amount),
      currency: iso,
      at,
      ...(reverses === null ? {} : { reverses }),
    }),
  );
}

async function requireLead(db: Kysely<Database>, id: number): Promise<void> {
  const row = await db.selectFrom('leads').where('id', '=', id).select('id').executeTakeFirst();
  if (!row) throw new NotFound('lead', id);
}
