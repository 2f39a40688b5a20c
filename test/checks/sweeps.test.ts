import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getRun } from '../../src/checks/views/queries.ts';
import { engines } from '../databases.ts';
import { makeLeads, makeUsual, openWorld, statusOf, type World } from '../world.ts';
import { asked, everyOrder } from './orders.ts';

describe.each(engines)('sweeps on %s', (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  it('ask for every due lead in batches, and for no other', async () => {
    const { offerId, integrationId, checkId } = await makeUsual(world, 5, { batchSize: 2 }, { maxConcurrent: 1 });
    const others = [1, 5, 6, 9, 10, 11, 12] as const;
    await makeLeads(
      world,
      others.map((status) => ({ offerId, integrationId, status, extId: `other${status}` })),
    );
    world.crm.answer('/orders', everyOrder('call'));
    const [sweep] = await world.sweep(checkId);
    expect(sweep).toMatchObject({ state: 'done', batches: { done: 3, total: 3 }, leads: { asked: 5, mentioned: 5 } });
    expect(world.crm.requests.map(asked)).toEqual([['o1', 'o2'], ['o3', 'o4'], ['o5']]);
  });

  it('apply what the script decides, with history, money and journal', async () => {
    const { checkId, leadIds } = await makeUsual(world, 3);
    world.crm.answer('/orders', {
      body: [
        { id: 'o1', status: 'accept' },
        { id: 'o2', status: 'trash' },
        { id: 'o3', status: 'wait' },
        { id: 'stranger', status: 'accept' },
      ],
    });
    const [sweep] = await world.sweep(checkId);
    const run = await getRun(world.app, sweep?.runs[0]?.id ?? 0);
    expect(run).toMatchObject({
      state: 'ok',
      scriptVersions: { preprocess: null, process: 1 },
      counts: { leads: 3, rows: 4, applied: 2, unchanged: 1, refused: 0, missing: 0 },
      response: { status: 200 },
      answerKept: true,
    });
    expect(run.edits).toMatchObject([
      { leadId: leadIds[0], outcome: 'applied', before: { status: 2 }, after: { status: 6 } },
      { leadId: leadIds[1], outcome: 'applied', before: { status: 2 }, after: { status: 5, reason: 6 } },
      { leadId: leadIds[2], outcome: 'unchanged' },
    ]);
    const history = await world.app.db
      .selectFrom('lead_history')
      .select(['lead_id', 'source'])
      .orderBy('lead_id')
      .execute();
    expect(history).toMatchObject([
      { lead_id: leadIds[0], source: { kind: 'check', runId: run.id, scriptVersion: 1 } },
      { lead_id: leadIds[1], source: { kind: 'check', runId: run.id, scriptVersion: 1 } },
    ]);
    const ledger = await world.app.db.selectFrom('ledger').select(['kind', 'amount']).execute();
    // Without a webmaster nobody is credited; the advertiser pays all the same.
    expect(ledger).toEqual([{ kind: 'pay', amount: '700.0000' }]);
    const exchange = await world.app.db.selectFrom('exchanges').select('kept').execute();
    expect(exchange).toEqual([{ kept: 'money' }]);
  });

  it('leave out leads without an external id, and count them', async () => {
    const { offerId, integrationId, checkId } = await makeUsual(world, 2);
    await makeLeads(world, [{ offerId, integrationId, extId: null }]);
    world.crm.answer('/orders', everyOrder('call'));
    const [sweep] = await world.sweep(checkId);
    expect(sweep?.leads).toEqual({ asked: 2, mentioned: 2, withoutExtId: 1 });
  });

  it('ask by internal ids where the CRM knows those', async () => {
    const { offerId, integrationId, checkId } = await makeUsual(world, 0, {
      identifyBy: 'internal',
      url: `${world.crm.url}/orders?ids={idsl}`,
      code: '$core.each($data, (d) => $core.lead.edit(d.id, { status: 3 }))',
    });
    const [leadId = 0] = await makeLeads(world, [{ offerId, integrationId, extId: null }]);
    world.crm.answer('/orders', (request) => ({ body: asked(request).map((id) => ({ id: Number(id) })) }));
    await world.sweep(checkId);
    expect(await statusOf(world, leadId)).toBe(3);
  });

  it('of accepted leads follow their delivery', async () => {
    const { offerId, integrationId, checkId } = await makeUsual(world, 1, { kind: 'accepted' });
    const [packed = 0] = await makeLeads(world, [{ offerId, integrationId, status: 6, extId: 'p1' }]);
    world.crm.answer('/orders', everyOrder('sent'));
    await world.sweep(checkId);
    expect(world.crm.requests.map(asked)).toEqual([['p1']]);
    expect(await statusOf(world, packed)).toBe(7);
  });

  it('by range ask for the days on which open leads exist, in the time zone of the CRM', async () => {
    const { offerId, integrationId, checkId } = await makeUsual(
      world,
      0,
      { kind: 'range', rangeDays: 2 },
      { timezone: 'Europe/Berlin', maxConcurrent: 1 },
    );
    const [first = 0, , last = 0] = await makeLeads(
      world,
      ['2026-02-10T22:59:59Z', '2026-02-11T23:00:00Z', '2026-02-20T12:00:00Z'].map((at, index) => ({
        offerId,
        integrationId,
        extId: `r${index}`,
        createdAt: new Date(at),
      })),
    );
    world.crm.answer('/orders', (request) => ({
      body: [{ id: request.query.get('from') === '2026-02-10' ? 'r0' : 'r2', status: 'accept' }],
    }));
    const [sweep] = await world.sweep(checkId);
    expect(world.crm.requests.map(({ url }) => url)).toEqual([
      '/orders?from=2026-02-10&to=2026-02-10',
      '/orders?from=2026-02-12&to=2026-02-12',
      '/orders?from=2026-02-20&to=2026-02-20',
    ]);
    expect(sweep?.batches).toEqual({ done: 3, total: 3 });
    expect([await statusOf(world, first), await statusOf(world, last)]).toEqual([6, 6]);
  });

  it('give a single lead its own macros and $inid', async () => {
    const { checkId, leadIds } = await makeUsual(
      world,
      2,
      {
        batchSize: 1,
        url: `${world.crm.url}/order/{ext}?our={id}`,
        code: '$core.lead.edit($inid, { status: 3, comment: $data.note })',
      },
      { maxConcurrent: 1 },
    );
    world.crm.answer(
      () => true,
      (request) => ({ body: { note: request.path } }),
    );
    await world.sweep(checkId);
    const leads = await world.app.db.selectFrom('leads').select('comment').orderBy('id').execute();
    expect(leads).toEqual([{ comment: '/order/o1' }, { comment: '/order/o2' }]);
    expect(world.crm.requests[0]?.query.get('our')).toBe(String(leadIds[0]));
  });

  it('send what the preprocessing script makes of the request', async () => {
    const { checkId } = await makeUsual(
      world,
      2,
      {
        url: `${world.crm.url}/orders`,
        fields: [{ name: 'ids', value: '{idel}' }],
        preprocess: `$headers['X-Sign'] = $core.hash.md5($idel + $params.key);
          $fields = JSON.stringify({ orders: $ide }); $headers['Content-Type'] = 'application/json';`,
      },
      { secrets: { key: 'top-secret-key' } },
    );
    world.crm.answer('/orders', { body: [] });
    const [sweep] = await world.sweep(checkId);
    const [request] = world.crm.requests;
    expect(request?.method).toBe('POST');
    expect(request?.headers['x-sign']).toMatch(/^[\da-f]{32}$/);
    expect(Object.values(JSON.parse(request?.body ?? '').orders)).toEqual(['o1', 'o2']);
    const run = await getRun(world.app, sweep?.runs[0]?.id ?? 0);
    expect(JSON.stringify(run)).not.toContain('top-secret-key');
  });

  it('apply the other edits of a run whose script names a field with NUL in one', async () => {
    const { checkId, leadIds } = await makeUsual(world, 2, {
      code: `$core.lead.edit($e2i.o1, { 'x\\0': 1, '\\ud800': 2 }); $core.lead.edit($e2i.o2, { accept: 1 })`,
    });
    world.crm.answer('/orders', { body: [] });
    const [sweep] = await world.sweep(checkId);
    const run = await getRun(world.app, sweep?.runs[0]?.id ?? 0);
    expect(run).toMatchObject({ state: 'ok', edits: [{ outcome: 'refused' }, { outcome: 'applied' }] });
    expect(await statusOf(world, leadIds[1] ?? 0)).toBe(6);
  });

  it.each(["$headers['x\\0'] = '1'", "$headers['\\ud800'] = '1'"])(
    'refuse a request that no server could be sent, in words: %s',
    async (preprocess) => {
      const { checkId } = await makeUsual(world, 1, { preprocess });
      const [sweep] = await world.sweep(checkId);
      const run = await getRun(world.app, sweep?.runs[0]?.id ?? 0);
      expect(run).toMatchObject({
        state: 'failed',
        error: { step: 'request', message: expect.stringContaining('cannot be the name of a header') },
      });
      expect(world.crm.requests).toEqual([]);
    },
  );

  it('record a batch that the preprocessing script leaves out as skipped', async () => {
    const { checkId } = await makeUsual(world, 1, { preprocess: "$core.skip('night time')" });
    const [sweep] = await world.sweep(checkId);
    expect(world.crm.requests).toEqual([]);
    const run = await getRun(world.app, sweep?.runs[0]?.id ?? 0);
    expect(run).toMatchObject({ state: 'skipped', warnings: [{ message: 'night time' }] });
    expect(sweep?.state).toBe('done');
  });

  it('count unrecognised status texts once per integration', async () => {
    const { checkId, leadIds } = await makeUsual(world, 3, {
      code: '$core.each($data, (d) => $core.lead.setstatus($e2i[d.id], d.status))',
    });
    world.crm.answer('/orders', everyOrder('Блямба'));
    await world.sweep(checkId);
    await world.sweep(checkId);
    const texts = await world.app.db.selectFrom('unrecognised').select(['text', 'count']).execute();
    expect(texts).toEqual([{ text: 'Блямба', count: 6 }]);
    const lead = await world.app.db
      .selectFrom('leads')
      .where('id', '=', leadIds[0] ?? 0)
      .select(['status', 'crm_status'])
      .executeTakeFirst();
    expect(lead).toEqual({ status: 2, crm_status: 'Блямба' });
  });
});
