import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Connection, isConnectionLoss, openDatabase } from '../../src/db/connect.ts';
import { upkeep } from '../../src/db/upkeep.ts';
import { createLog } from '../../src/log.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';

let server: PostgresServer;
let connection: Connection;
beforeAll(async () => {
  server = await startPostgres();
  connection = await openDatabase({ databaseUrl: server.url, dataDir: '' }, createLog('silent'));
});
afterAll(async () => {
  await connection.close();
  await server.remove();
});

const failure = (query: Promise<unknown>): Promise<unknown> =>
  query.then(
    () => 'nothing failed',
    (error: unknown) => error,
  );

test('while the server is away, queries fail as a loss of connection; when it is back, they work again', async () => {
  const inFlight = failure(connection.sql('select pg_sleep(60)'));
  const transaction = failure(
    connection.db.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      await server.stop();
      await sql`select 2`.execute(trx);
    }),
  );
  expect(isConnectionLoss(await transaction)).toBe(true);
  expect(isConnectionLoss(await inFlight)).toBe(true);
  expect(isConnectionLoss(await failure(connection.ping()))).toBe(true);
  expect(isConnectionLoss(await failure(sql`select 3`.execute(connection.db)))).toBe(true);
  await server.start();
  await connection.ping();
  expect((await sql`select 4 as n`.execute(connection.db)).rows).toEqual([{ n: 4 }]);
});

test('who listens hears again when the server is back', async () => {
  let connected = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<string>();
  const subscription = await connection.listen('news', heard.resolve, () => connected.resolve());
  await connected.promise;
  connected = Promise.withResolvers<void>();
  await server.stop();
  await server.start();
  await connected.promise;
  await connection.sql(`select pg_notify('news', 'back')`);
  expect(await heard.promise).toBe('back');
  await subscription.close();
});

test('a mistake in a query is no loss of connection', async () => {
  const error = await failure(connection.sql('select nothing'));
  expect(error).toBeInstanceOf(Error);
  expect(isConnectionLoss(error)).toBe(false);
});

test('upkeep leaves PostgreSQL to its own processes', async () => {
  expect(await upkeep(connection)).toEqual([]);
});
