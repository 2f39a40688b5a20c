import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connect.ts';
import { DatabaseNewer, isMigrated, type Migration, migrate } from '../../src/db/migrate.ts';
import { createLog } from '../../src/log.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

const creates = (table: string): Migration => ({
  up: async (trx: Kysely<any>) => {
    await sql`create table ${sql.ref(table)} (n int)`.execute(trx);
    await sql`insert into ${sql.ref(table)} values (1)`.execute(trx);
  },
});
const fails: Migration = {
  up: async (trx) => {
    await sql`insert into nowhere values (1)`.execute(trx);
  },
};

describe.each(engines)('migrating a database on %s', (engine) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase(engine, {});
  });
  afterEach(() => database.close());

  const exists = async (table: string): Promise<boolean> =>
    (await database.sql('select to_regclass($1) is not null as found', [table])).rows[0].found;

  test('applies what is missing in the order of the names, once', async () => {
    expect(await migrate(database, { '0002-b': creates('b'), '0001-a': creates('a') })).toEqual(['0001-a', '0002-b']);
    const more = { '0001-a': creates('a'), '0002-b': creates('b'), '0003-c': creates('c') };
    expect(await migrate(database, more)).toEqual(['0003-c']);
    expect(await migrate(database, more)).toEqual([]);
    expect((await database.sql('select n from c')).rows).toEqual([{ n: 1 }]);
  });

  test('applies all that is missing or nothing', async () => {
    const migrations = { '0001-a': creates('a'), '0002-b': fails };
    await expect(migrate(database, migrations)).rejects.toThrow('nowhere');
    expect(await exists('a')).toBe(false);
    expect(await isMigrated(database, migrations)).toBe(false);
  });

  test('refuses a database that is newer than the program, and leaves it as it is', async () => {
    await migrate(database, { '0001-a': creates('a'), '0002-b': creates('b') });
    const older = migrate(database, { '0001-a': creates('a'), '0001-z': creates('z') });
    await expect(older).rejects.toThrow(
      new DatabaseNewer(
        'The database is newer than this program: it holds 0002-b, and the last migration known here is 0001-z. Start the newer program.',
      ),
    );
    expect(await exists('z')).toBe(false);
  });

  test('knows whether something is left to migrate', async () => {
    const migrations = { '0001-a': creates('a') };
    expect(await isMigrated(database, migrations)).toBe(false);
    await migrate(database, migrations);
    expect(await isMigrated(database, migrations)).toBe(true);
    expect(await isMigrated(database, { ...migrations, '0002-b': creates('b') })).toBe(false);
  });
});

test('of four processes that start at once on one PostgreSQL, one migrates and the others wait for it', async () => {
  const database = await openTestDatabase('postgres', {});
  const processes = await Promise.all(
    Array.from({ length: 4 }, () =>
      openDatabase({ databaseUrl: database.databaseUrl ?? '', dataDir: '' }, createLog('silent')),
    ),
  );
  const migrations = { '0001-a': creates('a'), '0002-b': creates('b') };
  const applied = await Promise.all(processes.map((connection) => migrate(connection, migrations)));
  expect(applied.flat()).toEqual(['0001-a', '0002-b']);
  expect((await database.sql('select n from b')).rows).toEqual([{ n: 1 }]);
  await Promise.all(processes.map((connection) => connection.close()));
  await database.close();
});
