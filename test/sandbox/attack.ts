import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job, Outcome } from '../../sandbox/contract/job.ts';
import type { Isolates } from '../../src/isolates/pool.ts';
import { type Http, openHttp } from '../api/http.ts';
import { childPids } from './processes.ts';
import { processJob } from './sandbox.ts';

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
  /** Milliseconds until each look was answered, before there was an attack and since. */
  const looksUsuallyTook: number[] = [];
  const looksTook: number[] = [];
  /** Milliseconds of work between two turns of this process's loop, in which nobody is answered: the most since it was set to 0. */
  let blockedMs = 0;
  let spent = process.threadCpuUsage();
  /** The same for each attack. */
  const blocked: number[] = [];
  const usual: number[] = [];
  const beside: number[] = [];
  let before = 0;

  async function honestRun(times: number[]): Promise<void> {
    const began = performance.now();
    const outcome = await http.app.isolates.run(processJob(honestCode, { answer: [{ id: 'a' }, { id: 'b' }] }));
    times.push(performance.now() - began);
    expect(outcome).toMatchObject({ kind: 'edits', edits: [{ leadId: 1 }, { leadId: 2 }] });
  }

  async function look(times: number[]): Promise<void> {
    const began = performance.now();
    const answer = await fetch(`${http.url}/healthz`);
    await answer.arrayBuffer();
    expect(answer.status).toBe(200);
    times.push(performance.now() - began);
  }

  async function lookOn(): Promise<void> {
    while (state.open) {
      await look(looksTook);
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
    for (let i = 0; i < 20; i++) await Promise.all([honestRun(usual), look(looksUsuallyTook)]);
    before = heldBytes();
    looks = Promise.all([lookOn(), watchLoop()]);
  });

  async function close(): Promise<void> {
    if (!state.open) return;
    state.open = false;
    await looks;
    await http.close();
  }
  afterAll(close);

  /** This process has work of its own, such as collecting garbage; what an attack does to it, it does every time. */
  async function attack(job: Job): Promise<Outcome> {
    for (let times = 1; ; times++) {
      // Making the job was not the attack.
      spent = process.threadCpuUsage();
      blockedMs = 0;
      const outcome = await attackOnce(job);
      if (blockedMs >= aliveMs && times < 3) continue;
      blocked.push(blockedMs);
      return outcome;
    }
  }

  async function attackOnce(job: Job): Promise<Outcome> {
    const attacked = { over: false };
    const attacking = http.app.isolates.run(job).finally(() => {
      attacked.over = true;
    });
    do {
      await honestRun(beside);
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
        it('honest runs took their usual time', () => {
          expect(beside.length).toBeGreaterThan(10);
          // An attack has one of the cores to itself, and other programs may have the other.
          expect(median(beside)).toBeLessThan(10 * median(usual) + 50);
        });

        it(`the server said within ${aliveMs} ms that it is alive`, async () => {
          while (looksTook.length < 30) await honestRun(beside);
          // Where the machine is slow the looks are; that the server had no work of its own in between is told for certain.
          expect(median(looksTook)).toBeLessThan(Math.max(aliveMs, 5 * median(looksUsuallyTook)));
          expect(Math.max(...blocked)).toBeLessThan(aliveMs);
        });

        it('this process kept nothing', () => {
          expect(heldBytes() - before).toBeLessThan(mayKeep);
        });

        it('there were as many children as before, and none is left when the server is closed', async () => {
          await honestRun([]);
          await honestRun([]);
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
