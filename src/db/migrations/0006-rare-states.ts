import { type Kysely, sql } from 'kysely';

/**
 * Lists of what is in a rare state: the few runs that failed among hundreds of thousands, the few leads that were returned
 * among millions. Without an index of their own, the whole journal is read backwards for a page of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'create index leads_status on leads (status, id)',
  // Most runs are well, and are found in the order of ids.
  `create index runs_by_state on runs (state, id) where state <> 'ok'`,
  `create index operations_failed on operations (id) where state = 'failed'`,
];
