import { setImmediate as breath } from 'node:timers/promises';
import type { Connection } from './connect.ts';

/** Transactions after which a table's old rows are frozen; PostgreSQL stops writing at some two billion. */
const FREEZE_AGE = 100_000_000;
/** A table is due when so many of its rows are dead, or have changed since it was analysed, plus a tenth of all. */
const LEAST_ROWS = 100;

/**
 * Does for the embedded database what PostgreSQL's background processes do by themselves: vacuums and analyses the tables
 * that are due, one at a time since each step holds up everything else, and writes a checkpoint, so that the log stays
 * short. To be called every few minutes. Does nothing on PostgreSQL.
 * @returns the tables that were due
 */
export async function upkeep(connection: Connection): Promise<string[]> {
  if (connection.engine !== 'pglite') return [];
  const due = await tablesDue(connection);
  for (const table of due) {
    await connection.sql(`vacuum (analyze) ${table}`);
    await breath();
  }
  await connection.sql('checkpoint');
  return due;
}

async function tablesDue(connection: Connection): Promise<string[]> {
  // The figures are written down only now and then.
  await connection.sql('select pg_stat_force_next_flush()');
  const { rows } = await connection.sql(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     left join pg_stat_all_tables s on s.relid = c.oid
     where c.relkind in ('r', 'm') and n.nspname not in ('information_schema', 'pg_toast')
       and (s.n_dead_tup > $1 + s.n_live_tup * 0.1
         or s.n_mod_since_analyze > $1 + s.n_live_tup * 0.1
         or age(c.relfrozenxid) > $2)
     order by 1`,
    [LEAST_ROWS, FREEZE_AGE],
  );
  return rows.map(({ name }) => name);
}
