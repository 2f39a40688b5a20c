import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type App, createApp } from '../../src/app.ts';
import { startWorker, type Worker } from '../../src/checks/workers/worker.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createSecretBox } from '../../src/network/secrets.ts';
import type { Engine } from '../databases.ts';
import { startPostgres } from '../postgres.ts';
import { makeCheck, makeIntegration, makeOffer, usualScript } from '../world.ts';

export interface BenchCrm {
  url: string;
  host: string;
  close(): void;
}

export async function startBenchCrm(): Promise<BenchCrm> {
  const child = fork(join(import.meta.dirname, 'crm.ts'), { execArgv: ['--no-warnings'] });
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, close: () => child.kill() };
}

export interface BenchWorld {
  engine: Engine;
  app: App;
  crm: BenchCrm;
  close(): Promise<void>;
}

/** The program on a database as it would be in production: on disk, with every commit durable. */
export async function openBenchWorld(engine: Engine): Promise<BenchWorld> {
  const crm = await startBenchCrm();
  const directory = mkdtempSync(join(tmpdir(), 'sverka-bench-'));
  const postgres =
    engine === 'postgres' ? await startPostgres(['shared_buffers=512MB', 'max_wal_size=4GB']) : undefined;
  const config = readConfig({
    ALLOW_PRIVATE_HOSTS: crm.host,
    DATA_DIR: directory,
    DATABASE_URL: postgres?.url,
    LOG_LEVEL: 'error',
    SANDBOX_WORKERS: '2',
  });
  const app = await createApp(config, { log: createLog('error'), secrets: createSecretBox('ab'.repeat(32)) });
  await app.queue.start();
  return {
    engine,
    app,
    crm,
    async close() {
      await app.queue.stop({ graceMs: 1_000 });
      await app.close();
      await postgres?.remove();
      crm.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function withWorker<T>(app: App, work: (worker: Worker) => Promise<T>): Promise<T> {
  const worker = await startWorker(app);
  try {
    return await work(worker);
  } finally {
    await worker.stop(5_000);
  }
}

/** An offer with so many leads in processing and a check of them; the CRM accepts every n-th. */
export async function makeLoad(
  { app, crm }: Pick<BenchWorld, 'app' | 'crm'>,
  load: { leads: number; every: number; batchSize: number; maxConcurrent?: number },
): Promise<{ offerId: number; integrationId: number; checkId: number }> {
  const offerId = await makeOffer({ app });
  const integrationId = await makeIntegration({ app }, { offers: [offerId], maxConcurrent: load.maxConcurrent ?? 4 });
  const checkId = await makeCheck(
    { app, crm: crm as never },
    {
      integrationId,
      batchSize: load.batchSize,
      url: `${crm.url}/orders?every=${load.every}&ids={idel}`,
      code: usualScript,
    },
  );
  await addLeads(app, { offerId, integrationId, leads: load.leads });
  return { offerId, integrationId, checkId };
}

export async function addLeads(
  app: App,
  { offerId, integrationId, leads }: { offerId: number; integrationId: number; leads: number },
): Promise<void> {
  const step = 50_000;
  for (let from = 0; from < leads; from += step) {
    await sql`insert into leads (offer_id, integration_id, ext_id, status, created_at, updated_at)
      select ${offerId}, ${integrationId}, 'x' || n, 2, now() - n * interval '1 second', now()
      from generate_series(${from + 1}::int, ${Math.min(from + step, leads)}::int) as n`.execute(app.db);
  }
  await sql`analyze leads`.execute(app.db);
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Rows of texts as an aligned table, the first row its head. */
export function printTable(title: string, rows: readonly (readonly (string | number)[])[]): void {
  const texts = rows.map((row) => row.map(String));
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of texts) {
    console.log(
      `  ${row.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join('  ')}`,
    );
  }
}
