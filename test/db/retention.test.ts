import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ensurePartitions, listPartitions } from '../../src/db/partitions.ts';
import { retain } from '../../src/db/retention.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

describe.each(engines)('retention on %s', (engine) => {
  let database: TestDatabase;
  const now = new Date('2026-06-15T10:00:00Z');
  const kept = { runsKeptDays: 90 };

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.sql(`
      insert into offers (name, currency_id, delivery, price, hold_days, payout_per_unit, payout_wm, payout_pay, payout_ref,
        created_at, updated_at)
      values ('Offer', 1, true, 0, 0, false, 0, 0, 0, now(), now());
      insert into integrations (name, timezone, params, max_concurrent, allowed_hosts, paused, created_at, updated_at)
      values ('CRM', 'UTC', '{}', 2, '{}', false, now(), now());
      insert into scripts (name, language, active_version, created_at, updated_at) values ('Script', 'js', 1, now(), now());
      insert into checks (integration_id, kind, enabled, every_seconds, url, headers, fields, body_encoding, format, batch_size,
        range_days, identify_by, empty_ok, repeatable, process_script_id, timeout_ms, limits, created_at, updated_at)
      select 1, 'processing', true, 600, 'https://crm.example/', '{}', '[]', 'form', 'json', 50, 7, 'external', false, true, 1,
        30000, '{}', now(), now() from generate_series(1, 2)`);
  });
  afterAll(() => database.close());
  beforeEach(() =>
    database.sql(
      'truncate runs, run_details, exchanges, sweeps, check_offers, run_minutes, lead_history restart identity cascade',
    ),
  );

  async function recordRun(startedAt: string): Promise<number> {
    const { rows } = await sql<{
      id: number;
    }>`insert into runs (started_at, sweep_id, check_id, offer_id, integration_id,
        worker_id, state, lead_ids, process_script_id, process_version, leads)
      values (${startedAt}, 1, 1, 1, 1, gen_random_uuid(), 'ok', '{}', 1, 1, 0) returning id`.execute(database.db);
    const id = rows[0]?.id ?? 0;
    await sql`insert into run_details (run_id, started_at, edits, unknown_ids, missing_ids, unrecognised, warnings, logs, attempts)
      values (${id}, ${startedAt}, '[]', '[]', '[]', '[]', '[]', '[]', '[]')`.execute(database.db);
    return id;
  }

  interface Answer {
    runId: number;
    at: string;
    kept?: 'money' | 'changed' | 'latest';
    bytes?: number;
    checkId?: number;
    offerId?: number;
  }

  async function keepAnswer({
    runId,
    at,
    kept = 'changed',
    bytes = 10,
    checkId = 1,
    offerId = 1,
  }: Answer): Promise<void> {
    await sql`insert into exchanges (run_id, at, check_id, offer_id, kept, status, headers, body, body_bytes, cut)
      values (${runId}, ${at}, ${checkId}, ${offerId}, ${kept}, 200, '{}', ${Buffer.alloc(bytes)}, ${bytes}, false)`.execute(
      database.db,
    );
  }

  async function idsOf(query: string): Promise<number[]> {
    return (await database.sql(query)).rows.map(({ id }) => id);
  }

  async function names(): Promise<string[]> {
    return (await listPartitions(database.db)).map(({ name }) => name);
  }

  test('drops runs and their details after the days set, whole days at a time', async () => {
    for (const day of ['2026-03-15', '2026-03-18']) await ensurePartitions(database.db, new Date(`${day}T12:00:00Z`));
    for (const day of ['15', '16', '17', '18']) await recordRun(`2026-03-${day}T12:00:00Z`);
    const { dropped, postponed } = await retain(database.db, now, kept);
    // Ninety days before now is 17 March, 10:00.
    expect(dropped.filter((name) => /^run.*_2026031[5-8]$/.test(name)).sort()).toEqual([
      'run_details_20260315',
      'run_details_20260316',
      'runs_20260315',
      'runs_20260316',
    ]);
    expect(postponed).toEqual([]);
    expect(await idsOf('select id from runs order by id')).toEqual([3, 4]);
    expect(await idsOf('select run_id as id from run_details order by run_id')).toEqual([3, 4]);
    expect((await retain(database.db, now, kept)).dropped).toEqual([]);
  });

  test('keeps answers as long as they are worth it', async () => {
    for (const day of ['2025-05-01', '2025-06-10', '2026-06-01', '2026-06-03']) {
      await ensurePartitions(database.db, new Date(`${day}T12:00:00Z`));
    }
    await keepAnswer({ runId: 1, at: '2025-05-20T00:00:00Z', kept: 'money' });
    await keepAnswer({ runId: 2, at: '2025-06-01T00:00:00Z', kept: 'money' });
    await keepAnswer({ runId: 3, at: '2026-05-31T00:00:00Z', kept: 'changed' });
    await keepAnswer({ runId: 4, at: '2026-06-01T00:00:00Z', kept: 'changed' });
    await keepAnswer({ runId: 5, at: '2020-01-01T00:00:00Z', kept: 'latest' });
    const { dropped, deleted } = await retain(database.db, now, kept);
    expect(dropped).toContain('exchanges_money_202505');
    expect(deleted).toMatchObject({ exchanges_changed_default: 1, exchanges_money_default: 0 });
    expect(await idsOf('select run_id as id from exchanges order by run_id')).toEqual([2, 4, 5]);
    expect(await names()).toContain('exchanges_money_202506');
  });

  test('deletes what the default partitions have caught', async () => {
    await recordRun('2025-03-16T09:59:59Z');
    await recordRun('2026-03-16T23:59:59Z');
    const young = await recordRun('2026-03-17T10:00:00Z');
    const { deleted } = await retain(database.db, now, kept);
    expect(deleted).toMatchObject({ runs_default: 2, run_details_default: 2 });
    expect(await idsOf('select id from runs')).toEqual([young]);
  });

  test('never drops the history of leads', async () => {
    await ensurePartitions(database.db, new Date('2020-01-01T00:00:00Z'));
    await sql`insert into lead_history (lead_id, at, source, before, after) values
      (1, '2020-01-05', '{}', '{}', '{}'),
      (1, '2010-01-05', '{}', '{}', '{}')`.execute(database.db);
    await retain(database.db, now, kept);
    expect(await idsOf('select id from lead_history order by id')).toEqual([1, 2]);
  });

  test('deletes sweeps whose runs are gone, but not one under way nor the latest', async () => {
    await database.sql(`
      insert into sweeps (check_id, offer_id, integration_id, state, started_at, finished_at, until_id) values
        (1, 1, 1, 'done', '2026-01-01', '2026-01-01', 0),
        (1, 1, 1, 'failed', '2026-02-01', '2026-02-01', 0),
        (1, 1, 1, 'done', '2026-02-02', '2026-05-01', 0),
        (2, 1, 1, 'done', '2026-02-03', '2026-02-03', 0),
        (1, 1, 1, 'running', '2026-02-04', null, 0),
        (2, 1, 1, 'done', '2026-05-01', '2026-05-01', 0);
      insert into check_offers (check_id, offer_id, next_at, last_sweep_id) values (2, 1, now(), 4)`);
    expect((await retain(database.db, now, kept)).deleted).toMatchObject({ sweeps: 2 });
    expect(await idsOf('select id from sweeps order by id')).toEqual([3, 4, 5, 6]);
  });

  test('deletes postbacks, what they were made of, and the keys of events, but not what is still to be told', async () => {
    const young = '2026-03-17T10:00:00Z';
    const old = '2026-03-17T09:59:59Z';
    await database.sql(`
      truncate webmasters, postbacks, lead_events, sources, event_keys restart identity cascade;
      insert into webmasters (name, postbacks) values ('Anna', '[]');
      insert into lead_events (lead_id, at, stage, payload, told) values
        (1, '${old}', 'paid', '{}', true), (2, '${old}', null, '{}', false), (3, '${old}', 'paid', '{}', false),
        (4, '${young}', 'paid', '{}', true);
      insert into postbacks (event_id, webmaster_id, lead_id, stage, url, method, macros, state, created_at, next_at)
      select id, 1, lead_id, 'paid', 'https://example.com/', 'GET', '{}', case when id = 2 then 'queued' else 'delivered' end, at, at
      from lead_events;
      insert into sources (name, type, token, extra_parameters, allow_ips, created_at, updated_at)
      values ('In', 'webhook', 'x', '[]', '{}', now(), now());
      insert into event_keys (source_id, key, at) values (1, '\\x01', '2026-05-15T09:59:59Z'), (1, '\\x02', '2026-05-15T10:00:01Z')`);
    const { deleted } = await retain(database.db, now, kept);
    expect(deleted).toMatchObject({ postbacks: 2, lead_events: 2, event_keys: 1 });
    expect(await idsOf('select lead_id as id from lead_events order by id')).toEqual([3, 4]);
    expect(await idsOf('select lead_id as id from postbacks order by id')).toEqual([2, 4]);
    expect(await idsOf('select get_byte(key, 0) as id from event_keys')).toEqual([2]);
  });

  test('deletes figures by minute after 400 days', async () => {
    await database.sql(`insert into run_minutes (minute, check_id, offer_id, integration_id, runs, failed, leads, applied, refused)
      select minute, 1, 1, 1, 1, 0, 0, 0, 0 from unnest('{2025-05-11 09:59Z, 2025-05-11 10:00Z}'::timestamptz[]) as minute`);
    expect((await retain(database.db, now, kept)).deleted).toMatchObject({ run_minutes: 1 });
  });

  describe('of a check with more answers than its budget of bytes', () => {
    const budget = { ...kept, bytesPerCheck: 200_000 };
    const size = 50_000;

    test('drops the oldest, whatever they are kept for', async () => {
      await keepAnswer({ runId: 1, at: '2026-06-10T00:00:00Z', bytes: size, kept: 'money' });
      await keepAnswer({ runId: 2, at: '2026-06-11T00:00:00Z', bytes: size, kept: 'changed' });
      await keepAnswer({ runId: 3, at: '2026-06-12T00:00:00Z', bytes: size, kept: 'latest' });
      for (const runId of [4, 5, 6]) await keepAnswer({ runId, at: '2026-06-13T00:00:00.123456Z', bytes: size });
      for (const runId of [7, 8, 9]) await keepAnswer({ runId, at: '2026-06-09T00:00:00Z', bytes: size, checkId: 2 });
      expect((await retain(database.db, now, budget)).deleted).toMatchObject({ exchanges: 2 });
      expect(await idsOf('select run_id as id from exchanges order by run_id')).toEqual([3, 4, 5, 6, 7, 8, 9]);
      expect((await retain(database.db, now, budget)).deleted).toMatchObject({ exchanges: 0 });
    });

    test('keeps to the order of runs among answers of one moment', async () => {
      for (const runId of [5, 1, 4, 3, 2]) await keepAnswer({ runId, at: '2026-06-13T00:00:00.123456Z', bytes: size });
      expect((await retain(database.db, now, budget)).deleted).toMatchObject({ exchanges: 1 });
      expect(await idsOf('select run_id as id from exchanges order by run_id')).toEqual([2, 3, 4, 5]);
    });

    test('drops any number of them', async () => {
      await sql`insert into exchanges (run_id, at, check_id, offer_id, kept, status, headers, body, body_bytes, cut)
        select n, '2026-06-13T00:00:00Z'::timestamptz + n / 10 * interval '1 second', 1, 1, 'changed', 200, '{}',
          decode(repeat('00', 100), 'hex'), 100, false
        from generate_series(1, 7000) as n`.execute(database.db);
      expect((await retain(database.db, now, budget)).deleted).toMatchObject({ exchanges: 5_000 });
      expect(await idsOf('select min(run_id) as id from exchanges')).toEqual([5_001]);
    });
  });

  test.runIf(engine === 'postgres')('leaves a partition that is in use for the next time', async () => {
    await ensurePartitions(database.db, new Date('2026-03-01T12:00:00Z'));
    await database.db.transaction().execute(async (reader) => {
      await sql`select from runs_20260301`.execute(reader);
      const { dropped, postponed } = await retain(database.db, now, kept);
      expect(postponed).toContain('runs_20260301');
      expect(dropped).toContain('run_details_20260301');
    });
    expect((await retain(database.db, now, kept)).dropped).toContain('runs_20260301');
  });
});
