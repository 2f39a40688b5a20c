import { type Kysely, sql } from 'kysely';
import type { Json } from '../../../sandbox/contract/job.ts';
import type { Database } from '../../db/schema.ts';

/** A worker that does not renew its leases for so long is dead. */
const leaseSeconds = 15;

/** An operation that this process has now. */
export interface Claimed {
  id: string;
  receivedAt: Date;
  pipelineId: number;
  event: { [name: string]: Json };
  /** This one included. */
  attempts: number;
  /** The action whose request was on its way when the last worker died. */
  sending: string | null;
  progress: Uint8Array | null;
  /** Of everything that pipelines are set up from, when it was claimed. */
  revision: number;
}

export interface ClaimOptions {
  owner: string;
  now: Date;
  most: number;
  mostOfPipeline: number;
  /** Pipeline → operations of it that run here. */
  busy: ReadonlyMap<number, number>;
}

/** Takes operations that are due, the oldest of every running pipeline, for this owner alone. */
export async function claimOperations(
  db: Kysely<Database>,
  { owner, now, most, mostOfPipeline, busy }: ClaimOptions,
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with due as (
      select q.operation_id from pipelines p
      cross join lateral (
        select operation_id, next_at from operation_queue
        where pipeline_id = p.id and owner is null and next_at <= ${now}
        order by next_at, operation_id
        limit greatest(0, ${mostOfPipeline}::int - coalesce((${JSON.stringify(Object.fromEntries(busy))}::jsonb ->> p.id::text)::int, 0))
        for update skip locked
      ) q
      where p.state = 'running'
      order by q.next_at
      limit ${most}
    ), taken as (
      update operation_queue q
      set owner = ${owner}::uuid, leased_until = ${leaseUntil(now)}, attempts = attempts + 1
      from due where q.operation_id = due.operation_id
      returning q.operation_id, q.received_at, q.pipeline_id, q.attempts, q.sending, q.progress
    )
    select t.operation_id as id, t.received_at as "receivedAt", t.pipeline_id as "pipelineId", o.event, t.attempts, t.sending,
      t.progress, (select value from revision) as revision
    from taken t join operations o on o.id = t.operation_id and o.received_at = t.received_at
    order by t.operation_id`.execute(db);
  return rows;
}

/**
 * Of those alone that still run: what broke off is to be taken again. Rows that are being written now are passed by until the
 * next time, since two statements that wait for each other's rows would wait in a ring.
 */
export async function keepLeases(
  db: Kysely<Database>,
  owner: string,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`update operation_queue set leased_until = ${leaseUntil(now)} where operation_id in (
    select operation_id from operation_queue
    where operation_id = any(${sql.val([...ids])}::uuid[]) and owner = ${owner}::uuid for update skip locked)`.execute(
    db,
  );
}

/** Gives back the operations of workers that died; what they were sending stays known. */
export async function releaseExpired(db: Kysely<Database>, now: Date): Promise<number> {
  const released = await sql`update operation_queue set owner = null, leased_until = null where operation_id in (
    select operation_id from operation_queue
    where owner is not null and leased_until <= ${now} for update skip locked)`.execute(db);
  return Number(released.numAffectedRows ?? 0n);
}

/** @param owner whose; everybody's where the embedded database has just been opened by the one process that it serves */
export async function releaseAll(db: Kysely<Database>, owner?: string): Promise<void> {
  const whose = owner === undefined ? sql`owner is not null` : sql`owner = ${owner}::uuid`;
  await sql`update operation_queue set owner = null, leased_until = null where ${whose}`.execute(db);
}

const leaseUntil = (now: Date): Date => new Date(now.getTime() + leaseSeconds * 1000);
