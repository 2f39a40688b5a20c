import { randomUUID } from 'node:crypto';
import { closeRun } from '../../src/checks/journal.ts';
import type { RunReport } from '../../src/checks/report.ts';
import type { Batch } from '../../src/checks/requests/ask.ts';
import { createSetups } from '../../src/checks/setups.ts';
import { claimRun } from '../../src/checks/sweeps/claim.ts';
import { openSweep } from '../../src/checks/sweeps/open.ts';
import { getSweep } from '../../src/checks/views/queries.ts';
import { type LaneWorker, workLane } from '../../src/checks/workers/lanes.ts';
import { signIn } from '../../src/checks/workers/liveness.ts';
import { type BenchWorld, makeLoad, median, openBenchWorld, printTable } from './world.ts';

const rounds = 3;
const lanes = 4;

interface Load {
  leads: number;
  batchSize: number;
  /** Every so-manieth lead changes. */
  every: number;
}

/** Whole checks per second beside the limit: the same transactions that apply a run, alone. */
export async function benchChecks(): Promise<void> {
  const table: (string | number)[][] = [
    ['whole checks, leads/s', 'batch', 'changing', 'whole', 'apply alone', 'ratio'],
  ];
  for (const engine of ['postgres', 'pglite'] as const) {
    const world = await openBenchWorld(engine);
    const leads = engine === 'postgres' ? 20_000 : 6_000;
    for (const batchSize of [50, 500]) {
      for (const every of [20, 1]) {
        const whole: number[] = [];
        const alone: number[] = [];
        // In turn, so that a machine that slows down slows both.
        for (let round = 0; round < rounds; round++) {
          whole.push(await wholeChecks(world, { leads, batchSize, every }));
          alone.push(await applyAlone(world, { leads, batchSize, every }));
        }
        const ratio = (median(whole) / median(alone)).toFixed(2);
        const rates = [median(whole), median(alone)].map((rate) => Math.round(rate));
        table.push([engine, batchSize, `${100 / every} %`, ...rates, ratio]);
      }
    }
    await world.close();
  }
  printTable(`Whole checks against a CRM on loopback, ${lanes} lanes, medians of ${rounds} rounds`, table);
}

export async function wholeChecks({ app, crm }: BenchWorld, load: Load): Promise<number> {
  const { integrationId, sweepId, workerId } = await prepare({ app, crm }, load);
  const never = new AbortController().signal;
  const worker: LaneWorker = {
    app,
    setups: createSetups(app),
    workerId,
    stopping: never,
    cut: never,
    abandoned: new Set(),
    held: new Set(),
  };
  const rate = await timed(load, () => inLanes((slot) => workLane(worker, { integrationId, slot })));
  const { state } = await getSweep(app.db, sweepId);
  if (state !== 'done') throw new Error(`The sweep ended as ${state}`);
  return rate;
}

/** Claims and closes the runs of a sweep with what the CRM would have said, and nothing else. */
export async function applyAlone({ app, crm }: BenchWorld, load: Load): Promise<number> {
  const { integrationId, workerId } = await prepare({ app, crm }, load);
  const setups = createSetups(app);
  return timed(load, () =>
    inLanes(async (slot) => {
      for (;;) {
        const run = await claimRun(app.db, {
          lane: { integrationId, slot },
          workerId,
          now: new Date(),
          scriptsOf: (check, offer, revision) => setups.get(check, offer, revision),
        });
        if (!run) return;
        const setup = await setups.get(run.checkId, run.offerId, run.revision);
        const batch: Batch = { leads: run.leads, range: null, now: run.startedAt, seed: 0 };
        await closeRun(app, run, setup, batch, cannedReport(batch, load.every), performance.now());
      }
    }),
  );
}

async function prepare(world: Pick<BenchWorld, 'app' | 'crm'>, load: Load) {
  const { app } = world;
  const { checkId, offerId, integrationId } = await makeLoad(world, { ...load, maxConcurrent: lanes });
  const sweepId = await app.db.transaction().execute((trx) => openSweep(trx, checkId, offerId, new Date()));
  const workerId = randomUUID();
  await signIn(app.db, workerId, new Date());
  return { integrationId, sweepId, workerId };
}

const inLanes = (work: (slot: number) => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: lanes }, (_, slot) => work(slot)));

async function timed({ leads }: Load, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return leads / ((performance.now() - began) / 1000);
}

function cannedReport({ leads }: Batch, every: number): RunReport {
  const orders = leads.map(({ extId }) => ({ id: extId, status: 'wait', name: 'Ivan Petrov', total: 990 }));
  const body = Buffer.from(JSON.stringify(orders));
  const exchange = { status: 200, headers: { 'content-type': 'application/json' }, body };
  const accepted = leads.filter(({ extId }) => Number(extId?.slice(1)) % every === 0);
  return {
    state: 'ok',
    skipped: null,
    error: null,
    request: { method: 'GET', url: 'http://crm.test/orders', headers: {}, body: null },
    exchange,
    attempts: [],
    requests: [],
    answers: [{ ...exchange, bytes: body.length }],
    tokens: [],
    mask: (text) => text,
    findings: {
      rows: leads.length,
      edits: accepted.map(({ id }) => ({ leadId: id, edit: { accept: 1 } })),
      unknownIds: [],
      missingIds: [],
      unrecognised: [],
      crmStatuses: [],
      data: null,
    },
    logs: [],
    warnings: [],
    timing: { requestMs: 1, decodeMs: 0, scriptMs: 1 },
  };
}
