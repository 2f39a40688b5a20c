/**
 * What takes too long for a test.
 *
 *     npm run soak                           everything
 *     npm run soak -- kills                  kills the server on each database and compares the end with what it is without
 *     npm run soak -- runs --count 5000      that many runs in the sandbox, some hostile, instead of 100,000
 */
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.ts';
import { endAfterKills, expectedEnd } from './kills.ts';
import { faultsOf, mebibytes, soakRuns } from './runs.ts';

const parts = { kills: soakKills, runs };
/** Kills of the server on each database. */
const kills = 50;

async function soakKills(): Promise<void> {
  const postgres = await startPostgres();
  try {
    for (const databaseUrl of [undefined, postgres.url]) {
      const name = databaseUrl === undefined ? 'the embedded database' : 'PostgreSQL';
      const began = performance.now();
      const { crashed, ...end } = await endAfterKills(
        { kills, ...(databaseUrl !== undefined && { databaseUrl }) },
        Math.random,
      );
      const seconds = Math.round((performance.now() - began) / 1000);
      const same = JSON.stringify(end) === JSON.stringify(expectedEnd);
      console.log(
        `${name}: ${kills} kills, ${crashed} runs interrupted, ${seconds} s, ${same ? 'same end' : 'DIFFERENT'}`,
      );
      if (!same) {
        console.log({ end, expectedEnd });
        process.exitCode = 1;
      }
    }
  } finally {
    await postgres.remove();
  }
}

async function runs(count: number): Promise<void> {
  const report = await soakRuns(count);
  const { memory, latency, seconds, hostile, killed, recycled } = report;
  console.log(
    `the sandbox: ${report.runs} runs, ${hostile} hostile, ${seconds} s; ${killed} children killed, ${recycled} recycled; ` +
      `${mebibytes(memory.early)} → ${mebibytes(memory.late)} MB; ${latency.first.toFixed(2)} → ${latency.last.toFixed(2)} ms a run`,
  );
  for (const fault of faultsOf(report)) {
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
