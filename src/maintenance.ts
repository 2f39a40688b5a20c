import type { App } from './app.ts';
import { rollUp } from './checks/views/statistics.ts';
import { ensurePartitions } from './db/partitions.ts';
import { retain } from './db/retention.ts';
import { upkeep } from './db/upkeep.ts';
import { runTimers } from './leads/timers.ts';

/** What is done by the clock, by one process of the cluster at a time; the queue sees to that. */
export async function startMaintenance(app: App): Promise<void> {
  const now = (): Date => app.clock.now();
  const chores: Record<string, { cron: string; work: () => Promise<unknown> }> = {
    'lead-timers': { cron: '* * * * *', work: () => runTimers(app.db, now()) },
    'roll-up': { cron: '* * * * *', work: () => rollUp(app.db, now()) },
    partitions: { cron: '7 * * * *', work: () => ensurePartitions(app.db, now()) },
    retention: { cron: '23 * * * *', work: () => retainJournal(app) },
    upkeep: { cron: '*/2 * * * *', work: () => upkeep(app.connection) },
  };
  for (const [name, { cron, work }] of Object.entries(chores)) {
    // At most one of each at a time in the whole cluster.
    app.queue.define({ name, policy: 'exclusive' });
    await app.queue.work(name, { concurrency: 1 }, async () => {
      await work();
    });
    await app.queue.schedule(name, cron);
  }
}

async function retainJournal(app: App): Promise<void> {
  const settings = await app.db.selectFrom('settings').select('runs_kept_days').executeTakeFirstOrThrow();
  await retain(app.db, app.clock.now(), { runsKeptDays: settings.runs_kept_days });
}
