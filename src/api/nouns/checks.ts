import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { createCheck, deleteCheck, getCheck, listChecks, updateCheck } from '../../checks/definition.ts';
import { body, change, route, routes } from '../routes.ts';
import { Deleted, idPath, listOf, pageQuery, queryId } from '../schemas.ts';
import { Check, CheckChanges, NewCheck } from './check-schemas.ts';

export const checks = (app: App) =>
  routes()
    .openapi(
      route(
        'get',
        '/api/checks',
        'List checks',
        { query: z.strictObject({ integrationId: queryId, ...pageQuery }) },
        200,
        listOf(Check),
      ),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await listChecks(app.db, query, query), 200);
      },
    )
    .openapi(route('post', '/api/checks', 'Create a check', { body: body(NewCheck) }, 201, Check), async (c) =>
      c.json(await change(app, c, (trx) => createCheck(trx, c.req.valid('json'), app.clock.now())), 201),
    )
    .openapi(route('get', '/api/checks/{id}', 'Read a check', { params: idPath }, 200, Check), async (c) =>
      c.json(await getCheck(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/checks/{id}',
        'Change a check: headers and limits merge by name, null takes one away',
        { params: idPath, body: body(CheckChanges) },
        200,
        Check,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateCheck(trx, id, c.req.valid('json'), app.clock.now())), 200);
      },
    )
    .openapi(
      route('delete', '/api/checks/{id}', 'Delete a check with its sweeps', { params: idPath }, 200, Deleted),
      async (c) => c.json(await change(app, c, (trx) => deleteCheck(trx, c.req.valid('param').id)), 200),
    );
