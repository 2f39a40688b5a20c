import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DryRunInput, dryRun } from '../../src/checks/dry-run.ts';
import { replay } from '../../src/checks/replay.ts';
import { engines } from '../databases.ts';
import { makeLeads, makeUsual, openWorld, statusOf, type World } from '../world.ts';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const pasted = (value: unknown): NonNullable<DryRunInput['response']> => ({
  status: 200,
  headers: { 'Content-Type': 'application/json' },
  body: bytes(value),
});

/** Every row of every table, as text. */
async function everything({ app }: World): Promise<Record<string, unknown[]>> {
  const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(app.db);
  const rows: Record<string, unknown[]> = {};
  for (const { name } of tables.rows) {
    // The worker says every second that it is alive; that has nothing to do with the dry run.
    if (name === 'workers') continue;
    const found = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t order by 1`.execute(
      app.db,
    );
    rows[name] = found.rows;
  }
  return rows;
}

describe.each(engines)('a dry run on %s', (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(engine);
  });
  afterAll(() => world.close());

  const check = (id: number) =>
    world.app.db.selectFrom('checks').where('id', '=', id).selectAll().executeTakeFirstOrThrow();

  it('shows the request, the answer and what would change, and leaves every table byte for byte as it was', async () => {
    const { checkId, offerId, leadIds } = await makeUsual(world, 3, { url: `${world.crm.url}/live?ids={idel}` });
    world.crm.answer('/live', {
      body: [
        { id: 'o1', status: 'accept' },
        { id: 'o2', status: 'cancel' },
        { id: 'o9', status: 'accept' },
      ],
    });
    const before = await everything(world);
    const shown = await dryRun(world.app, await check(checkId), { offerId });
    expect(await everything(world)).toEqual(before);
    expect(shown).toMatchObject({
      request: { method: 'GET', url: `${world.crm.url}/live?ids=o1,o2,o3`, body: null },
      response: { status: 200, body: expect.stringContaining('o1') },
      data: [{ id: 'o1' }, { id: 'o2' }, { id: 'o9' }],
      edits: [
        {
          leadId: leadIds[0],
          extId: 'o1',
          edit: { accept: 1 },
          outcome: 'applied',
          before: { status: 2, booked: false },
          after: { status: 6, booked: true },
          money: [{ kind: 'pay', amount: '700', currency: 'RUB' }],
        },
        { leadId: leadIds[1], outcome: 'applied', after: { status: 5, reason: 2 } },
      ],
      missingIds: [leadIds[2]],
      error: null,
    });
  });

  it('with a given answer asks nobody', async () => {
    const { checkId, offerId } = await makeUsual(world, 1, { url: `${world.crm.url}/given?ids={idel}` });
    const shown = await dryRun(world.app, await check(checkId), {
      offerId,
      response: pasted([{ id: 'o1', status: 'call' }]),
    });
    expect(shown.edits).toMatchObject([{ outcome: 'applied', after: { status: 3 } }]);
    expect(world.crm.requests.some(({ path }) => path === '/given')).toBe(false);
  });

  it.each([
    [`$url = 'http://elsewhere.test/x'`, 'host_not_allowed', 'elsewhere.test, which is not an allowed host'],
    [`$url = 'no address'`, 'network_failed', 'is not an address'],
    [`$method = 'TRACE'`, 'network_failed', 'is not a method that can be sent'],
    [`$headers['a b'] = 'x'`, 'network_failed', 'cannot be the name of a header'],
  ])('says of a request that would not leave why, as the run would: %s', async (code, error, message) => {
    const { checkId, offerId } = await makeUsual(world, 1, { maxRequests: 3 });
    const preprocess = { language: 'js' as const, code };
    for (const how of [{ response: pasted([]) }, { only: 'request' as const }]) {
      const shown = await dryRun(world.app, await check(checkId), { offerId, preprocess, ...how });
      expect(shown.error).toMatchObject({ step: 'request', code: error, message: expect.stringContaining(message) });
    }
    const process = { language: 'js' as const, code: `$core.next({ url: 'http://elsewhere.test/' })` };
    const shown = await dryRun(world.app, await check(checkId), {
      offerId,
      process,
      responses: [pasted([]), pasted([])],
    });
    expect(shown.error).toMatchObject({ code: 'host_not_allowed' });
  });

  it('with `only: request` stops before anything is sent', async () => {
    const { checkId, offerId } = await makeUsual(world, 1, { url: `${world.crm.url}/only?ids={idel}` });
    const shown = await dryRun(world.app, await check(checkId), { offerId, only: 'request' });
    expect(shown).toMatchObject({
      request: { url: `${world.crm.url}/only?ids=o1` },
      response: null,
      edits: [],
      error: null,
    });
    expect(world.crm.requests.some(({ path }) => path === '/only')).toBe(false);
  });

  it('runs leads that are not due when they are named, and says so', async () => {
    const { checkId, offerId, integrationId } = await makeUsual(world, 0);
    const [paid = 0] = await makeLeads(world, [{ offerId, integrationId, status: 10 }]);
    const response = pasted([{ id: 'o1', status: 'cancel' }]);
    const shown = await dryRun(world.app, await check(checkId), { offerId, leadIds: [paid], response });
    expect(shown.warnings).toContainEqual(expect.objectContaining({ code: 'lead_not_due' }));
    expect(shown.edits).toMatchObject([{ outcome: 'refused', refusal: { code: 'already_final' } }]);
  });

  it('refuses leads of others, naming them', async () => {
    const { checkId, offerId } = await makeUsual(world, 0);
    await expect(dryRun(world.app, await check(checkId), { offerId, leadIds: [987_654] })).rejects.toThrow(
      'leadIds[0]: Lead 987654 is not a lead of this offer and integration.',
    );
  });

  it('says where nothing is due, and asks nobody', async () => {
    const { checkId, offerId } = await makeUsual(world, 0, { url: `${world.crm.url}/nobody?ids={idel}` });
    const shown = await dryRun(world.app, await check(checkId), { offerId });
    expect(shown.warnings).toMatchObject([{ code: 'nothing_due' }]);
    expect(world.crm.requests.some(({ path }) => path === '/nobody')).toBe(false);
  });

  it('says where nothing is due that a given answer was decided on without a lead', async () => {
    const { checkId, offerId } = await makeUsual(world, 0);
    const response = pasted([{ id: 'o1', status: 'call' }]);
    for (const given of [{ response }, { responses: [response] }]) {
      const shown = await dryRun(world.app, await check(checkId), { offerId, ...given });
      expect(shown).toMatchObject({ data: [{ id: 'o1' }], edits: [] });
      expect(shown.warnings[0]).toMatchObject({
        code: 'nothing_due_answered',
        message: expect.not.stringContaining('paste an answer'),
      });
    }
  });

  it('runs code that is not saved', async () => {
    const { checkId, offerId } = await makeUsual(world, 1);
    const process = {
      language: 'ts' as const,
      code: 'const id: number = $e2i.o1 as number;\n$core.lead.edit(id, { status: 4, hold: 3 });',
    };
    const shown = await dryRun(world.app, await check(checkId), { offerId, process, response: pasted([]) });
    expect(shown.edits).toMatchObject([{ outcome: 'applied', after: { status: 4 } }]);
  });

  it('reports code that does not compile with line and column', async () => {
    const { checkId, offerId } = await makeUsual(world, 1);
    const process = { language: 'js' as const, code: 'let a = 1;\nlet b = ;' };
    const shown = await dryRun(world.app, await check(checkId), { offerId, process, response: pasted([]) });
    expect(shown.error).toMatchObject({ step: 'process', code: 'script_invalid', line: 2 });
  });

  it('reports a script that throws, with what it had logged', async () => {
    const { checkId, offerId } = await makeUsual(world, 1);
    const process = { language: 'js' as const, code: "console.log('so far');\n$data.missing.field;" };
    const shown = await dryRun(world.app, await check(checkId), { offerId, process, response: pasted({}) });
    expect(shown).toMatchObject({
      error: { step: 'process', code: 'script_threw', line: 2 },
      logs: [{ level: 'log', text: 'so far' }],
      edits: [],
    });
  });

  it('masks secrets wherever they turn up', async () => {
    const { checkId, offerId } = await makeUsual(
      world,
      1,
      {
        url: `${world.crm.url}/secret?token={param:token}&ids={idel}`,
        headers: { 'X-Other': '{param:token}' },
        code: 'console.log($params.token); $core.fail("bad token " + $params.token)',
      },
      { secrets: { token: 'hunter2-hunter2' } },
    );
    world.crm.answer('/secret', (request) => ({ body: { echo: request.url } }));
    const shown = await dryRun(world.app, await check(checkId), { offerId });
    expect(shown.error).toMatchObject({ code: 'script_failed' });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    expect(world.crm.requests.at(-1)?.url).toContain('hunter2-hunter2');
  });

  it('points out dates with the day before the month', async () => {
    const { checkId, offerId } = await makeUsual(world, 1, { kind: 'range', url: `${world.crm.url}/r?from={ffrom}` });
    const shown = await dryRun(world.app, await check(checkId), { offerId, only: 'request' });
    expect(shown.request?.url).toBe(`${world.crm.url}/r?from=2026-02-03%2000%3A00%3A00`);
    expect(shown.warnings).toMatchObject([{ code: 'day_before_month' }]);
  });

  it('asks for the days that are given', async () => {
    const { checkId, offerId, integrationId } = await makeUsual(world, 0, { kind: 'range' });
    await makeLeads(world, [{ offerId, integrationId, createdAt: new Date('2026-02-03T10:00:00Z') }]);
    const input = { offerId, from: '2026-02-01', to: '2026-02-04', response: pasted([{ id: 'o1', status: 'accept' }]) };
    const shown = await dryRun(world.app, await check(checkId), input);
    expect(shown.request?.url).toContain('from=2026-02-01&to=2026-02-04');
    expect(shown.edits).toMatchObject([{ extId: 'o1', outcome: 'applied' }]);
  });
});

describe.each(engines)('a replay on %s', (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(engine);
  });
  afterAll(() => world.close());

  const sweptOnce = async (path: string) => {
    const made = await makeUsual(world, 2, { url: `${world.crm.url}${path}?ids={idel}` });
    world.crm.answer(path, {
      body: [
        { id: 'o1', status: 'accept' },
        { id: 'o2', status: 'call' },
      ],
    });
    const [sweep] = await world.sweep(made.checkId);
    return { ...made, runId: sweep?.runs[0]?.id ?? 0 };
  };

  it('of the recorded leads gives what the run gave, and writes nothing', async () => {
    const { runId, leadIds } = await sweptOnce('/replayed');
    // A lane is given up a moment after its last run.
    await expect.poll(() => world.app.db.selectFrom('lanes').selectAll().execute()).toEqual([]);
    const before = await everything(world);
    const shown = await replay(world.app, runId, { against: 'recorded' });
    expect(shown.edits).toMatchObject([
      {
        leadId: leadIds[0],
        outcome: 'applied',
        before: { status: 2 },
        after: { status: 6 },
        money: [{ amount: '700' }],
      },
      { leadId: leadIds[1], outcome: 'applied', before: { status: 2 }, after: { status: 3 } },
    ]);
    expect(await everything(world)).toEqual(before);
  });

  it('against the leads as they are now shows that nothing is left to do', async () => {
    const { runId } = await sweptOnce('/now');
    const shown = await replay(world.app, runId, { against: 'now' });
    expect(shown.edits.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
  });

  it('with another script shows what that would have done', async () => {
    const { runId, leadIds } = await sweptOnce('/other');
    const code = '$core.each($data, (d) => $core.lead.edit($e2i[d.id], { status: 5 }))';
    const shown = await replay(world.app, runId, { against: 'recorded', process: { language: 'js', code } });
    expect(shown.edits).toMatchObject([
      { outcome: 'applied', before: { status: 2 }, after: { status: 5 } },
      { outcome: 'applied', before: { status: 2 }, after: { status: 5 } },
    ]);
    expect(await statusOf(world, leadIds[0] ?? 0)).toBe(6);
  });

  it('is gone where the answer is no longer kept', async () => {
    const { runId } = await sweptOnce('/gone');
    await world.app.db.deleteFrom('exchanges').where('run_id', '=', runId).execute();
    await expect(replay(world.app, runId, { against: 'recorded' })).rejects.toThrow('is not kept any more');
  });
});
