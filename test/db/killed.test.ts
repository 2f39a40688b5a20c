import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connect.ts';
import { createLog } from '../../src/log.ts';
import { makeDataDir } from '../databases.ts';

let dataDir: string;
let writer: ChildProcess | undefined;
afterEach(() => {
  writer?.kill('SIGKILL');
  rmSync(dataDir, { recursive: true });
});

/** Starts the writer, kills it after so many commits or milliseconds, and gives the last row that it said was committed. */
async function writeAndKill(after: { commits: number } | { ms: number }): Promise<number> {
  writer = fork(new URL('writer.ts', import.meta.url), [dataDir], { execArgv: [] });
  const exit = once(writer, 'exit');
  let last = 0;
  let commits = 0;
  const enough = new Promise<void>((resolve) => {
    writer?.on('message', (n: number) => {
      last = n;
      commits++;
      if ('commits' in after && commits >= after.commits) resolve();
    });
  });
  await ('commits' in after ? enough : delay(after.ms));
  writer.kill('SIGKILL');
  await exit;
  return last;
}

test('the embedded database, killed while it is first made, can be made again', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sverka-test-'));
  await writeAndKill({ ms: 700 });
  await writeAndKill({ ms: 1_200 });
  expect(await writeAndKill({ commits: 1 })).toBeGreaterThan(0);
}, 120_000);

test('whatever was committed is there after the process was killed, each time', async () => {
  dataDir = await makeDataDir();
  let committed = 0;
  for (const commits of [7, 60, 150]) {
    committed = await writeAndKill({ commits });
    const connection = await openDatabase({ dataDir }, createLog('silent'));
    const { rows } = await connection.sql('select max(n) as last, count(*) as rows from written');
    await connection.close();
    expect(rows[0].last).toBeGreaterThanOrEqual(committed);
    expect(rows[0].rows).toBe(rows[0].last);
  }
});
