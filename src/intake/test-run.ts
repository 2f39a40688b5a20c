import type { Json } from '../../sandbox/contract/job.ts';
import type { App } from '../app.ts';
import { NotFound } from '../errors.ts';
import { type OperationEnd, runOperation } from './operation.ts';
import { loadPipelineSetup } from './pipelines/setup.ts';
import { normalised } from './sources/types.ts';
import { testProgress } from './workers/progress.ts';

export interface TestedPipeline extends Omit<OperationEnd, 'state' | 'afterMs'> {
  state: 'done' | 'failed' | 'stopped';
  /** As the actions saw it. */
  event: { [name: string]: Json };
}

/**
 * Runs one event through a pipeline's actions, whether it is started or not, and shows each step.
 * @param live false sends nothing and leaves leads as they are
 */
export async function testPipeline(
  app: App,
  pipelineId: number,
  { event: given, live }: { event: { [name: string]: Json }; live: boolean },
  signal: AbortSignal,
): Promise<TestedPipeline> {
  const row = await app.db
    .selectFrom('pipelines as p')
    .innerJoin('sources as s', 's.id', 'p.source_id')
    .where('p.id', '=', pipelineId)
    .select(['p.id', 'p.actions', 'p.params', 'p.secrets', 's.type', 's.extra_parameters'])
    .executeTakeFirst();
  if (!row) throw new NotFound('pipeline', pipelineId);
  const event = normalised(row.type, row.extra_parameters, given) as { [name: string]: Json };
  const mode = live ? 'real' : 'dry';
  const { state, error, steps } = await runOperation({
    app,
    setup: await loadPipelineSetup(app.db, app.secrets, row),
    operationId: null,
    event,
    // What could go well later is shown as it went.
    attempt: Number.POSITIVE_INFINITY,
    mode,
    progress: testProgress(app, mode),
    signal,
    seed: 0,
  });
  return { state: state === 'again' ? 'failed' : state, error, steps, event };
}
