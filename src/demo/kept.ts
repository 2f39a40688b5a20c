import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockDirectory } from '../db/lock.ts';

/** What one start of the demo leaves for the next one, beside the database. */
export interface Kept {
  /** When the orders' journeys began. */
  begunAt: Date;
  adminApiKey: string;
  /** Where the fake CRMs listened; 0 before they ever did. */
  crmPort: number;
  /** The network is there; a demo that was stopped before that begins afresh. */
  complete: boolean;
}

/**
 * Goes on with the demo that lives in the directory, or begins one there. Only a directory that an unfinished demo left
 * behind is emptied.
 * @throws DataDirLocked where that demo is still at it
 */
export function openKept(directory: string, now: Date): Kept {
  const kept = read(directory);
  if (kept?.complete) return kept;
  if (kept) empty(directory, now);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const begun = {
    begunAt: now,
    adminApiKey: `svk_demo_${randomBytes(12).toString('hex')}`,
    crmPort: 0,
    complete: false,
  };
  writeKept(directory, begun);
  return begun;
}

export function writeKept(directory: string, kept: Kept): void {
  // Written aside, so that a demo that is killed meanwhile leaves no half of it.
  writeFileSync(`${fileIn(directory)}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${fileIn(directory)}.new`, fileIn(directory));
}

const fileIn = (directory: string): string => join(directory, 'demo.json');

function read(directory: string): Kept | null {
  let text: string;
  try {
    text = readFileSync(fileIn(directory), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const kept = JSON.parse(text) as Omit<Kept, 'begunAt'> & { begunAt: string };
  return { ...kept, begunAt: new Date(kept.begunAt) };
}

function empty(directory: string, now: Date): void {
  const lock = lockDirectory(directory, now);
  try {
    rmSync(directory, { recursive: true });
  } finally {
    lock.release();
  }
}
