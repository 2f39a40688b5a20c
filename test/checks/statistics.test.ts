import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rollUp, type StatisticsFilter, stats } from '../../src/checks/views/statistics.ts';
import type { RunState } from '../../src/db/schema/runs.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

describe.each(engines)('statistics on %s', (engine) => {
  let database: TestDatabase;
  const now = new Date('2026-06-15T10:30:20Z');

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.sql(`
      insert into offers (name, currency_id, delivery, price, hold_days, payout_per_unit, payout_wm, payout_pay, payout_ref,
        created_at, updated_at)
      select 'Offer ' || n, 1, true, 0, 0, false, 0, 0, 0, now(), now() from generate_series(1, 2) as n;
      insert into integrations (name, timezone, params, max_concurrent, allowed_hosts, paused, created_at, updated_at)
      select 'CRM ' || n, 'UTC', '{}', 2, '{}', false, now(), now() from generate_series(1, 2) as n`);
  });
  afterAll(() => database.close());
  beforeEach(() => database.sql('truncate leads, lead_history, runs, run_minutes restart identity cascade'));

  interface Ended {
    finishedAt: string | null;
    startedAt?: string;
    state?: RunState;
    check?: number;
    offer?: number;
    integration?: number;
  }

  async function recordRun({
    finishedAt,
    state = 'ok',
    check = 1,
    offer = 1,
    integration = 1,
    ...run
  }: Ended): Promise<void> {
    const startedAt = run.startedAt ?? finishedAt;
    await sql`insert into runs (started_at, finished_at, sweep_id, check_id, offer_id, integration_id, worker_id, state, lead_ids,
        process_script_id, process_version, leads, applied, refused)
      values (${startedAt}::timestamptz, ${finishedAt}::timestamptz, 1, ${check}, ${offer}, ${integration}, gen_random_uuid(),
        ${state}, '{}', 1, 1, 50, 3, 1)`.execute(database.db);
  }

  async function minutes(): Promise<string[]> {
    const rows = await database.db
      .selectFrom('run_minutes')
      .selectAll()
      .orderBy('minute')
      .orderBy('check_id')
      .execute();
    return rows.map(
      (row) =>
        `${row.minute.toISOString().slice(0, 16)} check ${row.check_id}: ${row.runs} runs, ${row.failed} failed, ` +
        `${row.leads} leads, ${row.applied} applied, ${row.refused} refused`,
    );
  }

  interface Moved {
    createdAt?: string;
    offer?: number;
    integration?: number;
    /** The lead's status now. */
    status?: number;
    /** `[at, from, to]` */
    moves: [at: string, from: number, to: number][];
  }

  async function recordLead({
    createdAt = '2026-06-01T00:00:00Z',
    offer = 1,
    integration = 1,
    moves,
    ...lead
  }: Moved): Promise<void> {
    const status = lead.status ?? moves.at(-1)?.[2] ?? 2;
    const { rows } = await sql<{
      id: number;
    }>`insert into leads (offer_id, integration_id, status, created_at, updated_at)
      values (${offer}, ${integration}, ${status}, ${createdAt}, ${createdAt}) returning id`.execute(database.db);
    for (const [at, from, to] of moves) await recordChange(rows[0]?.id ?? 0, at, { status: from }, { status: to });
  }

  async function recordChange(leadId: number, at: string, before: object, after: object): Promise<void> {
    await sql`insert into lead_history (lead_id, at, source, before, after)
      values (${leadId}, ${at}, '{}', ${JSON.stringify(before)}, ${JSON.stringify(after)})`.execute(database.db);
  }

  const ask = (filter: StatisticsFilter = {}) => stats(database.db, filter, now);
  const oneDay = async (filter: StatisticsFilter = {}) =>
    (await ask({ from: '2026-06-15', to: '2026-06-15', ...filter })).total;

  describe('rolling up', () => {
    test('counts the runs that ended in every minute that is over', async () => {
      await recordRun({ finishedAt: '2026-06-15T10:28:00Z' });
      await recordRun({ finishedAt: '2026-06-15T10:28:59.999Z', state: 'failed' });
      await recordRun({ finishedAt: '2026-06-15T10:28:30Z', state: 'crashed', check: 2 });
      await recordRun({ finishedAt: '2026-06-15T10:29:30Z', state: 'skipped' });
      await recordRun({ finishedAt: '2026-06-15T10:30:10Z' });
      await recordRun({ finishedAt: null, startedAt: '2026-06-15T10:28:00Z', state: 'running' });
      await rollUp(database.db, now);
      const expected = [
        '2026-06-15T10:28 check 1: 2 runs, 1 failed, 100 leads, 6 applied, 2 refused',
        '2026-06-15T10:28 check 2: 1 runs, 1 failed, 50 leads, 3 applied, 1 refused',
        '2026-06-15T10:29 check 1: 1 runs, 0 failed, 50 leads, 3 applied, 1 refused',
      ];
      expect(await minutes()).toEqual(expected);
      await rollUp(database.db, now);
      expect(await minutes()).toEqual(expected);
    });

    test('counts runs whose end shows up late', async () => {
      await recordRun({ finishedAt: '2026-06-15T10:25:00Z' });
      await rollUp(database.db, now);
      await recordRun({ finishedAt: '2026-06-15T10:25:30Z' });
      await recordRun({ finishedAt: '2026-06-15T10:22:30Z' });
      await rollUp(database.db, new Date('2026-06-15T10:31:00Z'));
      expect(await minutes()).toEqual([
        '2026-06-15T10:22 check 1: 1 runs, 0 failed, 50 leads, 3 applied, 1 refused',
        '2026-06-15T10:25 check 1: 2 runs, 0 failed, 100 leads, 6 applied, 2 refused',
      ]);
    });

    test('makes up for the time when nobody did it', async () => {
      await recordRun({ finishedAt: '2026-06-14T20:00:00Z' });
      await rollUp(database.db, new Date('2026-06-14T20:01:00Z'));
      await recordRun({ finishedAt: '2026-06-14T20:00:59Z' });
      await recordRun({ finishedAt: '2026-06-15T03:00:00Z' });
      await rollUp(database.db, now);
      expect(await minutes()).toEqual([
        '2026-06-14T20:00 check 1: 2 runs, 0 failed, 100 leads, 6 applied, 2 refused',
        '2026-06-15T03:00 check 1: 1 runs, 0 failed, 50 leads, 3 applied, 1 refused',
      ]);
    });

    test('counts a run that began days before it was given up', async () => {
      await recordRun({ startedAt: '2026-06-13T10:00:00Z', finishedAt: '2026-06-15T10:29:00Z', state: 'crashed' });
      await rollUp(database.db, now);
      expect(await minutes()).toEqual(['2026-06-15T10:29 check 1: 1 runs, 1 failed, 50 leads, 3 applied, 1 refused']);
    });
  });

  test('there is a figure for every day, also where nothing happened', async () => {
    const { days, total } = await ask();
    expect(days.map(({ day }) => day)).toEqual([
      '2026-06-09',
      '2026-06-10',
      '2026-06-11',
      '2026-06-12',
      '2026-06-13',
      '2026-06-14',
      '2026-06-15',
    ]);
    const nothing = {
      runs: 0,
      failed: 0,
      changes: {
        new: 0,
        processing: 0,
        callback: 0,
        hold: 0,
        cancelled: 0,
        packing: 0,
        sending: 0,
        in_transit: 0,
        delivered: 0,
        paid: 0,
        returned: 0,
      },
      approvalRate: null,
      decisionSeconds: null,
    };
    expect(days[0]).toEqual({ day: '2026-06-09', ...nothing });
    expect(total).toEqual(nothing);
  });

  test('runs count on the day they ended, rolled up or not yet, each once', async () => {
    await recordRun({ finishedAt: '2026-06-14T23:59:59.999Z', startedAt: '2026-06-14T23:00:00Z' });
    await recordRun({ finishedAt: '2026-06-15T00:00:00Z', startedAt: '2026-06-14T23:00:00Z', state: 'failed' });
    await recordRun({ finishedAt: '2026-06-15T10:30:10Z', state: 'crashed' });
    await recordRun({ finishedAt: null, startedAt: '2026-06-15T10:30:00Z', state: 'running' });
    const expected = [
      ['2026-06-14', 1, 0],
      ['2026-06-15', 2, 2],
    ];
    const counts = async () => {
      const { days, total } = await ask({ from: '2026-06-14', to: '2026-06-15' });
      expect(total).toMatchObject({ runs: 3, failed: 2 });
      return days.map(({ day, runs, failed }) => [day, runs, failed]);
    };
    expect(await counts()).toEqual(expected);
    await rollUp(database.db, now);
    expect(await counts()).toEqual(expected);
    await rollUp(database.db, new Date('2026-06-15T10:31:00Z'));
    expect(await counts()).toEqual(expected);
  });

  test('moves count by the status they led to, on the day they happened', async () => {
    await recordLead({
      moves: [
        ['2026-06-14T23:59:59.999Z', 1, 2],
        ['2026-06-15T00:00:00Z', 2, 3],
        ['2026-06-15T09:00:00Z', 3, 6],
      ],
    });
    await recordLead({ moves: [['2026-06-15T00:00:00Z', 2, 3]] });
    await recordChange(1, '2026-06-15T09:00:00Z', { comment: 'a' }, { comment: 'b' });
    const { days, total } = await ask({ from: '2026-06-14', to: '2026-06-15' });
    expect(days[0]?.changes).toMatchObject({ processing: 1, callback: 0, packing: 0 });
    expect(days[1]?.changes).toMatchObject({ processing: 0, callback: 2, packing: 1 });
    expect(total.changes).toMatchObject({ processing: 1, callback: 2, packing: 1 });
  });

  test('the approval rate is that of acceptances among decisions', async () => {
    const at = '2026-06-15T09:00:00Z';
    for (const to of [6, 10, 8, 5]) await recordLead({ moves: [[at, 2, to]] });
    await recordLead({ moves: [[at, 2, 3]] }); // not decided
    await recordLead({ moves: [[at, 6, 7]] }); // accepted before
    await recordLead({ moves: [[at, 11, 10]] }); // accepted before, and returned for a while
    expect(await oneDay()).toMatchObject({ approvalRate: 0.75 });
    await recordLead({ moves: [[at, 5, 6]] }); // accepted after all
    expect((await oneDay()).approvalRate).toBe(0.8);
  });

  test('the time to decision runs from creation to acceptance or cancellation', async () => {
    const seconds = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110];
    for (const [index, second] of seconds.entries()) {
      const created = new Date(Date.parse('2026-06-15T09:00:00Z') - second * 1000).toISOString();
      await recordLead({ createdAt: created, moves: [['2026-06-15T09:00:00Z', 2, index % 2 ? 5 : 6]] });
    }
    await recordLead({ createdAt: '2026-06-01T00:00:00Z', moves: [['2026-06-15T09:00:00Z', 6, 10]] });
    await recordLead({ createdAt: '2026-06-14T09:00:00Z', moves: [['2026-06-14T09:00:07Z', 2, 5]] });
    const { days, total } = await ask({ from: '2026-06-13', to: '2026-06-15' });
    expect(days.map(({ decisionSeconds }) => decisionSeconds)).toEqual([
      null,
      { median: 7, p90: 7 },
      { median: 60, p90: 100 },
    ]);
    expect(total.decisionSeconds).toEqual({ median: 55, p90: 99 });
  });

  test('deleted leads are left out', async () => {
    await recordLead({
      moves: [
        ['2026-06-15T08:00:00Z', 2, 6],
        ['2026-06-15T09:00:00Z', 6, 12],
      ],
    });
    expect(await oneDay()).toMatchObject({ changes: { packing: 0 }, approvalRate: null, decisionSeconds: null });
  });

  test('everything can be asked for one offer or integration', async () => {
    const moves: Moved['moves'] = [['2026-06-15T09:00:00Z', 2, 6]];
    await recordLead({ moves, offer: 1, integration: 1 });
    await recordLead({ moves, offer: 1, integration: 2 });
    await recordLead({ moves, offer: 2, integration: 2 });
    await recordRun({ finishedAt: '2026-06-15T09:00:00Z', offer: 1, integration: 1 });
    await recordRun({ finishedAt: '2026-06-15T09:00:00Z', check: 2, offer: 1, integration: 2 });
    await recordRun({ finishedAt: '2026-06-15T10:30:00Z', check: 2, offer: 2, integration: 2 });
    await rollUp(database.db, now);
    expect(await oneDay()).toMatchObject({ runs: 3, changes: { packing: 3 }, approvalRate: 1 });
    expect(await oneDay({ offerId: 1 })).toMatchObject({ runs: 2, changes: { packing: 2 } });
    expect(await oneDay({ integrationId: 2 })).toMatchObject({ runs: 2, changes: { packing: 2 } });
    expect(await oneDay({ offerId: 1, integrationId: 2 })).toMatchObject({ runs: 1, changes: { packing: 1 } });
    expect(await oneDay({ offerId: 2, integrationId: 1 })).toMatchObject({
      runs: 0,
      changes: { packing: 0 },
      approvalRate: null,
    });
  });

  test.each<[StatisticsFilter, string]>([
    [{ from: '2026-6-1' }, 'from: must be a day yyyy-MM-dd: "2026-6-1"'],
    [{ to: '2026-02-30' }, 'to: must be a day yyyy-MM-dd: "2026-02-30"'],
    [{ from: '2026-06-02', to: '2026-06-01' }, 'to: must not be before "from" (2026-06-02): "2026-06-01"'],
    [{ from: '2026-01-01', to: '2026-04-03' }, 'from: must be at most 92 days before 2026-04-03: "2026-01-01"'],
  ])('%j is refused', async (filter, message) => {
    await expect(ask(filter)).rejects.toThrow(message);
  });

  test('from and to stand for seven days, or the days until today, where one is missing', async () => {
    const days = async (filter: StatisticsFilter) => (await ask(filter)).days.map(({ day }) => day);
    expect(await days({ to: '2026-06-08' })).toHaveLength(7);
    expect(await days({ from: '2026-06-13' })).toEqual(['2026-06-13', '2026-06-14', '2026-06-15']);
    expect(await days({ from: '2026-01-01', to: '2026-04-02' })).toHaveLength(92);
  });
});
