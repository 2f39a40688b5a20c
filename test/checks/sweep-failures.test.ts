import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateCheck } from '../../src/checks/definition.ts';
import { getRun } from '../../src/checks/views/queries.ts';
import { engines } from '../databases.ts';
import { halfJson, hang, hugeGzip, reset, slowDrip } from '../fake-crm.ts';
import { makeUsual, openWorld, statusOf, type World } from '../world.ts';
import { asked, everyOrder } from './orders.ts';

describe.each(engines)('sweeps in which something goes wrong on %s', (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

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

  it('find the one lead whose request cannot be sent, which is no sign of the CRM being away', async () => {
    const preprocess = `if ($idl.some((id) => $ide[id] === 'o3')) $headers['X-Note'] = 'two\\nlines'`;
    const { checkId, leadIds } = await makeUsual(world, 4, { batchSize: 4, preprocess }, { maxConcurrent: 1 });
    world.crm.answer('/orders', everyOrder('accept'));
    const [sweep] = await world.sweep(checkId);
    const failed = sweep?.runs.filter(({ state }) => state === 'failed') ?? [];
    expect(failed.at(-1)?.error).toMatchObject({ code: 'network_failed', leadId: leadIds[2] });
    const accepted = await world.app.db.selectFrom('leads').where('status', '=', 6).select('id').execute();
    expect(accepted).toHaveLength(3);
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
      await updateCheck(world.app.db, checkId, { timeoutMs: 20_000 }, world.clock.now());
      const [next] = await world.sweep(checkId);
      expect(next?.state).toBe('done');
      expect(await statusOf(world, leadIds[0] ?? 0)).toBe(6);
    },
  );
});
