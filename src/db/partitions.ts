import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** A table cut by time (UTC); what belongs to no partition goes to `<name>_default`. */
export interface PartitionedTable {
  name: 'runs' | 'run_details' | 'exchanges_changed' | 'exchanges_money' | 'lead_history' | 'operations';
  /** The column it is cut by. */
  key: 'started_at' | 'at' | 'received_at';
  by: 'day' | 'month';
}

export const partitionedTables: readonly PartitionedTable[] = [
  { name: 'runs', key: 'started_at', by: 'day' },
  { name: 'run_details', key: 'started_at', by: 'day' },
  { name: 'exchanges_changed', key: 'at', by: 'day' },
  { name: 'exchanges_money', key: 'at', by: 'month' },
  { name: 'lead_history', key: 'at', by: 'month' },
  { name: 'operations', key: 'received_at', by: 'day' },
];

/** A partition of a table: its name ends in the day (`_20260131`) or month (`_202601`) that it holds. */
export interface Partition {
  table: PartitionedTable;
  name: string;
  from: Date;
  /** Its first moment no more. */
  until: Date;
}

/** Days and months after the present one. */
const ahead = { day: 2, month: 1 };
/** While a partition is attached or dropped, everybody else waits behind it: rather try again later than hold them up. */
const lockTimeout = '1s';
/** Any number will do, as long as all processes agree and nobody else uses it. */
const advisoryLock = 7_318_400_246;

/**
 * Makes the partitions of today and the next days and months that are missing, and moves what their default partition has
 * caught of them. Safe to call from several processes at once, and again and again. Where a table is too busy it is left
 * for the next call; until then its default partition takes the rows.
 * @returns the names of the partitions made, and of those left for the next call
 */
export async function ensurePartitions(
  db: Kysely<Database>,
  now: Date,
): Promise<{ made: string[]; postponed: string[] }> {
  const existing = new Set((await listPartitions(db)).map(({ name }) => name));
  const missing = partitionedTables.flatMap((table) => wanted(table, now)).filter(({ name }) => !existing.has(name));
  const made: string[] = [];
  const postponed: string[] = [];
  for (const partition of missing) {
    const outcome = await whenFree(db, (trx) => makePartition(trx, partition));
    if (outcome === 'busy') postponed.push(partition.name);
    else if (outcome) made.push(partition.name);
  }
  return { made, postponed };
}

/** All partitions but the default ones, the oldest first. */
export async function listPartitions(db: Kysely<Database>): Promise<Partition[]> {
  const names = partitionedTables.map(({ name }) => name);
  const found = await sql<{ parent: string; name: string }>`select parent.relname as parent, child.relname as name
    from pg_inherits i
    join pg_class parent on parent.oid = i.inhparent
    join pg_class child on child.oid = i.inhrelid
    where i.inhparent = any(${names}::text[]::regclass[])`.execute(db);
  return found.rows
    .flatMap(({ parent, name }) => {
      const table = partitionedTables.find((each) => each.name === parent);
      const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})?$/.exec(name) ?? [];
      return table && year ? partitionOf(table, Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1))) : [];
    })
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/**
 * Runs `work` in a transaction that waits for no lock longer than a second, one process of the cluster at a time;
 * `'busy'` where a lock was not to be had, and nothing was done.
 */
export async function whenFree<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T | 'busy'> {
  try {
    return await db.transaction().execute(async (trx) => {
      await sql`select set_config('lock_timeout', ${lockTimeout}, true)`.execute(trx);
      await sql`select pg_advisory_xact_lock(${advisoryLock}::bigint)`.execute(trx);
      return work(trx);
    });
  } catch (error) {
    if (isLockRefused(error)) return 'busy';
    throw error;
  }
}

/** Waited too long for a lock, or was the one to give way in a deadlock. */
function isLockRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '40P01');
}

function wanted(table: PartitionedTable, now: Date): Partition[] {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return Array.from({ length: ahead[table.by] + 1 }, (_, later) =>
    partitionOf(table, table.by === 'day' ? Date.UTC(year, month, day + later) : Date.UTC(year, month + later, 1)),
  );
}

function partitionOf(table: PartitionedTable, fromMs: number): Partition {
  const from = new Date(fromMs);
  const [year, month, day] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()];
  const until = table.by === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1);
  const suffix = from
    .toISOString()
    .replaceAll('-', '')
    .slice(0, table.by === 'day' ? 8 : 6);
  return { table, name: `${table.name}_${suffix}`, from, until: new Date(until) };
}

/** False where another process was faster. */
async function makePartition(trx: Transaction<Database>, { table, name, from, until }: Partition): Promise<boolean> {
  const present = await sql<{ present: boolean }>`select to_regclass(${name}) is not null as present`.execute(trx);
  if (present.rows[0]?.present) return false;
  const [parent, fallback, partition] = [sql.table(table.name), sql.table(`${table.name}_default`), sql.table(name)];
  const key = sql.ref(table.key);
  const [first, next] = [sql.lit(from.toISOString()), sql.lit(until.toISOString())];
  // Made apart and attached, since `create table … partition of` would lock out everyone who reads the table.
  await sql`create table ${partition} (like ${parent} including defaults including constraints including storage)`.execute(
    trx,
  );
  await sql`lock table ${fallback}`.execute(trx);
  await sql`with caught as (delete from ${fallback} where ${key} >= ${first} and ${key} < ${next} returning *)
    insert into ${partition} select * from caught`.execute(trx);
  await sql`alter table ${parent} attach partition ${partition} for values from (${first}) to (${next})`.execute(trx);
  return true;
}
