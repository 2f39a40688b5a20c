import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dryRun } from '../../src/checks/dry-run.ts';
import { replay } from '../../src/checks/replay.ts';
import { getRun } from '../../src/checks/views/queries.ts';
import { engines } from '../databases.ts';
import type { RecordedRequest } from '../fake-crm.ts';
import { type CheckSeed, makeUsual, openWorld, statusOf, type World } from '../world.ts';

const script = `
  console.log('token ' + $token);
  $core.each($data, (d) => $core.lead.edit($e2i[d.id], { accept: 1, comment: 'by ' + $token }));`;

describe.each(engines)('a log-in before the requests of a run, on %s', (engine) => {
  let world: World;
  /** What the CRM takes for good, and how many it gave out. */
  let good = '';
  let given = 0;
  beforeAll(async () => {
    world = await openWorld(engine);
  });
  beforeEach(async () => {
    await world.reset();
    given = 0;
    good = '';
    world.crm.answer('/auth', () => {
      good = `tok/en+${++given}-abcdef`;
      return { body: { data: { access: good }, refresh_token: 'not-for-you', ttl: 120 } };
    });
    world.crm.answer('/orders', (request) =>
      tokenOf(request) === good && good !== ''
        ? { body: [{ id: 'o1', echo: good }] }
        : { status: 401, body: `no such token: ${tokenOf(request)}` },
    );
  });
  afterAll(() => world.close());

  const tokenOf = ({ headers }: RecordedRequest): string => (headers['authorization'] ?? '').replace('Bearer ', '');
  const withLogin = (check: Partial<CheckSeed> = {}, leads = 1, secrets = { password: 'hunter2-hunter2' }) =>
    makeUsual(
      world,
      leads,
      {
        code: script,
        headers: { Authorization: 'Bearer {token}' },
        login: {
          url: `${world.crm.url}/auth`,
          fields: [{ name: 'password', value: '{param:password}' }],
          token: 'data.access',
        },
        ...check,
      },
      { secrets },
    );
  const runOf = async (checkId: number) => {
    const [sweep] = await world.sweep(checkId);
    return getRun(world.app, sweep?.runs.at(-1)?.id ?? 0);
  };
  const check = (id: number) =>
    world.app.db.selectFrom('checks').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
  const paths = () => world.crm.requests.map(({ path }) => path);
  const everyText = async () => {
    const texts = await Promise.all(
      ['run_details', 'runs', 'login_tokens', 'unrecognised'].map((table) =>
        sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(world.app.db),
      ),
    );
    return JSON.stringify(texts.map(({ rows }) => rows));
  };

  it('gives a token that stands in headers and scripts, and is shown nowhere', async () => {
    const { checkId, leadIds } = await withLogin();
    const run = await runOf(checkId);
    expect(run).toMatchObject({
      state: 'ok',
      logs: [{ text: 'token ***' }],
      requests: [
        {
          purpose: 'login',
          page: null,
          response: { status: 200, body: null },
          timing: { requestMs: expect.any(Number) },
        },
        { purpose: 'ask', page: 1, response: { status: 200, body: '[{"id":"o1","echo":"***"}]' } },
      ],
      data: [{ id: 'o1', echo: '***' }],
    });
    expect(world.crm.requests[0]).toMatchObject({ method: 'POST', body: 'password=hunter2-hunter2' });
    expect(await statusOf(world, leadIds[0] ?? 0)).toBe(6);
    const shown = JSON.stringify(run) + (await everyText());
    for (const secret of ['abcdef', 'hunter2', 'not-for-you']) expect(shown).not.toContain(secret);
    const again = await replay(world.app, run.id, { against: 'recorded' });
    expect(again).toMatchObject({ error: null, logs: [{ text: 'token null' }], data: [{ echo: '***' }] });
  });

  it('keeps its token for its lifetime and no longer', async () => {
    const { checkId } = await withLogin();
    for (let sweep = 0; sweep < 3; sweep++) {
      await world.sweep(checkId);
      await reopen();
    }
    expect(paths()).toEqual(['/auth', '/orders', '/orders', '/orders']);
    world.clock.advance(3_600);
    await world.sweep(checkId);
    expect(given).toBe(2);
  });

  /** So that the next sweep has something to ask for. */
  const reopen = () => world.app.db.updateTable('leads').set({ status: 2 }).execute();

  it('believes the answer about the lifetime, where the check says where it stands', async () => {
    const login = { url: `${world.crm.url}/auth`, token: 'data.access', expiresIn: 'ttl' };
    const { checkId } = await withLogin({ login });
    await world.sweep(checkId);
    world.clock.advance(100);
    await reopen();
    await world.sweep(checkId);
    expect(given).toBe(1);
    world.clock.advance(30);
    await reopen();
    await world.sweep(checkId);
    expect(given).toBe(2);
  });

  it('is done once for all that ask at the same time', async () => {
    world.crm.answer('/auth', async () => {
      await world.crm.received(1);
      await new Promise((resolve) => setTimeout(resolve, 100));
      good = `tok/en+${++given}-abcdef`;
      return { body: { data: { access: good } } };
    });
    const { checkId } = await withLogin({ batchSize: 1 }, 4);
    const [sweep] = await world.sweep(checkId);
    expect(sweep?.runs.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(given).toBe(1);
  });

  it('is done once more where the CRM does not take the token any more', async () => {
    const { checkId } = await withLogin();
    await world.sweep(checkId);
    good = 'nothing';
    await reopen();
    const run = await runOf(checkId);
    expect(run).toMatchObject({
      state: 'ok',
      requests: [
        { purpose: 'ask', page: 1, response: { status: 401, body: null } },
        { purpose: 'login' },
        { purpose: 'ask', page: 1, response: { status: 200, body: expect.stringContaining('o1') } },
      ],
    });
    expect(given).toBe(2);
  });

  it('is not done a third time: the run fails with the status', async () => {
    world.crm.answer('/orders', ({ headers }) => ({ status: 403, body: `not you: ${headers['authorization']}` }));
    const { checkId } = await withLogin();
    const run = await runOf(checkId);
    expect(run).toMatchObject({ state: 'failed', error: { code: 'http_status', params: { status: 403 } } });
    expect(paths()).toEqual(['/auth', '/orders', '/auth', '/orders']);
    expect(JSON.stringify(run) + (await everyText())).not.toContain('abcdef');
  });

  it('that was needed again between two answers goes on with the second', async () => {
    const code = `if ($page < 2) $core.next({ fields: { page: 2, t: $token } }); else $core.lead.edit($e2i.o1, { accept: 1 })`;
    world.crm.answer('/orders', (request) => {
      if (tokenOf(request) !== good) return { status: 401 };
      if (request.query.has('page')) return { body: [] };
      good = 'nothing';
      return { body: [] };
    });
    const { checkId, leadIds } = await withLogin({ code, maxRequests: 2 });
    await world.sweep(checkId);
    expect(paths()).toEqual(['/auth', '/orders', '/orders', '/auth', '/orders']);
    expect(world.crm.requests.at(-1)?.query.get('t')).toBe(good);
    expect(await statusOf(world, leadIds[0] ?? 0)).toBe(6);
  });

  it.each([
    [{ status: 403, body: '{"error": "locked"}' }, 'The log-in failed. The answer is 403: {"error": "locked"}'],
    [
      { body: { access_token: 'abcdef-abcdef', user: 'me' } },
      'The log-in failed. The answer has no text at «data.access»: {"access_token":"***","user":"me"}',
    ],
    [{ body: '<html>' }, 'The log-in failed. Cannot read the answer as JSON: it starts with `<html`'],
  ])('that fails with %j fails the run and says why', async (answer, message) => {
    world.crm.answer('/auth', answer);
    const { checkId } = await withLogin();
    const run = await runOf(checkId);
    expect(run).toMatchObject({ state: 'failed', error: { step: 'request', code: 'login_failed', message } });
    expect(run.requests[0]).toMatchObject({ purpose: 'login', error: { code: 'login_failed' } });
    expect(paths()).toEqual(['/auth']);
    const left = await world.app.db.selectFrom('login_tokens').select(['token', 'asking_until']).execute();
    expect(left).toEqual([{ token: null, asking_until: null }]);
  });

  it('that fails thrice ends the sweep, as a CRM that is not there', async () => {
    world.crm.answer('/auth', { status: 401 });
    const { checkId } = await withLogin({ batchSize: 1 }, 12);
    const [sweep] = await world.sweep(checkId);
    expect(sweep?.state).toBe('failed');
    expect(world.crm.requests.length).toBeLessThanOrEqual(4);
  });

  it('with another password gives another token', async () => {
    const { checkId, integrationId } = await withLogin();
    await world.sweep(checkId);
    const secrets = world.app.secrets.seal({ password: 'another-one' });
    await world.app.db.updateTable('integrations').set({ secrets }).where('id', '=', integrationId).execute();
    await reopen();
    await world.sweep(checkId);
    expect(given).toBe(2);
    expect(world.crm.requests.findLast(({ path }) => path === '/auth')?.body).toBe('password=another-one');
  });

  it('in a dry run writes nothing, uses a kept token, and is left out where nothing is sent', async () => {
    const { checkId, offerId } = await withLogin();
    const shown = await dryRun(world.app, await check(checkId), { offerId });
    expect(shown.requests).toMatchObject([{ purpose: 'login' }, { purpose: 'ask', request: { headers: {} } }]);
    expect(JSON.stringify(shown)).not.toContain('abcdef');
    expect(await world.app.db.selectFrom('login_tokens').selectAll().execute()).toEqual([]);
    const only = await dryRun(world.app, await check(checkId), { offerId, only: 'request' });
    expect(only).toMatchObject({ error: null, requests: [{ purpose: 'ask', response: null }] });
    const response = { status: 200, headers: {}, body: new TextEncoder().encode('[]') };
    expect(await dryRun(world.app, await check(checkId), { offerId, response })).toMatchObject({ error: null });
    expect(given).toBe(1);
    await world.sweep(checkId);
    await reopen();
    await dryRun(world.app, await check(checkId), { offerId });
    expect(given).toBe(2);
  });
});
