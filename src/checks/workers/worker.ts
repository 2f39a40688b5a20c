import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../../app.ts';
import { createSetups } from '../setups.ts';
import { finishForgotten } from '../sweeps/finish.ts';
import { openDueSweeps, scheduleChecks } from '../sweeps/open.ts';
import { type Lane, type LaneWorker, laneQueue, releaseForgottenLanes, signalLanes, workLane } from './lanes.ts';
import { buryDeadWorkers, handBack, heartbeatSeconds, sayAlive, signIn, signOut, silentSeconds } from './liveness.ts';

/** Lanes that one process works at the same time. */
const lanesPerWorker = 16;
const tickMs = 1_000;

export interface Worker {
  /** Opens what is due and says so, at once instead of at the next tick. */
  tick(): Promise<void>;
  /** Takes no more work, lets what runs finish for `graceMs`, then hands back the rest. */
  stop(graceMs: number): Promise<void>;
}

/** Keeps the clock of the checks and works lanes, until it is stopped. */
export async function startWorker(app: App): Promise<Worker> {
  const stopping = new AbortController();
  const cut = new AbortController();
  const worker: LaneWorker = {
    app,
    setups: createSetups(app),
    workerId: randomUUID(),
    stopping: stopping.signal,
    cut: cut.signal,
    abandoned: new Set(),
    held: new Set(),
  };
  const busy = new Set<Promise<void>>();
  await signIn(app.db, worker.workerId, app.clock.now());
  // A lane that broke off is signalled again by the next tick: no use trying the job again.
  app.queue.define({ name: laneQueue, retry: { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 } });
  await app.queue.work<Lane>(laneQueue, { concurrency: lanesPerWorker }, async ({ data }) => {
    if (stopping.signal.aborted) return;
    const work = workLane(worker, data);
    busy.add(work);
    try {
      await work;
    } catch (error) {
      // The lane is signalled again at the next tick; what it was at has been noted for handing back.
      app.log.warn({ err: error, ...data }, 'A lane broke off');
    } finally {
      busy.delete(work);
    }
  });
  let alive = performance.now();
  const heartbeat = async (): Promise<void> => {
    const now = app.clock.now();
    if (!(await sayAlive(app.db, worker.workerId))) {
      // This process slept so long that others took over its work.
      worker.workerId = randomUUID();
      await signIn(app.db, worker.workerId, now);
    }
    // After a silence that may have been the database's, the others get a moment to speak first.
    const wasSilent = performance.now() - alive > silentSeconds * 1000;
    alive = performance.now();
    if (wasSilent) return;
    const crashed = await buryDeadWorkers(app.db, app.connection.engine, worker.workerId, now);
    if (crashed > 0) app.log.warn({ runs: crashed }, 'Runs of a worker that died are asked again');
  };
  const tick = async (): Promise<void> => {
    const now = app.clock.now();
    const steps: (() => Promise<unknown>)[] = [
      () => handBackAbandoned(worker, now),
      () => releaseForgottenLanes(worker),
      () => scheduleChecks(app.db, now),
      () => openDueSweeps(app.db, now),
      () => finishForgotten(app.db, now),
      () => signalLanes(app),
    ];
    // One check that cannot be opened must not keep the others from being asked.
    for (const step of steps) await step().catch((error: unknown) => app.log.warn({ err: error }, 'A tick failed'));
  };
  const failed = (error: unknown): void => app.log.warn({ err: error }, 'A worker could not say that it is alive');
  await heartbeat();
  const settled = new AbortController();
  const pulse = repeat(heartbeat, heartbeatSeconds * 1000, settled.signal, failed);
  const clock = repeat(tick, tickMs, stopping.signal, failed);
  return {
    tick,
    async stop(graceMs) {
      stopping.abort();
      await clock;
      const timer = setTimeout(() => cut.abort(new Error('The server is stopping')), graceMs);
      await Promise.allSettled(busy);
      clearTimeout(timer);
      settled.abort();
      await pulse;
      await handBackAbandoned(worker, app.clock.now());
      await signOut(app.db, worker.workerId, app.clock.now());
    },
  };
}

async function handBackAbandoned({ app, abandoned }: LaneWorker, now: Date): Promise<void> {
  if (abandoned.size === 0) return;
  const ids = [...abandoned];
  await handBack(app.db, ids, now);
  for (const id of ids) abandoned.delete(id);
}

/** Calls `work` again and again, each time `pauseMs` after the last call ended. */
async function repeat(
  work: () => Promise<void>,
  pauseMs: number,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      failed(error);
    }
    await delay(pauseMs, undefined, { signal }).catch(() => {});
  }
}
