import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job, Outcome } from '../../sandbox/contract/job.ts';
import { createIsolates, type Isolates } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { type Http, openHttp } from '../api/http.ts';
import { childPids } from './processes.ts';
import { expectKind, processJob } from './sandbox.ts';

/** A whole server whose sandbox is attacked, with honest runs and a load balancer's looks beside. */
export interface Arena {
  /** Runs a job while honest runs of another script go on beside it, every one of which has to succeed. */
  attack(job: Job): Promise<Outcome>;
  /** The code of the error an attack ends in, or the kind of its outcome. */
  endOf(job: Job): Promise<string>;
  /** The pool of that server, where every run is such an attack. */
  isolates: Isolates;
  /** What the bystanders saw; to be called after all attacks. */
  provesHarmless(): void;
}

const honestCode = '$core.each($data, (d) => $core.lead.edit($e2i[d.id], {accept: 1}))';
const workers = 2;
/** Milliseconds within which the server has to say that it is alive. */
const aliveMs = 100;
/** Bytes that may be left in this process by all attacks together. */
const mayKeep = 32 * 1024 ** 2;

export function openArena(): Arena {
  let http: Http;
  const state = { open: true };
  let looks: Promise<unknown>;
  // What nobody attacks, for comparison: how long things take on this machine at this time.
  const unharmed = createIsolates({ workers: 1, log: createLog('silent') });
  const bare = createServer((_request, response) => response.end('ok'));
  /** Milliseconds until each look was answered, by the server and by the bare one. */
  const looksTook: number[] = [];
  const bareLooksTook: number[] = [];
  /** Milliseconds of work between two turns of this process's loop, in which nobody is answered: the most since it was set to 0. */
  let blockedMs = 0;
  let spent = process.threadCpuUsage();
  /** The same for each attack. */
  const blocked: number[] = [];
  /** Milliseconds of honest runs beside an attack, and of the same out of its reach. */
  const beside: number[] = [];
  const apart: number[] = [];
  let before = 0;
  let usualWork = 0;

  async function honestRun(isolates: Isolates, times: number[]): Promise<void> {
    const began = performance.now();
    const outcome = await isolates.run(processJob(honestCode, { answer: [{ id: 'a' }, { id: 'b' }] }));
    times.push(performance.now() - began);
    expect(expectKind(outcome, 'edits').edits).toMatchObject([{ leadId: 1 }, { leadId: 2 }]);
  }

  async function honestRuns(): Promise<void> {
    await honestRun(http.app.isolates, beside);
    await honestRun(unharmed, apart);
  }

  async function look(url: string, times: number[]): Promise<void> {
    const began = performance.now();
    const answer = await fetch(url);
    await answer.arrayBuffer();
    expect(answer.status).toBe(200);
    times.push(performance.now() - began);
  }

  async function lookOn(): Promise<void> {
    const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`;
    while (state.open) {
      await look(`${http.url}/healthz`, looksTook);
      await look(bareUrl, bareLooksTook);
      await pause(20);
    }
  }

  /** A machine that gives this process no core is not its fault, so its own work is measured and not what the clock says. */
  async function watchLoop(): Promise<void> {
    while (state.open) {
      spent = process.threadCpuUsage();
      await pause(5);
      const { user, system } = process.threadCpuUsage(spent);
      blockedMs = Math.max(blockedMs, (user + system) / 1000);
    }
  }

  beforeAll(async () => {
    http = await openHttp('postgres', undefined, workers);
    await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
    for (let i = 0; i < 20; i++) await honestRuns();
    beside.length = 0;
    apart.length = 0;
    usualWork = median(Array.from({ length: 5 }, knownWork));
    before = heldBytes();
    looks = Promise.all([lookOn(), watchLoop()]);
  });

  async function close(): Promise<void> {
    if (!state.open) return;
    state.open = false;
    await looks;
    bare.close();
    await Promise.all([unharmed.close(), http.close()]);
  }
  afterAll(close);

  /**
   * This process has work of its own, such as collecting garbage; what an attack does to it, it does every time. And a machine
   * may be so slow for a while that any work takes many times what it usually does.
   */
  async function attack(job: Job): Promise<Outcome> {
    let least = Number.POSITIVE_INFINITY;
    for (let times = 1; ; times++) {
      // Making the job was not the attack.
      spent = process.threadCpuUsage();
      blockedMs = 0;
      const outcome = await attackOnce(job);
      const slowness = blockedMs < aliveMs ? 1 : Math.max(1, knownWork() / usualWork);
      least = Math.min(least, blockedMs / slowness);
      if (least >= aliveMs && times < 3) continue;
      blocked.push(least);
      return outcome;
    }
  }

  async function attackOnce(job: Job): Promise<Outcome> {
    const attacked = { over: false };
    const attacking = http.app.isolates.run(job).finally(() => {
      attacked.over = true;
    });
    do {
      await honestRuns();
      if (!attacked.over) await pause(5);
    } while (!attacked.over);
    return attacking;
  }

  return {
    attack,
    endOf: async (job) => {
      const outcome = await attack(job);
      return outcome.kind === 'failed' ? outcome.error.code : outcome.kind;
    },
    isolates: {
      run: attack,
      compile: (source) => http.app.isolates.compile(source),
      translate: (code) => http.app.isolates.translate(code),
      stats: () => http.app.isolates.stats(),
      warm: () => http.app.isolates.warm(),
      close: () => http.app.isolates.close(),
    },
    provesHarmless() {
      describe('all the while', () => {
        it('honest runs took no longer than where nobody attacks', () => {
          expect(beside.length).toBeGreaterThan(10);
          expect(median(beside)).toBeLessThan(3 * median(apart) + 20);
        });

        it(`the server said within ${aliveMs} ms that it is alive`, async () => {
          while (bareLooksTook.length < 15) await honestRuns();
          // Where the machine is slow all looks are; that the server had no work of its own in between is told for certain.
          expect(median(looksTook)).toBeLessThan(Math.max(aliveMs, 5 * median(bareLooksTook)));
          expect(Math.max(...blocked)).toBeLessThan(aliveMs);
        });

        it('this process kept nothing', () => {
          expect(heldBytes() - before).toBeLessThan(mayKeep);
        });

        it('there were as many children as before, and none is left when the server is closed', async () => {
          await honestRuns();
          await honestRuns();
          expect(http.app.isolates.stats()).toMatchObject({ children: workers, busy: 0, queued: 0 });
          await close();
          expect(childPids()).toEqual([]);
        });
      });
    },
  };
}

/** Bytes of live objects, after whatever can go is gone. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Milliseconds of processor time that a piece of work takes which is always the same, and long enough for a clock of whole ones. */
function knownWork(): number {
  const began = process.threadCpuUsage();
  for (let i = 0; i < 40; i++) JSON.parse(knownText);
  const { user, system } = process.threadCpuUsage(began);
  return Math.max(1, (user + system) / 1_000);
}
const knownText = JSON.stringify(Array.from({ length: 5_000 }, (_, i) => ({ id: i })));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
