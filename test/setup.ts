import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

import type { TestProject } from 'vitest/node';
import packageJson from '../package.json' with { type: 'json' };
import { type Connection, openDatabase } from '../src/db/connect.ts';
import { migrate } from '../src/db/migrate.ts';
import { migrations } from '../src/db/migrations/index.ts';
import { ensurePartitions } from '../src/db/partitions.ts';
import { connectPglite } from '../src/db/pglite.ts';
import { createLog } from '../src/log.ts';
import { createQueue } from '../src/queue/queue.ts';
import { databaseIn, loadPglite, worldStart } from './databases.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a database on the PostgreSQL server of this run, from which others may be made. */
    postgresUrl: string;
    /** The migrated database there to copy. */
    postgresTemplate: string;
    /** Dumps of embedded databases: an empty one, and one that is migrated. */
    pgliteEmpty: string;
    pgliteTemplate: string;
  }
}

/** Once for a whole run: starts PostgreSQL, unless `TEST_DATABASE_URL` names one, and prepares what tests copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  process.env.TZ = 'UTC';
  const directory = mkdtempSync(join(tmpdir(), 'sverka-test-'));
  // One after the other: the embedded database keeps this process busy for longer than a connection waits.
  const postgres = await preparePostgres(project);
  await preparePglite(project, directory);
  return async () => {
    await postgres.remove();
    rmSync(directory, { recursive: true, force: true });
  };
}

const log = createLog('silent');

async function preparePostgres(project: TestProject): Promise<{ remove(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given === undefined ? await startPostgres() : undefined;
  const url = given ?? server?.url ?? '';
  const template = `sverka_template_${process.pid}`;
  const admin = await openDatabase({ databaseUrl: url, dataDir: '' }, log);
  await admin.sql(`create database ${template}`);
  const connection = await openDatabase({ databaseUrl: databaseIn(url, template), dataDir: '' }, log);
  await prepare(connection);
  await connection.close();
  project.provide('postgresUrl', url);
  project.provide('postgresTemplate', template);
  return {
    async remove() {
      await admin.sql(`drop database if exists ${template}`);
      await admin.close();
      await server?.remove();
    },
  };
}

/** Everything that the program would make at its first start, at the moment where the clock of a test world stands. */
async function prepare(connection: Connection): Promise<void> {
  await migrate(connection, migrations);
  await ensurePartitions(connection.db, worldStart);
  const queue = createQueue(connection, log);
  await queue.start();
  await queue.stop({ graceMs: 0 });
}

/** Making the first database takes PGlite seconds, so that one is kept from run to run. */
async function preparePglite(project: TestProject, directory: string): Promise<void> {
  const emptyFile = join(tmpdir(), `sverka-pglite-${packageJson.dependencies['@electric-sql/pglite']}.tar`);
  if (!existsSync(emptyFile)) {
    const fresh = await PGlite.create();
    const unfinished = join(directory, 'empty.tar');
    await writeFile(unfinished, await (await fresh.dumpDataDir('none')).bytes());
    await fresh.close();
    copyFileSync(unfinished, `${emptyFile}.${process.pid}`);
    renameSync(`${emptyFile}.${process.pid}`, emptyFile);
  }
  const pglite = await loadPglite(emptyFile);
  const connection = await connectPglite(pglite);
  await prepare(connection);
  const templateFile = join(directory, 'template.tar');
  await writeFile(templateFile, await (await pglite.dumpDataDir('none')).bytes());
  await connection.close();
  project.provide('pgliteEmpty', emptyFile);
  project.provide('pgliteTemplate', templateFile);
}
