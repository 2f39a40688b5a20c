import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createApi } from '../../src/api/app.ts';
import type { App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Role } from '../../src/db/schema.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { createSecretBox } from '../../src/network/secrets.ts';
import { createKey } from '../../src/people/keys.ts';
import { type Engine, openTestDatabase } from '../databases.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed body; its text where it is not JSON. */
  body: any;
}

export interface World {
  app: App;
  url: string;
  keys: Record<Role, string>;
  /** Calls the API over HTTP, as an administrator unless `role` says otherwise. */
  call(method: string, path: string, body?: unknown, role?: Role): Promise<Answer>;
  /** Calls with nothing added. */
  raw(path: string, init?: RequestInit): Promise<Answer>;
  close(): Promise<void>;
}

/** The API over real HTTP and a real database, at a fixed time unless `now` is moved. */
export async function openWorld(engine: Engine = 'pglite', overrides: Partial<App> = {}): Promise<World> {
  const connection = await openTestDatabase(engine);
  const config = readConfig({ PUBLIC_URL: 'http://sverka.test' });
  const app = {
    config,
    connection,
    db: connection.db,
    log: createLog('silent'),
    clock: { now: () => new Date('2026-03-01T12:00:00Z') },
    secrets: createSecretBox('11'.repeat(32)),
    metrics: createMetrics(),
    ...overrides,
  } as App;
  const keys = {} as Record<Role, string>;
  for (const role of ['admin', 'operator', 'viewer'] as const) {
    keys[role] = (await createKey(app.db, { name: role, role }, app.clock.now())).key;
  }
  const server = await listen(app);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function raw(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(url + path, init);
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  }

  return {
    app,
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
      await connection.close();
    },
  };
}

function listen(app: App): Promise<Server> {
  return new Promise((resolve) => {
    const server = serve({ fetch: createApi(app).fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(server as Server));
  });
}
