import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataDirLocked, lockDirectory } from '../../src/db/lock.ts';
import { openKept, writeKept } from '../../src/demo/kept.ts';

const now = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-02T12:00:00Z');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sverka-kept-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const fileIn = (name: string): string => {
  mkdirSync(join(directory, 'db'), { recursive: true });
  writeFileSync(join(directory, 'db', name), '');
  return join(directory, 'db', name);
};

test('a demo that was set up goes on with its own key, times and port', () => {
  const kept = { ...openKept(directory, now), crmPort: 4711, complete: true };
  writeKept(directory, kept);
  const file = fileIn('data');
  expect(openKept(directory, later)).toEqual(kept);
  expect(existsSync(file)).toBe(true);
});

test('a demo that was stopped while it was set up begins afresh', () => {
  const unfinished = openKept(directory, now);
  const file = fileIn('data');
  const fresh = openKept(directory, later);
  expect(fresh).toMatchObject({ begunAt: later, complete: false });
  expect(fresh.adminApiKey).not.toBe(unfinished.adminApiKey);
  expect(existsSync(file)).toBe(false);
});

test('a demo that is still being set up is left alone', () => {
  openKept(directory, now);
  const file = fileIn('data');
  const lock = lockDirectory(directory, now);
  expect(() => openKept(directory, later)).toThrow(DataDirLocked);
  expect(existsSync(file)).toBe(true);
  lock.release();
});

test('a directory that no demo left behind is not emptied', () => {
  const file = fileIn('data');
  openKept(directory, now);
  expect(existsSync(file)).toBe(true);
});
