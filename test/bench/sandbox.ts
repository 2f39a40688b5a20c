/** Runs per second of the sandbox on one core, beside what there is without it. */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createIsolates } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { benchJob } from './sandbox/job.ts';
import type { Turn } from './sandbox/variant.ts';
import { type VariantName, variants } from './sandbox/variants.ts';

/**
 * And how many rounds are not counted. A program that runs for days compiles what runs often once, in its first ten seconds of
 * work; on one core every such moment falls on a run.
 */
const sizes = [
  { rows: 10, warmUp: 25 },
  { rows: 100, warmUp: 25 },
  { rows: 1_000, warmUp: 4 },
  { rows: 10_000, warmUp: 4 },
];
const rounds = 9;
/** Milliseconds per variant and round, enough for what a variant leaves to other threads to fall on itself. */
const roundMs = 400;
const coldRuns = 30;

/** Everything on one core, children included. */
export function benchSandbox(): void {
  const here = fileURLToPath(import.meta.url);
  const node = [process.execPath, ...process.execArgv, here];
  const pinned = spawnSync('taskset', ['-c', '0', ...node], { stdio: 'inherit', env: { ...process.env, TZ: 'UTC' } });
  if (pinned.error !== undefined) spawnSync(node[0] as string, node.slice(1), { stdio: 'inherit' });
}

/**
 * By turns, so that a moment in which the machine does something else falls on all of them; each in a process of its own, since
 * whatever one leaves to be collected would fall on whoever comes next.
 */
async function measureRuns(): Promise<void> {
  const names = Object.keys(variants) as VariantName[];
  const processes = new Map(names.map((name) => [name, startVariant(name)]));
  const table: Record<string, Record<string, string>> = {};
  for (const { rows, warmUp } of sizes) {
    /** The milliseconds of each run, turn by turn. */
    const turns = new Map(names.map((name) => [name, [] as number[][]]));
    for (let round = -warmUp; round < rounds; round++) {
      for (const [name, variant] of processes) {
        const times = await takeTurn(variant, { rows, roundMs });
        if (round >= 0) turns.get(name)?.push(times);
      }
    }
    const turnsOf = (name: VariantName): number[][] => turns.get(name) ?? [];
    // What a core gets done in a while, collecting of garbage included, and not what a lucky run takes.
    const usual = (name: VariantName): number => quantile(turnsOf(name).map(mean), 0.5);
    const tail = (name: VariantName): string => {
      const times = turnsOf(name).flat();
      return (quantile(times, 0.99) / quantile(times, 0.5)).toFixed(2);
    };
    table[`${rows} rows`] = {
      ...Object.fromEntries(names.map((name) => [name, `${Math.round(1000 / usual(name))}/s`])),
      'to fresh isolate': (usual('isolated-vm, fresh isolate') / usual('Sverka')).toFixed(2),
      'to one isolate': (usual('isolated-vm, one isolate') / usual('Sverka')).toFixed(2),
      'p99 / p50': tail('Sverka'),
      'p99 / p50 of one isolate': tail('isolated-vm, one isolate'),
    };
  }
  for (const variant of processes.values()) variant.kill();
  console.log('Runs of the sandbox on one core: bytes in, checked edits out');
  console.table(table);
}

const variantPath = fileURLToPath(new URL('sandbox/variant.ts', import.meta.url));

function startVariant(name: VariantName): ChildProcess {
  const variant = fork(variantPath, [name]);
  variant.once('exit', (code) => {
    // It has said why.
    if (code !== null) process.exit(1);
  });
  return variant;
}

/** @returns the milliseconds of each run */
async function takeTurn(variant: ChildProcess, turn: Turn): Promise<number[]> {
  variant.send(turn);
  const [times] = await once(variant, 'message');
  return times;
}

async function measureFirstRuns(): Promise<void> {
  const isolates = createIsolates({ workers: 1, log: createLog('silent') });
  // The pool is there when a script comes.
  await isolates.run(benchJob(1));
  const cold: number[] = [];
  for (let i = 0; i < coldRuns; i++) {
    const job = benchJob(100);
    job.script = { ...job.script, key: `${i}@cold`, code: `${job.script.code}\n// ${i}` };
    const at = performance.now();
    await isolates.run(job);
    cold.push(performance.now() - at);
    // A cold script comes now and then; what the child does between runs is not part of its first one, nor is this process's garbage.
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await isolates.close();
  console.log(
    `A script's first run, 100 rows: p50 ${quantile(cold, 0.5).toFixed(1)} ms, worst ${Math.max(...cold).toFixed(1)} ms`,
  );
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await measureRuns();
  await measureFirstRuns();
  process.exit(0);
}
