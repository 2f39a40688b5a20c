/** Runs per second of the sandbox on one core, beside what there is without it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseEdit } from '../../sandbox/contract/edit.ts';
import { createIsolates, type Isolates } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { bare, freshIsolate, nodeVm, oneIsolate, type Run } from './sandbox/in-process.ts';
import { benchJob } from './sandbox/job.ts';

const sizes = [10, 100, 1_000, 10_000];
const rounds = 15;
/** Rounds that are not counted: children compile what runs often rather late. */
const warmUp = 8;
/** Milliseconds per variant and round. */
const roundMs = 150;
const coldRuns = 30;

/** Everything on one core, children included. */
export function benchSandbox(): void {
  const here = fileURLToPath(import.meta.url);
  const node = [process.execPath, ...process.execArgv, here];
  const pinned = spawnSync('taskset', ['-c', '0', ...node], { stdio: 'inherit', env: { ...process.env, TZ: 'UTC' } });
  if (pinned.error !== undefined) spawnSync(node[0] as string, node.slice(1), { stdio: 'inherit' });
}

function ours(isolates: Isolates): Run {
  return async (job) => {
    const outcome = await isolates.run(job);
    if (outcome.kind !== 'edits') throw new Error(`The run ended as ${outcome.kind}`);
    const known = new Set(job.leads.map((lead) => lead.id));
    let right = 0;
    for (const { leadId, edit } of outcome.edits) if (known.has(leadId) && parseEdit(edit).ok) right++;
    return right;
  };
}

async function measure(isolates: Isolates): Promise<void> {
  // By turns, but for what is not safe: `node:vm` leaves its contexts in this process's own heap, and collecting them would
  // fall on whoever comes next.
  const groups: Record<string, Run>[] = [
    { 'no sandbox': bare(), 'node:vm': nodeVm() },
    { 'isolated-vm, fresh isolate': freshIsolate(), 'isolated-vm, one isolate': oneIsolate(), Sverka: ours(isolates) },
  ];
  const names = groups.flatMap((group) => Object.keys(group));
  const table: Record<string, Record<string, string>> = {};
  for (const rows of sizes) {
    const job = benchJob(rows);
    const perRun = Object.fromEntries(names.map((name) => [name, [] as number[]]));
    const means = Object.fromEntries(names.map((name) => [name, [] as number[]]));
    for (const group of groups) {
      globalThis.gc?.();
      for (let round = -warmUp; round < rounds; round++) {
        for (const [name, run] of Object.entries(group)) {
          const times: number[] = [];
          for (const began = performance.now(); performance.now() - began < roundMs || times.length < 3; ) {
            const at = performance.now();
            if ((await run(job)) !== rows) throw new Error(`${name}: not every row gave an edit`);
            times.push(performance.now() - at);
          }
          if (round < 0) continue;
          perRun[name]?.push(...times);
          // What a core gets done in a while, collecting of garbage included, and not what a lucky run takes.
          means[name]?.push(times.reduce((sum, time) => sum + time, 0) / times.length);
        }
      }
    }
    const usual = (name: string): number => quantile(means[name] ?? [], 0.5);
    const own = perRun['Sverka'] ?? [];
    table[`${rows} rows`] = {
      ...Object.fromEntries(names.map((name) => [name, `${Math.round(1000 / usual(name))}/s`])),
      'to fresh isolate': (usual('isolated-vm, fresh isolate') / usual('Sverka')).toFixed(2),
      'to one isolate': (usual('isolated-vm, one isolate') / usual('Sverka')).toFixed(2),
      'p99 / p50': (quantile(own, 0.99) / quantile(own, 0.5)).toFixed(2),
    };
  }
  console.log('Runs of the sandbox on one core: bytes in, checked edits out');
  console.table(table);

  const cold: number[] = [];
  for (let i = 0; i < coldRuns; i++) {
    const job = benchJob(100);
    job.script = { ...job.script, key: `${i}@cold`, code: `${job.script.code}\n// ${i}` };
    const at = performance.now();
    await isolates.run(job);
    cold.push(performance.now() - at);
    // A cold script comes now and then; what the child does between runs is not part of its first one.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log(
    `A script's first run, 100 rows: p50 ${quantile(cold, 0.5).toFixed(1)} ms, worst ${Math.max(...cold).toFixed(1)} ms`,
  );
}

function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isolates = createIsolates({ workers: 1, log: createLog('silent') });
  await measure(isolates);
  await isolates.close();
  process.exit(0);
}
