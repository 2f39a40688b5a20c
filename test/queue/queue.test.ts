import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/db/connect.ts';
import { createLog } from '../../src/log.ts';
import { createQueue, type Job, type Queue } from '../../src/queue/queue.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

const log = createLog('silent');

describe.each(engines)('a queue on %s', (engine) => {
  let database: TestDatabase;
  let queue: Queue;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  beforeEach(async () => {
    queue = createQueue(database, log);
    queue.define({ name: 'letters', retry: { limit: 2, delaySeconds: 0, maxDelaySeconds: 0 } });
    queue.define({ name: 'chore', policy: 'exclusive' });
    await queue.start();
  });
  afterEach(async () => {
    await queue.stop({ graceMs: 0 });
    await database.sql('delete from pgboss.job; delete from pgboss.schedule');
  });
  afterAll(() => database.close());

  /** Works `letters` and gives what came, in the order of beginning. */
  async function collect(concurrency = 1, during: (job: Job<{ n: number }>) => Promise<void> = async () => undefined) {
    const came: number[] = [];
    await queue.work<{ n: number }>('letters', { concurrency }, async (job) => {
      came.push(job.data.n);
      await during(job);
    });
    return came;
  }

  test('a job that this process sends begins at once, not at the next poll', async () => {
    const began = Promise.withResolvers<void>();
    await queue.work('letters', { concurrency: 2, pollSeconds: 3600 }, async () => began.resolve());
    await idle();
    await queue.send('letters', { n: 1 });
    await began.promise;
  });

  test('a job sent in a transaction begins when that is committed', async () => {
    const came = await collect();
    await database.db.transaction().execute(async (trx) => {
      await queue.send('letters', { n: 1 }, { trx });
      await idle();
      expect(came).toEqual([]);
    });
    await eventually(() => expect(came).toEqual([1]));
  });

  test('a job sent in a transaction that is rolled back never existed', async () => {
    const came = await collect();
    const failing = database.db.transaction().execute(async (trx) => {
      await queue.send('letters', { n: 1 }, { trx });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await queue.send('letters', { n: 2 });
    await eventually(() => expect(came).toEqual([2]));
  });

  test('a transaction cannot send to a queue that nobody defined', async () => {
    const sending = database.db.transaction().execute((trx) => queue.send('unheard', {}, { trx }));
    await expect(sending).rejects.toThrow('Define the queue «unheard» before the start');
  });

  test('every job is done once, several at a time but never more than asked for', async () => {
    let active = 0;
    let most = 0;
    for (let n = 0; n < 20; n++) await queue.send('letters', { n });
    const came = await collect(3, async () => {
      most = Math.max(most, ++active);
      await idle();
      active--;
    });
    await eventually(() => expect(came).toHaveLength(20));
    expect(sorted(came)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(most).toBe(3);
  });

  test('of jobs with the same key only one waits, while others may be active', async () => {
    expect(await queue.send('letters', { n: 1 }, { key: 'a' })).toEqual(expect.any(String));
    expect(await queue.send('letters', { n: 2 }, { key: 'a' })).toBeNull();
    expect(await queue.send('letters', { n: 3 }, { key: 'b' })).toEqual(expect.any(String));
    const finish = Promise.withResolvers<void>();
    const came = await collect(3, () => finish.promise);
    await eventually(() => expect(sorted(came)).toEqual([1, 3]));
    expect(await queue.send('letters', { n: 4 }, { key: 'a' })).toEqual(expect.any(String));
    await eventually(() => expect(sorted(came)).toEqual([1, 3, 4]));
    finish.resolve();
  });

  test('jobs without a key never stand in each other’s way', async () => {
    const ids = [await queue.send('letters', { n: 1 }), await queue.send('letters', { n: 2 })];
    expect(ids).toEqual([expect.any(String), expect.any(String)]);
  });

  test('where a queue is exclusive, a key is free again only when its job is finished', async () => {
    const finish = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    await queue.work('chore', { concurrency: 2 }, async () => {
      began.resolve();
      await finish.promise;
    });
    await queue.send('chore', {}, { key: 'a' });
    await began.promise;
    expect(await queue.send('chore', {}, { key: 'a' })).toBeNull();
    finish.resolve();
    await eventually(async () => expect(await queue.send('chore', {}, { key: 'a' })).not.toBeNull());
  });

  test('a job whose handler throws is tried again as often as its queue says, and no more', async () => {
    const came = await collect(1, async () => {
      throw new Error('on purpose');
    });
    await queue.send('letters', { n: 1 });
    await queue.send('letters', { n: 2 }, { startAfter: new Date(Date.now() + 1_500) });
    await eventually(() => expect(came.filter((n) => n === 2).length).toBe(3));
    expect(came.filter((n) => n === 1).length).toBe(3);
  });

  test('a job that is to start later does not start before', async () => {
    const began = Promise.withResolvers<number>();
    await queue.work('letters', { concurrency: 1, pollSeconds: 0.5 }, async () => began.resolve(Date.now()));
    const startAfter = new Date(Date.now() + 1_000);
    await queue.send('letters', { n: 1 }, { startAfter });
    expect(await began.promise).toBeGreaterThanOrEqual(startAfter.getTime());
  });

  test('stopping waits for what runs, and takes no more', async () => {
    const began = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    let finished = false;
    const came = await collect(1, async () => {
      began.resolve();
      await finish.promise;
      finished = true;
    });
    await queue.send('letters', { n: 1 });
    await began.promise;
    await queue.send('letters', { n: 2 });
    const stopped = queue.stop({ graceMs: 10_000 });
    finish.resolve();
    await stopped;
    expect({ came, finished }).toEqual({ came: [1], finished: true });
  });

  test('what does not finish in time is aborted and taken by the next', async () => {
    const began = Promise.withResolvers<AbortSignal>();
    await collect(1, async (job) => {
      began.resolve(job.signal);
      await new Promise<void>((resolve) => job.signal.addEventListener('abort', () => resolve()));
    });
    await queue.send('letters', { n: 1 });
    const signal = await began.promise;
    await queue.stop({ graceMs: 50 });
    expect(signal.aborted).toBe(true);
    queue = createQueue(database, log);
    await queue.start();
    const came = await collect();
    await eventually(() => expect(came).toEqual([1]));
  });

  test('tells how many jobs wait, run and have failed', async () => {
    queue.define({ name: 'hopeless', retry: { limit: 0, delaySeconds: 0, maxDelaySeconds: 0 } });
    await collect(1, ({ signal }) => once(signal, 'abort').then(() => undefined));
    await queue.work('hopeless', { concurrency: 1 }, async () => {
      throw new Error('on purpose');
    });
    for (const name of ['letters', 'letters', 'letters', 'hopeless']) await queue.send(name, {});
    await eventually(async () =>
      expect(await queue.depth()).toEqual({
        letters: { queued: 2, active: 1, failed: 0 },
        hopeless: { queued: 0, active: 0, failed: 1 },
        chore: { queued: 0, active: 0, failed: 0 },
      }),
    );
  });

  test('a queue may be scheduled by the clock, again and again with the same result', async () => {
    await queue.schedule('chore', '* * * * *', { a: 1 });
    await queue.schedule('chore', '*/5 * * * *', { a: 1 });
    const { rows } = await database.sql('select cron, timezone, data from pgboss.schedule');
    expect(rows).toEqual([{ cron: '*/5 * * * *', timezone: 'UTC', data: { a: 1 } }]);
  });
});

test('on the embedded database, jobs of a process that was killed are taken up at the next start', async () => {
  const database = await openTestDatabase('pglite', {});
  const killed = createQueue(database, log);
  await killed.start();
  const began = Promise.withResolvers<void>();
  await killed.work('letters', { concurrency: 1 }, () => {
    began.resolve();
    return new Promise(() => undefined);
  });
  await killed.send('letters', {});
  await began.promise;
  const next = createQueue(database, log);
  await next.start();
  const again = Promise.withResolvers<void>();
  await next.work('letters', { concurrency: 1 }, async () => again.resolve());
  await again.promise;
  await Promise.all([killed.stop({ graceMs: 0 }), next.stop({ graceMs: 0 })]);
  await database.close();
});

test('four processes may start the queue at once on an empty PostgreSQL, and share its work', async () => {
  const database = await openTestDatabase('postgres', {});
  const databaseUrl = database.databaseUrl ?? '';
  const came: number[] = [];
  const processes = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const connection = await openDatabase({ databaseUrl, dataDir: '' }, log);
      const queue = createQueue(connection, log);
      queue.define({ name: 'letters' });
      await queue.start();
      await queue.work<{ n: number }>('letters', { concurrency: 1, pollSeconds: 3600 }, async ({ data }) => {
        came.push(data.n);
        await idle();
      });
      return { queue, connection };
    }),
  );
  for (let n = 0; n < 12; n++) await processes[n % 4]?.queue.send('letters', { n });
  await eventually(() => expect(sorted(came)).toEqual(Array.from({ length: 12 }, (_, n) => n)));
  for (const { queue, connection } of processes) {
    await queue.stop({ graceMs: 1_000 });
    await connection.close();
  }
  await database.close();
});

function sorted(numbers: number[]): number[] {
  return numbers.toSorted((a, b) => a - b);
}

function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 60_000 });
}

/** Gives everything that is under way a moment. */
function idle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
