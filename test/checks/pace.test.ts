import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForTurn } from '../../src/checks/workers/pace.ts';
import { engines, openTestDatabase, type TestDatabase, worldStart } from '../databases.ts';

describe.each(engines)('turns of an integration that takes so many requests a minute, on %s', (engine) => {
  let database: TestDatabase;
  let id = 0;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const made = await database.db
      .insertInto('integrations')
      .values({
        name: 'LeadVertex',
        timezone: 'UTC',
        params: '{}',
        max_concurrent: 2,
        allowed_hosts: [],
        paused: false,
        created_at: worldStart,
        updated_at: worldStart,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    id = made.id;
  });
  afterAll(() => database.close());

  const never = new AbortController().signal;
  const nextTurn = async (): Promise<number> => {
    const { next_request_at } = await database.db
      .selectFrom('integrations')
      .where('id', '=', id)
      .select('next_request_at')
      .executeTakeFirstOrThrow();
    return (next_request_at?.getTime() ?? 0) - worldStart.getTime();
  };

  it('are spaced evenly', async () => {
    const turns: number[] = [];
    for (let request = 0; request < 3; request++) {
      await waitForTurn(database.db, id, 6_000, worldStart, never);
      turns.push(await nextTurn());
    }
    expect(turns).toEqual([10, 20, 30]);
  });

  it('are not handed out a day ahead because the clock once was', async () => {
    const tomorrow = new Date(worldStart.getTime() + 86_400_000);
    await database.db.updateTable('integrations').set({ next_request_at: tomorrow }).where('id', '=', id).execute();
    await waitForTurn(database.db, id, 6_000, worldStart, never);
    expect(await nextTurn()).toBe(30);
  });

  it('end with the reason of the signal', async () => {
    const stop = new AbortController();
    const waiting = waitForTurn(database.db, id, 1, worldStart, never).then(() =>
      waitForTurn(database.db, id, 1, worldStart, stop.signal),
    );
    stop.abort(new Error('The server is stopping'));
    await expect(waiting).rejects.toThrow();
  });
});
