import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, type ClientBase, type ClientConfig, Pool } from 'pg';
import type { Log } from '../log.ts';
import type { Connection, Subscription } from './connection.ts';
import type { Database } from './schema.ts';
import { pgTypes } from './types.ts';

/** Connections of one process: enough for its jobs and requests, few enough for many processes at one server. */
const POOL_SIZE = 16;
const STATEMENT_SECONDS = 60;
const IDLE_IN_TRANSACTION_SECONDS = 60;
const LONGEST_RECONNECT_SECONDS = 10;

/** Opens a pool of connections. The server need not be up yet: each query tries anew. */
export async function openPostgres(url: string, log: Log): Promise<Connection> {
  const options: ClientConfig = {
    connectionString: url,
    application_name: 'sverka',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
    types: pgTypes,
  };
  const pool = new Pool({ ...options, max: POOL_SIZE, idleTimeoutMillis: 30_000, onConnect: prepareSession });
  // Without a listener, a connection that breaks while idle would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  // The same for one that breaks while it is in use; the query that runs on it fails by itself.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const subscriptions = new Set<Subscription>();
  return {
    db,
    engine: 'postgres',
    async sql(text, values) {
      const result = await pool.query(text, values);
      // Several statements give several results.
      return { rows: Array.isArray(result) ? result.flatMap(({ rows }) => rows ?? []) : (result.rows ?? []) };
    },
    async listen(channel, onNotify, onReconnect) {
      const subscription = subscribe(options, channel, { onNotify, onReconnect }, log);
      subscriptions.add(subscription);
      return subscription;
    },
    async ping() {
      await pool.query('select 1');
    },
    async close() {
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await db.destroy();
      if (!pool.ended) await pool.end();
    },
  };
}

async function prepareSession(client: ClientBase): Promise<void> {
  await client.query(
    `set time zone 'UTC';
     set statement_timeout = '${STATEMENT_SECONDS}s';
     set idle_in_transaction_session_timeout = '${IDLE_IN_TRANSACTION_SECONDS}s'`,
  );
}

/** Listens on a connection of its own, and connects again for as long as it is not closed. */
function subscribe(
  options: ClientConfig,
  channel: string,
  handlers: { onNotify: (payload: string) => void; onReconnect: () => void },
  log: Log,
): Subscription {
  const closing = new AbortController();
  const running = (async () => {
    for (let failures = 0; !closing.signal.aborted; failures++) {
      const client = new Client(options);
      const ended = new Promise<void>((resolve) => client.once('end', resolve));
      const close = (): void => void client.end().catch(() => undefined);
      client.on('error', () => undefined);
      client.on('notification', ({ payload }) => handlers.onNotify(payload ?? ''));
      closing.signal.addEventListener('abort', close);
      try {
        await client.connect();
        await client.query(`listen ${client.escapeIdentifier(channel)}`);
        failures = 0;
        handlers.onReconnect();
        await ended;
      } catch (error) {
        log.debug({ err: error, channel }, 'cannot listen to the database');
        close();
      }
      closing.signal.removeEventListener('abort', close);
      const seconds = Math.min(2 ** failures / 4, LONGEST_RECONNECT_SECONDS);
      await delay(seconds * 1000, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}
