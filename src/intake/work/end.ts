import { sql, type Transaction } from 'kysely';
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
 * Writes how operations ended into the journal, takes them out of the queue, and tells people, all in one transaction.
 * @returns for each, whether it was still the owner's; where it was not, nothing is written
 */
export async function endOperations(
  { db }: Pick<App, 'db'>,
  owner: string,
  ends: readonly Ended[],
): Promise<boolean[]> {
  return db.transaction().execute(async (trx) => {
    const written = await write(trx, owner, ends);
    const ours = ends.filter(({ id }) => written.has(id));
    await tell(trx, ours);
    return ends.map(({ id }) => written.has(id));
  });
}

async function write(trx: Transaction<Database>, owner: string, ends: readonly Ended[]): Promise<Set<string>> {
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
  const { rows } = await sql<{ id: string }>`
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
    returning o.id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

/** One alert for each pipeline; the last thing that is known of it counts. */
async function tell(trx: Transaction<Database>, ends: readonly Ended[]): Promise<void> {
  const over = ends.filter(({ outcome }) => outcome.state !== 'again');
  // In one order everywhere, so that two of these never wait for each other in a ring.
  const byPipeline = [...Map.groupBy(over, (one) => one.pipelineId)].sort(([a], [b]) => a - b);
  for (const [pipelineId, ofPipeline] of byPipeline) {
    const failed = ofPipeline.filter(({ outcome }) => outcome.state === 'failed');
    const [first] = failed;
    if (first?.outcome.error) {
      await operationFailed(trx, {
        pipelineId,
        operationId: first.id,
        error: first.outcome.error,
        count: failed.length,
        at: first.at,
      });
    } else if (ofPipeline.some(({ outcome }) => outcome.state === 'done')) {
      await pipelineRecovered(trx, pipelineId, ofPipeline[0]?.at ?? new Date(0));
    }
  }
}
