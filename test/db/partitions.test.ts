import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connect.ts';
import { ensurePartitions, listPartitions } from '../../src/db/partitions.ts';
import { createLog } from '../../src/log.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

describe.each(engines)('partitions on %s', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(() => database.sql('truncate lead_history restart identity'));

  // Each test has a year of its own.
  const eveOf = (year: number): Date => new Date(`${year - 1}-12-30T23:30:00Z`);

  const wanted = (year: number): string[] =>
    [
      ...[`${year - 1}1230`, `${year - 1}1231`, `${year}0101`].flatMap((day) => [
        `runs_${day}`,
        `run_details_${day}`,
        `exchanges_changed_${day}`,
        `operations_${day}`,
      ]),
      ...[`${year - 1}12`, `${year}01`].flatMap((month) => [`exchanges_money_${month}`, `lead_history_${month}`]),
    ].sort();

  async function recordHistory(...moments: string[]): Promise<void> {
    await sql`insert into lead_history (lead_id, at, source, before, after)
      select 1, at, '{}', '{}', '{}' from unnest(${moments}::timestamptz[]) as at`.execute(database.db);
  }

  async function history(): Promise<string[]> {
    const { rows } = await sql<{ row: string }>`select id || ' in ' || tableoid::regclass as row from lead_history
      order by id`.execute(database.db);
    return rows.map(({ row }) => row);
  }

  test('are there for today and the next days and months, made once, and later only what is missing', async () => {
    const first = await ensurePartitions(database.db, eveOf(2031));
    expect(first.made.toSorted()).toEqual(wanted(2031));
    expect(first.postponed).toEqual([]);
    const listed = await listPartitions(database.db);
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(wanted(2031)));
    expect(listed.find(({ name }) => name === 'lead_history_203012')).toMatchObject({
      from: new Date('2030-12-01T00:00:00Z'),
      until: new Date('2031-01-01T00:00:00Z'),
    });
    expect((await ensurePartitions(database.db, eveOf(2031))).made).toEqual([]);
    expect((await ensurePartitions(database.db, new Date('2030-12-31T00:00:00Z'))).made.toSorted()).toEqual([
      'exchanges_changed_20310102',
      'operations_20310102',
      'run_details_20310102',
      'runs_20310102',
    ]);
  });

  test('take over what the default partition has caught of their time', async () => {
    await recordHistory('2031-11-30T12:00:00Z', '2031-12-30T12:00:00Z', '2032-01-01T00:00:00Z');
    expect(await history()).toEqual([1, 2, 3].map((id) => `${id} in lead_history_default`));
    await ensurePartitions(database.db, eveOf(2032));
    const taken = ['1 in lead_history_default', '2 in lead_history_203112', '3 in lead_history_203201'];
    expect(await history()).toEqual(taken);
    await recordHistory('2031-12-31T23:59:59.999Z', '2032-01-01T00:00:00Z');
    expect(await history()).toEqual([...taken, '4 in lead_history_203112', '5 in lead_history_203201']);
    const indexes = await database.sql(`select indexdef from pg_indexes where tablename = 'lead_history_203112'`);
    expect(indexes.rows.map(({ indexdef }) => indexdef.replace(/^.* USING /, '')).sort()).toEqual([
      'brin (at)',
      'btree (id, at)',
      'btree (lead_id, id)',
    ]);
    const storage = await database.sql(
      `select attstorage from pg_attribute where attrelid = 'exchanges_changed_20311230'::regclass and attname = 'body'`,
    );
    expect(storage.rows).toEqual([{ attstorage: 'e' }]);
  });

  test('are made by whoever comes first', async () => {
    const other = database.databaseUrl
      ? await openDatabase({ databaseUrl: database.databaseUrl, dataDir: '' }, createLog('silent'))
      : database;
    const outcomes = await Promise.all([database, other, database].map(({ db }) => ensurePartitions(db, eveOf(2033))));
    expect(outcomes.flatMap(({ made }) => made).sort()).toEqual(wanted(2033));
    if (other !== database) await other.close();
  });

  test.runIf(engine === 'postgres')('of a table that is busy are left for the next time', async () => {
    await ensurePartitions(database.db, new Date('2033-12-29T12:00:00Z'));
    await database.db.transaction().execute(async (reader) => {
      await sql`select from runs_default`.execute(reader);
      const { made, postponed } = await ensurePartitions(database.db, eveOf(2034));
      expect(made.sort()).toEqual(['exchanges_changed_20340101', 'operations_20340101', 'run_details_20340101']);
      expect(postponed).toEqual(['runs_20340101']);
    });
    expect((await ensurePartitions(database.db, eveOf(2034))).made).toEqual(['runs_20340101']);
  });
});
