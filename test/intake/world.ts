import type { AddressInfo } from 'node:net';
import { listen } from '../../src/api/listen.ts';
import { type IntakeWorker, startIntake } from '../../src/intake/workers/worker.ts';
import { type Notifier, startNotifier } from '../../src/notify/worker.ts';
import { createKey } from '../../src/people/keys.ts';
import type { Engine } from '../databases.ts';
import { openWorld, type World } from '../world.ts';

export interface Called {
  status: number;
  /** The parsed body; its text where it is not JSON. */
  body: any;
}

/** The whole program over real HTTP, with intake at work. */
export interface IntakeWorld extends World {
  url: string;
  intake: IntakeWorker;
  notifier: Notifier;
  /** Calls the API as an administrator. */
  call(method: string, path: string, body?: unknown): Promise<Called>;
  /** The same, where anything but success fails the test. */
  ok(method: string, path: string, body?: unknown): Promise<any>;
  /** A request as it is, at a source's address. */
  send(url: string, init?: RequestInit): Promise<Called>;
  /** Waits until the condition holds; 20 seconds at most. */
  until(condition: () => Promise<boolean>): Promise<void>;
  /** Waits until no operation of the pipeline is queued for now or runs, and gives all of them, the oldest first. */
  settled(pipelineId: number, count?: number): Promise<any[]>;
}

/** @param env variables beside those of every test */
export async function openIntake(engine: Engine, env: Record<string, string> = {}): Promise<IntakeWorld> {
  const world = await openWorld(engine, {}, env);
  const { app, close: closeWorld } = world;
  const intake = await startIntake(app);
  const notifier = startNotifier(app);
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { key } = await createKey(app.db, { name: 'admin', role: 'admin' }, app.clock.now());

  async function send(address: string, init?: RequestInit): Promise<Called> {
    // The address that people copy begins with PUBLIC_URL, which is not where a test listens.
    const path = address.slice(address.indexOf('/in/'));
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, body: parsed(await response.text()) };
  }
  async function call(method: string, path: string, body?: unknown): Promise<Called> {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: parsed(await response.text()) };
  }
  async function ok(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  return Object.assign(world, {
    url,
    intake,
    notifier,
    call,
    ok,
    send,
    until,
    async settled(pipelineId: number, count = 1) {
      let items: any[] = [];
      await until(async () => {
        ({ items } = await ok('GET', `/api/operations?pipelineId=${pipelineId}&limit=500`));
        const now = app.clock.now().toISOString();
        const busy = items.some(
          ({ state, nextAt }) => state === 'running' || (state === 'queued' && (nextAt === null || nextAt <= now)),
        );
        return !busy && items.length >= count;
      });
      return items.toReversed();
    },
    close: async () => {
      await Promise.all([intake.stop(2_000), notifier.stop(2_000)]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await closeWorld();
    },
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; ) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('What was waited for did not come');
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
