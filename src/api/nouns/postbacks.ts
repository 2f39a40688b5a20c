import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { postbackEvents } from '../../network/webmasters.ts';
import { getPostback, listPostbacks } from '../../notify/postbacks/queries.ts';
import { postbackSecret } from '../../notify/postbacks/secret.ts';
import { testPostbacks } from '../../notify/postbacks/test-call.ts';
import { body, change, note, route, routes } from '../routes.ts';
import { bigId, bigIdPath, creating, id, idPath, listOf, pageQuery, queryBigId, queryId, time } from '../schemas.ts';
import { postbackUrl } from './postback-schemas.ts';

const method = z.enum(['GET', 'POST']);
const request = z.object({ method: z.string(), url: z.string(), body: z.string().nullable() });
const response = z.object({ status: z.int(), body: z.string() });
const states = z.enum(['queued', 'delivered', 'failed']);
const PostbackDelivery = z
  .object({
    id: bigId,
    webmasterId: id,
    leadId: bigId,
    event: z.string(),
    url: z.string(),
    method,
    state: states,
    attempts: z.int(),
    createdAt: time,
    nextAt: time.nullable(),
    finishedAt: time.nullable(),
    request: request.nullable(),
    response: response.nullable().openapi({ description: 'the last answer' }),
    error: z.string().nullable(),
  })
  .openapi('PostbackDelivery');
const filter = z.strictObject({ webmasterId: queryId, leadId: queryBigId, state: states.optional(), ...pageQuery });
const Test = creating(
  { url: postbackUrl.optional(), method, event: z.enum(postbackEvents) },
  { method: 'GET', event: 'accepted' },
).openapi('PostbackTest');
const Tested = z
  .object({
    items: z.array(
      z.object({
        url: z.string(),
        method,
        request,
        response: response.nullable(),
        error: z.string().nullable(),
        ms: z.number(),
      }),
    ),
  })
  .openapi('TestedPostbacks');
const Secret = creating({ anew: z.boolean() }, { anew: false }).openapi('PostbackSecretWish');

export const postbacks = (app: App) =>
  routes()
    .openapi(
      route(
        'get',
        '/api/postbacks',
        'List postbacks, the latest first',
        { query: filter },
        200,
        listOf(PostbackDelivery),
      ),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await listPostbacks(app.db, query, query), 200);
      },
    )
    .openapi(
      route(
        'get',
        '/api/postbacks/{id}',
        'Read a postback with its last answer',
        { params: bigIdPath },
        200,
        PostbackDelivery,
      ),
      async (c) => c.json(await getPostback(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'post',
        '/api/webmasters/{id}/postbacks/test',
        'Send a made-up event to the URLs of a webmaster, or to the one given, and show the answers',
        { params: idPath, body: body(Test) },
        200,
        Tested,
      ),
      async (c) => {
        const items = await testPostbacks(app, c.req.valid('param').id, c.req.valid('json'), c.req.raw.signal);
        await note(app, c, {});
        return c.json({ items }, 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/webmasters/{id}/postbacks/secret',
        'Read the secret that a webmaster checks signatures with, or make it anew',
        { params: idPath, body: body(Secret) },
        200,
        z.object({ secret: z.string() }),
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const wish = c.req.valid('json');
        return c.json(
          await change(app, c, async (trx) => ({ secret: await postbackSecret(trx, app.secrets, id, wish) })),
          200,
        );
      },
    );
