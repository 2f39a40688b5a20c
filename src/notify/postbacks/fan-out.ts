import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

const batch = 500;
/** Any number will do, as long as all processes agree and nobody else uses it. */
const advisoryLock = 7_318_400_311;

/**
 * Makes postbacks of what happened to leads, one for every URL that wants the event. One process at a time, in the order of the
 * events, so that a lead's postbacks are in their order too.
 * @returns how many events were looked at
 */
export async function fanOut(db: Kysely<Database>, now: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const lock = await sql<{
      free: boolean;
    }>`select pg_try_advisory_xact_lock(${advisoryLock}::bigint) as free`.execute(trx);
    if (!lock.rows[0]?.free) return 0;
    const { rows } = await sql<{ count: number }>`
      with fresh as (
        select id, lead_id, at, stage, payload from lead_events where not told and stage is not null
        order by id limit ${batch} for update
      ), told as (
        update lead_events e set told = true from fresh where e.id = fresh.id
      ), made as (
        insert into postbacks (event_id, webmaster_id, lead_id, stage, url, method, macros, state, created_at, next_at)
        select f.id, w.id, f.lead_id, f.stage, p.url, p.method,
          (select jsonb_object_agg(name, coalesce(value, '')) from (values
            ('id', l.id::text), ('extId', l.ext_id), ('offer', l.offer_id::text), ('goal', g.code),
            ('status', f.payload ->> 'status'), ('stage', f.stage), ('reason', f.payload ->> 'reason'),
            ('trash', case when (f.payload ->> 'trash')::boolean then '1' else '0' end),
            ('payout', f.payload ->> 'payout'), ('currency', f.payload ->> 'currency'),
            ('sub1', l.sub1), ('sub2', l.sub2), ('sub3', l.sub3), ('sub4', l.sub4),
            ('time', to_char(f.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) as macro (name, value)),
          'queued', ${now}::timestamptz, ${now}::timestamptz
        from fresh f
        join leads l on l.id = f.lead_id
        join webmasters w on w.id = (f.payload ->> 'webmasterId')::int
        cross join lateral jsonb_to_recordset(w.postbacks) as p (url text, events jsonb, method text)
        left join goals g on g.id = (f.payload ->> 'goal')::int
        where p.events ? f.stage
        order by f.id
        on conflict (event_id, url_key) do nothing
      )
      select count(*) as count from fresh`.execute(trx);
    return rows[0]?.count ?? 0;
  });
}
