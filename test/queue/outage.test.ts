import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/db/connect.ts';
import { createLog } from '../../src/log.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { startPostgres } from '../postgres.ts';

test('when PostgreSQL goes away and comes back, the queue goes on without a restart, and can be stopped while it is away', async () => {
  const server = await startPostgres();
  const log = createLog('silent');
  const connection = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
  const queue = createQueue(connection, log);
  queue.define({ name: 'letters', retry: { limit: 5, delaySeconds: 0, maxDelaySeconds: 0 } });
  await queue.start();
  const came: number[] = [];
  await queue.work<{ n: number }>('letters', { concurrency: 2, pollSeconds: 0.5 }, async ({ data }) => {
    came.push(data.n);
  });
  await queue.send('letters', { n: 1 });
  await vi.waitFor(() => expect(came).toEqual([1]), { timeout: 60_000 });

  await server.stop();
  await expect(queue.send('letters', { n: 2 })).rejects.toThrow();
  // Long enough for the workers to look for jobs in vain.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await server.start();

  await queue.send('letters', { n: 3 });
  await vi.waitFor(() => expect(came).toEqual([1, 3]), { timeout: 60_000 });

  await server.stop();
  await queue.stop({ graceMs: 1_000 });
  await connection.close();
  await server.remove();
});
