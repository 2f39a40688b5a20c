import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runClaimed } from '../../src/checks/run.ts';
import { createSetups } from '../../src/checks/setups.ts';
import { claimRun } from '../../src/checks/sweeps/claim.ts';
import { openSweep } from '../../src/checks/sweeps/open.ts';
import { buryDeadWorkers, handBack, signIn, signOut } from '../../src/checks/workers/liveness.ts';
import { engines, openTestDatabase } from '../databases.ts';
import { makeUsual, openWorld, statusOf, type World } from '../world.ts';

const workerId = '00000000-0000-4000-8000-000000000001';

describe.each(engines)('a run on %s', (engine) => {
  let world: World;
  let statements = 0;
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements++;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  beforeAll(async () => {
    const connection = await openTestDatabase(engine);
    world = await openWorld(engine, { connection: { ...connection, db: connection.db.withPlugin(counting) } });
    await world.worker.stop(0);
    await signIn(world.app.db, workerId, world.clock.now());
    world.crm.answer(
      () => true,
      ({ query }) => ({ body: (query.get('ids') ?? '').split(',').map((id) => ({ id, status: 'accept' })) }),
    );
  });
  afterAll(() => world.close());

  async function claim(leads: number) {
    const made = await makeUsual(world, leads, { batchSize: leads });
    await world.app.db.transaction().execute((trx) => openSweep(trx, made.checkId, made.offerId, world.clock.now()));
    const setups = createSetups(world.app);
    const claimed = await claimRun(world.app.db, {
      lane: { integrationId: made.integrationId, slot: 0 },
      workerId,
      now: world.clock.now(),
      scriptsOf: (checkId, offerId, revision) => setups.get(checkId, offerId, revision),
    });
    if (!claimed) throw new Error('Nothing could be claimed');
    return { ...made, claimed, setup: await setups.get(claimed.checkId, claimed.offerId, claimed.revision) };
  }

  const never = new AbortController().signal;

  it('takes the same number of statements whatever the size of its batch', async () => {
    const counts: number[] = [];
    for (const leads of [2, 400]) {
      const { claimed, setup } = await claim(leads);
      statements = 0;
      await runClaimed(world.app, claimed, setup, never);
      counts.push(statements);
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThanOrEqual(10);
  });

  it('that was given up while the CRM was thinking applies nothing', async () => {
    const { claimed, setup, leadIds } = await claim(3);
    await handBack(world.app.db, [claimed.id], world.clock.now());
    expect(await runClaimed(world.app, claimed, setup, never)).toBeNull();
    expect(await statusOf(world, leadIds[0] ?? 0)).toBe(2);
    const { state } = await world.app.db
      .selectFrom('runs')
      .where('id', '=', claimed.id)
      .select('state')
      .executeTakeFirstOrThrow();
    expect(state).toBe('crashed');
  });

  it('applies once, however often it is run again', async () => {
    const { claimed, setup, leadIds } = await claim(2);
    const ends = await Promise.all([
      runClaimed(world.app, claimed, setup, never),
      runClaimed(world.app, claimed, setup, never),
    ]);
    expect(ends.filter((end) => end !== null)).toHaveLength(1);
    const ledger = await world.app.db.selectFrom('ledger').where('lead_id', 'in', leadIds).select('id').execute();
    expect(ledger).toHaveLength(2);
  });

  it('of a worker that died leaves its batch to be asked again, at most three times', async () => {
    const { claimed, checkId, integrationId } = await claim(2);
    const setups = createSetups(world.app);
    const crashes: number[] = [];
    for (let death = 1; death <= 4; death++) {
      await world.app.db
        .updateTable('workers')
        .set({ seen_at: new Date(0) })
        .execute();
      const heir = `00000000-0000-4000-8000-00000000000${death + 1}`;
      await signIn(world.app.db, heir, world.clock.now());
      crashes.push(await buryDeadWorkers(world.app.db, engine, heir, world.clock.now()));
      await claimRun(world.app.db, {
        lane: { integrationId, slot: 0 },
        workerId: heir,
        now: world.clock.now(),
        scriptsOf: (check, offer, revision) => setups.get(check, offer, revision),
      });
    }
    expect(crashes).toEqual([1, 1, 1, 0]);
    const runs = await world.app.db
      .selectFrom('runs')
      .where('check_id', '=', checkId)
      .select(['state', 'lead_ids'])
      .execute();
    expect(runs.map(({ state }) => state)).toEqual(['crashed', 'crashed', 'crashed']);
    expect(runs.every(({ lead_ids }) => lead_ids.length === claimed.leads.length)).toBe(true);
    await signIn(world.app.db, workerId, world.clock.now());
  });

  it('of a worker on another machine goes on, whatever the clock there says', async () => {
    const { claimed } = await claim(2);
    const other = '00000000-0000-4000-8000-0000000000bb';
    const inAnHour = new Date(world.clock.now().getTime() + 3_600_000);
    await signIn(world.app.db, other, inAnHour);
    await buryDeadWorkers(world.app.db, 'postgres', other, inAnHour);
    const { state } = await world.app.db
      .selectFrom('runs')
      .where('id', '=', claimed.id)
      .select('state')
      .executeTakeFirstOrThrow();
    expect(state).toBe('running');
  });

  it('that the database refuses is failed at the step apply, with its answer', async () => {
    const { claimed, setup } = await claim(2);
    // A reason that was there when the run was set up, and is not any more.
    const gone = { ...setup.leadContext, reasons: new Map([...setup.leadContext.reasons, [9_999, { trash: false }]]) };
    const source = {
      ...setup.process.source,
      key: 'adhoc:gone',
      code: '$core.each($data, (d) => $core.lead.edit($e2i[d.id], {status: 5, reason: 9999}))',
    };
    const ended = await runClaimed(
      world.app,
      claimed,
      { ...setup, leadContext: gone, process: { ...setup.process, source } },
      never,
    );
    expect(ended?.state).toBe('failed');
    const run = await world.app.db
      .selectFrom('runs')
      .where('id', '=', claimed.id)
      .select(['state', 'error', 'answer_kept'])
      .executeTakeFirstOrThrow();
    expect(run).toMatchObject({ state: 'failed', error: { step: 'apply' }, answer_kept: 'changed' });
  });

  it('of a worker that nobody knows is asked again, and signing out leaves none running', async () => {
    const { claimed } = await claim(2);
    const stateOf = async () =>
      (await world.app.db.selectFrom('runs').where('id', '=', claimed.id).select('state').executeTakeFirstOrThrow())
        .state;
    await signOut(world.app.db, workerId, world.clock.now());
    expect(await stateOf()).toBe('crashed');
    await signIn(world.app.db, workerId, world.clock.now());
    const again = await claim(2);
    await world.app.db.deleteFrom('workers').where('id', '=', workerId).execute();
    const heir = '00000000-0000-4000-8000-0000000000aa';
    await signIn(world.app.db, heir, world.clock.now());
    expect(await buryDeadWorkers(world.app.db, engine, heir, world.clock.now())).toBeGreaterThanOrEqual(1);
    expect(
      (
        await world.app.db
          .selectFrom('runs')
          .where('id', '=', again.claimed.id)
          .select('state')
          .executeTakeFirstOrThrow()
      ).state,
    ).toBe('crashed');
    await signIn(world.app.db, workerId, world.clock.now());
  });

  it('is not claimed by a worker that was given up', async () => {
    const made = await makeUsual(world, 2);
    await world.app.db.transaction().execute((trx) => openSweep(trx, made.checkId, made.offerId, world.clock.now()));
    const setups = createSetups(world.app);
    const claimed = await claimRun(world.app.db, {
      lane: { integrationId: made.integrationId, slot: 0 },
      workerId: '00000000-0000-4000-8000-0000000000ff',
      now: world.clock.now(),
      scriptsOf: (checkId, offerId, revision) => setups.get(checkId, offerId, revision),
    });
    expect(claimed).toBeNull();
  });

  it('begins no earlier than its sweep, whatever the clock of its worker says', async () => {
    const made = await makeUsual(world, 1);
    await world.app.db.transaction().execute((trx) => openSweep(trx, made.checkId, made.offerId, world.clock.now()));
    const setups = createSetups(world.app);
    const claimed = await claimRun(world.app.db, {
      lane: { integrationId: made.integrationId, slot: 0 },
      workerId,
      now: new Date(world.clock.now().getTime() - 60_000),
      scriptsOf: (checkId, offerId, revision) => setups.get(checkId, offerId, revision),
    });
    expect(claimed?.startedAt).toEqual(world.clock.now());
  });

  it('keeps the answer a year where money moved, two weeks where something else did, and else only the latest', async () => {
    const answers = [
      ['money', '{ accept: 1 }'],
      ['changed', '{ status: 3 }'],
      ['latest', '{}'],
    ] as const;
    for (const [kept, edit] of answers) {
      const { claimed, setup, checkId } = await claim(2);
      const code = `$core.each($data, (d) => $core.lead.edit($e2i[d.id], ${edit}))`;
      const source = { ...setup.process.source, key: `adhoc:${kept}`, code };
      await runClaimed(world.app, claimed, { ...setup, process: { ...setup.process, source } }, never);
      const rows = await world.app.db.selectFrom('exchanges').where('check_id', '=', checkId).select('kept').execute();
      expect(rows).toEqual([{ kept }]);
    }
  });
});
