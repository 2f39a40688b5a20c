import { type Kysely, sql } from 'kysely';
import type { SweepState } from '../../db/schema/checks.ts';
import type { Database } from '../../db/schema.ts';

/** How a check does with one of its offers. */
export interface CheckState {
  checkId: number;
  offerId: number;
  integrationId: number;
  /** When the next sweep begins, where the check is enabled and nothing is paused. */
  nextAt: Date;
  /** Failed sweeps in a row, and when the first of them began. */
  failedSweeps: number;
  failingSince: Date | null;
  /** Sweeps in a row in which not one lead asked for was mentioned. */
  silentSweeps: number;
  silentSince: Date | null;
  /** The latest sweep, which may be under way; null before the first. */
  sweep: {
    id: number;
    state: SweepState;
    startedAt: string;
    finishedAt: string | null;
    done: number;
    total: number;
  } | null;
}

const isoFormat = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** All at once: an integration has three checks and a handful of offers. */
export async function listCheckStates(
  db: Kysely<Database>,
  filter: { integrationId?: number | undefined; checkId?: number | undefined },
): Promise<CheckState[]> {
  const { integrationId = null, checkId = null } = filter;
  const { rows } = await sql<CheckState>`
    select s.check_id as "checkId", s.offer_id as "offerId", c.integration_id as "integrationId", s.next_at as "nextAt",
      s.failed_sweeps as "failedSweeps", s.failing_since as "failingSince", s.silent_sweeps as "silentSweeps",
      s.silent_since as "silentSince", sweep.it as sweep
    from check_offers s join checks c on c.id = s.check_id
    join integration_offers o on o.integration_id = c.integration_id and o.offer_id = s.offer_id
    left join lateral (
      select jsonb_build_object('id', w.id, 'state', w.state, 'startedAt', to_char(w.started_at at time zone 'UTC', ${isoFormat}),
        'finishedAt', to_char(w.finished_at at time zone 'UTC', ${isoFormat}), 'done', w.batches_done,
        'total', greatest(w.batches_total, w.batches_done)) as it
      from sweeps w where w.check_id = s.check_id and w.offer_id = s.offer_id order by w.id desc limit 1
    ) as sweep on true
    where (${integrationId}::int is null or c.integration_id = ${integrationId}::int)
      and (${checkId}::int is null or c.id = ${checkId}::int)
    order by s.check_id, s.offer_id limit 5000`.execute(db);
  return rows;
}
