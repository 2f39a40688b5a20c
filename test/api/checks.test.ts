import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Http, openHttp } from './http.ts';

let http: Http;
let offerId: number;
let integrationId: number;
let processScriptId: number;
beforeAll(async () => {
  http = await openHttp();
  offerId = (await http.call('POST', '/api/offers', { name: 'Tea', currency: 'RUB' })).body.id;
  integrationId = (await http.call('POST', '/api/integrations', { name: 'CRM', secrets: { token: 's3cret' } })).body.id;
  await http.call('PUT', `/api/integrations/${integrationId}/offers/${offerId}`, {});
  processScriptId = (
    await http.call('POST', '/api/scripts', {
      name: 'by status',
      language: 'js',
      code: '$core.each($data, (d) => $core.lead.edit($e2i[d.id], { accept: 1 }));',
    })
  ).body.id;
});
afterAll(() => http.close());

const url = 'https://crm.example.com/status?ids={idel}';
const definition = (more: object = {}) => ({
  integrationId,
  kind: 'processing',
  url,
  format: 'json',
  processScriptId,
  ...more,
});
const create = (more: object = {}) => http.call('POST', '/api/checks', definition(more));

describe('checks', () => {
  it('may have a log-in, whose own fields have defaults too', async () => {
    const login = { url: 'https://crm.example.com/auth', token: 'data.token', lifetimeSeconds: 600 };
    const headers = { Authorization: 'Bearer {token}' };
    const { status, body } = await create({ login, headers, maxRequests: 5 });
    expect(status).toBe(201);
    const whole = {
      ...login,
      method: null,
      headers: {},
      fields: [],
      bodyEncoding: 'form',
      format: 'json',
      expiresIn: null,
    };
    expect(body).toMatchObject({ login: whole, maxRequests: 5 });
    const path = `/api/checks/${body.id}`;
    expect((await http.call('PATCH', path, { maxRequests: 6 })).body).toMatchObject({ login: whole, maxRequests: 6 });
    const without = await http.call('PATCH', path, { login: null });
    expect(without.body.errors).toMatchObject([{ path: 'headers.Authorization' }]);
    expect((await http.call('PATCH', path, { login: null, headers: { Authorization: null } })).body.login).toBeNull();
  });

  it.each([
    [{ login: { url: 'https://a.b/', token: 't', lifetimeSeconds: 59 } }, 'login.lifetimeSeconds'],
    [{ login: { url: 'https://a.b/', token: 't', lifetimeSeconds: 2_592_001 } }, 'login.lifetimeSeconds'],
    [{ login: { url: 'https://a.b/', token: 'a..b', lifetimeSeconds: 60 } }, 'login.token'],
    [{ login: { url: 'ftp://a.b/', token: 't', lifetimeSeconds: 60 } }, 'login.url'],
    [{ login: { url: 'https://a.b/{idel}', token: 't', lifetimeSeconds: 60 } }, 'login.url'],
    [
      { login: { url: 'https://a.b/', token: 't', lifetimeSeconds: 60, fields: [{ name: 'x', value: '{token}' }] } },
      'login.fields[0].value',
    ],
    [{ login: { url: 'https://a.b/', token: 't', lifetimeSeconds: 60, headers: { 'x y': '' } } }, 'login.headers.x y'],
    [{ maxRequests: 0 }, 'maxRequests'],
    [{ maxRequests: 101 }, 'maxRequests'],
    [{ url: 'https://crm.example.com/{token}?{idel}' }, 'url'],
  ])('%j is refused', async (more, path) => {
    const { status, body } = await create(more);
    expect(status).toBe(422);
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });

  it('have defaults for most of their fields', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      integrationId,
      kind: 'processing',
      enabled: false,
      everySeconds: 600,
      url,
      method: null,
      headers: {},
      fields: [],
      bodyEncoding: 'form',
      format: 'json',
      csv: null,
      charset: null,
      batchSize: 50,
      rangeDays: 7,
      identifyBy: 'external',
      okStatuses: null,
      emptyOk: false,
      repeatable: true,
      preprocessScriptId: null,
      processScriptId,
      timeoutMs: 30_000,
      needsDryRun: false,
      limits: {},
      maxRequests: 1,
      login: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect((await http.call('GET', `/api/checks/${body.id}`)).body).toEqual(body);
    expect((await http.call('GET', `/api/checks?integrationId=${integrationId}`)).body.items).toContainEqual(body);
  });

  it.each([
    ['processing', 600],
    ['accepted', 10_800],
    ['range', 3_600],
  ])('of the kind %s sweep every %i seconds', async (kind, everySeconds) => {
    expect((await create({ kind, url: 'https://crm.example.com/all' })).body.everySeconds).toBe(everySeconds);
  });

  it.each([
    [{ url: 'https://crm.example.com/?ids={idls}' }, 'url'],
    [{ url: 'https://crm.example.com/?from={from}' }, 'url'],
    [{ kind: 'range' }, 'url'],
    [{ url: 'ftp://crm.example.com/' }, 'url'],
    [{ url: 'crm.example.com/{idel}' }, 'url'],
    [{ url: '{param:base}/status' }, 'url'],
    [
      {
        fields: [
          { name: 'a', value: '1' },
          { name: 'ids', value: '{ids},{idsl}' },
        ],
      },
      'fields[1].value',
    ],
    [{ headers: { 'X-Ids': '{ids}' } }, 'headers.X-Ids'],
    [{ headers: { 'X Bad': '1' } }, 'headers.X Bad'],
    [{ headers: { 'X-Line': 'a\r\nb' } }, 'headers.X-Line'],
    [{ url: 'https://crm.example.com/{id}' }, 'url'],
    [{ method: 'CONNECT' }, 'method'],
    [{ batchSize: 0 }, 'batchSize'],
    [{ batchSize: 1001 }, 'batchSize'],
    [{ rangeDays: 367 }, 'rangeDays'],
    [{ everySeconds: 4 }, 'everySeconds'],
    [{ charset: 'klingon-1' }, 'charset'],
    [{ csv: { delimiter: ';', header: true } }, 'csv'],
    [{ limits: { answerBytes: 64 * 1024 * 1024 + 1 } }, 'limits.answerBytes'],
    [{ limits: { answerBytes: 1023 } }, 'limits.answerBytes'],
    [{ limits: { scriptMs: 10_001 } }, 'limits.scriptMs'],
    [{ limits: { scriptMs: 9 } }, 'limits.scriptMs'],
    [{ limits: { memoryMb: 257 } }, 'limits.memoryMb'],
    [{ limits: { memoryMb: 7 } }, 'limits.memoryMb'],
    [{ limits: { memoryMb: 64.5 } }, 'limits.memoryMb'],
    [{ limits: { edits: 5 } }, /limits/],
    [{ timeoutMs: 300_001 }, 'timeoutMs'],
    [{ okStatuses: [] }, 'okStatuses'],
    [{ processScriptId: 999_999 }, 'processScriptId'],
    [{ preprocessScriptId: 999_999 }, 'preprocessScriptId'],
    [{ integrationId: 999_999 }, 'integrationId'],
  ])('are refused with %j', async (more, path) => {
    const { status, body } = await create(more);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path }]);
  });

  it.each([
    [{ url: 'https://{param:host}/api?key={param:token}&ids={idsl}' }],
    [{ url: 'https://crm.example.com/{id}', batchSize: 1 }],
    [{ kind: 'range', url: 'https://crm.example.com/?a={from:dd.MM.yyyy}&b={utom}' }],
    [{ fields: [{ name: 'ids', value: '{ids}' }], bodyEncoding: 'json', headers: { 'X-Key': '{param:token}' } }],
    [{ url: 'https://crm.example.com/?q={{word}}&json={"a":1}', method: 'get' }],
    [{ format: 'csv', csv: { delimiter: ';', header: true }, charset: 'windows-1251', okStatuses: [200, 404] }],
  ])('are saved with %j', async (more) => {
    expect(await create(more)).toMatchObject({ status: 201 });
  });

  it('change field by field, and are judged as a whole', async () => {
    const path = `/api/checks/${(await create({ headers: { A: '1', B: '2' }, limits: { scriptMs: 500 } })).body.id}`;
    const { body } = await http.call('PATCH', path, {
      headers: { A: null, C: '3' },
      limits: { memoryMb: 128, scriptMs: null },
      method: 'post',
    });
    expect(body).toMatchObject({ headers: { B: '2', C: '3' }, limits: { memoryMb: 128 }, method: 'POST' });
    const refused = await http.call('PATCH', path, { kind: 'range' });
    expect(refused.body.errors).toMatchObject([{ path: 'url' }]);
    expect((await http.call('PATCH', path, { everySeconds: null })).body.everySeconds).toBe(600);
    expect((await http.call('DELETE', path)).status).toBe(200);
  });

  it('hold the script and the integration that they use', async () => {
    expect((await http.call('DELETE', `/api/scripts/${processScriptId}`)).body.code).toBe('in_use');
    expect((await http.call('DELETE', `/api/integrations/${integrationId}`)).body.code).toBe('in_use');
  });

  it('sweep sooner at once when their cadence is made quicker', async () => {
    const { id } = (await create()).body;
    const later = new Date(http.clock.now().getTime() + 600_000);
    await http.app.db.insertInto('check_offers').values({ check_id: id, offer_id: offerId, next_at: later }).execute();
    await http.call('PATCH', `/api/checks/${id}`, { everySeconds: 30 });
    const row = await http.app.db
      .selectFrom('check_offers')
      .where('check_id', '=', id)
      .select('next_at')
      .executeTakeFirst();
    expect(row?.next_at).toEqual(new Date(http.clock.now().getTime() + 30_000));
  });
});

describe('a dry run', () => {
  const response = (rows: unknown) => ({ body: JSON.stringify(rows) });
  const lead = async (extId: string) => (await http.call('POST', '/api/leads', { offerId, extId })).body.items[0];

  it('of a check that is not saved shows what would become of the leads, and writes nothing but the audit log', async () => {
    const { id } = await lead('A1');
    const { status, body } = await http.call('POST', '/api/dry-run', {
      check: definition({ url: 'https://crm.example.com/?key={param:token}&ids={idel}' }),
      offerId,
      leadIds: [id],
      response: response([{ id: 'A1' }, { id: 'Z9' }]),
    });
    expect(status).toBe(200);
    expect(body.error).toBeNull();
    expect(body.request.url).toBe('https://crm.example.com/?key=***&ids=A1');
    expect(body.data).toEqual([{ id: 'A1' }, { id: 'Z9' }]);
    expect(body.edits).toMatchObject([{ leadId: id, extId: 'A1', outcome: 'applied', after: { status: 6 } }]);
    expect((await http.call('GET', `/api/leads/${id}`)).body.status).toBe(2);
    expect((await http.call('GET', '/api/audit?limit=1')).body.items[0]).toMatchObject({
      action: 'POST /api/dry-run',
      target: 'dry-run',
    });
  });

  it('takes the answer as bytes too', async () => {
    const { id: checkId } = (await create({ charset: 'windows-1251', format: 'text' })).body;
    const { id } = await lead('A2');
    const { body } = await http.call('POST', `/api/checks/${checkId}/dry-run`, {
      offerId,
      leadIds: [id],
      response: { bodyBase64: Buffer.of(0xef, 0xf0).toString('base64') },
      process: { language: 'js', code: 'console.log($data)' },
    });
    expect(body).toMatchObject({ error: null, data: 'пр', logs: [{ level: 'log', text: 'пр' }], missingIds: [id] });
  });

  it('with code that does not compile is an answer with an error', async () => {
    const { id: checkId } = (await create()).body;
    const { status, body } = await http.call('POST', `/api/checks/${checkId}/dry-run`, {
      offerId,
      response: response([]),
      process: { language: 'js', code: 'let a = ;' },
    });
    expect(status).toBe(200);
    expect(body.error).toMatchObject({ step: 'process', code: 'script_invalid', line: 1 });
  });

  it.each([
    [{ response: {} }, 'response'],
    [{ response: { body: 'a', bodyBase64: 'YQ==' } }, 'response'],
    [{ response: { bodyBase64: '!' } }, 'response.bodyBase64'],
    [{ response: { body: '', status: 1000 } }, 'response.status'],
    [{ leadIds: [] }, 'leadIds'],
    [{ leadIds: [2 ** 60] }, 'leadIds[0]'],
    [{ from: '2025-02-30' }, 'from'],
    [{ only: 'everything' }, 'only'],
    [{ offerId: undefined }, 'offerId'],
  ])('is refused with %j', async (more, path) => {
    const { id: checkId } = (await create()).body;
    const { status, body } = await http.call('POST', `/api/checks/${checkId}/dry-run`, { offerId, ...more });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path }]);
  });
});

describe('sweeps', () => {
  it('are started, joined and stopped', async () => {
    const { id } = (await create()).body;
    const started = await http.call('POST', `/api/checks/${id}/run`);
    expect(started).toMatchObject({ status: 202, body: { sweeps: [{ id: expect.any(Number), state: 'running' }] } });
    const joined = await http.call('POST', `/api/checks/${id}/run?wait=0.1`, { offerId });
    expect(joined).toMatchObject({ status: 202, body: started.body });
    const [sweep] = started.body.sweeps;
    expect((await http.call('DELETE', `/api/checks/${id}`)).body.code).toBe('conflict');
    expect((await http.call('GET', `/api/sweeps?checkId=${id}`)).body.items).toMatchObject([{ id: sweep.id, runs: 0 }]);
    const stopped = await http.call('POST', `/api/sweeps/${sweep.id}/stop`);
    expect(stopped.body).toMatchObject({ state: 'stopped', runs: [] });
    expect((await http.call('POST', `/api/sweeps/${sweep.id}/stop`)).body.code).toBe('conflict');
    expect((await http.call('POST', `/api/checks/${id}/run`, { offerId: 999_999 })).body.errors).toMatchObject([
      { path: 'offerId' },
    ]);
    expect((await http.call('GET', '/api/runs?state=failed')).body).toEqual({ items: [], next: null });
    expect((await http.call('GET', '/api/runs/12345678901')).status).toBe(404);
    expect((await http.call('POST', '/api/runs/1/replay')).status).toBe(404);
  });
});
