/**
 * What takes too long for a test.
 *
 *     npm run soak                           everything
 *     npm run soak -- sweeps                 kills the server in the middle of sweeps, on each database, and compares the end with
 *                                            what it is without
 *     npm run soak -- intake                 the same while events arrive, each of which must be sent on once
 *     npm run soak -- runs --count 5000      that many runs in the sandbox, some hostile, instead of 100,000
 */
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.ts';
import { intakeAfterKills } from './intake-kills.ts';
import { endAfterKills, expectedEnd } from './kills.ts';
import { faultsOf, mebibytes, soakRuns } from './runs.ts';

const parts = { sweeps, intake, runs };
const killsInSweeps = 50;
const arriving = { kills: 20, events: 5_000 };

function sweeps(): Promise<void> {
  return onEach(`sweeps, ${killsInSweeps} kills`, async (database) => {
    const { crashed, ...end } = await endAfterKills({ kills: killsInSweeps, ...database }, Math.random);
    const same = JSON.stringify(end) === JSON.stringify(expectedEnd);
    return { same, said: `${crashed} runs interrupted`, end };
  });
}

function intake(): Promise<void> {
  return onEach(`${arriving.events} events, ${arriving.kills} kills`, async (database) => {
    const { answered, maybeDelivered, ...end } = await intakeAfterKills({ ...arriving, ...database }, Math.random);
    const same = end.unfinished === 0 && [end.lost, end.twice, end.wrong].every((ids) => ids.length === 0);
    return { same, said: `${answered} answered, ${maybeDelivered} perhaps delivered`, end };
  });
}

interface Ended {
  same: boolean;
  said: string;
  end: object;
}

/** On each database, one after the other. */
async function onEach(what: string, work: (database: { databaseUrl?: string }) => Promise<Ended>): Promise<void> {
  const postgres = await startPostgres();
  try {
    await report(`the embedded database, ${what}`, () => work({}));
    await report(`PostgreSQL, ${what}`, () => work({ databaseUrl: postgres.url }));
  } finally {
    await postgres.remove();
  }
}

async function report(what: string, work: () => Promise<Ended>): Promise<void> {
  const began = performance.now();
  const { same, said, end } = await work();
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${what}: ${said}, ${seconds} s, ${same ? 'as it must be' : 'DIFFERENT'}`);
  if (same) return;
  console.log(end);
  process.exitCode = 1;
}

async function runs(count: number): Promise<void> {
  const soaked = await soakRuns(count);
  const { memory, latency, seconds, hostile, killed, recycled } = soaked;
  console.log(
    `the sandbox: ${soaked.runs} runs, ${hostile} hostile, ${seconds} s; ${killed} children killed, ${recycled} recycled; ` +
      `${mebibytes(memory.early)} → ${mebibytes(memory.late)} MB; ${latency.aged.toFixed(2)} ms a run, ${latency.fresh.toFixed(2)} in a new pool`,
  );
  for (const fault of faultsOf(soaked)) {
    console.log(`FAILED  ${fault}`);
    process.exitCode = 1;
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '100000' } },
});
const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no part ${unknown}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(1);
}
for (const [name, run] of Object.entries(parts)) {
  if (positionals.length === 0 || positionals.includes(name)) await run(Number(values.count));
}
