import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';

describe.each(engines)('a database on %s', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine, {});
    await database.sql('create table marks (n int)');
  });
  afterAll(() => database.close());

  const marks = async (): Promise<number[]> =>
    (await database.sql('select n from marks order by n')).rows.map(({ n }) => n);

  describe('gives the same values', () => {
    test.each([
      ['a bigint as a number', '9007199254740991::bigint', 9007199254740991],
      ['a count as a number', '(select count(*) from generate_series(1, 3))', 3],
      ['an integer as a number', '7::int', 7],
      ['a float as a number', '0.5::float8', 0.5],
      ['a numeric as text', '12.3400::numeric(18,4)', '12.3400'],
      ['a sum of bigints, which is a numeric, as text', '(select sum(n::bigint) from generate_series(1, 3) n)', '6'],
      ['a boolean', 'true', true],
      ['an instant as Date', `'2026-03-29 01:30:00.123+02'::timestamptz`, new Date('2026-03-28T23:30:00.123Z')],
      ['a day as yyyy-MM-dd', `'2026-03-29'::date`, '2026-03-29'],
      ['an interval as text', `'1 day 02:00'::interval`, '1 day 02:00:00'],
      ['bytes as Buffer', `'\\x00ff10'::bytea`, Buffer.from([0, 255, 16])],
      ['jsonb as what it says', `'{"a": [1, null, "x"]}'::jsonb`, { a: [1, null, 'x'] }],
      ['json as what it says', `'[1.5]'::json`, [1.5]],
      ['a uuid as text', `'0b6e3a4e-7e55-4c07-9d6f-1f1c12345678'::uuid`, '0b6e3a4e-7e55-4c07-9d6f-1f1c12345678'],
      ['an address as text', `'10.0.0.1'::inet`, '10.0.0.1'],
      ['texts', `array['a', null, 'b"c', '{}']::text[]`, ['a', null, 'b"c', '{}']],
      ['bigints', 'array[1, null, 9007199254740991]::bigint[]', [1, null, 9007199254740991]],
      [
        'integers',
        'array[[1, 2], [3, 4]]::int[]',
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ['numerics', 'array[1.50]::numeric(10,2)[]', ['1.50']],
      ['days', `array['2026-03-29']::date[]`, ['2026-03-29']],
      ['instants', `array['2026-03-29T00:00:00Z']::timestamptz[]`, [new Date('2026-03-29T00:00:00Z')]],
      ['jsonbs', `array['{"a":1}']::jsonb[]`, [{ a: 1 }]],
      ['nothing as null', 'null::bigint', null],
    ])('%s', async (_what, expression, expected) => {
      const { rows } = await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(database.db);
      expect(rows[0]?.value).toEqual(expected);
      const raw = await database.sql(`select ${expression} as value`);
      expect(raw.rows[0].value).toEqual(expected);
    });
  });

  test.each([
    ['bigint', 9007199254740991, 9007199254740991],
    ['bigint[]', [1, 2, 3], [1, 2, 3]],
    ['text[]', ['a', 'b"c', '{}', ''], ['a', 'b"c', '{}', '']],
    ['numeric', '0.1000', '0.1000'],
    ['timestamptz', new Date('2026-03-28T23:30:00.123Z'), new Date('2026-03-28T23:30:00.123Z')],
    ['date', '2026-10-25', '2026-10-25'],
    ['bytea', Buffer.from([0, 1, 255]), Buffer.from([0, 1, 255])],
    ['jsonb', JSON.stringify([{ a: 'б' }]), [{ a: 'б' }]],
    ['boolean', false, false],
    ['text', 'Ивáн 😀', 'Ивáн 😀'],
  ])('takes a parameter as %s and gives it back', async (type, value, expected) => {
    const { rows } = await sql<{ value: unknown }>`select ${value}::${sql.raw(type)} as value`.execute(database.db);
    expect(rows[0]?.value).toEqual(expected);
  });

  test('its session is in UTC', async () => {
    expect((await database.sql('show timezone')).rows[0].TimeZone).toBe('UTC');
  });

  test('raw SQL may be several statements, whose rows come together', async () => {
    const { rows } = await database.sql('select 1 as n; select 2 as n');
    expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('a raw transaction that fails leaves nothing behind and the connection usable', async () => {
    const block = 'begin; insert into marks values (99); select 1/0; commit;';
    await expect(database.sql(block)).rejects.toThrow('division by zero');
    const others = [
      database.sql('select 1'),
      database.db
        .selectFrom('marks' as any)
        .selectAll()
        .execute(),
    ];
    await Promise.all(others);
    expect(await marks()).toEqual([]);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const failing = database.db.transaction().execute(async (trx) => {
      await sql`insert into marks values (98)`.execute(trx);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await marks()).toEqual([]);
  });

  test('a transaction that was aborted by the database cannot be committed by mistake', async () => {
    const failing = database.db.transaction().execute(async (trx) => {
      await sql`select 1/0`.execute(trx).catch(() => undefined);
    });
    await expect(failing).rejects.toThrow();
  });

  test('two transactions at once do not see each other unfinished', async () => {
    await database.sql('create table counter (n int); insert into counter values (0)');
    const increase = () =>
      database.db.transaction().execute(async (trx) => {
        const { rows } = await sql<{ n: number }>`select n from counter for update`.execute(trx);
        await new Promise((resolve) => setImmediate(resolve));
        await sql`update counter set n = ${(rows[0]?.n ?? 0) + 1}`.execute(trx);
      });
    await Promise.all(Array.from({ length: 10 }, increase));
    expect((await database.sql('select n from counter')).rows).toEqual([{ n: 10 }]);
  });

  test('queries made beside an open transaction are answered, and never run inside it', async () => {
    const inside = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const transaction = database.db
      .transaction()
      .execute(async (trx) => {
        await sql`insert into marks values (1)`.execute(trx);
        inside.resolve();
        await finish.promise;
        throw new Error('rolled back');
      })
      .catch((error: Error) => error.message);
    await inside.promise;
    const beside = [
      sql`insert into marks values (2)`.execute(database.db),
      database.sql('insert into marks values ($1)', [3]),
      database.sql('begin; insert into marks values (4); commit'),
      database.db.transaction().execute((trx) => sql`insert into marks values (5)`.execute(trx)),
    ];
    finish.resolve();
    expect(await transaction).toBe('rolled back');
    await Promise.all(beside);
    expect(await marks()).toEqual([2, 3, 4, 5]);
    await database.sql('delete from marks');
  });

  test('a notification is delivered when its transaction is committed, and not before', async () => {
    const heard: string[] = [];
    const connected = Promise.withResolvers<void>();
    const first = Promise.withResolvers<void>();
    const subscription = await database.listen(
      'news',
      (payload) => {
        heard.push(payload);
        first.resolve();
      },
      connected.resolve,
    );
    await connected.promise;
    await database.db.transaction().execute(async (trx) => {
      await sql`select pg_notify('news', 'kept')`.execute(trx);
      await sql`select 1`.execute(trx);
      expect(heard).toEqual([]);
    });
    await first.promise;
    await database.db
      .transaction()
      .execute(async (trx) => {
        await sql`select pg_notify('news', 'lost')`.execute(trx);
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await subscription.close();
    await database.sql(`select pg_notify('news', 'too late')`);
    expect(heard).toEqual(['kept']);
  });

  test('answers a ping', async () => {
    await expect(database.ping()).resolves.toBeUndefined();
  });
});

test.each(engines)('two test databases on %s have nothing in common', async (engine) => {
  const [one, other] = await Promise.all([openTestDatabase(engine, {}), openTestDatabase(engine, {})]);
  await one.sql('create table only_here (n int)');
  expect((await other.sql(`select to_regclass('only_here') as found`)).rows).toEqual([{ found: null }]);
  await Promise.all([one.close(), other.close()]);
});
