import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../../app.ts';
import { type Journey, type OperationEnd, runOperation } from '../operation.ts';
import { createPipelineSetups } from '../pipelines/setup.ts';
import { intakeChannel } from '../sources/receive.ts';
import { type Claimed, claimOperations, keepLeases, releaseAll, releaseExpired } from './claim.ts';
import { type Ended, endOperations } from './end.ts';
import { createGroup } from './group.ts';
import { Abandoned, type Mark, openKept, openProgress, sealKept, writeMarks } from './progress.ts';

/** Operations that one process runs at the same time, and those of one pipeline: a slow one must not hold up the others. */
const atOnce = 64;
const atOnceOfPipeline = 16;
const tickMs = 1_000;
const leaseMs = 2_000;
const gatherMs = 5;
/** An operation that was begun so often, and broke off each time as if its server had died, is given up. */
const mostInterruptions = 20;

export interface IntakeWorker {
  /** Looks for work now, instead of when it hears of some. */
  wake(): void;
  /** Takes no more work, lets what runs finish for `graceMs`, then hands back the rest. */
  stop(graceMs: number): Promise<void>;
}

/** Takes operations out of the queue and runs them, until it is stopped. */
export async function startIntake(app: App): Promise<IntakeWorker> {
  const { db, clock, log, connection } = app;
  const owner = randomUUID();
  const setups = createPipelineSetups(app);
  const stopping = new AbortController();
  const cut = new AbortController();
  const running = new Map<string, Promise<void>>();
  /** Pipeline → operations of it that run here. */
  const busy = new Map<number, number>();
  let wanted = false;
  let claiming: Promise<void> | null = null;
  let soon: NodeJS.Timeout | null = null;

  const writers = connection.engine === 'postgres' ? 2 : 1;
  const mark = createGroup<Mark, boolean>((marks) => writeMarks(app, marks), { most: atOnce, writers });
  const end = createGroup<Ended, boolean>((ends) => endOperations(app, owner, ends), { most: atOnce, writers });

  const wake = (): void => {
    wanted = true;
    claiming ??= claimAll().finally(() => {
      claiming = null;
    });
  };

  /** What ends at about the same time makes room together. */
  const wakeSoon = (): void => {
    soon ??= setTimeout(() => {
      soon = null;
      wake();
    }, gatherMs);
  };

  async function claimAll(): Promise<void> {
    while (wanted && !stopping.signal.aborted && running.size < atOnce) {
      wanted = false;
      try {
        const claimed = await claimOperations(db, {
          owner,
          now: clock.now(),
          most: atOnce - running.size,
          mostOfPipeline: atOnceOfPipeline,
          busy,
        });
        for (const one of claimed) start(one);
        wanted ||= claimed.length > 0;
      } catch (error) {
        // The next tick tries again.
        log.warn({ err: error }, 'Operations could not be taken');
      }
    }
  }

  function start(claimed: Claimed): void {
    const { id, pipelineId } = claimed;
    busy.set(pipelineId, (busy.get(pipelineId) ?? 0) + 1);
    const work = run(claimed)
      .catch((error: unknown) => {
        // Its lease runs out, and it is taken again.
        if (!(error instanceof Abandoned) && !cut.signal.aborted)
          log.warn({ err: error, operation: id }, 'An operation broke off');
      })
      .finally(() => {
        running.delete(id);
        busy.set(pipelineId, (busy.get(pipelineId) ?? 1) - 1);
        wakeSoon();
      });
    running.set(id, work);
  }

  async function run({
    id,
    receivedAt,
    pipelineId,
    event,
    attempts,
    sending,
    progress,
    revision,
  }: Claimed): Promise<void> {
    const setup = await setups.get(pipelineId, revision);
    const kept = openKept(app.secrets, progress);
    const journey: Journey = {
      app,
      setup,
      operationId: id,
      event,
      attempt: attempts,
      mode: 'real',
      progress: openProgress({ app, operationId: id, owner, sending, kept, mark }),
      signal: cut.signal,
      seed: Number.parseInt(id.slice(-8), 16),
    };
    const outcome = attempts > mostInterruptions ? interrupted(attempts) : await runOperation(journey);
    const finished = outcome.state === 'done';
    app.metrics.operations.inc({ pipeline: `${pipelineId}`, state: outcome.state });
    await end({
      id,
      receivedAt,
      pipelineId,
      outcome,
      progress: finished ? null : sealKept(app.secrets, kept),
      at: clock.now(),
    });
  }

  async function everyLease(): Promise<void> {
    const now = clock.now();
    await keepLeases(db, owner, [...running.keys()], now);
    if ((await releaseExpired(db, now)) > 0) wake();
  }

  if (connection.engine === 'pglite') await releaseAll(db);
  const subscription = await connection.listen(intakeChannel, wake, wake);
  const failed = (error: unknown): void => log.warn({ err: error }, 'Intake could not reach the database');
  const settled = new AbortController();
  const clockwork = [
    repeat(async () => wake(), tickMs, stopping.signal, failed),
    repeat(everyLease, leaseMs, settled.signal, failed),
  ];
  return {
    wake,
    async stop(graceMs) {
      stopping.abort();
      await subscription.close();
      await claiming;
      const timer = setTimeout(() => cut.abort(new Error('The server is stopping')), graceMs);
      await Promise.allSettled(running.values());
      clearTimeout(timer);
      settled.abort();
      await Promise.all(clockwork);
      await releaseAll(db, owner);
    },
  };
}

const interrupted = (attempts: number): OperationEnd => ({
  state: 'failed',
  error: { step: null, code: 'interrupted', message: `It was begun ${attempts - 1} times and broke off each time.` },
  steps: [],
});

/** Calls `work` again and again, each time `pauseMs` after the last call ended. */
async function repeat(
  work: () => Promise<void>,
  pauseMs: number,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch(failed);
    await delay(pauseMs, undefined, { signal }).catch(() => {});
  }
}
