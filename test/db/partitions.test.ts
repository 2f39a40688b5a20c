import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connect.ts';
import { ensurePartitions, listPartitions } from '../../src/db/partitions.ts';
import { createLog } from '../../src/log.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

describe.each(engines)('partitions on %s', (engine) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase(engine);
  });
  afterEach(() => database.close());

  const now = new Date('2026-12-30T23:30:00Z');

  const wanted = [
    ...['20261230', '20261231', '20270101'].flatMap((day) => [
      `runs_${day}`,
      `run_details_${day}`,
      `exchanges_changed_${day}`,
    ]),
    ...['202612', '202701'].flatMap((month) => [`exchanges_money_${month}`, `lead_history_${month}`]),
  ].sort();

  async function names(): Promise<string[]> {
    return (await listPartitions(database.db)).map(({ name }) => name).sort();
  }

  async function recordHistory(at: string): Promise<void> {
    await sql`insert into lead_history (lead_id, at, source, before, after) values (1, ${at}, '{}', '{}', '{}')`.execute(
      database.db,
    );
  }

  async function whereHistoryIs(): Promise<string[]> {
    const { rows } = await sql<{
      at: string;
    }>`select tableoid::regclass::text as at from lead_history order by id`.execute(database.db);
    return rows.map(({ at }) => at);
  }

  test('are there for today and the next days and months', async () => {
    const { made, postponed } = await ensurePartitions(database.db, now);
    expect(made.toSorted()).toEqual(wanted);
    expect(postponed).toEqual([]);
    expect(await names()).toEqual(wanted);
  });

  test('are made once, and later only what is missing', async () => {
    await ensurePartitions(database.db, now);
    expect((await ensurePartitions(database.db, now)).made).toEqual([]);
    expect((await ensurePartitions(database.db, new Date('2026-12-31T00:00:00Z'))).made.toSorted()).toEqual([
      'exchanges_changed_20270102',
      'run_details_20270102',
      'runs_20270102',
    ]);
  });

  test('take the rows of their time, with numbers and indexes of the whole table', async () => {
    await ensurePartitions(database.db, now);
    for (const at of ['2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00Z', '2030-01-01T00:00:00Z'])
      await recordHistory(at);
    expect(await whereHistoryIs()).toEqual(['lead_history_202612', 'lead_history_202701', 'lead_history_default']);
    const { rows } = await sql<{ id: number }>`select id from lead_history order by id`.execute(database.db);
    expect(rows.map(({ id }) => id)).toEqual([1, 2, 3]);
    const indexes = await database.sql(`select indexdef from pg_indexes where tablename = 'lead_history_202612'`);
    expect(indexes.rows.map(({ indexdef }) => indexdef.replace(/^.* USING /, '')).sort()).toEqual([
      'brin (at)',
      'btree (id, at)',
      'btree (lead_id, id)',
    ]);
    const storage = await database.sql(
      `select attstorage from pg_attribute where attrelid = 'exchanges_changed_20261230'::regclass and attname = 'body'`,
    );
    expect(storage.rows).toEqual([{ attstorage: 'e' }]);
  });

  test('take over what the default partition has caught of their time', async () => {
    for (const at of ['2026-11-30T12:00:00Z', '2026-12-30T12:00:00Z', '2027-01-01T00:00:00Z']) await recordHistory(at);
    await ensurePartitions(database.db, now);
    expect(await whereHistoryIs()).toEqual(['lead_history_default', 'lead_history_202612', 'lead_history_202701']);
  });

  test('are made by whoever comes first', async () => {
    const other = database.databaseUrl
      ? await openDatabase({ databaseUrl: database.databaseUrl, dataDir: '' }, createLog('silent'))
      : database;
    const outcomes = await Promise.all([database, other, database].map(({ db }) => ensurePartitions(db, now)));
    expect(outcomes.flatMap(({ made }) => made).sort()).toEqual(wanted);
    expect(await names()).toEqual(wanted);
    if (other !== database) await other.close();
  });

  test.runIf(engine === 'postgres')('of a table that is busy are left for the next time', async () => {
    await ensurePartitions(database.db, new Date('2026-12-29T12:00:00Z'));
    await recordHistory('2030-01-01T00:00:00Z');
    await database.db.transaction().execute(async (reader) => {
      await sql`select from runs_default`.execute(reader);
      const { made, postponed } = await ensurePartitions(database.db, now);
      expect(made.sort()).toEqual(['exchanges_changed_20270101', 'run_details_20270101']);
      expect(postponed).toEqual(['runs_20270101']);
    });
    expect((await ensurePartitions(database.db, now)).made).toEqual(['runs_20270101']);
  });
});
