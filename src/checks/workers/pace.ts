import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/**
 * Waits for this request's turn where an integration takes only so many a minute. Turns are handed out by the database, evenly
 * spaced, so that the whole cluster keeps to the figure.
 * @throws the reason of `signal` once it is aborted
 */
export async function waitForTurn(
  db: Kysely<Database>,
  integrationId: number,
  requestsPerMinute: number | null,
  now: Date,
  signal?: AbortSignal,
): Promise<void> {
  if (requestsPerMinute === null) return;
  const turn = await sql<{ at: Date }>`
    update integrations set next_request_at = greatest(${now}::timestamptz,
        -- No further ahead than its lanes can be: the clock may have been put right.
        least(coalesce(next_request_at, ${now}::timestamptz),
          ${now}::timestamptz + max_concurrent * interval '1 minute' / ${requestsPerMinute}::int))
      + interval '1 minute' / ${requestsPerMinute}::int
    where id = ${integrationId}
    returning next_request_at - interval '1 minute' / ${requestsPerMinute}::int as at`.execute(db);
  const wait = (turn.rows[0]?.at.getTime() ?? 0) - now.getTime();
  if (wait > 0) await delay(wait, undefined, signal && { signal });
}
