import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { localDay } from '../selection/days.ts';
import { countRangeBatches } from '../selection/ranges.ts';
import { countDue, firstDay, type Scope } from '../selection/select.ts';

/** How many sweeps one tick of one worker opens at most, so that a restart does not start hundreds in one second. */
const opensPerTick = 20;
/** Sweeps of a check that was just enabled begin within this many seconds, each at a moment of its own. */
const spreadSeconds = 60;

/** Gives every offer of an enabled check its place on the clock. */
export async function scheduleChecks(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`insert into check_offers (check_id, offer_id, next_at)
    select c.id, io.offer_id, ${now}::timestamptz + random() * least(c.every_seconds, ${spreadSeconds}) * interval '1 second'
    from checks c join integration_offers io on io.integration_id = c.integration_id
    where c.enabled and not exists (
      select from check_offers co where co.check_id = c.id and co.offer_id = io.offer_id)
    on conflict do nothing`.execute(db);
  // A clock that was ahead and was put right must not keep a check waiting until it is there again.
  await sql`update check_offers co set next_at = ${now}::timestamptz from checks c
    where c.id = co.check_id and co.next_at > ${now}::timestamptz + (c.every_seconds + 3700) * interval '1 second'`.execute(
    db,
  );
}

/** Opens the sweeps that are due, skipping what is paused or still under way; returns how many. */
export async function openDueSweeps(db: Kysely<Database>, now: Date): Promise<number> {
  for (let opened = 0; opened < opensPerTick; opened++) {
    let trying: { check_id: number; offer_id: number } | undefined;
    const found = await db
      .transaction()
      .execute(async (trx) => {
        const due = await trx
          .selectFrom('check_offers as co')
          .innerJoin('checks as c', 'c.id', 'co.check_id')
          .innerJoin('integrations as i', 'i.id', 'c.integration_id')
          .innerJoin('integration_offers as io', (join) =>
            join.onRef('io.integration_id', '=', 'i.id').onRef('io.offer_id', '=', 'co.offer_id'),
          )
          .where('co.next_at', '<=', now)
          .where('c.enabled', '=', true)
          .where('i.paused', '=', false)
          .where(({ not, exists, selectFrom }) => not(exists(selectFrom('settings').where('paused', '=', true))))
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('sweeps as s')
                  .whereRef('s.check_id', '=', 'co.check_id')
                  .whereRef('s.offer_id', '=', 'co.offer_id')
                  .where('s.state', '=', 'running'),
              ),
            ),
          )
          .select(['co.check_id', 'co.offer_id'])
          .orderBy('co.next_at')
          .limit(1)
          .forUpdate('co')
          .skipLocked()
          .executeTakeFirst();
        if (!due) return false;
        trying = due;
        await openSweep(trx, due.check_id, due.offer_id, now);
        return true;
      })
      .catch(async (error: unknown) => {
        // It would be the first to be tried at every tick: the others go first.
        if (trying) await postpone(db, trying, now);
        throw error;
      });
    if (!found) return opened;
  }
  return opensPerTick;
}

async function postpone(
  db: Kysely<Database>,
  { check_id, offer_id }: { check_id: number; offer_id: number },
  now: Date,
): Promise<void> {
  await db
    .updateTable('check_offers')
    .set({ next_at: new Date(now.getTime() + 60_000) })
    .where('check_id', '=', check_id)
    .where('offer_id', '=', offer_id)
    .execute();
}

/**
 * Begins a sweep of a check and offer, or joins the one under way; returns its id. Only ever called with the row of
 * `check_offers` locked or about to be: whoever opens or finishes a sweep locks that row first.
 */
export async function openSweep(
  trx: Transaction<Database>,
  checkId: number,
  offerId: number,
  now: Date,
): Promise<number> {
  const check = await trx
    .selectFrom('checks as c')
    .innerJoin('integrations as i', 'i.id', 'c.integration_id')
    .where('c.id', '=', checkId)
    .select([
      'c.kind',
      'c.integration_id',
      'c.identify_by',
      'c.batch_size',
      'c.range_days',
      'c.every_seconds',
      'i.timezone',
    ])
    .executeTakeFirstOrThrow();
  await sql`insert into check_offers (check_id, offer_id, next_at) values (${checkId}, ${offerId}, ${now})
    on conflict (check_id, offer_id) do update set next_at = check_offers.next_at`.execute(trx);
  const underWay = await trx
    .selectFrom('sweeps')
    .where('check_id', '=', checkId)
    .where('offer_id', '=', offerId)
    .where('state', '=', 'running')
    .select('id')
    .executeTakeFirst();
  if (underWay) return underWay.id;
  const scope: Scope = {
    kind: check.kind,
    offerId,
    integrationId: check.integration_id,
    identifyBy: check.identify_by,
  };
  const { due, withoutExtId, newestId } = await countDue(trx, scope);
  const days =
    check.kind === 'range'
      ? {
          ...scope,
          zone: check.timezone,
          fromDay: firstDay,
          untilDay: localDay(now, check.timezone),
          rangeDays: check.range_days,
        }
      : null;
  const { id } = await trx
    .insertInto('sweeps')
    .values({
      check_id: checkId,
      offer_id: offerId,
      integration_id: check.integration_id,
      state: 'running',
      started_at: now,
      until_id: newestId,
      cursor_day: days?.fromDay ?? null,
      until_day: days?.untilDay ?? null,
      exhausted: due === 0,
      batches_total: days ? await countRangeBatches(trx, days) : Math.ceil(due / check.batch_size),
      leads_without_ext_id: withoutExtId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('check_offers')
    .set({ last_sweep_id: id, next_at: new Date(now.getTime() + check.every_seconds * 1000) })
    .where('check_id', '=', checkId)
    .where('offer_id', '=', offerId)
    .execute();
  return id;
}
