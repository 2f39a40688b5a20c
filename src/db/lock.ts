import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The data directory belongs to another process; the message names it. */
export class DataDirLocked extends Error {
  override readonly name = 'DataDirLocked';
}

/** It is no directory, or none that this process may write in; the message says what the system said. */
export class DataDirUnusable extends Error {
  override readonly name = 'DataDirUnusable';
}

export interface DirectoryLock {
  release(): void;
}

const SQLITE_BUSY = 5;

/** Keeps the files from being garbage collected, and so closed, whatever the caller does with the lock. */
const held = new Set<DatabaseSync>();

/**
 * Makes this process the one owner of a data directory, until `release` or its death.
 *
 * The lock itself is the operating system's lock on `lock`, taken through SQLite, since Node has no call for it: it cannot
 * outlive the process however that dies, cannot be mistaken for another process that got the same pid, holds between
 * containers that share the directory, and is never won by two. `owner` merely says who holds it.
 *
 * Nothing else in this process may open and close the file `lock`: closing it would give up the lock.
 * @throws DataDirLocked, DataDirUnusable
 */
export function lockDirectory(directory: string, now: Date): DirectoryLock {
  const ownerFile = join(directory, 'owner');
  let file: DatabaseSync;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    file = new DatabaseSync(join(directory, 'lock'), { timeout: 0 });
  } catch (error) {
    const { message } = error as Error;
    throw new DataDirUnusable(`DATA_DIR: ${directory} cannot be used as the data directory (${message})`);
  }
  try {
    file.exec('pragma journal_mode = off; begin exclusive');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new DataDirLocked(`The data directory ${directory} is in use by ${readOwner(ownerFile)}`);
  }
  held.add(file);
  writeFileSync(ownerFile, `process ${process.pid} on ${hostname()}, started ${startOf(now).toISOString()}\n`);
  return {
    release() {
      if (!held.delete(file)) return;
      rmSync(ownerFile, { force: true });
      file.close();
    },
  };
}

function readOwner(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim() || 'another process';
  } catch {
    // The owner holds the lock, and has not written its name yet.
    return 'another process';
  }
}

function startOf(now: Date): Date {
  return new Date(now.getTime() - process.uptime() * 1000);
}
