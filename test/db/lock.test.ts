import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataDirLocked, DataDirUnusable, lockDirectory } from '../../src/db/lock.ts';

let directory: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sverka-test-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

interface Answer {
  locked: boolean;
  message?: string;
}

async function lockElsewhere(): Promise<{ child: ChildProcess; answer: Answer }> {
  const child = fork(new URL('lock-holder.ts', import.meta.url), [directory], { execArgv: [] });
  children.push(child);
  const [answer] = (await once(child, 'message')) as [Answer];
  return { child, answer };
}

test('a second process is refused and told which process is the owner', async () => {
  const { child, answer } = await lockElsewhere();
  expect(answer).toEqual({ locked: true });
  expect(() => lockDirectory(directory, new Date())).toThrow(DataDirLocked);
  expect(() => lockDirectory(directory, new Date())).toThrow(
    new RegExp(`^The data directory ${directory} is in use by process ${child.pid} on \\S+, started 20\\S+Z$`),
  );
});

test('the same process is refused, too', () => {
  const lock = lockDirectory(directory, new Date());
  expect(() => lockDirectory(directory, new Date())).toThrow(`process ${process.pid} on`);
  lock.release();
});

test('being refused does not loosen the lock', async () => {
  const lock = lockDirectory(directory, new Date());
  expect(() => lockDirectory(directory, new Date())).toThrow(DataDirLocked);
  expect((await lockElsewhere()).answer.message).toContain(`process ${process.pid} on`);
  lock.release();
  expect((await lockElsewhere()).answer).toEqual({ locked: true });
});

test('the lock of a process that was killed is free at once', async () => {
  const { child } = await lockElsewhere();
  child.kill('SIGKILL');
  await once(child, 'exit');
  lockDirectory(directory, new Date()).release();
});

test('of several processes that start at once, exactly one wins', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, lockElsewhere));
  expect(answers.filter(({ answer }) => answer.locked)).toHaveLength(1);
});

test('a lock that was released may be released again', () => {
  const lock = lockDirectory(directory, new Date());
  lock.release();
  expect(() => lock.release()).not.toThrow();
});

test.each(['a file', 'a folder in a file'])('%s is refused by a sentence', (what) => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  const inside = what === 'a file' ? file : join(file, 'data');
  expect(() => lockDirectory(inside, new Date())).toThrow(DataDirUnusable);
  expect(() => lockDirectory(inside, new Date())).toThrow(`DATA_DIR: ${inside} cannot be used as the data directory`);
});
