import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { loadLeadContext } from './context.ts';
import { type LoadedLead, lockLeadsWhere } from './load.ts';
import { type EditSource, timerReasonId } from './rules/moves.ts';
import { planLead } from './rules/plan.ts';
import { propose } from './rules/proposal.ts';
import { writeLeads } from './write.ts';

/**
 * Accepts the leads whose hold is over and cancels those that stood open too long, batch by batch until none is due. Any
 * number of processes may do so at once: each lead is locked by the one that finds it first, and the others pass it by.
 * @returns how many leads each timer changed
 */
export async function runTimers(
  db: Kysely<Database>,
  now: Date,
  batchSize = 500,
): Promise<{ accepted: number; cancelled: number }> {
  const accepted = await runTimer(db, holdTimer(now), now, batchSize);
  let cancelled = 0;
  for (const offer of await offersThatCancel(db)) {
    cancelled += await runTimer(db, cancelTimer(offer, now), now, batchSize);
  }
  return { accepted, cancelled };
}

interface Timer {
  source: EditSource & { kind: 'hold_timer' | 'cancel_timer' };
  edit: unknown;
  /** Which leads are due, oldest first; `after` is the last one of the batch before. */
  due(after: LoadedLead | undefined): RawBuilder<unknown>;
  order: RawBuilder<unknown>;
}

const holdTimer = (now: Date): Timer => ({
  source: { kind: 'hold_timer' },
  edit: { accept: true },
  due: (after) => sql`status = 4 and hold_until is not null and hold_until <= ${now}
    ${after ? sql`and (hold_until, id) > (${after.holdUntil}::timestamptz, ${after.id}::bigint)` : sql``}`,
  order: sql`hold_until, id`,
});

const dayMs = 86_400_000;

const cancelTimer = (offer: { id: number; days: number }, now: Date): Timer => ({
  source: { kind: 'cancel_timer' },
  edit: { status: 5, reason: timerReasonId },
  due: (after) => sql`offer_id = ${offer.id} and status in (1, 2, 3, 4) and (status <> 4 or hold_until is null)
    and created_at <= ${new Date(now.getTime() - offer.days * dayMs)}
    ${after ? sql`and (created_at, id) > (${after.createdAt}::timestamptz, ${after.id}::bigint)` : sql``}`,
  order: sql`created_at, id`,
});

async function offersThatCancel(db: Kysely<Database>): Promise<{ id: number; days: number }[]> {
  return db
    .selectFrom('offers')
    .select(['id', sql<number>`cancel_after_days`.as('days')])
    .where('cancel_after_days', 'is not', null)
    .orderBy('id')
    .execute();
}

async function runTimer(db: Kysely<Database>, timer: Timer, now: Date, batchSize: number): Promise<number> {
  let changed = 0;
  let last: LoadedLead | undefined;
  do {
    const batch = await db.transaction().execute((trx) => runBatch(trx, timer, last, now, batchSize));
    changed += batch.changed;
    last = batch.last;
  } while (last);
  return changed;
}

async function runBatch(
  trx: Transaction<Database>,
  { source, edit, due, order }: Timer,
  after: LoadedLead | undefined,
  now: Date,
  batchSize: number,
): Promise<{ changed: number; last: LoadedLead | undefined }> {
  const leads = await lockLeadsWhere(
    trx,
    sql`where ${due(after)} order by ${order} limit ${batchSize} for no key update skip locked`,
  );
  if (leads.length === 0) return { changed: 0, last: undefined };
  const context = await loadLeadContext(trx, [...new Set(leads.map(({ offerId }) => offerId))]);
  const writes = leads.flatMap((lead) => {
    const { change } = planLead(lead, [propose(edit)], context, source, now);
    return change ? [{ lead, change, crmStatus: lead.crmStatus }] : [];
  });
  await writeLeads(trx, writes, source, now);
  return { changed: writes.length, last: leads.length < batchSize ? undefined : leads.at(-1) };
}
