import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { type OverviewHours, overview as readOverview } from '../../checks/views/overview.ts';
import { listCheckStates } from '../../checks/views/states.ts';
import { countFailed } from '../../intake/journal/queries.ts';
import { countLeads } from '../../leads/queries.ts';
import { route, routes } from '../routes.ts';
import { bigId, id, queryId, status, time } from '../schemas.ts';
import { sweepStates } from './run-schemas.ts';

const count = z.int();
const Overview = z
  .object({
    attention: z
      .object({
        alerts: count,
        unrecognised: count,
        refused: count,
        failedRuns: count,
        failedOperations: count,
        unbooked: count,
      })
      .openapi({ description: 'what needs a person; refused edits, failed runs and operations of the time asked for' }),
    stepSeconds: z.int(),
    points: z.array(
      z.object({
        at: time,
        runs: count,
        failed: count,
        asked: count,
        applied: count,
        refused: count,
        decisionSeconds: z.number().nullable().openapi({ description: 'median, from creation to decision' }),
      }),
    ),
    offers: z.array(z.object({ offerId: id, accepted: count, cancelled: count, approvalRate: z.number() })),
  })
  .openapi('Overview');
const hours = z
  .enum(['1', '6', '24', '168'])
  .default('24')
  .transform((value) => Number(value) as OverviewHours)
  .openapi({ type: 'integer', enum: [1, 6, 24, 168] });

const CheckState = z
  .object({
    checkId: id,
    offerId: id,
    integrationId: id,
    nextAt: time,
    failedSweeps: count,
    failingSince: time.nullable(),
    silentSweeps: count,
    silentSince: time.nullable(),
    sweep: z
      .object({
        id: bigId,
        state: sweepStates,
        startedAt: z.string().openapi({ format: 'date-time' }),
        finishedAt: z.string().nullable().openapi({ format: 'date-time' }),
        done: count,
        total: count,
      })
      .nullable()
      .openapi({ description: 'the latest, which may be under way' }),
  })
  .openapi('CheckState');

/** Counting takes a while where there are many leads: those who look share it for so long, and longer where it took long. */
const SHARED_MS = 2_000;
const SHARED_TIMES = 10;
const HOUR_MS = 3_600_000;

/** Of checks and of pipelines, which know nothing of each other. */
async function whole({ db }: App, hours: OverviewHours, now: Date) {
  const [read, failedOperations] = await Promise.all([
    readOverview(db, hours, now),
    countFailed(db, new Date(now.getTime() - hours * HOUR_MS)),
  ]);
  return { ...read, attention: { ...read.attention, failedOperations } };
}

/** What `read` gives, read once for all who ask within a while. */
function shared<Key, Result>(app: App, read: (key: Key, now: Date) => Promise<Result>): (key: Key) => Promise<Result> {
  const known = new Map<Key, { at: number; forMs: number; result: Promise<Result> }>();
  return (key) => {
    const now = app.clock.now();
    const last = known.get(key);
    if (last && Math.abs(now.getTime() - last.at) < last.forMs) return last.result;
    const result = read(key, now);
    const entry = { at: now.getTime(), forMs: SHARED_MS, result };
    known.set(key, entry);
    const began = performance.now();
    result.then(
      () => {
        entry.forMs = Math.max(SHARED_MS, SHARED_TIMES * (performance.now() - began));
      },
      () => known.delete(key),
    );
    return result;
  };
}

export const overview = (app: App) => {
  const overviewOf = shared(app, (hours: OverviewHours, now) => whole(app, hours, now));
  const leadCounts = shared(app, (_: 'all') => countLeads(app.db));
  return routes()
    .openapi(
      route(
        'get',
        '/api/overview',
        'Read how the network stands, and what happened in the last hours',
        { query: z.strictObject({ hours }) },
        200,
        Overview,
      ),
      async (c) => c.json(await overviewOf(c.req.valid('query').hours), 200),
    )
    .openapi(
      route(
        'get',
        '/api/lead-counts',
        'Count leads by status',
        {},
        200,
        z.object({ items: z.array(z.object({ status, count })) }),
      ),
      async (c) => c.json({ items: await leadCounts('all') }, 200),
    )
    .openapi(
      route(
        'get',
        '/api/check-states',
        'Read how checks do with each of their offers: next sweep, failures in a row',
        { query: z.strictObject({ integrationId: queryId, checkId: queryId }) },
        200,
        z.object({ items: z.array(CheckState) }),
      ),
      async (c) => c.json({ items: await listCheckStates(app.db, c.req.valid('query')) }, 200),
    );
};
