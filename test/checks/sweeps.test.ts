import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CheckChanges } from '../../src/checks/definition/input.ts';
import { updateCheck } from '../../src/checks/definition.ts';
import { startSweeps, stopSweep, sweepsOver } from '../../src/checks/sweeps/start.ts';
import { getRun } from '../../src/checks/views/queries.ts';
import { engines } from '../databases.ts';
import { halfJson, hang, hugeGzip, type RecordedRequest, reset, slowDrip } from '../fake-crm.ts';
import {
  changeScript,
  makeCheck,
  makeIntegration,
  makeLeads,
  makeOffer,
  makeUsual,
  openWorld,
  statusOf,
  type World,
} from '../world.ts';

const asked = (request: RecordedRequest): string[] => (request.query.get('ids') ?? '').split(',').filter(Boolean);
/** Answers for every order asked for, all with the same status word. */
const everyOrder = (status: string) => (request: RecordedRequest) => ({
  body: asked(request).map((id) => ({ id, status })),
});

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

  it('record a batch that the preprocessing script leaves out as skipped', async () => {
    const { checkId } = await makeUsual(world, 1, { preprocess: "$core.skip('night time')" });
    const [sweep] = await world.sweep(checkId);
    expect(world.crm.requests).toEqual([]);
    const run = await getRun(world.app, sweep?.runs[0]?.id ?? 0);
    expect(run).toMatchObject({ state: 'skipped', warnings: [{ message: 'night time' }] });
    expect(sweep?.state).toBe('done');
  });

  it('find the one lead that spoils a batch, name it, and process the rest', async () => {
    const { checkId, leadIds } = await makeUsual(world, 8, { batchSize: 8 }, { maxConcurrent: 1 });
    world.crm.answer('/orders', (request) =>
      asked(request).includes('o5') ? { status: 404, body: 'no order o5' } : everyOrder('accept')(request),
    );
    const [sweep] = await world.sweep(checkId);
    const failed = sweep?.runs.filter(({ state }) => state === 'failed') ?? [];
    expect(failed.at(-1)?.error).toMatchObject({ code: 'http_status', leadId: leadIds[4] });
    expect(sweep?.runs.map(({ counts }) => counts.leads)).toEqual([8, 4, 4, 2, 2, 1, 1]);
    const accepted = await world.app.db.selectFrom('leads').where('status', '=', 6).select('id').execute();
    expect(accepted).toHaveLength(7);
    expect(sweep?.state).toBe('done');
  });

  it('make at most 16 extra requests to find what spoils them', async () => {
    const { checkId } = await makeUsual(world, 64, {
      batchSize: 16,
      code: "throw new Error('every batch fails')",
    });
    world.crm.answer('/orders', { body: [] });
    const [sweep] = await world.sweep(checkId);
    expect(world.crm.requests).toHaveLength(4 + 16);
    expect(sweep).toMatchObject({ state: 'failed', error: { code: 'script_threw' } });
  });

  it('end after three network failures in a row, and begin afresh the next time', async () => {
    const { checkId } = await makeUsual(world, 10, { batchSize: 1, repeatable: false });
    world.crm.answer('/orders', {
      takeOver: (response) => {
        response.socket?.destroy();
      },
    });
    const [sweep] = await world.sweep(checkId);
    expect(sweep).toMatchObject({ state: 'failed', error: { step: 'request', code: 'network_failed' } });
    expect(sweep?.batches.done).toBeLessThanOrEqual(4);
    world.crm.answer('/orders', everyOrder('call'));
    const [next] = await world.sweep(checkId);
    expect(next).toMatchObject({ state: 'done', batches: { done: 10 } });
  });

  it('are joined, not doubled, when one is under way', async () => {
    const { checkId, offerId } = await makeUsual(world, 1);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.crm.answer('/orders', async (request) => {
      await held;
      return everyOrder('call')(request);
    });
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
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.crm.answer('/orders', async (request) => {
      if (world.crm.requests.length === 2) await held;
      return everyOrder('call')(request);
    });
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

  it('raise one alert when the CRM fails three times, and note when it is well again', async () => {
    const { checkId } = await makeUsual(world, 1, { repeatable: false });
    world.crm.answer('/orders', { status: 500, body: 'Fatal error' });
    for (let times = 0; times < 4; times++) await world.sweep(checkId);
    const alerts = await world.app.db.selectFrom('alerts').selectAll().execute();
    expect(alerts).toMatchObject([{ kind: 'check_failing', check_id: checkId, count: 2, recovered_at: null }]);
    expect(alerts[0]?.message).toContain('Fatal error');
    world.crm.answer('/orders', everyOrder('call'));
    world.clock.advance(60);
    await world.sweep(checkId);
    const [alert] = await world.app.db.selectFrom('alerts').selectAll().execute();
    expect(alert?.recovered_at).toEqual(world.clock.now());
  });

  it('survive secrets that look like parts of ids or of JSON, and never show them', async () => {
    const { checkId, leadIds } = await makeUsual(
      world,
      2,
      { code: '$core.each($data, (d) => $core.lead.edit($e2i[d.id], { comment: d.echo }))' },
      { secrets: { pin: '1234', flag: 'true', word: 'null', name: 'leadId', token: 'hunter2-hunter2' } },
    );
    world.crm.answer('/orders', { body: [{ id: 'o1', echo: 'bad token hunter2-hunter2' }] });
    const [sweep] = await world.sweep(checkId);
    expect(sweep?.state).toBe('done');
    const run = await getRun(world.app, sweep?.runs[0]?.id ?? 0);
    expect(run).toMatchObject({ state: 'ok', edits: [{ leadId: leadIds[0], outcome: 'applied' }] });
    expect(JSON.stringify(run)).not.toContain('hunter2');
  });

  it('fail a run whose answer holds NULs or half a letter, with the step, and keep the answer', async () => {
    const { checkId } = await makeUsual(world, 1);
    world.crm.answer('/orders', { body: Buffer.from('PK\u0003\u0004\u0000\u0000 a zip') });
    const [zip] = await world.sweep(checkId);
    expect(zip?.runs[0]).toMatchObject({ state: 'failed', error: { step: 'decode', code: 'decode_failed' } });
    world.crm.answer('/orders', { status: 500, body: `${'x'.repeat(199)}\u{1f600}\u0000` });
    const [page] = await world.sweep(checkId);
    expect(page?.runs[0]).toMatchObject({ state: 'failed', error: { step: 'request', code: 'http_status' } });
    expect((await getRun(world.app, page?.runs[0]?.id ?? 0)).answerKept).toBe(true);
  });

  it('stop when their check is disabled, and keep it from moving to another CRM', async () => {
    const { checkId, offerId } = await makeUsual(world, 4, { batchSize: 1, enabled: true }, { maxConcurrent: 1 });
    const other = await makeIntegration(world, { offers: [offerId] });
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.crm.answer('/orders', async (request) => {
      await held;
      return everyOrder('call')(request);
    });
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

/** `[{"status": "Отказ"}]` */
const windows1251 = [...Buffer.from('[{"status": "'), 0xce, 0xf2, 0xea, 0xe0, 0xe7, ...Buffer.from('"}]')];

describe('a CRM that misbehaves', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld('pglite');
  });
  afterAll(() => world.close());

  const cases: [string, Parameters<World['crm']['answer']>[1], { step: string; code: string; says: RegExp }][] = [
    ['a 500', { status: 500, body: 'Oops' }, { step: 'request', code: 'http_status', says: /500.*Oops/ }],
    ['HTML', { body: '<html><body>Login</body></html>' }, { step: 'decode', code: 'decode_failed', says: /<html/ }],
    ['an empty body', { body: '' }, { step: 'decode', code: 'answer_empty', says: /empty/i }],
    ['half a JSON', { body: '[{"id": "o1", "sta' }, { step: 'decode', code: 'decode_failed', says: /JSON/ }],
    [
      'a redirect to a private address',
      { status: 302, headers: { location: 'http://10.1.2.3/orders' } },
      { step: 'request', code: 'host_not_allowed', says: /10\.1\.2\.3/ },
    ],
    ['an answer that never comes', hang(), { step: 'request', code: 'request_timeout', says: /did not answer/ }],
    ['an answer that comes too slowly', slowDrip(), { step: 'request', code: 'request_timeout', says: /within/ }],
    ['a connection that is cut', reset(), { step: 'request', code: 'network_failed', says: /127\.0\.0\.1/ }],
    ['a body that breaks off', halfJson(), { step: 'request', code: 'network_failed', says: /127\.0\.0\.1/ }],
    ['200 MB of gzip', hugeGzip(), { step: 'request', code: 'answer_too_large', says: /16 MB|16 MiB/ }],
    [
      'the wrong charset',
      { headers: { 'content-type': 'application/json; charset=utf-8' }, body: Buffer.from(windows1251) },
      { step: 'decode', code: 'decode_failed', says: /not valid utf-8.*windows-1251/ },
    ],
  ];

  it.each(cases)(
    'with %s gives a failed run that says so, and the next sweep recovers',
    async (name, misbehaviour, expected) => {
      const path = `/${encodeURIComponent(name)}`;
      const { checkId, leadIds } = await makeUsual(world, 1, {
        url: `${world.crm.url}${path}?ids={idel}`,
        // Only who never answers is not waited for: the machine may have other things to do.
        timeoutMs: expected.code === 'request_timeout' ? 300 : 20_000,
        repeatable: false,
      });
      world.crm.answer(path, misbehaviour);
      const [sweep] = await world.sweep(checkId);
      expect(sweep?.state).toBe('failed');
      const error = sweep?.runs[0]?.error as { step: string; code: string; message: string };
      expect(error).toMatchObject({ step: expected.step, code: expected.code });
      expect(error.message).toMatch(expected.says);
      expect(await statusOf(world, leadIds[0] ?? 0)).toBe(2);
      world.crm.answer(path, everyOrder('accept'));
      const [next] = await world.sweep(checkId);
      expect(next?.state).toBe('done');
      expect(await statusOf(world, leadIds[0] ?? 0)).toBe(6);
    },
  );
});
