import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

const dayMs = 86_400_000;

/**
 * Forgets what CRMs answered about leads, and what runs say of them beyond statuses: their answers, requests, logs and comments
 * are gone; counts and outcomes stay.
 * @returns how many runs there were
 */
export async function eraseLeadsFromRuns(db: Kysely<Database>, leadIds: readonly number[], now: Date): Promise<number> {
  if (leadIds.length === 0) return 0;
  const ids = sql`${sql.val([...leadIds])}::bigint[]`;
  const oldest = await db.selectFrom('runs').select('started_at').orderBy('started_at').limit(1).executeTakeFirst();
  let erased = 0;
  // Day by day, as the journal is cut, so that no statement takes long.
  for (let from = oldest?.started_at.getTime() ?? Infinity; from <= now.getTime() + dayMs; from += dayMs) {
    const during = sql`started_at >= ${new Date(from)} and started_at < ${new Date(from + dayMs)}`;
    const { rows } = await sql<{ count: number }>`
      with concerned as (select id, started_at from runs where ${during} and lead_ids && ${ids}),
      answers as (delete from exchanges using concerned where run_id = concerned.id),
      details as (
        update run_details d set request = null, response = null, logs = '[]',
          edits = (select coalesce(jsonb_agg(case when (e ->> 'leadId')::bigint = any(${ids})
              then (e || '{"edit": {}}') #- '{before,comment}' #- '{after,comment}' #- '{before,track}' #- '{after,track}' else e end
              order by place), '[]') from jsonb_array_elements(edits) with ordinality as one (e, place))
        from concerned where d.run_id = concerned.id and d.started_at = concerned.started_at
      )
      select count(*) as count from concerned`.execute(db);
    erased += rows[0]?.count ?? 0;
  }
  return erased;
}
