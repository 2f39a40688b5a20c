import { startPostgres } from '../postgres.ts';
import { intakeAfterKills } from './intake-kills.ts';
import { endAfterKills, expectedEnd } from './kills.ts';

// Kills the server again and again on each database, in the middle of sweeps and while events arrive, and compares the end with
// what it is without.
const kills = 50;
const intake = { kills: 20, events: 5_000 };

async function soak(): Promise<void> {
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

await soak();
