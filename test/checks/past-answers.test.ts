import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { replayWithMapping } from '../../src/checks/past-answers.ts';
import { createStatusMapping, listUnrecognised } from '../../src/network/status-mappings.ts';
import { engines } from '../databases.ts';
import { changeScript, makeUsual, openWorld, statusOf, type World } from '../world.ts';

const script = '$core.each($data, (d) => $core.lead.setstc($e2i[d.id], d.status));';
const odd = 'Qwertyish state';

describe.each(engines)('a status text that nothing could tell, on %s', (engine) => {
  let world: World;
  /** What the CRM says of each lead. */
  let says: Record<string, string> = {};
  beforeAll(async () => {
    world = await openWorld(engine);
  });
  beforeEach(async () => {
    await world.reset();
    says = { o1: odd, o2: odd, o3: 'new' };
    world.crm.answer('/orders', ({ query }) => ({
      body: (query.get('ids') ?? '').split(',').map((id) => ({ id, status: says[id] })),
    }));
  });
  afterAll(() => world.close());

  const met = (check = {}) => makeUsual(world, 3, { code: script, ...check });
  const accepts = (integrationId: number, text = odd) => ({
    integrationId,
    text,
    accept: true as const,
    status: null,
    reason: null,
  });
  const runIds = async (checkId: number): Promise<number[]> => {
    const [sweep] = await world.sweep(checkId);
    return sweep?.runs.map(({ id }) => id) ?? [];
  };
  const look = (integrationId: number, page: { cursor?: string; limit: number } = { limit: 20 }, text = odd) =>
    replayWithMapping(world.app, accepts(integrationId, text), page);

  it('is counted with an example run, and understood in the next run after it is mapped', async () => {
    const { checkId, integrationId, leadIds } = await met();
    const [runId = 0] = await runIds(checkId);
    const list = () => listUnrecognised(world.app.db, { integrationId }, { limit: 10 });
    expect((await list()).items).toMatchObject([{ text: odd, count: 2, runId }]);
    expect(await statusOf(world, leadIds[0] ?? 0)).toBe(2);
    await world.app.db.transaction().execute((trx) => createStatusMapping(trx, accepts(integrationId)));
    expect((await list()).items).toEqual([]);
    await world.sweep(checkId);
    expect(await Promise.all(leadIds.map((id) => statusOf(world, id)))).toEqual([6, 6, 2]);
  });

  it('shows which leads a mapping would change, by the recorded answers, and writes nothing', async () => {
    const { checkId, integrationId, leadIds } = await met();
    const [runId] = await runIds(checkId);
    const before = await world.app.db.selectFrom('leads').selectAll().orderBy('id').execute();
    const shown = await look(integrationId, { limit: 20 }, '  qwertyish   STATE ');
    expect(shown).toMatchObject({ runs: { replayed: 1, gone: [], failed: [] }, superseded: 0, next: null });
    expect(shown.items).toMatchObject(
      leadIds.slice(0, 2).map((leadId) => ({
        leadId,
        runId,
        recognised: { text: odd, rule: 'mapping' },
        outcome: 'applied',
        before: { status: 2 },
        after: { status: 6, booked: true },
      })),
    );
    expect(await world.app.db.selectFrom('leads').selectAll().orderBy('id').execute()).toEqual(before);
    expect(world.crm.requests).toHaveLength(1);
  });

  it('leaves out leads of which the CRM has said something else since', async () => {
    const { checkId, integrationId, leadIds } = await met();
    await world.sweep(checkId);
    says['o2'] = 'call back';
    await world.sweep(checkId);
    const shown = await look(integrationId);
    expect(shown.items.map(({ leadId }) => leadId)).toEqual([leadIds[0]]);
    expect(shown).toMatchObject({ superseded: 1, runs: { replayed: 2 } });
  });

  it('says of which runs the answers are gone, and which scripts fail today', async () => {
    const { checkId, integrationId } = await met({ batchSize: 1 });
    const ids = await runIds(checkId);
    const [first = 0, second = 0] = ids;
    const kept = world.app.db.updateTable('exchanges').set({ cut: true });
    await kept.where('run_id', '=', first).execute();
    expect(await look(integrationId)).toMatchObject({
      items: [{ runId: second }],
      runs: { gone: [first], failed: [] },
    });
    const { process_script_id } = await world.app.db
      .selectFrom('checks')
      .where('id', '=', checkId)
      .select('process_script_id')
      .executeTakeFirstOrThrow();
    await changeScript(world, process_script_id, '$core.fail("not today")');
    await world.app.db.deleteFrom('exchanges').where('run_id', '=', first).execute();
    expect(await look(integrationId)).toMatchObject({
      items: [],
      runs: { replayed: 0, gone: [first], failed: [{ runId: second, message: 'not today' }] },
    });
  });

  it('goes through the runs page by page, the latest first', async () => {
    const { checkId, integrationId, leadIds } = await met({ batchSize: 1 });
    await runIds(checkId);
    const first = await look(integrationId, { limit: 1 });
    expect(first.items.map(({ leadId }) => leadId)).toEqual([leadIds[1]]);
    const second = await look(integrationId, { limit: 1, cursor: first.next ?? '' });
    expect(second.items.map(({ leadId }) => leadId)).toEqual([leadIds[0]]);
    expect(second.next).toBeNull();
    await expect(look(integrationId, { limit: 1, cursor: 'x' })).rejects.toThrow('cursor');
  });

  it('is refused where the mapping could not be saved', async () => {
    const { integrationId } = await met();
    const neither = { ...accepts(integrationId), accept: null };
    await expect(replayWithMapping(world.app, neither, { limit: 1 })).rejects.toThrow(
      'exactly one of accept and status',
    );
  });
});
