/**
 * Feeds the sandbox generated scripts, answers and edits until the time is over.
 *
 *     npm run fuzz -- --minutes 20
 *     npm run fuzz -- --seed 123456      one case again, as it was printed
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createIsolates, type Isolates } from '../../src/isolates/pool.ts';
import { createLog } from '../../src/log.ts';
import { processJob } from '../sandbox/jobs.ts';
import { childPids } from '../sandbox/processes.ts';
import { type Fault, runCase, type Tally } from './cases.ts';

const workers = 2;
const batchSize = 100;
/** Bytes that this process may grow by after its first batches: what engines keep for themselves, and no more. */
const mayGrow = 150 * 1024 ** 2;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '20' }, seed: { type: 'string' } } });
const isolates = createIsolates({ workers, log: createLog('silent') });
const tally: Tally = new Map();
let faults = 0;

function report(seed: number, { what, input }: NonNullable<Fault>): void {
  faults++;
  const file = join(mkdtempSync(join(tmpdir(), 'sverka-fuzz-')), `${seed}.json`);
  writeFileSync(
    file,
    JSON.stringify(
      input,
      (_key, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value),
      2,
    ),
  );
  console.log(`FOUND  npm run fuzz -- --seed ${seed}\n       ${what.slice(0, 500)}\n       ${file}`);
}

/** What must hold between batches. */
async function lookAround(pool: Isolates): Promise<string | null> {
  const honest = await pool.run(
    processJob('$core.lead.edit($e2i[$data[0].id], { accept: 1 })', { answer: [{ id: 'a' }] }),
  );
  if (honest.kind !== 'edits' || honest.edits.length !== 1)
    return `an honest run ends as ${JSON.stringify(honest).slice(0, 300)}`;
  const { busy, queued, children } = pool.stats();
  if (busy !== 0 || queued !== 0 || children > workers) return `the pool is left with ${JSON.stringify(pool.stats())}`;
  const processes = childPids().length;
  // Of each one more may be dying.
  if (processes > 2 * workers) return `${processes} child processes linger`;
  return null;
}

async function fuzz(minutes: number): Promise<void> {
  const base = Math.floor(Math.random() * 2 ** 31);
  const until = performance.now() + minutes * 60_000;
  let cases = 0;
  let rss = 0;
  console.log(`from seed ${base}, for ${minutes} minutes`);
  for (let batch = 0; performance.now() < until; batch++) {
    const seeds = Array.from({ length: batchSize }, (_, index) => (base + batch * batchSize + index) % 2 ** 31);
    const lanes = Array.from({ length: workers }, async () => {
      for (let seed = seeds.pop(); seed !== undefined && performance.now() < until; seed = seeds.pop()) {
        const fault = await runCase(isolates, seed, tally);
        cases++;
        if (fault !== null) report(seed, fault);
      }
    });
    await Promise.all(lanes);
    const trouble = await lookAround(isolates);
    if (trouble !== null) report(base + batch * batchSize, { what: trouble, input: null });
    globalThis.gc?.();
    const now = process.memoryUsage.rss();
    if (batch < 5) rss = Math.max(rss, now);
    else if (now > rss + mayGrow) {
      report(base + batch * batchSize, { what: `this process grew from ${rss} to ${now} bytes`, input: null });
      rss = now;
    }
    if (batch % 10 === 9)
      console.log(
        `${cases} cases, ${faults} findings, ${Math.round(now / 1024 ** 2)} MB, ${JSON.stringify(isolates.stats())}`,
      );
  }
  console.log(`${cases} cases, ${faults} findings`);
}

for (const [name, value] of Object.entries(values)) {
  if (value === undefined || Number(value) >= 0) continue;
  console.error(`--${name} must be a number, not ${value}`);
  process.exit(1);
}
if (values.seed === undefined) await fuzz(Number(values.minutes));
else {
  const fault = await runCase(isolates, Number(values.seed), tally);
  if (fault === null) console.log('nothing found');
  else report(Number(values.seed), fault);
}
console.log(Object.fromEntries([...tally].sort()));
await isolates.close();
if (childPids().length > 0) {
  console.log(`FOUND  ${childPids().length} child processes are left after the pool is closed`);
  faults++;
}
process.exitCode = faults === 0 ? 0 : 1;
