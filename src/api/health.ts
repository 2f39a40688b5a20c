import { Hono } from 'hono';
import type { App } from '../app.ts';
import { isMigrated } from '../db/migrate.ts';
import { migrations } from '../db/migrations/index.ts';
import { Unavailable } from '../errors.ts';
import type { Env } from './auth.ts';

/** Alive, ready, and figures. The first two need no key: load balancers ask them. */
export const health = (app: App) =>
  new Hono<Env>()
    .get('/healthz', (c) => c.json({ status: 'alive' }))
    .get('/readyz', async (c) => {
      await app.connection.ping();
      if (!(await isMigrated(app.connection, migrations))) throw new Unavailable('Migrations are not done yet');
      await app.queue.depth();
      return c.json({ status: 'ready' });
    })
    .get('/metrics', async (c) => {
      await readQueue(app);
      return c.body(await app.metrics.text(), 200, { 'Content-Type': app.metrics.contentType });
    });

async function readQueue({ queue, metrics }: App): Promise<void> {
  for (const [name, states] of Object.entries(await queue.depth())) {
    for (const [state, count] of Object.entries(states)) metrics.queueDepth.set({ queue: name, state }, count);
  }
}
