import { hostname } from 'node:os';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Connection } from '../../db/connect.ts';
import type { RunError } from '../../db/schema/runs.ts';
import type { Database } from '../../db/schema.ts';
import { networkFailuresThatEnd } from '../sweeps/finish.ts';

/**
 * A worker is one process that asks CRMs. It signs in, says that it is alive every few seconds, and holds lanes and runs in
 * its name; when it falls silent, somebody else declares its runs crashed and asks their batches again. The run row is the
 * fence: a worker that was only asleep finds its run no longer `running` and applies nothing. Who was heard when is told by the
 * database's clock, since those of two machines may differ.
 */
export const heartbeatSeconds = 2;
export const silentSeconds = 10;
const databaseTime = sql<Date>`clock_timestamp()`;
/** A batch whose run crashed this often is not tried again in this sweep. */
const crashesBeforeGivingUp = 3;

export async function signIn(db: Kysely<Database>, id: string, now: Date): Promise<void> {
  await db
    .insertInto('workers')
    .values({ id, host: hostname(), pid: process.pid, started_at: now, seen_at: databaseTime })
    .execute();
}

/** False where others have given this worker up: it must sign in again, under another id. */
export async function sayAlive(db: Kysely<Database>, id: string): Promise<boolean> {
  const seen = await db.updateTable('workers').set({ seen_at: databaseTime }).where('id', '=', id).executeTakeFirst();
  return seen.numUpdatedRows > 0n;
}

/** Leaves nothing behind: a run of a worker that nobody knows would stay `running` for ever. */
export async function signOut(db: Kysely<Database>, id: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await crashRuns(trx, sql`worker_id = ${id}::uuid`, now);
    await trx.deleteFrom('workers').where('id', '=', id).execute();
  });
}

/**
 * Declares the runs of dead workers crashed and puts their batches back. Where the embedded database is used there is one
 * process, so that every other worker is dead at once.
 */
export async function buryDeadWorkers(
  db: Kysely<Database>,
  engine: Connection['engine'],
  self: string,
  now: Date,
): Promise<number> {
  // Whatever the clock said when they signed in.
  const silent =
    engine === 'pglite'
      ? sql<boolean>`true`
      : sql<boolean>`seen_at <= ${databaseTime} - make_interval(secs => ${silentSeconds})`;
  return db.transaction().execute(async (trx) => {
    const dead = await trx
      .selectFrom('workers')
      .where('id', '!=', self)
      .where(silent)
      .select('id')
      .forUpdate()
      .skipLocked()
      .execute();
    const ids = dead.map(({ id }) => id);
    const orphans = sql`not exists (select from workers w where w.id = worker_id)`;
    const crashed = await crashRuns(trx, sql`(worker_id = any(${ids}::uuid[]) or ${orphans})`, now);
    if (ids.length > 0) await trx.deleteFrom('workers').where('id', 'in', ids).execute();
    return crashed;
  });
}

/** Gives up runs that this worker could not end: their batches are asked again. */
export async function handBack(db: Kysely<Database>, runIds: readonly number[], now: Date): Promise<number> {
  return db.transaction().execute((trx) => crashRuns(trx, sql`id = any(${runIds}::bigint[])`, now));
}

async function crashRuns(trx: Transaction<Database>, which: RawBuilder<unknown>, now: Date): Promise<number> {
  const crashed = await sql<{ runs: number }>`
    with crashed as (
      update runs set state = 'crashed', finished_at = ${now}, crashes = crashes + 1, error = ${JSON.stringify(interrupted)}
      where ${which} and state = 'running'
      returning sweep_id, lead_ids, range_from, range_to, crashes
    ), put_back as (
      insert into sweep_batches (sweep_id, lead_ids, range_from, range_to, crashes)
      select c.sweep_id, c.lead_ids, c.range_from, c.range_to, c.crashes
      from crashed c join sweeps s on s.id = c.sweep_id
      where s.state = 'running' and c.crashes < ${crashesBeforeGivingUp}
        and s.network_failures < ${networkFailuresThatEnd}
      returning sweep_id
    ), counted as (
      update sweeps s set failed_runs = s.failed_runs + c.runs, error = coalesce(s.error, ${JSON.stringify(interrupted)}::jsonb),
        leftovers = s.leftovers + (select count(*) from put_back b where b.sweep_id = s.id)
      from (select sweep_id, count(*)::int as runs from crashed group by sweep_id) c
      where s.id = c.sweep_id
    )
    select count(*) as runs from crashed`.execute(trx);
  return crashed.rows[0]?.runs ?? 0;
}

const interrupted: RunError = {
  step: 'apply',
  code: 'script_crashed',
  message:
    'The server stopped while this run was under way; nothing of it was applied, and its leads are asked for again.',
};
