import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { createKey, getKey, listKeys, revokeKey, updateKey } from '../../people/keys.ts';
import { body, change, route, routes } from '../routes.ts';
import { changing, id, idPath, listOf, name, page, role, time } from '../schemas.ts';
import { Caller } from './session.ts';

const fields = { name, role };
const Key = z
  .object({
    id,
    ...fields,
    prefix: z.string(),
    createdAt: time,
    lastUsedAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .openapi('Key');
const MadeKey = Key.extend({ key: z.string().openapi({ description: 'shown this once' }) }).openapi('MadeKey');

export const keys = (app: App) =>
  routes()
    .openapi(route('get', '/api/me', 'Read who calls', {}, 200, Caller), (c) => c.json(c.get('caller'), 200))
    .openapi(route('get', '/api/keys', 'List keys', { query: page }, 200, listOf(Key)), async (c) =>
      c.json(await listKeys(app.db, c.req.valid('query')), 200),
    )
    .openapi(
      route('post', '/api/keys', 'Make a key', { body: body(z.strictObject(fields).openapi('NewKey')) }, 201, MadeKey),
      async (c) => c.json(await change(app, c, (trx) => createKey(trx, c.req.valid('json'), app.clock.now())), 201),
    )
    .openapi(route('get', '/api/keys/{id}', 'Read about a key', { params: idPath }, 200, Key), async (c) =>
      c.json(await getKey(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/keys/{id}',
        'Change the name or role of a key',
        { params: idPath, body: body(changing(fields).openapi('KeyChanges')) },
        200,
        Key,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateKey(trx, id, c.req.valid('json'))), 200);
      },
    )
    .openapi(route('delete', '/api/keys/{id}', 'Revoke a key', { params: idPath }, 200, Key), async (c) =>
      c.json(await change(app, c, (trx) => revokeKey(trx, c.req.valid('param').id, app.clock.now())), 200),
    );
