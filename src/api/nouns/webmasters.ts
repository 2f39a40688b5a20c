import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import {
  createWebmaster,
  deleteWebmaster,
  getWebmaster,
  listWebmasters,
  maxPostbacks,
  postbackEvents,
  updateWebmaster,
} from '../../network/webmasters.ts';
import { body, change, route, routes } from '../routes.ts';
import { changing, creating, Deleted, id, idPath, listOf, name, page } from '../schemas.ts';
import { postbackUrl } from './postback-schemas.ts';

const Postback = z
  .strictObject({
    url: postbackUrl,
    events: z.array(z.enum(postbackEvents)).min(1).max(postbackEvents.length),
    method: z.enum(['GET', 'POST']).default('GET'),
  })
  .openapi('Postback');
const fields = {
  name,
  referrerId: id.nullable().openapi({ description: 'the webmaster who gets the referral commission' }),
  postbacks: z.array(Postback).max(maxPostbacks),
};
const Webmaster = z
  .object({
    id,
    ...fields,
    postbacks: z.array(z.object({ url: z.string(), events: z.array(z.string()), method: z.enum(['GET', 'POST']) })),
  })
  .openapi('Webmaster');
const NewWebmaster = creating(fields, { referrerId: null, postbacks: [] }).openapi('NewWebmaster');
const WebmasterChanges = changing(fields).openapi('WebmasterChanges');

export const webmasters = (app: App) =>
  routes()
    .openapi(route('get', '/api/webmasters', 'List webmasters', { query: page }, 200, listOf(Webmaster)), async (c) =>
      c.json(await listWebmasters(app.db, c.req.valid('query')), 200),
    )
    .openapi(
      route('post', '/api/webmasters', 'Create a webmaster', { body: body(NewWebmaster) }, 201, Webmaster),
      async (c) => c.json(await change(app, c, (trx) => createWebmaster(trx, c.req.valid('json'))), 201),
    )
    .openapi(route('get', '/api/webmasters/{id}', 'Read a webmaster', { params: idPath }, 200, Webmaster), async (c) =>
      c.json(await getWebmaster(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/webmasters/{id}',
        'Change a webmaster',
        { params: idPath, body: body(WebmasterChanges) },
        200,
        Webmaster,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateWebmaster(trx, id, c.req.valid('json'))), 200);
      },
    )
    .openapi(
      route('delete', '/api/webmasters/{id}', 'Delete a webmaster', { params: idPath }, 200, Deleted),
      async (c) => c.json(await change(app, c, (trx) => deleteWebmaster(trx, c.req.valid('param').id)), 200),
    );
