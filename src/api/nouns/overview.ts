import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { type OverviewHours, overview as readOverview } from '../../checks/views/overview.ts';
import { listCheckStates } from '../../checks/views/states.ts';
import { countFailed } from '../../intake/journal/queries.ts';
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
    leads: z.array(z.object({ status, count })),
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
  const read = await readOverview(db, hours, now);
  const failedOperations = await countFailed(db, new Date(now.getTime() - hours * HOUR_MS));
  return { ...read, attention: { ...read.attention, failedOperations } };
}

export const overview = (app: App) => {
  const counted = new Map<OverviewHours, { at: number; forMs: number; result: ReturnType<typeof whole> }>();
  const shared = (hours: OverviewHours): ReturnType<typeof whole> => {
    const now = app.clock.now();
    const known = counted.get(hours);
    if (known && Math.abs(now.getTime() - known.at) < known.forMs) return known.result;
    const result = whole(app, hours, now);
    const entry = { at: now.getTime(), forMs: SHARED_MS, result };
    counted.set(hours, entry);
    const began = performance.now();
    result.then(
      () => {
        entry.forMs = Math.max(SHARED_MS, SHARED_TIMES * (performance.now() - began));
      },
      () => counted.delete(hours),
    );
    return result;
  };
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
      async (c) => c.json(await shared(c.req.valid('query').hours), 200),
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
