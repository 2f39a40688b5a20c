import type { PgBoss } from 'pg-boss';

/** The workers of one queue in this process. */
export interface Workers {
  /** Says that there may be a job to take. */
  wake(): void;
  /** Ends the regular looking for jobs; what runs goes on. */
  stopPolling(): void;
}

export interface TakenJob {
  id: string;
  data: unknown;
  signal: AbortSignal;
}

/** pg-boss's own polling, once for every worker, stays out of the way: `wake` and one timer a queue do the same for less. */
const POLL_OF_ITS_OWN = { pollingIntervalSeconds: 3600, notifyPollingIntervalSeconds: 3600 };

/**
 * Starts `concurrency` workers that take one job at a time. One idle worker is woken at a time, and wakes the next when it
 * has found a job, so that a job costs two questions to the database however many workers there are.
 */
export async function startWorkers(
  boss: PgBoss,
  name: string,
  options: { concurrency: number; pollSeconds: number },
  handler: (job: TakenJob) => Promise<void>,
): Promise<Workers> {
  const idle = new Set<string>();
  const wake = (): void => {
    const [next] = idle;
    if (next !== undefined) boss.notifyWorker(next);
  };
  const startWorker = async (): Promise<void> => {
    const id: string = await boss.work<unknown>(name, { ...POLL_OF_ITS_OWN, batchSize: 1 }, async ([job]) => {
      if (job === undefined) return;
      idle.delete(id);
      wake();
      try {
        await handler({ id: job.id, data: job.data, signal: job.signal });
      } finally {
        idle.add(id);
        // Else it would rest before it looks for the next job.
        boss.notifyWorker(id);
      }
    });
    idle.add(id);
  };
  for (let started = 0; started < options.concurrency; started++) await startWorker();
  const poll = setInterval(wake, options.pollSeconds * 1000);
  return { wake, stopPolling: () => clearInterval(poll) };
}
