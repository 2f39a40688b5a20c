import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connect.ts';
import { getLead, leadHistory, leadLedger } from '../../src/leads/queries.ts';
import { runTimers } from '../../src/leads/timers.ts';
import { createLog } from '../../src/log.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';
import { now } from './lead.ts';
import { apply, create, createIds, seedNetwork } from './network.ts';

const page = { limit: 100 };
const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000);

describe.each(engines)('timers on %s', (engine) => {
  let database: TestDatabase;
  let db: TestDatabase['db'];

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    await seedNetwork(db);
  });
  beforeEach(() => database.sql('truncate leads, ledger'));
  afterAll(() => database.close());

  const hold = async (ids: number[], edit: unknown): Promise<void> => {
    await apply(
      db,
      ids.map((leadId) => ({ leadId, edit })),
    );
  };

  test('a held lead is accepted and booked when its date passes, not before, and once', async () => {
    const [due = 0, undated = 0] = await createIds(db, 2);
    await hold([due], { hold: 3, cash: { pay: 9 }, goal: 31 });
    await hold([undated], { status: 4 });
    expect(await runTimers(db, new Date(days(3).getTime() - 1))).toEqual({ accepted: 0, cancelled: 0 });
    expect(await runTimers(db, days(3))).toEqual({ accepted: 1, cancelled: 0 });
    expect(await runTimers(db, days(30))).toEqual({ accepted: 0, cancelled: 0 });
    expect(await getLead(db, due)).toMatchObject({ status: 6, booked: true, holdUntil: null, acceptedAt: days(3) });
    expect((await leadLedger(db, due, page)).items.map(({ amount }) => amount)).toEqual(['9', '300', '5']);
    expect((await leadHistory(db, due, page)).items[1]?.source).toEqual({ kind: 'hold_timer' });
    expect(await getLead(db, undated)).toMatchObject({ status: 4, booked: false });
  });

  test('open leads of an offer that cancels are cancelled with reason 17, counted from their creation', async () => {
    const old = { offerId: 2, createdAt: days(-3) };
    const ids = (
      await create(db, [
        { ...old, status: 1 },
        { ...old, status: 2 },
        { ...old, status: 3 },
        { ...old, status: 4 },
        { ...old, status: 4 },
        { ...old, status: 6 },
        { ...old, offerId: 1, status: 2 },
        { ...old, createdAt: new Date(days(-3).getTime() + 1), status: 2 },
      ])
    ).map(({ id }) => id);
    await hold(ids.slice(4, 5), { hold: 100 });
    expect(await runTimers(db, now)).toEqual({ accepted: 0, cancelled: 4 });
    const statuses = await Promise.all(ids.map(async (id) => (await getLead(db, id)).status));
    expect(statuses).toEqual([5, 5, 5, 5, 4, 6, 2, 2]);
    expect(await getLead(db, ids[0] ?? 0)).toMatchObject({ reason: 17 });
    expect((await leadHistory(db, ids[0] ?? 0, page)).items).toMatchObject([
      { source: { kind: 'cancel_timer' }, before: { status: 1, reason: null }, after: { status: 5, reason: 17 } },
    ]);
    expect(await runTimers(db, now)).toEqual({ accepted: 0, cancelled: 0 });
  });

  test('all that is due is done, batch by batch', async () => {
    const held = await createIds(db, 23);
    await hold(held, { hold: 1 });
    await createIds(db, 17, { offerId: 2, createdAt: days(-9) });
    expect(await runTimers(db, days(1), 5)).toEqual({ accepted: 23, cancelled: 17 });
  });

  test('work that one process did in part is finished by the next', async () => {
    await hold(await createIds(db, 10), { hold: 1 });
    let statements = 0;
    const dying = db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        if (statements > 5) throw new Error('killed');
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    await expect(runTimers(dying, days(1), 4)).rejects.toThrow('killed');
    const { accepted } = await runTimers(db, days(1), 4);
    expect(accepted).toBe(6);
    const { rows } = await database.sql('select count(*)::int as count from ledger where not reversal');
    expect(rows[0].count).toBe(30);
  });
});

test('several processes share the work and do each lead once', async () => {
  const database = await openTestDatabase('postgres');
  const others = await Promise.all(
    [1, 2].map(() => openDatabase({ databaseUrl: database.databaseUrl ?? '', dataDir: '' }, createLog('silent'))),
  );
  try {
    await seedNetwork(database.db);
    const ids = await createIds(database.db, 200);
    await apply(
      database.db,
      ids.map((leadId) => ({ leadId, edit: { hold: 1 } })),
    );
    const done = await Promise.all([database, ...others].map(({ db }) => runTimers(db, days(1), 10)));
    expect(done.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(200);
    const { rows } = await database.sql(
      'select count(*)::int as entries, count(distinct lead_id)::int as leads from ledger',
    );
    expect(rows[0]).toEqual({ entries: 600, leads: 200 });
  } finally {
    for (const { close } of others) await close();
    await database.close();
  }
});
