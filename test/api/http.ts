import type { AddressInfo } from 'node:net';
import { listen } from '../../src/api/listen.ts';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/connect.ts';
import type { Role } from '../../src/db/schema/people.ts';
import { createLog } from '../../src/log.ts';
import { createKey } from '../../src/people/keys.ts';
import { type Engine, openTestDatabase, worldStart } from '../databases.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed body; its text where it is not JSON. */
  body: any;
}

/** The API over real HTTP, a real database and a real sandbox. */
export interface Http {
  app: App;
  /** Stands still unless it is moved. */
  clock: { now(): Date; advance(seconds: number): void };
  url: string;
  keys: Record<Role, string>;
  /** Calls the API as an administrator, unless `role` says otherwise. */
  call(method: string, path: string, body?: unknown, role?: Role): Promise<Answer>;
  /** Calls with nothing added. */
  raw(path: string, init?: RequestInit): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * @param databaseUrl an empty database, instead of one of the engine
 * @param workers processes of the sandbox
 */
export async function openHttp(engine: Engine = 'pglite', databaseUrl?: string, workers = 1): Promise<Http> {
  let now = worldStart;
  const clock = {
    now: () => now,
    advance: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
  };
  const log = createLog('silent');
  const connection =
    databaseUrl === undefined ? await openTestDatabase(engine) : await openDatabase({ databaseUrl, dataDir: '' }, log);
  const config = readConfig({
    PUBLIC_URL: 'http://sverka.test',
    SANDBOX_WORKERS: `${workers}`,
    SECRETS_KEY: '11'.repeat(32),
  });
  const app = await createApp(config, { connection, clock, log });
  await app.queue.start();
  const keys = {} as Record<Role, string>;
  for (const role of ['admin', 'operator', 'viewer'] as const) {
    keys[role] = (await createKey(app.db, { name: role, role }, app.clock.now())).key;
  }
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function raw(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(url + path, init);
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  }

  return {
    app,
    clock,
    url,
    keys,
    raw,
    call: (method, path, body, role = 'admin') =>
      raw(path, {
        method,
        headers: {
          authorization: `Bearer ${keys[role]}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await app.queue.stop({ graceMs: 0 });
      await app.close();
    },
  };
}
