import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { listen } from '../../src/api/listen.ts';
import { createPipeline, startPipeline } from '../../src/intake/pipelines/pipelines.ts';
import { createSource } from '../../src/intake/sources/sources.ts';
import { startIntake } from '../../src/intake/workers/worker.ts';
import { type BenchWorld, median, openBenchWorld, printTable } from './world.ts';

const connections = 50;
const rounds = 3;

/** Events at the public address per second, and operations per second beside plain requests to the same receiver. */
export async function benchIntake(): Promise<void> {
  const arriving: (string | number)[][] = [['events at the address', 'events/s', 'p50, ms', 'p99, ms']];
  const passing: (string | number)[][] = [['operations with one request', 'operations/s', 'plain requests/s', 'ratio']];
  for (const engine of ['postgres', 'pglite'] as const) {
    const world = await openBenchWorld(engine);
    const events = engine === 'postgres' ? 10_000 : 3_000;
    await arrive(world, events / 5);
    const runs: Arrived[] = [];
    for (let round = 0; round < rounds; round++) runs.push(await arrive(world, events));
    const at = (share: number): number =>
      median(runs.map(({ latencies }) => latencies[Math.floor(latencies.length * share)] ?? 0));
    arriving.push([
      engine,
      Math.round(median(runs.map(({ seconds }) => events / seconds))),
      at(0.5).toFixed(1),
      at(0.99).toFixed(1),
    ]);
    const rates = [];
    for (let round = 0; round < rounds; round++)
      rates.push([await passThrough(world, events / 5), await plain(world, events / 5)] as const);
    const [operations, requests] = [median(rates.map(([rate]) => rate)), median(rates.map(([, rate]) => rate))];
    passing.push([engine, Math.round(operations), Math.round(requests), (operations / requests).toFixed(2)]);
    await world.close();
  }
  printTable(
    `Webhooks over ${connections} connections, answered once they are stored; medians of ${rounds} rounds`,
    arriving,
  );
  printTable('Pipelines: a form, and a request that cannot be taken back, to a receiver on loopback', passing);
}

interface Arrived {
  seconds: number;
  latencies: number[];
}

async function makePipeline(
  { app, crm }: BenchWorld,
  state: 'running' | 'stopped',
): Promise<{ id: number; token: string }> {
  const setting = { publicUrl: 'http://sverka.test', secrets: app.secrets };
  const now = new Date();
  const input = {
    name: 'In',
    type: 'webhook',
    dedupeBy: null,
    extraParameters: [],
    secretHeader: null,
    allowIps: [],
  } as const;
  const source = await createSource(app.db, setting, { ...input, extraParameters: [], allowIps: [] }, now);
  const { id } = await createPipeline(
    app.db,
    app.secrets,
    {
      name: 'Out',
      sourceId: source.id,
      actions: [
        { type: 'form-urlencoded', name: 'form', fields: [{ name: 'phone', value: '{event.phone}', required: true }] },
        {
          type: 'http-request',
          name: 'send',
          method: 'POST',
          url: `${crm.url}/orders`,
          headers: {},
          body: '{previous}',
        },
      ],
      params: {},
      secrets: { key: 'a secret of some length' },
      notifyEmail: null,
    },
    now,
  );
  if (state === 'running') await startPipeline(app.db, app.secrets, id, 'skip', now);
  return { id, token: source.url.slice(source.url.lastIndexOf('/') + 1) };
}

async function arrive(world: BenchWorld, events: number): Promise<Arrived> {
  const { token } = await makePipeline(world, 'stopped');
  const server = await listen(world.app, { host: '127.0.0.1', port: 0 });
  const sender = fork(join(import.meta.dirname, 'sender.ts'), {
    execArgv: ['--no-warnings'],
    serialization: 'advanced',
  });
  await once(sender, 'message');
  sender.send({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in/${token}`, events, connections });
  const [answer] = (await once(sender, 'message')) as [Arrived];
  sender.kill();
  server.close();
  return answer;
}

/** Operations that stand in the queue, until all are done. */
async function passThrough(world: BenchWorld, events: number): Promise<number> {
  const { app } = world;
  const { id } = await makePipeline(world, 'stopped');
  const { source_id } = await app.db
    .selectFrom('pipelines')
    .where('id', '=', id)
    .select('source_id')
    .executeTakeFirstOrThrow();
  await app.connection.sql(`insert into operations (id, received_at, source_id, pipeline_id, state, event)
    select gen_random_uuid(), now(), ${source_id}, ${id}, 'stopped', '{"phone": "+79001234567", "name": "Anna"}'
    from generate_series(1, ${events})`);
  const worker = await startIntake(app);
  const began = performance.now();
  await startPipeline(app.db, app.secrets, id, 'process', new Date());
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const left = await app.db.selectFrom('operation_queue').select('operation_id').limit(1).executeTakeFirst();
    if (!left) break;
  }
  const rate = events / ((performance.now() - began) / 1000);
  await worker.stop(1_000);
  return rate;
}

/** The same requests and nothing else: what the receiver and the sender take by themselves. */
async function plain({ app, crm }: BenchWorld, events: number): Promise<number> {
  const policy = {
    allowedHosts: [crm.host],
    timeoutMs: 30_000,
    answerBytes: 1024 * 1024,
    maxRedirects: 5,
    repeatable: false,
    attempts: 1,
  };
  const request = { method: 'POST', url: `${crm.url}/orders`, headers: {}, body: 'phone=%2B79001234567' };
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next++ < events) {
        const sent = await app.outbound.send(request, policy);
        if (sent.kind !== 'answer') throw new Error(sent.message);
      }
    }),
  );
  return events / ((performance.now() - began) / 1000);
}
