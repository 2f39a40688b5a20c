import { type Kysely, sql, type Transaction } from 'kysely';
import type { App } from '../../app.ts';
import type { Database } from '../../db/schema.ts';
import { operationFailed, pipelineRecovered } from '../../notify/alerts.ts';
import type { OperationEnd } from '../operation.ts';

/** An operation that ended, or that is to wait for its next attempt. */
export interface Ended {
  id: string;
  receivedAt: Date;
  pipelineId: number;
  outcome: OperationEnd;
  /** What is not to be done again, encrypted. */
  progress: Uint8Array | null;
  at: Date;
}

/**
 * Writes how operations ended into the journal and takes them out of the queue. Failures raise their alert in the same
 * transaction; an alert that is over is closed afterwards, and where that is missed, by the next operation that goes well.
 * @returns for each, whether it was still the owner's; where it was not, nothing is written
 */
export async function endOperations(
  { db }: Pick<App, 'db'>,
  owner: string,
  ends: readonly Ended[],
): Promise<boolean[]> {
  const failing = ends.some(({ outcome }) => outcome.state === 'failed');
  const written = failing
    ? await db.transaction().execute(async (trx) => {
        const ids = await write(trx, owner, ends);
        await raiseAlerts(
          trx,
          ends.filter(({ id }) => ids.has(id)),
        );
        return ids;
      })
    : await write(db, owner, ends);
  const well = ends.filter(({ id, outcome }) => outcome.state === 'done' && written.get(id)?.alerted);
  if (well.length > 0) await db.transaction().execute((trx) => closeAlerts(trx, well, ends));
  return ends.map(({ id }) => written.has(id));
}

/** By id, those that were the owner's; `alerted` where an alert of their pipeline is open. */
type Written = Map<string, { alerted: boolean }>;

async function write(db: Kysely<Database>, owner: string, ends: readonly Ended[]): Promise<Written> {
  const given = ends.map(({ id, receivedAt, outcome, progress, at }) => ({
    id,
    received_at: receivedAt,
    state: outcome.state,
    error: outcome.error,
    steps: outcome.steps,
    progress: progress && Buffer.from(progress).toString('hex'),
    at,
    next_at: new Date(at.getTime() + (outcome.afterMs ?? 0)),
  }));
  const times = ends.map(({ receivedAt }) => receivedAt.getTime());
  const { rows } = await sql<{ id: string; alerted: boolean }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (
        id uuid, received_at timestamptz, state text, error jsonb, steps jsonb, progress text, at timestamptz, next_at timestamptz)
    ), waiting as (
      update operation_queue q set owner = null, leased_until = null, sending = null, next_at = given.next_at,
        progress = decode(given.progress, 'hex')
      from given where q.operation_id = given.id and q.owner = ${owner}::uuid and given.state = 'again'
      returning q.operation_id, 0 as attempts
    ), over as (
      delete from operation_queue q using given
      where q.operation_id = given.id and q.owner = ${owner}::uuid and given.state <> 'again'
      returning q.operation_id, q.attempts
    )
    update operations o set
      state = case when given.state = 'again' then 'queued' else given.state end,
      error = given.error, steps = given.steps, attempts = o.attempts + mine.attempts,
      progress = case when given.state = 'again' then null else decode(given.progress, 'hex') end,
      finished_at = case when given.state = 'again' then null else given.at end
    from given join (select * from waiting union all select * from over) mine on mine.operation_id = given.id
    where o.id = given.id and o.received_at = given.received_at
      and o.received_at between ${new Date(Math.min(...times))} and ${new Date(Math.max(...times))}
    returning o.id, exists (select from alerts a where a.pipeline_id = o.pipeline_id and a.kind = 'operation_failed'
      and a.recovered_at is null) as alerted`.execute(db);
  return new Map(rows.map(({ id, alerted }) => [id, { alerted }]));
}

/** One alert for each pipeline, in one order everywhere, so that two of these never wait for each other in a ring. */
async function raiseAlerts(trx: Transaction<Database>, ends: readonly Ended[]): Promise<void> {
  const failed = ends.filter(({ outcome }) => outcome.state === 'failed');
  const byPipeline = [...Map.groupBy(failed, ({ pipelineId }) => pipelineId)].sort(([a], [b]) => a - b);
  for (const [pipelineId, ofPipeline] of byPipeline) {
    const [first] = ofPipeline;
    const error = first?.outcome.error;
    if (!first || !error) continue;
    await operationFailed(trx, { pipelineId, operationId: first.id, error, count: ofPipeline.length, at: first.at });
  }
}

/** Of pipelines where something failed at the same time, nothing is well yet. */
async function closeAlerts(trx: Transaction<Database>, well: readonly Ended[], ends: readonly Ended[]): Promise<void> {
  const failing = new Set(ends.filter(({ outcome }) => outcome.state === 'failed').map(({ pipelineId }) => pipelineId));
  const byPipeline = [...Map.groupBy(well, ({ pipelineId }) => pipelineId)].sort(([a], [b]) => a - b);
  for (const [pipelineId, [first]] of byPipeline) {
    if (first && !failing.has(pipelineId)) await pipelineRecovered(trx, pipelineId, first.at);
  }
}
