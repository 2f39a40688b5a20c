import { type Kysely, sql, type Transaction } from 'kysely';
import type { RunError } from '../../db/schema/runs.ts';
import type { Database } from '../../db/schema.ts';
import { notice } from '../../notify/letters/notices.ts';
import { afterSweep, type HealthChange } from './health.ts';

/** This many network failures in a row end a sweep: a dead CRM is not asked a thousand times. */
export const networkFailuresThatEnd = 3;

/**
 * Ends a sweep of which nothing is left to claim and nothing runs, and draws the conclusions: when the next one is due, and
 * whether somebody must be told. Does nothing where the sweep is not over; false then.
 */
export async function finishSweep(db: Kysely<Database>, sweepId: number, now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const of = await trx
      .selectFrom('sweeps')
      .where('id', '=', sweepId)
      .select(['check_id', 'offer_id'])
      .executeTakeFirst();
    if (!of) return false;
    const clock = await trx
      .selectFrom('check_offers as co')
      .innerJoin('checks as c', 'c.id', 'co.check_id')
      .where('co.check_id', '=', of.check_id)
      .where('co.offer_id', '=', of.offer_id)
      .select(['co.failed_sweeps', 'co.failing_since', 'co.silent_sweeps', 'co.silent_since', 'c.every_seconds'])
      .forUpdate('co')
      .executeTakeFirst();
    const sweep = await trx.selectFrom('sweeps').where('id', '=', sweepId).selectAll().forUpdate().executeTakeFirst();
    if (!sweep || !clock || sweep.state !== 'running' || !sweep.exhausted || sweep.leftovers > 0) return false;
    const running = await trx
      .selectFrom('runs')
      .where('sweep_id', '=', sweepId)
      .where('started_at', '>=', sweep.started_at)
      .where('state', '=', 'running')
      .select('id')
      .limit(1)
      .executeTakeFirst();
    if (running) return false;
    const failed =
      sweep.network_failures >= networkFailuresThatEnd || (sweep.runs > 0 && sweep.failed_runs >= sweep.runs);
    await trx
      .updateTable('sweeps')
      .set({
        state: failed ? 'failed' : 'done',
        finished_at: now,
        // What was estimated becomes what was.
        batches_total: failed ? sweep.batches_total : sweep.batches_done,
      })
      .where('id', '=', sweepId)
      .execute();
    const change = afterSweep(
      {
        failedSweeps: clock.failed_sweeps,
        failingSince: clock.failing_since,
        silentSweeps: clock.silent_sweeps,
        silentSince: clock.silent_since,
      },
      {
        failed,
        error: sweep.error,
        startedAt: sweep.started_at,
        finishedAt: now,
        leadsAsked: sweep.leads_asked,
        leadsMentioned: sweep.leads_mentioned,
      },
      clock.every_seconds,
    );
    await trx
      .updateTable('check_offers')
      .set({
        next_at: change.nextAt,
        failed_sweeps: change.health.failedSweeps,
        failing_since: change.health.failingSince,
        silent_sweeps: change.health.silentSweeps,
        silent_since: change.health.silentSince,
      })
      .where('check_id', '=', of.check_id)
      .where('offer_id', '=', of.offer_id)
      .execute();
    await tellPeople(trx, of.check_id, of.offer_id, change, sweep.error, now);
    return true;
  });
}

/** One open alert per check, offer and kind; a further bad sweep is counted on it, a good one closes it. */
async function tellPeople(
  trx: Transaction<Database>,
  checkId: number,
  offerId: number,
  { alert, recovered }: HealthChange,
  error: RunError | null,
  now: Date,
): Promise<void> {
  const subject = { subject: `check:${checkId}:${offerId}`, checkId, offerId };
  if (alert) {
    // A check that fails now in the network and now in the script is one subject.
    const failing = ['check_failing', 'script_failing'] as const;
    const open = await trx
      .updateTable('alerts')
      .set(({ eb }) => ({ count: eb('count', '+', 1), message: alert.message }))
      .where('check_id', '=', checkId)
      .where('offer_id', '=', offerId)
      .where('kind', 'in', alert.kind === 'check_silent' ? ['check_silent'] : failing)
      .where('recovered_at', 'is', null)
      .executeTakeFirst();
    if (open.numUpdatedRows > 0n) return;
    await sql`insert into alerts (kind, check_id, offer_id, message, since)
      values (${alert.kind}, ${checkId}, ${offerId}, ${alert.message}, ${alert.since})`.execute(trx);
    await notice(trx, subject, {
      kind: alert.kind,
      recovered: false,
      at: now.toISOString(),
      message: alert.message,
      ...(alert.kind !== 'check_silent' &&
        error && { code: error.code, params: { ...error.params, said: error.excerpt ?? '' } }),
    });
  }
  if (recovered.length > 0) {
    const closed = await trx
      .updateTable('alerts')
      .set({ recovered_at: now })
      .where('check_id', '=', checkId)
      .where('offer_id', '=', offerId)
      .where('kind', 'in', recovered)
      .where('recovered_at', 'is', null)
      .returning(['kind', 'message'])
      .execute();
    for (const { kind, message } of closed) {
      await notice(trx, subject, { kind, recovered: true, at: now.toISOString(), message });
    }
  }
}

/** Ends every sweep that is over and that nobody ended: the worker that ran its last batch died in between. */
export async function finishForgotten(db: Kysely<Database>, now: Date): Promise<number[]> {
  const over = await db
    .selectFrom('sweeps as s')
    .where('s.state', '=', 'running')
    .where('s.exhausted', '=', true)
    .where('s.leftovers', '=', 0)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('runs as r')
            .whereRef('r.sweep_id', '=', 's.id')
            .whereRef('r.started_at', '>=', 's.started_at')
            .where('r.state', '=', 'running'),
        ),
      ),
    )
    .select('s.id')
    .limit(50)
    .execute();
  const finished: number[] = [];
  for (const { id } of over) if (await finishSweep(db, id, now)) finished.push(id);
  return finished;
}

/** Ends a sweep of which no batch can run, as failed. */
export async function giveUpSweep(db: Kysely<Database>, sweepId: number, error: RunError, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('sweeps')
      .set({
        exhausted: true,
        leftovers: 0,
        network_failures: networkFailuresThatEnd,
        error: JSON.stringify(error),
      })
      .where('id', '=', sweepId)
      .where('state', '=', 'running')
      .execute();
    await trx.deleteFrom('sweep_batches').where('sweep_id', '=', sweepId).execute();
  });
  await finishSweep(db, sweepId, now);
}

/** Stops a sweep: what runs finishes, nothing more is asked. False where it was over already. */
export async function stopRunningSweep(trx: Kysely<Database>, sweepId: number, now: Date): Promise<boolean> {
  const stopped = await trx
    .updateTable('sweeps')
    .set({ state: 'stopped', finished_at: now, leftovers: 0 })
    .where('id', '=', sweepId)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  if (!stopped) return false;
  await trx.deleteFrom('sweep_batches').where('sweep_id', '=', sweepId).execute();
  return true;
}
