import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { createReason, deleteReason, getReason, listReasons, updateReason } from '../../network/reasons.ts';
import { body, change, route, routes } from '../routes.ts';
import { changing, creating, Deleted, id, idPath, listOf, name, page } from '../schemas.ts';

const fields = { name, trash: z.boolean().openapi({ description: 'the lead was never a customer' }) };
const Reason = z.object({ id, ...fields }).openapi('Reason');
const NewReason = creating(fields, { trash: false }).openapi('NewReason');
const ReasonChanges = changing(fields).openapi('ReasonChanges');

export const reasons = (app: App) =>
  routes()
    .openapi(
      route('get', '/api/reasons', 'List reasons of cancellation', { query: page }, 200, listOf(Reason)),
      async (c) => c.json(await listReasons(app.db, c.req.valid('query')), 200),
    )
    .openapi(route('post', '/api/reasons', 'Create a reason', { body: body(NewReason) }, 201, Reason), async (c) =>
      c.json(await change(app, c, (trx) => createReason(trx, c.req.valid('json'))), 201),
    )
    .openapi(route('get', '/api/reasons/{id}', 'Read a reason', { params: idPath }, 200, Reason), async (c) =>
      c.json(await getReason(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/reasons/{id}',
        'Change a reason',
        { params: idPath, body: body(ReasonChanges) },
        200,
        Reason,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateReason(trx, id, c.req.valid('json'))), 200);
      },
    )
    .openapi(route('delete', '/api/reasons/{id}', 'Delete a reason', { params: idPath }, 200, Deleted), async (c) =>
      c.json(await change(app, c, (trx) => deleteReason(trx, c.req.valid('param').id)), 200),
    );
