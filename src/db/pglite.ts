import fs, { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { type Connection, IN_MEMORY } from './connection.ts';
import { lockDirectory } from './lock.ts';
import type { Database } from './schema.ts';
import { pgliteParsers } from './types.ts';

/**
 * Opens the embedded database in `<dataDir>/db`, or in memory.
 *
 * It is one session: queries wait while a transaction is open, and a transaction that awaits a query made beside it
 * waits for ever.
 * @throws DataDirLocked
 */
export async function openPglite(dataDir: string): Promise<Connection> {
  if (dataDir === IN_MEMORY) return connectPglite(new PGlite({ parsers: pgliteParsers }));
  const lock = lockDirectory(dataDir, new Date());
  try {
    const directory = join(dataDir, 'db');
    if (!existsSync(directory)) await createIn(directory);
    const pglite = new PGlite(directory, { parsers: pgliteParsers, startParams: durable });
    await pglite.waitReady;
    syncToDisk(pglite);
    return await connectPglite(pglite, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Makes an empty database, whole or not at all: one that was half made when the process died could never be opened. */
async function createIn(directory: string): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const pglite = await PGlite.create(unfinished);
  await pglite.close();
  for (const entry of readdirSync(unfinished, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) syncFile(join(entry.parentPath, entry.name));
  }
  renameSync(unfinished, directory);
}

function syncFile(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** PGlite starts PostgreSQL with -F, "no fsync"; the other sync methods are empty calls in its runtime. */
const durable = [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];

/**
 * Lets PostgreSQL's fsync reach the disk. Emscripten's file system over Node's leaves it out, so that a commit would
 * survive the death of the process but not of the machine.
 */
function syncToDisk(pglite: PGlite): void {
  const { stream_ops } = pglite.Module.NODEFS as unknown as {
    stream_ops: { fsync?: (stream: { nfd?: number }) => number };
  };
  stream_ops.fsync = ({ nfd }) => {
    // Directories have no descriptor there.
    if (nfd !== undefined) fs.fdatasyncSync(nfd);
    return 0;
  };
}

/** `release` runs once the database is closed. */
export async function connectPglite(pglite: PGlite, release?: () => void): Promise<Connection> {
  await pglite.waitReady;
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
  return {
    db,
    engine: 'pglite',
    async sql(text, values) {
      if (values !== undefined && values.length > 0) return pglite.query<any>(text, values);
      // A failed block would leave the one session in an aborted transaction: PGlite's own one rolls it back.
      const results = beginsTransaction(text)
        ? await pglite.transaction((trx) => trx.exec(text))
        : await pglite.exec(text);
      return { rows: results.flatMap(({ rows }) => rows) };
    },
    async listen(channel, onNotify, onReconnect) {
      const unlisten = await pglite.listen(channel, onNotify);
      onReconnect();
      return { close: () => unlisten() };
    },
    async ping() {
      await pglite.query('select 1');
    },
    async close() {
      if (!pglite.closed) await pglite.close();
      release?.();
    },
  };
}

function beginsTransaction(text: string): boolean {
  return /^\s*begin\b/i.test(text);
}
