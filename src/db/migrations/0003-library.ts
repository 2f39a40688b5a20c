import { type Kysely, sql } from 'kysely';

/** Checks that come from the library wait for a dry run before they may be enabled. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table checks add column needs_dry_run boolean not null default false`.execute(db);
}
