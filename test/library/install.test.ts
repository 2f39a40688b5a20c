import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Http, openHttp } from '../api/http.ts';

let http: Http;
let offerId: number;
beforeAll(async () => {
  http = await openHttp();
  offerId = (await http.call('POST', '/api/offers', { name: 'Tea', currency: 'RUB' })).body.id;
});
afterAll(() => http.close());

const leadvertex = (more: object = {}) => ({
  name: 'LV',
  params: { host: 'demo.leadvertex.ru', webmaster: '12' },
  secrets: { token: 's3cret' },
  offerIds: [offerId],
  ...more,
});
const install = (crm: string, body: object) => http.call('POST', `/api/library/${crm}/install`, body);
const count = async (): Promise<number[]> => {
  const tables = ['integrations', 'scripts', 'script_versions', 'checks', 'integration_offers'] as const;
  const counts = tables.map((table) =>
    http.app.db
      .selectFrom(table)
      .select((each) => each.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow(),
  );
  return (await Promise.all(counts)).map(({ rows }) => rows);
};

describe('the list of the library', () => {
  it('names every CRM with how far it may be trusted', async () => {
    const { status, body } = await http.call('GET', '/api/library?limit=500', undefined, 'viewer');
    expect(status).toBe(200);
    expect(body.items.length).toBeGreaterThanOrEqual(22);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        crm: 'leadvertex-webmaster',
        name: 'LeadVertex, webmaster API v2',
        title: { ru: 'LeadVertex, API вебмастера v2', en: 'LeadVertex, webmaster API v2' },
        verified: 'yes',
        lastSeenToWork: null,
        standing: {
          ru: 'Сделано по документации; в работе ещё не проверено',
          en: 'Follows documentation; last seen to work: never',
        },
        kinds: ['processing', 'accepted'],
        pushes: false,
      }),
    );
  });

  it('is searched by name, in any letter case, and read page by page', async () => {
    const found = (await http.call('GET', '/api/library?q=LEADV')).body.items.map(({ crm }: { crm: string }) => crm);
    expect(found).toEqual(['leadvertex-admin', 'leadvertex-webmaster']);
    expect((await http.call('GET', '/api/library?q=битрикс')).body.items).toMatchObject([{ crm: 'bitrix24' }]);
    expect((await http.call('GET', '/api/library?q=bitrix')).body.items).toMatchObject([{ crm: 'bitrix24' }]);
    const first = (await http.call('GET', '/api/library?q=leadv&limit=1')).body;
    expect(first).toMatchObject({ items: [{ crm: 'leadvertex-admin' }], next: 'leadvertex-admin' });
    const rest = (await http.call('GET', `/api/library?q=leadv&limit=1&cursor=${first.next}`)).body;
    expect(rest).toMatchObject({ items: [{ crm: 'leadvertex-webmaster' }], next: null });
    expect((await http.call('GET', '/api/library?cursor=nothing')).status).toBe(422);
  });
});

describe('an entry of the library', () => {
  it('shows everything, the code and the cases included', async () => {
    const { status, body } = await http.call('GET', '/api/library/happysale');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      crm: 'happysale',
      params: { uid: { means: { ru: expect.any(String), en: expect.any(String) } }, country: { default: 'ru' } },
      secrets: { secret: {} },
      checks: [{ kind: 'processing', preprocess: 'preprocess.js', process: 'process.js' }, { kind: 'accepted' }],
      cases: { normal: { exchanges: [{ answer: {} }] } },
      push: null,
    });
    const files = body.scripts.map(({ file }: { file: string }) => file);
    expect(body.languages).toEqual(['js', 'php']);
    expect(files).toEqual(['preprocess.js', 'process.js', 'preprocess.php', 'process.php']);
    expect(body.scripts[0].code).toContain('$core.hash.sha256');
    expect(body.scripts[2].code).toContain("hash('sha256'");
  });

  it('has the facts of a CRM that tells statuses by itself', async () => {
    const { body } = await http.call('GET', '/api/library/leadbit');
    expect(body).toMatchObject({
      checks: [],
      languages: [],
      pushes: true,
      push: { edits: { confirm: { accept: true } } },
    });
  });

  it('is not there under another name, however it is written', async () => {
    for (const name of ['nobody', '..%2Fsrc', '%2e%2e', 'library.ts', 'README.md', '__proto__']) {
      const { status, body } = await http.call('GET', `/api/library/${name}`);
      expect([name, status, body.code]).toEqual([name, 404, 'not_found']);
    }
  });
});

describe('installing', () => {
  it('makes integration, scripts, checks and connections, with the checks disabled', async () => {
    const { status, body } = await install('leadvertex-webmaster', leadvertex({ timezone: 'Europe/Moscow' }));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      integration: {
        name: 'LV',
        timezone: 'Europe/Moscow',
        params: { host: 'demo.leadvertex.ru', webmaster: '12', reason_trash: '6' },
        secretNames: ['token'],
        allowedHosts: [],
      },
      scripts: [{ name: 'LV: process.js', language: 'js', activeVersion: 1 }],
      checks: [
        { kind: 'processing', enabled: false, needsDryRun: true, everySeconds: 600, batchSize: 50 },
        { kind: 'accepted', enabled: false, needsDryRun: true, everySeconds: 10_800 },
      ],
      offerIds: [offerId],
    });
    const connected = await http.call('GET', `/api/integrations/${body.integration.id}/offers/${offerId}`);
    expect(connected.status).toBe(200);
    const { code } = (await http.call('GET', `/api/scripts/${body.checks[0].processScriptId}`)).body;
    const entry = await http.call('GET', '/api/library/leadvertex-webmaster');
    expect(code).toBe(entry.body.scripts[0].code);
  });

  it('takes the scripts in PHP where they are chosen', async () => {
    const { status, body } = await install('happysale', {
      name: 'HS',
      language: 'php',
      params: { uid: '7' },
      secrets: { secret: 's' },
    });
    expect(status).toBe(201);
    expect(body.scripts).toMatchObject([
      { name: 'HS: preprocess.php', language: 'php' },
      { name: 'HS: process.php', language: 'php' },
    ]);
    const { code } = (await http.call('GET', `/api/scripts/${body.checks[0].processScriptId}`)).body;
    expect(code).toMatch(/^<\?php/);
  });

  it('takes the CRM’s own name where none is given', async () => {
    const { body } = await install('leadvertex-webmaster', leadvertex({ name: undefined, offerIds: [] }));
    expect(body.integration.name).toBe('LeadVertex, webmaster API v2');
  });

  it('takes the host out of a pasted address, and the spaces off a pasted key', async () => {
    const pasted = { host: ' https://demo.leadvertex.ru/admin/orders.html?x=1 ', webmaster: 12 };
    const { body } = await install(
      'leadvertex-webmaster',
      leadvertex({ params: pasted, secrets: { token: ' s3cret\n' } }),
    );
    expect(body.integration.params.host).toBe('demo.leadvertex.ru');
    expect(body.checks[0].url).toMatch(/^https:\/\/\{param:host\}\/api/);
    const dryRun = { offerId, response: { body: '{}' } };
    await http.call('POST', '/api/leads', { offerId, integrationId: body.integration.id, extId: '7' });
    const { request } = (await http.call('POST', `/api/checks/${body.checks[0].id}/dry-run`, dryRun)).body;
    expect(request.url).toBe(
      'https://demo.leadvertex.ru/api/webmaster/v2/getOrdersByIds.html?webmasterID=12&token=***&ids=7',
    );
  });

  it('asks without encryption where an address of http: is pasted, in the checks and in the scripts', async () => {
    const params = { host: 'http://10.0.0.7:8080', username: 'network' };
    const { body } = await install('zdorov', { name: 'V', params, secrets: { access_key: 'k' } });
    expect(body.integration.params.host).toBe('10.0.0.7:8080');
    expect(body.checks[0].url).toMatch(/^http:\/\/\{param:host\}\//);
    const { code } = (await http.call('GET', `/api/scripts/${body.checks[0].processScriptId}`)).body;
    expect(code).toContain("'http://{param:host}/webservice.php'");
  });

  it.each([
    [{ params: { webmaster: '1' } }, [{ path: 'params.host', message: 'is required: the project’s address' }]],
    [
      { params: { host: 'x.ru', webmaster: '  ' } },
      [{ path: 'params.webmaster', message: expect.stringContaining('is required') }],
    ],
    [{ secrets: {} }, [{ path: 'secrets.token', message: 'is required: the webmaster’s token' }]],
    [
      { params: { host: 'x.ru', webmastr: '1', webmaster: '1' } },
      [{ path: 'params.webmastr', message: expect.stringContaining('did you mean webmaster?') }],
    ],
    [
      { params: { host: 'x.ru', webmaster: '1', token: 's' } },
      [{ path: 'params.token', message: expect.stringContaining('it belongs into secrets') }],
    ],
    [
      { secrets: { token: 's', host: 'x.ru' } },
      [{ path: 'secrets.host', message: expect.stringContaining('it belongs into params') }],
    ],
    [
      { params: { host: 'x.ru/api', webmaster: '1' } },
      [{ path: 'params.host', message: 'is not a host (crm.example.com): x.ru/api' }],
    ],
    [
      { params: { host: 'https://user@x.ru', webmaster: '1' } },
      [{ path: 'params.host', message: expect.stringContaining('is not a host') }],
    ],
    [
      { params: { host: 'x.ru', webmaster: '1', reason_trash: '999' } },
      [{ path: 'params.reason_trash', message: expect.stringContaining('the network has no reason 999') }],
    ],
    [{ offerIds: [999_999] }, [{ path: 'offerIds[0]', message: 'there is no offer 999999' }]],
    [{ timezone: 'Mars/Olympus' }, [{ path: 'timezone', message: expect.stringContaining('Mars/Olympus') }]],
    [{ language: 'ts' }, [{ path: 'language', message: 'must be one of js, php, not "ts"' }]],
    [{ color: 'red' }, [{ path: 'color', message: 'is not a known field' }]],
  ])('refuses %j, naming the field, and makes nothing', async (more, errors) => {
    const before = await count();
    const { status, body } = await install('leadvertex-webmaster', leadvertex(more));
    expect({ status, errors: body.errors }).toEqual({ status: 422, errors });
    expect(await count()).toEqual(before);
  });

  it('is refused for a CRM that cannot be asked, and is for administrators alone', async () => {
    const pushed = await install('leadbit', {});
    expect([pushed.status, pushed.body.code]).toEqual([409, 'conflict']);
    const operator = await http.call('POST', '/api/library/weblab/install', {}, 'operator');
    expect(operator.status).toBe(403);
    expect((await install('nobody', {})).status).toBe(404);
  });

  it('keeps no secret in the audit log', async () => {
    await install('leadvertex-webmaster', leadvertex({ secrets: { token: 'very-s3cret' } }));
    const { body } = await http.call('GET', '/api/audit?limit=1');
    expect(body.items[0]).toMatchObject({ action: 'POST /api/library/:crm/install', details: { name: 'LV' } });
    expect(JSON.stringify(body)).not.toContain('very-s3cret');
  });
});

describe('a check of the library', () => {
  const installed = async (more: object = {}) => (await install('leadvertex-webmaster', leadvertex(more))).body;
  const enable = (id: number, more: object = {}) => http.call('PATCH', `/api/checks/${id}`, { enabled: true, ...more });
  const dryRun = (id: number, body: object) => http.call('POST', `/api/checks/${id}/dry-run`, { offerId, ...body });

  it('cannot be enabled before a dry run of it has succeeded', async () => {
    const [{ id }, other] = (await installed()).checks;
    const refused = await enable(id);
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect(refused.body.detail).toContain('no dry run of it has succeeded yet');
    await dryRun(id, { response: { body: '<html>' } });
    await dryRun(id, { response: { status: 500, body: '{}' } });
    await dryRun(id, { response: { body: '{"error": "Token is invalid"}' } });
    await dryRun(id, { only: 'request' });
    await dryRun(id, {}); // nothing is due, so nobody is asked
    await dryRun(id, { response: { body: '{}' }, process: { language: 'js', code: '' } });
    expect((await enable(id)).status).toBe(409);
    expect((await http.call('PATCH', `/api/checks/${id}`, { everySeconds: 60 })).status).toBe(200);

    expect((await dryRun(id, { response: { body: '{}' } })).body.error).toBeNull();
    const enabled = await enable(id);
    expect([enabled.status, enabled.body.enabled, enabled.body.needsDryRun]).toEqual([200, true, false]);
    expect((await enable(other.id)).status).toBe(409);
  });

  it('is enabled where the admin insists, and then for good', async () => {
    const [{ id }] = (await installed()).checks;
    expect((await enable(id, { insist: true })).body).toMatchObject({ enabled: true, needsDryRun: false });
    await http.call('PATCH', `/api/checks/${id}`, { enabled: false });
    expect((await enable(id)).status).toBe(200);
  });

  it('is enabled at once where the admin insists when installing', async () => {
    const { checks } = await installed({ enable: true });
    expect(checks).toMatchObject([
      { enabled: true, needsDryRun: false },
      { enabled: true, needsDryRun: false },
    ]);
  });
});
