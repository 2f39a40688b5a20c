import { type Generated, type Kysely, sql, type Transaction } from 'kysely';
import type { Connection } from './connect.ts';

export interface Migration {
  /** Runs inside the one transaction of all pending migrations. */
  up(trx: Kysely<any>): Promise<void>;
}

/** The database holds migrations that this version of the program does not know. */
export class DatabaseNewer extends Error {
  override readonly name = 'DatabaseNewer';
}

/** Any number will do, as long as all processes agree and nobody else uses it. */
const LOCK = 7_318_400_245;

interface Schema {
  migrations: { name: string; applied_at: Generated<Date> };
}

/**
 * Brings the database up to the given migrations, in the order of their names: all that are missing, or none. Several
 * processes may do so at once; one works and the others wait. Never goes back.
 * @returns the names of those that were applied now
 * @throws DatabaseNewer
 */
export async function migrate(connection: Connection, migrations: Record<string, Migration>): Promise<string[]> {
  const known = Object.keys(migrations).sort();
  return (connection.db as unknown as Kysely<Schema>).transaction().execute(async (trx) => {
    if (connection.engine === 'postgres') await waitForOthers(trx);
    const applied = await appliedMigrations(trx);
    refuseNewer(applied, known);
    const pending = known.filter((name) => !applied.includes(name));
    for (const name of pending) {
      await migrations[name]?.up(trx);
      await trx.insertInto('migrations').values({ name }).execute();
    }
    return pending;
  });
}

/** Whether nothing is left to migrate. */
export async function isMigrated(connection: Connection, migrations: Record<string, Migration>): Promise<boolean> {
  const { rows } = await connection.sql(`select to_regclass('migrations') is not null as present`);
  if (rows[0].present !== true) return false;
  const applied = await connection.sql('select name from migrations');
  const names = new Set(applied.rows.map(({ name }) => name));
  return Object.keys(migrations).every((name) => names.has(name));
}

async function waitForOthers(trx: Transaction<Schema>): Promise<void> {
  // A migration, or waiting for one, may take longer than any statement of daily work.
  await sql`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`.execute(
    trx,
  );
  await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`.execute(trx);
}

async function appliedMigrations(trx: Transaction<Schema>): Promise<string[]> {
  await trx.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('applied_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
  const rows = await trx.selectFrom('migrations').select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
}

function refuseNewer(applied: string[], known: string[]): void {
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new DatabaseNewer(
    `The database is newer than this program: it holds ${unknown.join(', ')}, and the last migration known here is ${known.at(-1) ?? 'none'}. Start the newer program.`,
  );
}
