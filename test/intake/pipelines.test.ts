import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operationId } from '../../src/intake/operation-id.ts';
import { engines } from '../databases.ts';
import { hang, inTurn, reset } from '../fake-crm.ts';
import { makeIntegration, makeOffer } from '../world.ts';
import { type IntakeWorld, openIntake } from './world.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(engines)('pipelines on %s', (engine) => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntake(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  const request = (more: object = {}) => ({
    type: 'http-request',
    name: 'send',
    method: 'POST',
    url: `${world.crm.url}/orders`,
    body: '{"phone": "{event.phone}"}',
    ...more,
  });

  async function make(actions: object[], pipeline: object = {}, source: object = {}) {
    const made = await world.ok('POST', '/api/sources', { name: 'In', type: 'webhook', ...source });
    const { id } = await world.ok('POST', '/api/pipelines', { name: 'Out', sourceId: made.id, actions, ...pipeline });
    await world.ok('POST', `/api/pipelines/${id}/start`, {});
    const send = (fields: Record<string, string>) =>
      world.send(made.url, { method: 'POST', headers: form, body: new URLSearchParams(fields) });
    return { id, send, source: made };
  }

  it('pass results from action to action, by place and by name', async () => {
    world.crm.answer('/orders', { body: { order: { id: 12345678901234567890n.toString() } } });
    const script = await world.ok('POST', '/api/scripts', {
      name: 'Upper',
      language: 'js',
      code: '$result = { name: $event.name.toUpperCase(), order: $steps.send.data.order.id, key: $params.key }',
    });
    const { id, send } = await make(
      [
        {
          type: 'json',
          name: 'body',
          fields: [
            { name: 'who', value: '{event.name}' },
            { name: 'empty', value: '{event.no}' },
          ],
        },
        request({ body: '{previous}' }),
        { type: 'script', name: 'look', scriptId: script.id },
        request({
          name: 'again',
          url: `${world.crm.url}/again/{steps.look.order}?q={event.name}`,
          body: '{steps.look}',
        }),
      ],
      { secrets: { key: 'top secret' } },
    );
    world.crm.answer('/again/12345678901234567890', {});
    await send({ name: 'a/b&{param:key}' });
    const [operation] = await world.settled(id);
    expect(operation).toMatchObject({ state: 'done', steps: [{}, {}, {}, { state: 'done' }] });
    const [first, second] = world.crm.requests;
    expect(first).toMatchObject({ body: '{"who":"a/b&{param:key}"}', headers: { 'content-type': 'application/json' } });
    // What a template inserts is never itself expanded.
    expect(second?.url).toBe('/again/12345678901234567890?q=a%2Fb%26%7Bparam%3Akey%7D');
    expect(JSON.parse(second?.body ?? '')).toEqual({
      name: 'A/B&{PARAM:KEY}',
      order: '12345678901234567890',
      key: 'top secret',
    });
    expect(JSON.stringify(operation)).not.toContain('top secret');
  });

  it('end where a script stops them, and fail where it fails them', async () => {
    const script = await world.ok('POST', '/api/scripts', {
      name: 'Only paid',
      language: 'js',
      code: 'if ($event.paid === "0") $core.stop("not paid"); if (!$event.paid) $core.fail("no paid"); $result = 1',
    });
    const { id, send } = await make([{ type: 'script', name: 'paid', scriptId: script.id }, request()]);
    world.crm.answer('/orders', {});
    for (const fields of [{ paid: '0' }, { paid: '' }, { paid: '1' }]) await send(fields as Record<string, string>);
    const operations = await world.settled(id, 3);
    expect(operations.map(({ state, error }: any) => error?.message ?? state)).toEqual(['stopped', 'no paid', 'done']);
    expect(operations[0].steps).toMatchObject([{ state: 'stopped', output: { why: 'not paid' } }]);
    expect(world.crm.requests).toHaveLength(1);
    expect((await world.call('DELETE', `/api/scripts/${script.id}`)).body).toMatchObject({ code: 'in_use' });
  });

  it('send nothing where a required field is empty, whichever action it stands in', async () => {
    const { id, send } = await make([
      request({ name: 'log in', body: 'x' }),
      { type: 'form-urlencoded', name: 'form', fields: [{ name: 'phone', value: '{event.phone}', required: true }] },
      request({ body: '{previous}' }),
    ]);
    await send({ name: 'Anna' });
    const [operation] = await world.settled(id);
    expect(operation).toMatchObject({ state: 'failed', error: { code: 'field_missing', step: 'form' } });
    expect(operation.error.message).toContain('phone');
    expect(world.crm.requests).toHaveLength(0);
  });

  it('journal events while they are stopped, and take them only when asked', async () => {
    world.crm.answer('/orders', {});
    const { id, send } = await make([request()]);
    await world.ok('POST', `/api/pipelines/${id}/stop`, {});
    for (const phone of ['1', '2']) await send({ phone });
    expect((await world.settled(id, 2)).map(({ state }: any) => state)).toEqual(['stopped', 'stopped']);
    await world.ok('POST', `/api/pipelines/${id}/start`, {});
    const [first] = await world.settled(id, 2);
    expect(first.state).toBe('stopped');
    await world.ok('POST', `/api/operations/${first.id}/retry`, {});
    expect((await world.settled(id, 2)).map(({ state }: any) => state)).toEqual(['done', 'stopped']);
    await world.ok('POST', `/api/pipelines/${id}/stop`, {});
    expect(await world.ok('POST', `/api/pipelines/${id}/start`, { backlog: 'process' })).toMatchObject({ queued: 1 });
    expect((await world.settled(id, 2)).map(({ state }: any) => state)).toEqual(['done', 'done']);
    expect(world.crm.requests.map(({ body }) => body)).toEqual(['{"phone": "1"}', '{"phone": "2"}']);
  });

  it('take events of before they were made', async () => {
    const source = await world.ok('POST', '/api/sources', { name: 'In', type: 'webhook' });
    await world.send(`${source.url}?a=1`);
    const { id } = await world.ok('POST', '/api/pipelines', { name: 'Late', sourceId: source.id });
    expect(await world.settled(id)).toMatchObject([{ state: 'stopped', event: { a: '1' } }]);
  });

  it('store repeats of dedupeBy within 30 days as duplicates, also when they come at once', async () => {
    world.crm.answer('/orders', {});
    const { id, send } = await make([request()], {}, { dedupeBy: 'order' });
    await Promise.all(Array.from({ length: 8 }, () => send({ order: '7', phone: '1' })));
    await send({ phone: 'none' });
    await send({ phone: 'none' });
    const states = (await world.settled(id, 10)).map(({ state }: any) => state).toSorted();
    expect(states).toEqual([...Array(3).fill('done'), ...Array(7).fill('duplicate')]);
    world.clock.advance(30 * 86_400 + 1);
    await send({ order: '7', phone: '2' });
    expect((await world.settled(id, 11)).at(-1)).toMatchObject({ state: 'done' });
    expect(world.crm.requests).toHaveLength(4);
  });

  it('try again by themselves what was not taken, with pauses, five times at most', async () => {
    world.crm.answer('/orders', { status: 503, headers: { 'retry-after': '30' }, body: 'busy' });
    const { id, send } = await make([request()]);
    await send({ phone: '1' });
    const [waiting] = await world.settled(id);
    expect(waiting).toMatchObject({ state: 'queued', attempts: 1, error: { code: 'http_status' } });
    expect(Date.parse(waiting.nextAt) - world.clock.now().getTime()).toBe(30_000);
    for (let attempt = 2; attempt <= 5; attempt++) {
      world.clock.advance(600);
      world.intake.wake();
      await world.crm.received(attempt);
      await world.settled(id);
    }
    const [given] = await world.settled(id);
    expect(given).toMatchObject({ state: 'failed', attempts: 5 });
    expect(given.error.message).toBe('The answer was 503: busy');
  });

  it('do not send again by themselves what may have arrived, unless it is repeatable', async () => {
    world.crm.answer('/orders', reset());
    const { id, send } = await make([request()]);
    await send({ phone: '1' });
    const [operation] = await world.settled(id);
    expect(operation).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'maybe_delivered' } });
    expect(await world.ok('POST', '/api/operations/retry', { pipelineId: id, state: 'failed' })).toEqual({
      retried: 0,
      left: 1,
    });
    world.crm.answer('/orders', {});
    await world.ok('POST', `/api/operations/${operation.id}/retry`, {});
    expect(await world.settled(id)).toMatchObject([{ state: 'done', attempts: 2 }]);

    world.crm.answer('/orders', inTurn(reset(), {}));
    const repeatable = await make([request({ repeatable: true })]);
    await repeatable.send({ phone: '1' });
    expect(await world.settled(repeatable.id)).toMatchObject([{ state: 'queued', attempts: 1 }]);
    world.clock.advance(10);
    world.intake.wake();
    await world.crm.received(4);
    expect(await world.settled(repeatable.id)).toMatchObject([{ state: 'done', attempts: 2 }]);
  });

  it('are tried again from the step that failed; from the start only when it is confirmed', async () => {
    world.crm.answer('/first', { body: { token: 't1' } });
    world.crm.answer('/orders', { status: 500, body: 'broken' });
    const { id, send } = await make(
      [
        request({ name: 'first', url: `${world.crm.url}/first`, body: '' }),
        {
          type: 'form-urlencoded',
          name: 'form',
          fields: [{ name: 'key', value: '{param:key}-{steps.first.data.token}' }],
        },
        request({ body: '{previous}' }),
      ],
      { params: { key: 'old' } },
    );
    await send({ phone: '1' });
    const [failed] = await world.settled(id);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'http_status', message: 'The answer was 500: broken' },
    });
    // Somebody puts the parameter right.
    await world.ok('PATCH', `/api/pipelines/${id}`, { params: { key: 'new' } });
    world.crm.answer('/orders', {});
    await world.ok('POST', `/api/operations/${failed.id}/retry`, {});
    const [done] = await world.settled(id);
    expect(done).toMatchObject({ state: 'done', attempts: 2 });
    expect(done.steps.map(({ name }: any) => name)).toEqual(['first', 'form', 'send']);
    expect(world.crm.requests.map(({ path, body }) => `${path} ${body}`)).toEqual([
      '/first ',
      '/orders key=old-t1',
      '/orders key=new-t1',
    ]);
    const again = (body: object) => world.call('POST', `/api/operations/${failed.id}/retry`, body);
    expect((await again({})).status).toBe(409);
    expect(await again({ from: 'start' })).toMatchObject({ status: 422, body: { errors: [{ path: 'confirm' }] } });
    expect((await again({ from: 'start', confirm: true })).status).toBe(200);
    await world.settled(id);
    expect(world.crm.requests).toHaveLength(5);
  });

  it('are taken over from a worker that died, with what it was sending in doubt', async () => {
    world.crm.answer('/orders', {});
    const { id, send } = await make([request()]);
    await world.ok('POST', `/api/pipelines/${id}/stop`, {});
    for (const phone of ['quiet', 'sending']) await send({ phone });
    const [quiet, sending] = await world.settled(id, 2);
    const now = world.clock.now();
    for (const [operation, step] of [
      [quiet, null],
      [sending, 'send'],
    ]) {
      await world.app.db
        .insertInto('operation_queue')
        .values({
          operation_id: operation.id,
          received_at: now,
          pipeline_id: id,
          next_at: now,
          owner: '00000000-0000-4000-8000-0000000000ff',
          leased_until: new Date(now.getTime() + 10_000),
          sending: step,
        })
        .execute();
    }
    await world.app.db.updateTable('operations').set({ state: 'queued' }).where('pipeline_id', '=', id).execute();
    await world.ok('POST', `/api/pipelines/${id}/start`, {});
    expect((await world.ok('GET', `/api/operations?pipelineId=${id}&state=running`)).items).toHaveLength(2);
    world.clock.advance(11);
    const [first, second] = await world.settled(id, 2);
    expect(first).toMatchObject({ state: 'done' });
    expect(second).toMatchObject({ state: 'failed', error: { code: 'maybe_delivered' } });
    expect(world.crm.requests.map(({ body }) => body)).toEqual(['{"phone": "quiet"}']);
  });

  it('create one lead for an operation, however often it is tried', async () => {
    const offerId = await makeOffer(world);
    await makeIntegration(world, { offers: [offerId] });
    world.crm.answer('/orders', inTurn({ body: { id: 1 } }, { body: { id: 2 } }));
    world.crm.answer('/late', inTurn({ status: 500 }, {}));
    const { id, send } = await make([
      request(),
      { type: 'create-lead', name: 'lead', offerId, extId: '{steps.send.data.id}', lead: { phone: '{event.phone}' } },
      request({ name: 'late', url: `${world.crm.url}/late` }),
    ]);
    await send({ phone: '+79001112233' });
    const [failed] = await world.settled(id);
    expect(failed).toMatchObject({ state: 'failed', steps: [{}, { output: { extId: '1' } }, { name: 'late' }] });
    await world.ok('POST', `/api/operations/${failed.id}/retry`, {});
    expect(await world.settled(id)).toMatchObject([{ state: 'done' }]);
    await world.ok('POST', `/api/operations/${failed.id}/retry`, { from: 'start', confirm: true });
    expect(await world.settled(id)).toMatchObject([{ state: 'done', steps: [{}, { output: { extId: '1' } }, {}] }]);
    expect((await world.ok('GET', '/api/leads')).items).toHaveLength(1);
  });

  it('fail where the order has no id', async () => {
    const offerId = await makeOffer(world);
    world.crm.answer('/orders', { body: { id: '' } });
    const { id, send } = await make([
      request(),
      { type: 'create-lead', name: 'lead', offerId, extId: '{steps.send.data.id}' },
    ]);
    await send({ phone: '1' });
    expect(await world.settled(id)).toMatchObject([{ state: 'failed', error: { code: 'ext_id_empty', step: 'lead' } }]);
  });

  it('are not held up by one whose receiver hangs', async () => {
    world.crm.answer('/hang', hang());
    world.crm.answer('/orders', {});
    const slow = await make([request({ url: `${world.crm.url}/hang` })]);
    await Promise.all(Array.from({ length: 40 }, () => slow.send({ phone: 'slow' })));
    const quick = await make([request()]);
    await quick.send({ phone: 'quick' });
    expect(await world.settled(quick.id)).toMatchObject([{ state: 'done' }]);
    // Sixteen requests of the slow one are under way, the others wait.
    expect(world.crm.requests.filter(({ path }) => path === '/hang').length).toBe(16);
    await world.crm.close();
    await world.settled(slow.id, 40);
  });

  it('are found in the journal by pipeline, state, time and text', async () => {
    world.crm.answer('/orders', ({ body }) => (body.includes('bad') ? { status: 400, body: 'no such phone' } : {}));
    const { id, send } = await make([request()]);
    for (const phone of ['good 1', 'bad 2', 'good 3']) await send({ phone });
    await world.settled(id, 3);
    const found = async (query: string) =>
      (await world.ok('GET', `/api/operations?pipelineId=${id}&${query}`)).items.map(({ event }: any) => event.phone);
    expect(await found('')).toEqual(['good 3', 'bad 2', 'good 1']);
    expect(await found('state=failed')).toEqual(['bad 2']);
    expect(await found('state=done,stopped&limit=1')).toEqual(['good 3']);
    expect(await found('q=no%20such')).toEqual(['bad 2']);
    expect(await found(`to=${world.clock.now().toISOString()}`)).toEqual([]);
    const { next } = await world.ok('GET', `/api/operations?pipelineId=${id}&limit=2`);
    expect(await found(`limit=2&cursor=${next}`)).toEqual(['good 1']);
    expect((await world.call('GET', '/api/operations/nonsense')).status).toBe(404);
    expect((await world.call('GET', '/api/operations?cursor=nonsense')).status).toBe(422);
  });

  it('are searched for a text some thousands at a time, so that no call reads the whole journal', async () => {
    const { id, source } = await make([]);
    const at = world.clock.now();
    const ids = Array.from({ length: 21_000 }, (_, index) =>
      operationId(new Date(at.getTime() + Math.floor(index / 10)), index),
    );
    await sql`insert into operations (id, received_at, source_id, pipeline_id, state, event)
      select id, to_timestamp(${at.getTime() / 1000}) + (place - 1) / 10 * interval '1 ms', ${source.id}, ${id}, 'stopped',
        case when place in (1, 20500) then '{"who": "Анна"}'::jsonb else '{"who": "somebody"}' end
      from unnest(${sql.val(ids)}::uuid[]) with ordinality as given (id, place)`.execute(world.app.db);
    const search = (query: string) => world.ok('GET', `/api/operations?pipelineId=${id}&${query}`);
    const first = await search('q=%D0%90%D0%BD%D0%BD%D0%B0');
    expect(first.items.map((operation: any) => operation.id)).toEqual([ids[20_499]]);
    const second = await search(`q=%D0%90%D0%BD%D0%BD%D0%B0&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ id: ids[0] }], next: null });
    const limited = await search('q=somebody&limit=2');
    expect(limited.items.map((operation: any) => operation.id)).toEqual([ids[20_999], ids[20_998]]);
    const next = await search(`q=somebody&limit=2&cursor=${limited.next}`);
    expect(next.items.map((operation: any) => operation.id)).toEqual([ids[20_997], ids[20_996]]);
    // An operation is found by its id, however old.
    expect(await search(`q=${ids[0]?.toUpperCase()}`)).toMatchObject({ items: [{ id: ids[0] }], next: null });
    expect(await search(`q=${ids[0]}&state=done`)).toEqual({ items: [], next: null });
  });

  it('refuse actions that could never work, naming each place', async () => {
    const source = await world.ok('POST', '/api/sources', { name: 'In', type: 'webhook' });
    const { status, body } = await world.call('POST', '/api/pipelines', {
      name: 'Wrong',
      sourceId: source.id,
      actions: [
        request({ body: '{previous}', url: 'https://{event.host}/x' }),
        request({ headers: { 'X-Key': '{steps.later}' }, body: '{evnt.phone}' }),
        { type: 'script', name: 'later', scriptId: 999 },
      ],
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ path }: any) => path)).toEqual([
      'actions[0].url',
      'actions[0].body',
      'actions[1].name',
      'actions[1].headers.X-Key',
      'actions[1].body',
    ]);
    expect(body.errors.at(-1).message).toContain('did you mean {event.NAME}?');
  });
});
