import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listRuns } from '../../src/checks/views/queries.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

describe.each(engines)('the runs of a lead on %s', (engine) => {
  let database: TestDatabase;
  const count = 40_000;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.sql(`
      insert into offers (name, currency_id, delivery, price, hold_days, payout_per_unit, payout_wm, payout_pay, payout_ref,
        created_at, updated_at)
      values ('Slim tea', 1, true, 0, 0, false, 0, 0, 0, now(), now());
      insert into integrations (name, timezone, params, max_concurrent, allowed_hosts, paused, created_at, updated_at)
      values ('A CRM', 'UTC', '{}', 2, '{}', false, now(), now())`);
    await sql`insert into leads (offer_id, integration_id, ext_id, status, created_at, updated_at)
      values (1, 1, 'A-1', 2, '2027-05-10', '2026-05-10')`.execute(database.db);
    // Every hundredth run asked for the lead, the last of all is under way; whoever sent the lead says that it is of next year.
    await sql`insert into runs (id, sweep_id, check_id, offer_id, integration_id, worker_id, process_script_id, process_version,
        state, started_at, lead_ids, leads)
      select n, 1, 1, 1, 1, gen_random_uuid(), 1, 1, case when n = ${count} then 'running' else 'ok' end,
        '2026-05-08'::timestamptz + n * interval '1 minute',
        case when n % 100 = 0 then array[1, 100000 + n]::bigint[] else array[100000 + n, 200000 + n]::bigint[] end, 2
      from generate_series(100, ${count}::int) as n`.execute(database.db);
    await database.sql('analyze runs');
  });
  afterAll(() => database?.close());

  const idsOf = async (leadId: number, page: { limit: number; cursor?: string }, filter = {}) => {
    const { items, next } = await listRuns(database.db, { leadId, ...filter }, page);
    return { ids: items.map(({ id }) => id), next };
  };

  test('are listed page by page, the newest first, from the one under way to the first of all', async () => {
    const first = await idsOf(1, { limit: 2 });
    expect(first.ids).toEqual([40_000, 39_900]);
    expect((await idsOf(1, { limit: 2, cursor: first.next ?? '' })).ids).toEqual([39_800, 39_700]);
    expect((await idsOf(1, { limit: 1_000 })).ids.at(-1)).toBe(100);
  });

  test('are filtered by what else is asked for', async () => {
    expect((await idsOf(1, { limit: 2 }, { state: 'ok' })).ids).toEqual([39_900, 39_800]);
    expect((await idsOf(1, { limit: 2 }, { checkId: 2 })).ids).toEqual([]);
    expect((await idsOf(77, { limit: 2 })).ids).toEqual([]);
  });

  test.runIf(engine === 'postgres')('are found by the index, whatever the number of runs', async () => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select id from runs
      where span_of_leads(offer_id, lead_ids) @> box(point(1, 1), point(1, 1))`.execute(database.db);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('runs_default_span_of_leads_idx');
  });
});
