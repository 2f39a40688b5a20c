/** Many runs of many script versions, a few of them hostile: what a year does to the pool. */
import type { Outcome } from '../../sandbox/contract/job.ts';
import { createIsolates, type Isolates } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { attacksOnMemory } from '../sandbox/attacks/memory.ts';
import { attacksOnTime } from '../sandbox/attacks/time.ts';
import { processJob } from '../sandbox/jobs.ts';
import { childPids } from '../sandbox/processes.ts';

const workers = 2;
const versions = 50;
/** Runs in each pool whose times are compared. */
const compared = 500;
/** Every hundredth run is hostile. */
const hostileEvery = 100;
const rows = Array.from({ length: 50 }, (_, index) => ({
  id: `k${index}`,
  status: ['accept', 'cancel', 'x'][index % 3],
}));
const leads = rows.map(({ id }, index) => ({ id: index + 1, extId: id, status: 2 as const, createdAt: 0 }));
/** In turn one on time and one on memory, until the shorter list begins anew. */
const attacks = attacksOnTime.flatMap((attack, index) => [
  attack,
  attacksOnMemory[index % attacksOnMemory.length] ?? attack,
]);

export interface RunsReport {
  runs: number;
  hostile: number;
  /** Runs that gave no outcome. */
  lost: number;
  /** What ended otherwise than it should: the first of them, in words. */
  wrong: string[];
  killed: number;
  recycled: number;
  /** Child processes after the pool was closed. */
  left: number;
  /** Resident bytes of this process after a fifth of the runs, and after all of them. */
  memory: { early: number; late: number };
  /** Milliseconds of honest runs, the median: after all of this, and in a new pool in turn with it. */
  latency: { aged: number; fresh: number };
  seconds: number;
}

/** What is wrong with it, in words; empty where nothing is. */
export function faultsOf({ lost, wrong, left, recycled, memory, latency }: RunsReport): string[] {
  return [
    ...(lost > 0 ? [`${lost} runs were lost`] : []),
    ...wrong,
    ...(left > 0 ? [`${left} child processes are left`] : []),
    ...(recycled === 0 ? ['no child was recycled'] : []),
    ...(memory.late > memory.early * 1.1
      ? [`memory grew from ${mebibytes(memory.early)} to ${mebibytes(memory.late)} MB`]
      : []),
    ...(latency.aged > latency.fresh * 1.25 + 1
      ? [`a run took ${latency.aged.toFixed(1)} ms at last, ${latency.fresh.toFixed(1)} ms in a new pool`]
      : []),
  ];
}

export const mebibytes = (bytes: number): number => Math.round(bytes / 1024 ** 2);

export async function soakRuns(count: number): Promise<RunsReport> {
  const began = performance.now();
  const openPool = (): Isolates =>
    createIsolates({
      workers,
      log: createLog('silent'),
      // Attacks end a child every few hundred runs; sooner, so that some live to be replaced.
      recycleAfterRuns: Math.min(500, Math.ceil(count / 10)),
    });
  const isolates = openPool();
  const wrong: string[] = [];
  let started = 0;
  let ended = 0;
  let hostile = 0;
  let early = 0;

  /** @returns milliseconds */
  async function honest(index: number, pool = isolates): Promise<number> {
    const version = index % versions;
    const at = performance.now();
    const outcome = await pool.run({
      ...processJob(codeOf(version), { answer: rows, leads }),
      script: sourceOf(version),
    });
    const ms = performance.now() - at;
    if (!isRight(outcome, version)) note(`version ${version} ended as ${JSON.stringify(outcome).slice(0, 300)}`);
    return ms;
  }

  /** Neighbours on the machine come and go, and with them what a run takes: only what runs at the same time compares. */
  async function compareWithNew(): Promise<RunsReport['latency']> {
    const fresh = openPool();
    const times = { aged: [] as number[], fresh: [] as number[] };
    for (let index = 0; index < compared; index++) {
      const aged = await honest(index);
      const ms = await honest(index, fresh);
      // Each pool has compiled every version by then.
      if (index < versions) continue;
      times.aged.push(aged);
      times.fresh.push(ms);
    }
    await fresh.close();
    return { aged: median(times.aged), fresh: median(times.fresh) };
  }

  async function attack(): Promise<void> {
    const [name, code] = attacks[hostile++ % attacks.length] ?? ['', ''];
    const outcome = await isolates.run(processJob(code, { limits: { scriptMs: 100, memoryMb: 16 } }));
    // Which of the two comes first is up to the machine.
    const stopped = outcome.kind === 'failed' && ['script_timeout', 'script_memory'].includes(outcome.error.code);
    if (!stopped) note(`${name} ended as ${JSON.stringify(outcome).slice(0, 300)}`);
  }

  function note(what: string): void {
    if (wrong.length < 20) wrong.push(what);
  }

  async function lane(): Promise<void> {
    while (started < count) {
      const index = started++;
      await (index % hostileEvery === hostileEvery - 1 ? attack() : honest(index)).catch((error: unknown) =>
        note(String(error)),
      );
      ended++;
      if (ended === Math.ceil(count / 5)) early = residentBytes();
      if (ended % Math.ceil(count / 10) === 0) {
        const { killed, recycled } = isolates.stats();
        console.log(
          `${ended} runs, ${mebibytes(process.memoryUsage.rss())} MB, ${killed} children killed, ${recycled} recycled`,
        );
      }
    }
  }

  await Promise.all(Array.from({ length: workers }, lane));
  const late = residentBytes();
  const { killed, recycled } = isolates.stats();
  const latency = await compareWithNew();
  await isolates.close();
  return {
    runs: ended,
    hostile,
    lost: count - ended,
    wrong,
    killed,
    recycled,
    left: childPids().length,
    memory: { early, late },
    latency,
    seconds: Math.round((performance.now() - began) / 1000),
  };
}

const codeOf = (version: number): string => `
  $core.each($data, (d) => {
    const id = $e2i[d.id];
    if (d.status === 'accept') $core.lead.edit(id, { accept: 1, comment: 'version ${version}' });
    if (d.status === 'cancel') $core.lead.edit(id, { status: 5 });
  });`;

const sourceOf = (version: number) => ({ key: `${version}@1`, language: 'js', code: codeOf(version) }) as const;

function isRight(outcome: Outcome, version: number): boolean {
  if (outcome.kind !== 'edits' || outcome.edits.length !== 34) return false;
  return outcome.edits[0]?.edit.comment === `version ${version}` && outcome.edits[1]?.edit.status === 5;
}

function residentBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
