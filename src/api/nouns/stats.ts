import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { stats as readStats } from '../../checks/views/statistics.ts';
import { route, routes } from '../routes.ts';
import { day, queryId } from '../schemas.ts';

const count = z.int();
const figures = {
  runs: count,
  failed: count,
  changes: z
    .object({
      new: count,
      processing: count,
      callback: count,
      hold: count,
      cancelled: count,
      packing: count,
      sending: count,
      in_transit: count,
      delivered: count,
      paid: count,
      returned: count,
    })
    .openapi({ description: 'moves of leads into each status' }),
  approvalRate: z.number().nullable().openapi({ description: 'accepted / (accepted + cancelled)' }),
  decisionSeconds: z
    .object({ median: z.number(), p90: z.number() })
    .nullable()
    .openapi({ description: "from a lead's creation to its acceptance or cancellation" }),
};
const Stats = z
  .object({ days: z.array(z.object({ day: z.string(), ...figures })), total: z.object(figures) })
  .openapi('Stats');

const filter = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  offerId: queryId,
  integrationId: queryId,
});

export const stats = (app: App) =>
  routes().openapi(
    route('get', '/api/stats', 'Read runs, changes and decisions by day (UTC)', { query: filter }, 200, Stats),
    async (c) => c.json(await readStats(app.db, c.req.valid('query'), app.clock.now()), 200),
  );
