import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { listAudit } from '../../people/audit.ts';
import { route, routes } from '../routes.ts';
import { bigId, id, listOf, pageQuery, queryId, time } from '../schemas.ts';

const AuditRow = z
  .object({
    id: bigId,
    at: time,
    keyId: id.nullable(),
    personId: id.nullable(),
    action: z.string().openapi({ example: 'PATCH /api/offers/:id' }),
    target: z.string().nullable().openapi({ example: 'offers/5' }),
    details: z.record(z.string(), z.any()).openapi({ description: 'the body, without secrets' }),
  })
  .openapi('AuditRow');

export const audit = (app: App) =>
  routes().openapi(
    route(
      'get',
      '/api/audit',
      'List what was changed by whom, the latest first',
      { query: z.strictObject({ keyId: queryId, personId: queryId, ...pageQuery }) },
      200,
      listOf(AuditRow),
    ),
    async (c) => {
      const query = c.req.valid('query');
      return c.json(await listAudit(app.db, query, query), 200);
    },
  );
