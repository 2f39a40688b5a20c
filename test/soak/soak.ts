/**
 * What takes too long for a test.
 *
 *     npm run soak                           everything
 *     npm run soak -- kills                  kills the server on each database and compares the end with what it is without
 *     npm run soak -- runs --count 5000      that many runs in the sandbox, some hostile, instead of 100,000
 */
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.ts';
import { intakeAfterKills } from './intake-kills.ts';
import { endAfterKills, expectedEnd } from './kills.ts';
import { faultsOf, mebibytes, soakRuns } from './runs.ts';

const parts = { kills: soakKills, runs };
/** Kills of the server on each database, in the middle of sweeps; and while events arrive. */
const kills = 50;
const intake = { kills: 20, events: 5_000 };

async function soakKills(): Promise<void> {
  const postgres = await startPostgres();
  try {
    for (const databaseUrl of [undefined, postgres.url]) {
      const name = databaseUrl === undefined ? 'the embedded database' : 'PostgreSQL';
      const database = databaseUrl === undefined ? {} : { databaseUrl };
      await report(`${name}, sweeps, ${kills} kills`, async () => {
        const { crashed, ...end } = await endAfterKills({ kills, ...database }, Math.random);
        const same = JSON.stringify(end) === JSON.stringify(expectedEnd);
        return { same, said: `${crashed} runs interrupted`, end };
      });
      await report(`${name}, ${intake.events} events, ${intake.kills} kills`, async () => {
        const { answered, maybeDelivered, ...end } = await intakeAfterKills({ ...intake, ...database }, Math.random);
        const same = end.unfinished === 0 && [end.lost, end.twice, end.wrong].every((ids) => ids.length === 0);
        return { same, said: `${answered} answered, ${maybeDelivered} perhaps delivered`, end };
      });
    }
  } finally {
    await postgres.remove();
  }
}

async function report(what: string, work: () => Promise<{ same: boolean; said: string; end: object }>): Promise<void> {
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
      `${mebibytes(memory.early)} → ${mebibytes(memory.late)} MB; ${latency.first.toFixed(2)} → ${latency.last.toFixed(2)} ms a run`,
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
if (unknown !== undefined)
  throw new Error(`There is no part ${unknown}; there are ${Object.keys(parts).join(' and ')}`);
for (const [name, run] of Object.entries(parts)) {
  if (positionals.length === 0 || positionals.includes(name)) await run(Number(values.count));
}
