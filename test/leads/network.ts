import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/db/schema.ts';
import { applyBatch, type LeadBatch, type PlannedBatch } from '../../src/leads/apply.ts';
import { loadLeadContext } from '../../src/leads/context.ts';
import { createLeads, type NewLead } from '../../src/leads/create.ts';
import type { Lead } from '../../src/leads/queries.ts';
import { now } from './lead.ts';

/** A small network: offers 1 (goods) and 2 (service), integrations 1 and 2, webmaster 2 whom webmaster 1 brought. */
export async function seedNetwork(db: Kysely<Database>): Promise<void> {
  await sql`insert into offers (id, name, currency_id, delivery, price, hold_days, cancel_after_days, payout_per_unit, payout_wm,
      payout_pay, payout_ref, created_at, updated_at)
    values (1, 'Goods', 1, true, 1990, 7, null, false, 100, 150, 5, ${now}, ${now}),
      (2, 'Service', 1, false, 0, 0, 3, true, 10.5, 20, 1, ${now}, ${now})`.execute(db);
  await sql`insert into goals (id, offer_id, code, name, payout_wm) values (31, 1, 'ftd', 'First deposit', 300)`.execute(
    db,
  );
  await sql`insert into webmasters (id, name, referrer_id) values (1, 'Ann', null), (2, 'Bob', 1)`.execute(db);
  for (const id of [1, 2]) {
    await sql`insert into integrations (id, name, timezone, params, max_concurrent, allowed_hosts, paused, created_at, updated_at)
      values (${id}, ${`CRM ${id}`}, 'UTC', '{}', 2, '{}', false, ${now}, ${now})`.execute(db);
  }
  await sql`insert into integration_offers (integration_id, offer_id, params) values (1, 1, '{}'), (1, 2, '{}'), (2, 2, '{}')`.execute(
    db,
  );
}

export function create(db: Kysely<Database>, leads: NewLead[], onTaken?: 'refuse' | 'ignore'): Promise<Lead[]> {
  return db.transaction().execute((trx) => createLeads(trx, leads, now, onTaken));
}

/** So many leads of the goods offer, in processing. */
export async function createIds(db: Kysely<Database>, count: number, lead: Partial<NewLead> = {}): Promise<number[]> {
  const leads = Array.from({ length: count }, () => ({ offerId: 1, webmasterId: 2, status: 2 as const, ...lead }));
  return (await create(db, leads)).map(({ id }) => id);
}

/** Applies edits as a run of a check would. */
export async function apply(
  db: Kysely<Database>,
  edits: LeadBatch['edits'],
  changes: Partial<LeadBatch> = {},
): Promise<PlannedBatch> {
  const context = changes.context ?? (await loadLeadContext(db, [1, 2]));
  return db.transaction().execute((trx) =>
    applyBatch(trx, {
      leadIds: [...new Set(edits.map(({ leadId }) => leadId))],
      edits,
      crmStatuses: [],
      source: { kind: 'check', checkKind: 'range' },
      origin: { kind: 'check', runId: 7, scriptVersion: 3 },
      context,
      now,
      ...changes,
    }),
  );
}
