import { startPostgres } from '../postgres.ts';
import { endAfterKills, expectedEnd } from './kills.ts';

// Kills the server fifty times on each database and compares the end with what it is without.
const kills = 50;

async function soak(): Promise<void> {
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

await soak();
