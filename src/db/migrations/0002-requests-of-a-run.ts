import { type Kysely, sql } from 'kysely';

/** Several requests in one run, and a log-in before them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table checks add column max_requests int not null default 1, add column login jsonb`,
  // Null where the run sent one request and no log-in: request, response and attempts say it all then.
  `alter table run_details add column requests jsonb`,
  // The answers of a run lie one behind the other in the body; pages says where each ends and what came with it. Null where
  // there is one. Tokens: what the log-in gave, sealed, where an answer repeats it, so that it can be masked.
  `alter table exchanges add column pages jsonb, add column tokens bytea`,
  // Which runs met a status text that nobody knew, so that a mapping can be tried on their answers.
  'create index runs_unrecognised on runs (integration_id, id) where unrecognised > 0',
  // What a log-in gave, until it expires; asking_until keeps others from logging in at the same time.
  `create table login_tokens (
    integration_id int not null references integrations on delete cascade,
    key text not null,
    token bytea,
    expires_at timestamptz,
    asking_until timestamptz,
    primary key (integration_id, key)
  )`,
];
