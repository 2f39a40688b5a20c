import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CheckChanges } from '../../src/checks/definition/input.ts';
import { updateCheck } from '../../src/checks/definition.ts';
import { startSweeps, stopSweep, sweepsOver } from '../../src/checks/sweeps/start.ts';
import { engines } from '../databases.ts';
import {
  changeScript,
  makeCheck,
  makeIntegration,
  makeLeads,
  makeOffer,
  makeUsual,
  openWorld,
  type World,
} from '../world.ts';
import { everyOrder, holdOrders } from './orders.ts';

describe.each(engines)('sweeps under control on %s', (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  it('are joined, not doubled, when one is under way', async () => {
    const { checkId, offerId } = await makeUsual(world, 1);
    const release = holdOrders(world, 'call');
    const [first] = await startSweeps(world.app, checkId, offerId);
    await world.crm.received(1);
    const [second] = await startSweeps(world.app, checkId, offerId);
    expect(second?.id).toBe(first?.id);
    release();
    await sweepsOver(world.app, [first?.id ?? 0], 10);
    expect(world.crm.requests).toHaveLength(1);
  });

  it('never ask a CRM more than maxConcurrent at once, all its offers and checks together', async () => {
    const offers = [await makeOffer(world), await makeOffer(world)];
    const integrationId = await makeIntegration(world, { offers, maxConcurrent: 3 });
    const checks = [
      await makeCheck(world, { integrationId, batchSize: 1 }),
      await makeCheck(world, { integrationId, batchSize: 1 }),
    ];
    for (const offerId of offers) await makeLeads(world, Array(8).fill({ offerId, integrationId }));
    let waiting: (() => void)[] = [];
    // Each answer waits until three requests stand together, so that the limit is both reached and kept.
    world.crm.answer('/orders', async (request) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 3 || world.crm.requests.length >= 30) {
          for (const go of waiting) go();
          waiting = [];
        }
      });
      return everyOrder('call')(request);
    });
    await Promise.all(checks.map((checkId) => world.sweep(checkId)));
    expect(world.crm.highestConcurrency()).toBe(3);
  });

  it('run a new script version from the next run on', async () => {
    const { checkId, leadIds } = await makeUsual(world, 1, {
      code: "$core.lead.edit($ids && Object.keys($ids)[0], { comment: 'one' })",
    });
    world.crm.answer('/orders', { body: [] });
    await world.sweep(checkId);
    const { process_script_id } = await world.app.db
      .selectFrom('checks')
      .where('id', '=', checkId)
      .select('process_script_id')
      .executeTakeFirstOrThrow();
    await changeScript(world, process_script_id, "$core.lead.edit(Object.keys($ids)[0], { comment: 'two' })");
    const [sweep] = await world.sweep(checkId);
    expect(sweep?.runs[0]?.scriptVersions.process).toBe(2);
    const lead = await world.app.db
      .selectFrom('leads')
      .where('id', '=', leadIds[0] ?? 0)
      .select('comment')
      .executeTakeFirst();
    expect(lead?.comment).toBe('two');
  });

  it('stop when they are told to: what runs finishes, nothing more is asked', async () => {
    const { checkId, offerId } = await makeUsual(world, 6, { batchSize: 1 }, { maxConcurrent: 1 });
    const release = holdOrders(world, 'call', 2);
    const [started] = await startSweeps(world.app, checkId, offerId);
    await world.crm.received(2);
    const stopped = await stopSweep(world.app, started?.id ?? 0);
    expect(stopped.state).toBe('stopped');
    release();
    await expect
      .poll(async () =>
        (await world.app.db.selectFrom('runs').select('state').orderBy('id').execute()).map(({ state }) => state),
      )
      .toEqual(['ok', 'ok']);
    expect(world.crm.requests).toHaveLength(2);
    await expect(stopSweep(world.app, started?.id ?? 0)).rejects.toThrow('stopped already');
  });

  it('wait while their integration is paused, and go on afterwards', async () => {
    const { checkId, integrationId } = await makeUsual(world, 1, { enabled: true });
    world.crm.answer('/orders', everyOrder('call'));
    const pause = (paused: boolean) =>
      world.app.db.updateTable('integrations').set({ paused }).where('id', '=', integrationId).execute();
    await pause(true);
    await expect(startSweeps(world.app, checkId, undefined)).rejects.toThrow('is paused');
    await world.worker.tick();
    world.clock.advance(61);
    await world.worker.tick();
    expect(await world.app.db.selectFrom('sweeps').selectAll().execute()).toEqual([]);
    await pause(false);
    await world.worker.tick();
    await world.crm.received(1);
  });

  it('start by the clock, each check and offer at its own cadence', async () => {
    const { checkId } = await makeUsual(world, 1, { enabled: true, everySeconds: 300 });
    world.crm.answer('/orders', everyOrder('call'));
    const done = async (): Promise<number> =>
      (
        await world.app.db
          .selectFrom('sweeps')
          .where('check_id', '=', checkId)
          .where('state', '=', 'done')
          .select('id')
          .execute()
      ).length;
    await world.worker.tick();
    world.clock.advance(61);
    await world.worker.tick();
    await expect.poll(done).toBe(1);
    world.clock.advance(299);
    await world.worker.tick();
    expect(await done()).toBe(1);
    world.clock.advance(1);
    await world.worker.tick();
    await expect.poll(done).toBe(2);
  });

  it('stop when their check is disabled, and keep it from moving to another CRM', async () => {
    const { checkId, offerId } = await makeUsual(world, 4, { batchSize: 1, enabled: true }, { maxConcurrent: 1 });
    const other = await makeIntegration(world, { offers: [offerId] });
    const release = holdOrders(world, 'call');
    const [started] = await startSweeps(world.app, checkId, offerId);
    await world.crm.received(1);
    const change = (changes: CheckChanges) =>
      world.app.db.transaction().execute((trx) => updateCheck(trx, checkId, changes, world.clock.now()));
    await expect(change({ integrationId: other })).rejects.toThrow('is under way');
    await change({ enabled: false });
    release();
    await expect
      .poll(async () => (await world.app.db.selectFrom('runs').select('state').execute()).map(({ state }) => state))
      .toEqual(['ok']);
    expect(
      await world.app.db
        .selectFrom('sweeps')
        .where('id', '=', started?.id ?? 0)
        .select('state')
        .execute(),
    ).toEqual([{ state: 'stopped' }]);
  });
});
