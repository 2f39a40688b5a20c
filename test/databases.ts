import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import { type Connection, openDatabase } from '../src/db/connect.ts';
import { type Migration, migrate } from '../src/db/migrate.ts';
import { connectPglite } from '../src/db/pglite.ts';
import { pgliteParsers } from '../src/db/types.ts';
import { createLog } from '../src/log.ts';

/** For `describe.each(engines)`: what the program runs on. */
export const engines = ['pglite', 'postgres'] as const;
export type Engine = (typeof engines)[number];

/** Where the clock of a test stands until it is moved; fresh databases have the partitions of that time. */
export const worldStart = new Date('2026-03-02T12:00:00Z');

export interface TestDatabase extends Connection {
  /** On PostgreSQL: for further connections to the same database. */
  databaseUrl?: string;
}

const log = createLog('silent');
let made = 0;

/**
 * A fresh database that nobody else sees; `close` deletes it.
 * @param migrations instead of the program's own
 */
export async function openTestDatabase(engine: Engine, migrations?: Record<string, Migration>): Promise<TestDatabase> {
  const database = await (engine === 'pglite' ? openOwnPglite(migrations) : openOwnPostgres(migrations));
  if (migrations !== undefined) await migrate(database, migrations);
  return database;
}

async function openOwnPglite(migrations?: Record<string, Migration>): Promise<TestDatabase> {
  return connectPglite(await loadPglite(inject(migrations === undefined ? 'pgliteTemplate' : 'pgliteEmpty')));
}

async function openOwnPostgres(migrations?: Record<string, Migration>): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const template = migrations === undefined ? inject('postgresTemplate') : 'template0';
  const name = `sverka_test_${process.pid}_${++made}`;
  await administer(serverUrl, `create database ${name} template ${template}`);
  const databaseUrl = databaseIn(serverUrl, name);
  const connection = await openDatabase({ databaseUrl, dataDir: '' }, log);
  return {
    ...connection,
    databaseUrl,
    async close() {
      await connection.close();
      await administer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const admin = await openDatabase({ databaseUrl: serverUrl, dataDir: '' }, log);
  try {
    await admin.sql(statement);
  } finally {
    await admin.close();
  }
}

/** The embedded database from a dump. */
export async function loadPglite(dumpFile: string): Promise<PGlite> {
  const pglite = new PGlite({ loadDataDir: await openAsBlob(dumpFile), parsers: pgliteParsers });
  await pglite.waitReady;
  return pglite;
}

/** A data directory with an embedded database, empty or migrated, in a fraction of the time in which the program makes one. */
export async function makeDataDir(holding: 'empty' | 'migrated' = 'empty', folder = ''): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sverka-test-'));
  const database = join(dataDir, folder, 'db');
  mkdirSync(database, { recursive: true, mode: 0o700 });
  const dump = inject(holding === 'empty' ? 'pgliteEmpty' : 'pgliteTemplate');
  await promisify(execFile)('tar', ['-xf', dump, '-C', database]);
  return dataDir;
}

/** The address of another database of the same server. */
export function databaseIn(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
