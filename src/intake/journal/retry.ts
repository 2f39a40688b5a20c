import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { Conflict, InvalidInput, NotFound } from '../../errors.ts';
import { intakeChannel } from '../sources/receive.ts';
import { getOperation, type Operation } from './queries.ts';

export interface RetryOptions {
  /** `failed`: from the step that failed; `start`: everything again, requests that were sent included. */
  from: 'failed' | 'start';
  /** Required for `start`. */
  confirm: boolean;
}

/**
 * Puts an operation back into the queue. Steps that were done are not done again, except from the start; a lead that it
 * created stays the one that it created.
 * @throws Conflict where it is not over, or is a duplicate, or nobody takes its events
 */
export async function retryOperation(
  db: Kysely<Database>,
  id: string,
  { from, confirm }: RetryOptions,
  now: Date,
): Promise<Operation> {
  if (from === 'start' && !confirm) {
    throw new InvalidInput([{ path: 'confirm', message: 'must be true: from the start, requests are sent once more' }]);
  }
  const { state, pipelineId, receivedAt } = await getOperation(db, id);
  if (pipelineId === null)
    throw new Conflict(`The operation ${id} cannot be tried: no pipeline takes its source's events`);
  if (state === 'queued' || state === 'running') throw new Conflict(`The operation ${id} is ${state} already`);
  if (state === 'duplicate') throw new Conflict(`The operation ${id} is a duplicate: what it repeats was taken`);
  if (state === 'done' && from !== 'start') {
    throw new Conflict(`The operation ${id} is done: only from the start can it be done again`);
  }
  const pipeline = await db.selectFrom('pipelines').where('id', '=', pipelineId).select('id').executeTakeFirst();
  if (!pipeline) throw new NotFound('pipeline', pipelineId);
  const kept = from === 'start' ? sql`null` : sql`progress`;
  await sql`
    with taken as (
      update operations set state = 'queued', finished_at = null
      where id = ${id}::uuid and received_at = ${receivedAt} and state = ${state}
      returning id, received_at, pipeline_id, progress
    )
    insert into operation_queue (operation_id, received_at, pipeline_id, next_at, progress)
    select id, received_at, pipeline_id, ${now}::timestamptz, ${kept} from taken on conflict do nothing`.execute(db);
  await sql`select pg_notify(${intakeChannel}, '')`.execute(db);
  return getOperation(db, id);
}

/**
 * Tries every failed operation of a pipeline again, from the step that failed. Those whose request may have arrived are left
 * to a person.
 */
export async function retryFailed(
  db: Kysely<Database>,
  pipelineId: number,
  now: Date,
): Promise<{ retried: number; left: number }> {
  const pipeline = await db.selectFrom('pipelines').where('id', '=', pipelineId).select('id').executeTakeFirst();
  if (!pipeline) throw new NotFound('pipeline', pipelineId);
  const { rows } = await sql<{ retried: number }>`
    with taken as (
      update operations set state = 'queued', finished_at = null
      where pipeline_id = ${pipelineId} and state = 'failed' and error ->> 'code' is distinct from 'maybe_delivered'
      returning id, received_at, pipeline_id, progress
    ), queued as (
      insert into operation_queue (operation_id, received_at, pipeline_id, next_at, progress)
      select id, received_at, pipeline_id, ${now}::timestamptz, progress from taken on conflict do nothing
    )
    select count(*) as retried from taken`.execute(db);
  const left = await sql<{ count: number }>`select count(*) as count from operations
    where pipeline_id = ${pipelineId} and state = 'failed'`.execute(db);
  await sql`select pg_notify(${intakeChannel}, '')`.execute(db);
  return { retried: rows[0]?.retried ?? 0, left: left.rows[0]?.count ?? 0 };
}
