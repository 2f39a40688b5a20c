import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { makeDataDir } from '../databases.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const directory = await makeDataDir('empty', 'demo');
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Demo {
  /** Everything it printed so far. */
  lines: string[];
  /** Resolves with the first line, printed or to be printed, that matches. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  errors(): string;
  /** Sends SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  ended: Promise<number | null>;
}

function startDemo(env: Record<string, string>): Demo {
  const child = spawn(process.execPath, ['--no-node-snapshot', main, '--demo'], {
    cwd: directory,
    env: { PATH: process.env.PATH, DATA_DIR: directory, PORT: '0', SANDBOX_WORKERS: '2', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    lines,
    errors: () => errors,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          for (const line of lines) {
            const found = pattern.exec(line);
            if (!found) continue;
            waiting.delete(look);
            resolve(found);
            return;
          }
        };
        waiting.add(look);
        look();
        ended.then((code) => reject(new Error(`The demo ended with ${code} before it printed ${pattern}: ${errors}`)));
      }),
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function welcomeOf(demo: Demo): Promise<{ url: string; key: string }> {
  const [, url = ''] = await demo.line(/the API +(\S+)\/docs$/);
  const [, key = ''] = await demo.line(/your key +(\S+)$/);
  return { url, key };
}

const crms = ['LeadLine', 'Sklad', 'Chai24'];
const kinds = ['processing', 'accepted', 'range'];

test('the demo checks three CRMs in all three ways, moves leads, books money, and stops when told', async () => {
  const demo = startDemo({});
  const { url, key } = await welcomeOf(demo);
  const get = async (path: string): Promise<any> => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
    expect(response.status, path).toBe(200);
    return response.json();
  };
  const sweeps = crms.flatMap((crm) =>
    kinds.map((kind) => demo.line(new RegExp(`^[\\d:]{8} ${crm} +${kind} .* \\d+$`))),
  );
  await Promise.all(sweeps);

  // What a CRM says about accepted leads books them: none of them came booked.
  const accepted = await get('/api/leads?status=6,7,8,9,10&limit=500');
  const booked = accepted.items.filter((lead: { booked: boolean }) => lead.booked);
  const offers = new Set(booked.map((lead: { offerId: number }) => lead.offerId));
  expect(offers.size).toBeGreaterThanOrEqual(2);
  const lead = booked.find(({ webmasterId }: { webmasterId: number | null }) => webmasterId !== null);
  const ledger = await get(`/api/leads/${lead.id}/ledger`);
  expect(ledger.items.map(({ kind }: { kind: string }) => kind)).toEqual(expect.arrayContaining(['pay', 'wm']));
  const history = await get(`/api/leads/${lead.id}/history`);
  const { runId } = history.items[0].source;
  const run = await get(`/api/runs/${runId}`);
  expect(run).toMatchObject({ state: 'ok', offerId: lead.offerId });
  expect(run.edits.map(({ leadId }: { leadId: number }) => leadId)).toContain(lead.id);

  expect(await demo.stop()).toBe(0);
  expect(demo.errors()).toBe('');

  const again = startDemo({});
  expect(await welcomeOf(again)).toMatchObject({ key });
  expect(again.lines.join('\n')).toContain('(continued)');
  expect(await again.stop()).toBe(0);
}, 120_000);

test('a port that is taken is said in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const demo = startDemo({ PORT: `${port}` });
  expect(await demo.ended).toBe(1);
  expect(demo.errors()).toMatch(new RegExp(`^sverka: PORT=${port} is taken by another program: [^\\n]*\\n$`));
  other.close();
}, 120_000);
