import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overview } from '../../src/checks/views/overview.ts';
import { rollUp } from '../../src/checks/views/statistics.ts';
import { countLeads } from '../../src/leads/queries.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

describe.each(engines)('the overview on %s', (engine) => {
  let database: TestDatabase;
  const now = new Date('2026-06-15T10:30:20Z');
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.sql(`
      insert into offers (name, currency_id, delivery, price, hold_days, payout_per_unit, payout_wm, payout_pay, payout_ref,
        created_at, updated_at)
      select 'Offer ' || n, 1, true, 0, 0, false, 0, 0, 0, now(), now() from generate_series(1, 2) as n`);
  });
  afterAll(() => database.close());

  const run = (finishedAt: string, state: string) =>
    sql`insert into runs (started_at, finished_at, sweep_id, check_id, offer_id, integration_id, worker_id, state, lead_ids,
        process_script_id, process_version, leads, applied, refused)
      values (${finishedAt}::timestamptz, ${finishedAt}::timestamptz, 1, 1, 1, 1, gen_random_uuid(), ${state}, '{}', 1, 1, 50, 3, 1)`.execute(
      database.db,
    );

  /** A lead that was created `hours` before it was decided on. */
  const decide = async (offer: number, at: string, hours: number, before: number, after: number): Promise<void> => {
    await sql`with lead as (
        insert into leads (offer_id, status, created_at, updated_at)
        values (${offer}, ${after}, ${at}::timestamptz - ${hours} * interval '1 hour', ${at}) returning id)
      insert into lead_history (lead_id, at, source, before, after)
      select id, ${at}::timestamptz, '{}', jsonb_build_object('status', ${before}::int), jsonb_build_object('status', ${after}::int)
      from lead`.execute(database.db);
  };

  it('counts runs and decisions by step, rolled up or not, and decisions by offer', async () => {
    await run('2026-06-15T09:02:00Z', 'ok');
    await run('2026-06-15T09:07:00Z', 'failed');
    await rollUp(database.db, now);
    await run('2026-06-15T10:30:10Z', 'ok');
    await decide(1, '2026-06-15T09:01:00Z', 1, 2, 6);
    await decide(1, '2026-06-15T09:02:00Z', 2, 2, 5);
    await decide(1, '2026-06-15T09:03:00Z', 9, 2, 10);
    await decide(2, '2026-06-15T10:30:00Z', 4, 3, 5);
    // Moving on after the decision is none, and what was decided before the time shown is not shown.
    await decide(2, '2026-06-15T10:29:00Z', 50, 6, 7);
    await decide(2, '2026-06-15T03:00:00Z', 50, 2, 5);

    const { points, offers, attention, stepSeconds } = await overview(database.db, 6, now);
    expect(stepSeconds).toBe(300);
    expect(points).toHaveLength(72);
    expect(points[0]?.at.toISOString()).toBe('2026-06-15T04:35:00.000Z');
    expect(points.filter(({ runs, decisionSeconds }) => runs > 0 || decisionSeconds !== null)).toEqual([
      point('2026-06-15T09:00:00Z', 1, 0, 2 * 3_600),
      point('2026-06-15T09:05:00Z', 1, 1, null),
      point('2026-06-15T10:30:00Z', 1, 0, 4 * 3_600),
    ]);
    expect(attention).toMatchObject({ failedRuns: 1, refused: 3 });
    expect(offers).toEqual([
      { offerId: 1, accepted: 2, cancelled: 1, approvalRate: 2 / 3 },
      { offerId: 2, accepted: 0, cancelled: 1, approvalRate: 0 },
    ]);
  });

  it('counts leads by status, but for deleted ones', async () => {
    await sql`insert into leads (offer_id, status, created_at, updated_at) values (1, 12, now(), now()), (1, 2, now(), now())`.execute(
      database.db,
    );
    expect(await countLeads(database.db)).toEqual([
      { status: 2, count: 1 },
      { status: 5, count: 3 },
      { status: 6, count: 1 },
      { status: 7, count: 1 },
      { status: 10, count: 1 },
    ]);
  });

  const point = (at: string, runs: number, failed: number, decisionSeconds: number | null) => ({
    at: new Date(at),
    runs,
    failed,
    asked: runs * 50,
    applied: runs * 3,
    refused: runs,
    decisionSeconds,
  });
});
