import { type Kysely, type RawBuilder, sql } from 'kysely';
import { listPartitions, type PartitionedTable, partitionedTables, whenFree } from './partitions.ts';
import type { Database } from './schema.ts';

const dayMs = 86_400_000;
/** Answers of runs that changed, refused or failed. */
const changedKeptDays = 14;
/** Answers of runs that booked or reversed money. */
const moneyKeptDays = 365;
const minutesKeptDays = 400;
/** Longer than repeats of an event are looked for. */
const eventKeysKeptDays = 31;
/** Compressed answers of one check. */
const bytesPerCheck = 256 * 1024 * 1024;
/** Rows looked at or deleted by one statement. */
const chunk = 2_000;

export interface RetentionOptions {
  /** Runs and their details. */
  runsKeptDays: number;
  /** Bytes of a check's kept answers; 256 MiB unless given. */
  bytesPerCheck?: number;
}

export interface Retained {
  /** Partitions that are gone. */
  dropped: string[];
  /** Partitions whose time is over, but that somebody was using: for the next call. */
  postponed: string[];
  /** Rows deleted, by table. */
  deleted: Record<string, number>;
}

/**
 * Forgets what has been kept long enough: runs, their details, sweeps, answers and figures by minute, operations with their
 * events, and postbacks; then of each check's
 * answers the oldest ones beyond its budget of bytes. What readers find missing afterwards is gone for good: a run may say
 * that its answer was kept and have none.
 *
 * To be called by one process every hour or so. It never holds others up for longer than a second.
 */
export async function retain(db: Kysely<Database>, now: Date, options: RetentionOptions): Promise<Retained> {
  const { dropped, postponed } = await dropPartitions(db, now, options.runsKeptDays);
  const deleted: Record<string, number> = {};
  for (const table of partitionedTables) {
    const limit = keptSince(table, now, options.runsKeptDays);
    if (limit) deleted[`${table.name}_default`] = await deleteCaught(db, table, limit);
  }
  deleted['sweeps'] = await deleteSweeps(db, daysBefore(now, options.runsKeptDays + 1));
  deleted['run_minutes'] = await deleteMinutes(db, daysBefore(now, minutesKeptDays));
  await deleteIntake(db, now, options.runsKeptDays, deleted);
  deleted['exchanges'] = await enforceBudget(db, options.bytesPerCheck ?? bytesPerCheck);
  return { dropped, postponed, deleted };
}

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs);

/** The moment before which rows of the table have been kept long enough; null where they are kept for ever. */
function keptSince(table: PartitionedTable, now: Date, runsKeptDays: number): Date | null {
  switch (table.name) {
    case 'runs':
    case 'run_details':
    case 'operations':
      return daysBefore(now, runsKeptDays);
    case 'exchanges_changed':
      return daysBefore(now, changedKeptDays);
    case 'exchanges_money':
      return daysBefore(now, moneyKeptDays);
    case 'lead_history':
      return null;
  }
}

async function dropPartitions(
  db: Kysely<Database>,
  now: Date,
  runsKeptDays: number,
): Promise<Pick<Retained, 'dropped' | 'postponed'>> {
  const over = (await listPartitions(db)).filter(({ table, until }) => {
    const limit = keptSince(table, now, runsKeptDays);
    return limit !== null && until <= limit;
  });
  const dropped: string[] = [];
  const postponed: string[] = [];
  for (const { name } of over) {
    const outcome = await whenFree(db, (trx) => trx.schema.dropTable(name).ifExists().execute());
    (outcome === 'busy' ? postponed : dropped).push(name);
  }
  return { dropped, postponed };
}

async function deleteCaught(db: Kysely<Database>, { name, key }: PartitionedTable, limit: Date): Promise<number> {
  const result = await sql`delete from ${sql.table(`${name}_default`)} where ${sql.ref(key)} < ${limit}`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/** Sweeps that were over before the oldest run that is kept, except the latest one of each check and offer. */
async function deleteSweeps(db: Kysely<Database>, before: Date): Promise<number> {
  // Ids grow with time: what lies beyond the first young sweep need not be looked at.
  const result = await sql`delete from sweeps
    where id < coalesce((select id from sweeps where started_at >= ${before} order by id limit 1), ${Number.MAX_SAFE_INTEGER})
      and finished_at < ${before} and state <> 'running'
      and not exists (select from check_offers where last_sweep_id = sweeps.id)`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/** What goes with the operations, and what was told of leads. */
async function deleteIntake(
  db: Kysely<Database>,
  now: Date,
  keptDays: number,
  deleted: Record<string, number>,
): Promise<void> {
  const limit = daysBefore(now, keptDays);
  deleted['operation_queue'] = await deleteInChunks(db, 'operation_queue', sql`received_at < ${limit}`);
  deleted['operation_leads'] = await deleteInChunks(db, 'operation_leads', sql`at < ${limit}`);
  deleted['event_keys'] = await deleteInChunks(db, 'event_keys', sql`at < ${daysBefore(now, eventKeysKeptDays)}`);
  deleted['postbacks'] = await deleteInChunks(db, 'postbacks', sql`created_at < ${limit} and state <> 'queued'`);
  deleted['lead_events'] = await deleteInChunks(db, 'lead_events', sql`at < ${limit} and (told or stage is null)`);
}

async function deleteInChunks(db: Kysely<Database>, table: string, which: RawBuilder<unknown>): Promise<number> {
  for (let deleted = 0; ; ) {
    const result = await sql`delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)} where ${which} limit ${chunk}))`.execute(db);
    deleted += Number(result.numAffectedRows ?? 0n);
    if (Number(result.numAffectedRows ?? 0n) < chunk) return deleted;
  }
}

async function deleteMinutes(db: Kysely<Database>, before: Date): Promise<number> {
  const result = await sql`delete from run_minutes where minute < ${before}`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/** Drops the oldest answers of every check that has more bytes than it may. */
async function enforceBudget(db: Kysely<Database>, budget: number): Promise<number> {
  // On a small network no check can be beyond its budget, which is seen without reading any answer.
  const size = await sql<{ bytes: number }>`select sum(pg_total_relation_size(relid))::bigint as bytes
    from pg_partition_tree('exchanges') where isleaf`.execute(db);
  if ((size.rows[0]?.bytes ?? 0) <= budget) return 0;
  const checks = await db.selectFrom('checks').select('id').orderBy('id').execute();
  let deleted = 0;
  for (const { id } of checks) {
    const oldest = await oldestWithin(db, id, budget);
    if (oldest) deleted += await deleteAnswersBefore(db, id, oldest);
  }
  return deleted;
}

interface Place {
  at: string;
  run_id: number;
}

/** Walks from the newest answer back; gives the first that does not fit, or null where all do. */
async function oldestWithin(db: Kysely<Database>, checkId: number, budget: number): Promise<Place | null> {
  let left = budget;
  for (let after: Place = { at: 'infinity', run_id: 0 }; ; ) {
    // The length of what is stored outside the row is known without reading it.
    const page = await sql<Place & { bytes: number }>`
      select at::text as at, run_id, octet_length(body) as bytes from exchanges
      where check_id = ${checkId} and at <= ${after.at}::timestamptz and (at, run_id) < (${after.at}::timestamptz, ${after.run_id}::bigint)
      order by at desc, run_id desc limit ${chunk}`.execute(db);
    for (const answer of page.rows) {
      left -= answer.bytes;
      if (left < 0) return answer;
      after = answer;
    }
    if (page.rows.length < chunk) return null;
  }
}

/** Deletes the answer at that place and all older ones of the check. */
async function deleteAnswersBefore(db: Kysely<Database>, checkId: number, { at, run_id }: Place): Promise<number> {
  for (let deleted = 0; ; ) {
    const result = await sql`with oldest as (
        select at, run_id from exchanges where check_id = ${checkId} and at <= ${at}::timestamptz
          and (at, run_id) <= (${at}::timestamptz, ${run_id}::bigint) order by at, run_id limit ${chunk})
      delete from exchanges e using oldest
      where e.check_id = ${checkId} and e.at = oldest.at and e.run_id = oldest.run_id`.execute(db);
    deleted += Number(result.numAffectedRows ?? 0n);
    if (!result.numAffectedRows) return deleted;
  }
}
