import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countRangeBatches, type LeadRange, nextRange, type RangeWindow } from '../../src/checks/selection/ranges.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

describe.each(engines)('ranges of days on %s', (engine) => {
  let database: TestDatabase;
  const offerId = 1;
  const integrationId = 1;

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
  beforeEach(() => database.sql('truncate leads restart identity cascade'));

  interface Some {
    status?: number;
    extId?: boolean;
    count?: number;
    offer?: number;
    integration?: number;
  }

  async function createLeads(at: string, some: Some = {}): Promise<void> {
    const { status = 2, extId = true, count = 1, offer = offerId, integration = integrationId } = some;
    await sql`insert into leads (offer_id, integration_id, ext_id, status, created_at, updated_at)
      select ${offer}::int, ${integration}::int, case when ${extId}::boolean then gen_random_uuid()::text end,
        ${status}::smallint, ${at}::timestamptz, ${at}::timestamptz
      from generate_series(1, ${count}::int)`.execute(database.db);
  }

  const window = (change: Partial<RangeWindow> = {}): RangeWindow => ({
    offerId,
    integrationId,
    identifyBy: 'external',
    zone: 'UTC',
    fromDay: '1970-01-01',
    untilDay: '2026-12-31',
    rangeDays: 7,
    ...change,
  });

  /** A whole sweep. */
  async function allRanges(change: Partial<RangeWindow> = {}): Promise<LeadRange[]> {
    const ranges: LeadRange[] = [];
    for (let { fromDay } = window(change); ; ) {
      const range = await nextRange(database.db, window({ ...change, fromDay }));
      if (!range) return ranges;
      ranges.push(range);
      fromDay = range.nextDay;
    }
  }

  const days = (ranges: LeadRange[]): string[] => ranges.map(({ from, to, leads }) => `${from}..${to} ${leads.length}`);

  test('there is none where no open lead is', async () => {
    expect(await nextRange(database.db, window())).toBeNull();
    expect(await countRangeBatches(database.db, window())).toBe(0);
  });

  test('are runs of consecutive days with leads, and nothing is asked for days between', async () => {
    for (const day of ['01', '02', '03', '06', '20']) await createLeads(`2026-05-${day}T12:00:00Z`, { count: 2 });
    expect(days(await allRanges())).toEqual([
      '2026-05-01..2026-05-03 6',
      '2026-05-06..2026-05-06 2',
      '2026-05-20..2026-05-20 2',
    ]);
    expect(await countRangeBatches(database.db, window())).toBe(3);
  });

  test('are cut at the length that the check sets', async () => {
    await sql`insert into leads (offer_id, integration_id, ext_id, status, created_at, updated_at)
      select 1, 1, n, 4, '2026-05-01T10:00:00Z'::timestamptz + n * interval '1 day', '2026-05-01' from generate_series(0, 9) as n`.execute(
      database.db,
    );
    expect(days(await allRanges())).toEqual(['2026-05-01..2026-05-07 7', '2026-05-08..2026-05-10 3']);
    expect(days(await allRanges({ rangeDays: 4 }))).toEqual([
      '2026-05-01..2026-05-04 4',
      '2026-05-05..2026-05-08 4',
      '2026-05-09..2026-05-10 2',
    ]);
    expect(await countRangeBatches(database.db, window())).toBe(2);
    expect(await countRangeBatches(database.db, window({ rangeDays: 4 }))).toBe(3);
    expect(await countRangeBatches(database.db, window({ rangeDays: 1 }))).toBe(10);
  });

  test('are cut between days where they would hold too many leads, never within a day', async () => {
    await createLeads('2026-05-01T00:00:00Z', { count: 6 });
    await createLeads('2026-05-02T23:59:59Z', { count: 4 });
    await createLeads('2026-05-03T12:00:00Z', { count: 25 });
    await createLeads('2026-05-04T12:00:00Z', { count: 10 });
    await createLeads('2026-05-05T12:00:00Z', { count: 1 });
    expect(days(await allRanges({ maxLeads: 10 }))).toEqual([
      '2026-05-01..2026-05-02 10',
      '2026-05-03..2026-05-03 25',
      '2026-05-04..2026-05-04 10',
      '2026-05-05..2026-05-05 1',
    ]);
  });

  test('hold at most 5,000 leads where the days allow it', async () => {
    await createLeads('2026-05-01T12:00:00Z', { count: 2_500 });
    await createLeads('2026-05-02T12:00:00Z', { count: 2_500 });
    await createLeads('2026-05-03T12:00:00Z', { count: 1 });
    expect(days(await allRanges())).toEqual(['2026-05-01..2026-05-02 5000', '2026-05-03..2026-05-03 1']);
  });

  test('are about open leads of the offer and integration, with an external id where that is what identifies them', async () => {
    for (const status of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) await createLeads('2026-05-01T12:00:00Z', { status });
    await createLeads('2026-05-01T12:00:00Z', { offer: 2 });
    await createLeads('2026-05-01T12:00:00Z', { integration: 2 });
    await createLeads('2026-04-01T12:00:00Z', { extId: false, status: 1 });
    const external = await allRanges();
    expect(days(external)).toEqual(['2026-05-01..2026-05-01 8']);
    expect(external[0]?.leads.map(({ status }) => status)).toEqual([1, 2, 3, 4, 6, 7, 8, 9]);
    expect(external[0]?.leads[0]).toEqual({
      id: 1,
      extId: expect.any(String),
      status: 1,
      createdAt: Date.parse('2026-05-01T12:00:00Z') / 1000,
    });
    expect(days(await allRanges({ identifyBy: 'internal' }))).toEqual([
      '2026-04-01..2026-04-01 1',
      '2026-05-01..2026-05-01 8',
    ]);
    expect(await countRangeBatches(database.db, window())).toBe(1);
    expect(await countRangeBatches(database.db, window({ identifyBy: 'internal' }))).toBe(2);
  });

  test('lie between the first and the last day asked for', async () => {
    for (const day of ['01', '02', '03', '04']) await createLeads(`2026-05-${day}T12:00:00Z`);
    const between = { fromDay: '2026-05-02', untilDay: '2026-05-03' };
    expect(days(await allRanges(between))).toEqual(['2026-05-02..2026-05-03 2']);
    expect(await countRangeBatches(database.db, window({ ...between, rangeDays: 1 }))).toBe(2);
  });

  test('are days of the zone when its clocks change', async () => {
    const zone = 'Europe/Berlin';
    await createLeads('2026-03-28T22:59:59Z'); // 28 March, 23:59:59
    await createLeads('2026-03-29T21:59:59.999Z'); // 29 March, the last second
    await createLeads('2026-03-29T22:00:00Z'); // 30 March, midnight
    await createLeads('2026-10-24T22:00:00Z'); // 25 October, midnight
    await createLeads('2026-10-25T22:59:59Z'); // 25 October, 23:59:59
    await createLeads('2026-10-25T23:00:00Z'); // 26 October, midnight
    expect(days(await allRanges({ zone, rangeDays: 1 }))).toEqual([
      '2026-03-28..2026-03-28 1',
      '2026-03-29..2026-03-29 1',
      '2026-03-30..2026-03-30 1',
      '2026-10-25..2026-10-25 2',
      '2026-10-26..2026-10-26 1',
    ]);
  });

  test('go on over a day that the zone skipped', async () => {
    await createLeads('2011-12-30T09:59:59Z'); // 29 December, 23:59:59
    await createLeads('2011-12-30T10:00:00Z'); // 31 December, midnight
    const apia = { zone: 'Pacific/Apia' };
    expect(days(await allRanges(apia))).toEqual(['2011-12-29..2011-12-31 2']);
    expect(await countRangeBatches(database.db, window(apia))).toBe(1);
    expect(days(await allRanges({ ...apia, rangeDays: 1 }))).toEqual([
      '2011-12-29..2011-12-29 1',
      '2011-12-31..2011-12-31 1',
    ]);
  });

  test('come to an end where the clocks once went back just after midnight, into the day before', async () => {
    // 7 November 2010 in St John's: at 00:01 back to 23:01.
    for (const at of ['02:20', '02:30', '02:31', '02:59', '03:30', '03:40']) await createLeads(`2010-11-07T${at}:30Z`);
    const ranges = await allRanges({ zone: 'America/St_Johns', rangeDays: 1 });
    expect(ranges.flatMap(({ leads }) => leads.map(({ id }) => id)).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('are counted over years and gaps', async () => {
    await createLeads('1971-01-01T12:00:00Z');
    await sql`insert into leads (offer_id, integration_id, ext_id, status, created_at, updated_at)
      select 1, 1, n, 4, '2024-01-01T10:00:00Z'::timestamptz + n * interval '1 day', '2026-05-01'
      from generate_series(0, 800) as n where n % 9 <> 0`.execute(database.db);
    const ranges = await allRanges();
    expect(await countRangeBatches(database.db, window())).toBe(ranges.length);
    expect(ranges.length).toBe(179);
  });

  test.runIf(engine === 'postgres')('are found by the index, whatever the number of leads', async () => {
    await createLeads('2026-04-30T12:00:00Z', { count: 5_000 });
    await createLeads('2026-05-02T12:00:00Z', { count: 5_000, status: 5 });
    await createLeads('2026-05-03T12:00:00Z');
    await database.sql('analyze leads');
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select created_at from leads
      where offer_id = 1 and integration_id = 1 and status in (1, 2, 3, 4, 6, 7, 8, 9) and ext_id is not null
        and created_at >= '2026-05-01' and created_at < '2026-06-01' order by created_at limit 1`.execute(database.db);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('leads_open_days');
    expect(days(await allRanges({ fromDay: '2026-05-01' }))).toEqual(['2026-05-03..2026-05-03 1']);
  });
});
