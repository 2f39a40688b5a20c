import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { getAlert, listAlerts } from '../../network/alerts.ts';
import { route, routes } from '../routes.ts';
import { bigId, bigIdPath, id, listOf, pageQuery, queryBoolean, queryId, time } from '../schemas.ts';

const Alert = z
  .object({
    id: bigId,
    kind: z.enum(['check_failing', 'check_silent', 'operation_failed', 'script_failing']),
    checkId: id.nullable(),
    offerId: id.nullable(),
    pipelineId: id.nullable(),
    message: z.string(),
    since: time,
    count: z.int(),
    recoveredAt: time.nullable(),
  })
  .openapi('Alert');

const filter = z.strictObject({
  checkId: queryId,
  offerId: queryId,
  pipelineId: queryId,
  open: queryBoolean.optional().openapi({ description: 'true: still broken; false: recovered' }),
  ...pageQuery,
});

export const alerts = (app: App) =>
  routes()
    .openapi(
      route('get', '/api/alerts', 'List what broke, the latest first', { query: filter }, 200, listOf(Alert)),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await listAlerts(app.db, query, query), 200);
      },
    )
    .openapi(route('get', '/api/alerts/{id}', 'Read an alert', { params: bigIdPath }, 200, Alert), async (c) =>
      c.json(await getAlert(app.db, c.req.valid('param').id), 200),
    );
