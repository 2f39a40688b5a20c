import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import {
  createSource,
  deleteSource,
  getSource,
  listSources,
  type Setting,
  updateSource,
} from '../../intake/sources/sources.ts';
import { type SourceType, sourceKinds } from '../../intake/sources/types.ts';
import { body, change, route, routes } from '../routes.ts';
import { changing, creating, Deleted, id, idPath, listOf, name, page, time } from '../schemas.ts';

const parameterName = z
  .string()
  .regex(/^[^\s&=#?{}]{1,100}$/, 'is not a name of 1 to 100 characters without spaces, &, = or #');
export const extraParameters = z
  .array(z.strictObject({ name: parameterName, variable: z.string().trim().min(1).max(300) }))
  .max(50)
  .openapi({ description: "the account's own fields; for GetCourse by their variable, `{object.user.…}`" });
const headerName = z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/, 'is not the name of a header');

const fields = {
  name,
  type: z.enum(Object.keys(sourceKinds) as [SourceType, ...SourceType[]]),
  dedupeBy: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .openapi({ description: 'the parameter whose repeats within 30 days are duplicates' }),
  extraParameters,
  secretHeader: z
    .strictObject({ name: headerName, value: z.string().min(1).max(1_000) })
    .nullable()
    .openapi({ description: 'a header that every event must carry; its value is never read back' }),
  allowIps: z
    .array(z.string().max(50))
    .max(100)
    .openapi({ description: 'addresses and CIDR blocks; empty: everybody may send' }),
};
const texts = z.object({ ru: z.array(z.string()), en: z.array(z.string()) });
const parameter = z.object({ name: z.string(), variable: z.string() });
export const Source = z
  .object({
    id,
    ...fields,
    extraParameters: z.array(parameter),
    secretHeader: z.object({ name: z.string() }).nullable(),
    url: z.string().openapi({ description: 'the address with its parameters, ready to be pasted' }),
    parameters: z.array(parameter),
    steps: texts.openapi({ description: 'what is to be done at the sender’s' }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('Source');
const NewSource = creating(fields, {
  dedupeBy: null,
  extraParameters: [],
  secretHeader: null,
  allowIps: [],
}).openapi('NewSource');
const { type: _, ...changeable } = fields;
const SourceChanges = changing(changeable).openapi('SourceChanges');
const SourceKind = z
  .object({
    type: z.string(),
    title: z.object({ ru: z.string(), en: z.string() }),
    parameters: z.array(parameter),
    steps: texts,
  })
  .openapi('SourceType');

export const settingOf = (app: App): Setting => ({ publicUrl: app.config.publicUrl, secrets: app.secrets });

export const sources = (app: App) =>
  routes()
    .openapi(
      route('get', '/api/source-types', 'List the kinds of sources', {}, 200, z.object({ items: z.array(SourceKind) })),
      async (c) =>
        c.json(
          {
            items: Object.entries(sourceKinds).map(([type, { title, parameters, steps }]) => ({
              type,
              title,
              parameters: [...parameters],
              steps: { ru: [...steps.ru], en: [...steps.en] },
            })),
          },
          200,
        ),
    )
    .openapi(route('get', '/api/sources', 'List sources', { query: page }, 200, listOf(Source)), async (c) =>
      c.json((await listSources(app.db, settingOf(app), c.req.valid('query'))) as never, 200),
    )
    .openapi(
      route('post', '/api/sources', 'Create a source, and so an address', { body: body(NewSource) }, 201, Source),
      async (c) => {
        const input = c.req.valid('json');
        return c.json(
          (await change(app, c, (trx) => createSource(trx, settingOf(app), input, app.clock.now()))) as never,
          201,
        );
      },
    )
    .openapi(route('get', '/api/sources/{id}', 'Read a source', { params: idPath }, 200, Source), async (c) =>
      c.json((await getSource(app.db, settingOf(app), c.req.valid('param').id)) as never, 200),
    )
    .openapi(
      route(
        'patch',
        '/api/sources/{id}',
        'Change a source; its address stays',
        { params: idPath, body: body(SourceChanges) },
        200,
        Source,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const changes = c.req.valid('json');
        return c.json(
          (await change(app, c, (trx) => updateSource(trx, settingOf(app), id, changes, app.clock.now()))) as never,
          200,
        );
      },
    )
    .openapi(
      route(
        'delete',
        '/api/sources/{id}',
        'Delete a source: its address is unknown from then on',
        { params: idPath },
        200,
        Deleted,
      ),
      async (c) => c.json(await change(app, c, (trx) => deleteSource(trx, c.req.valid('param').id)), 200),
    );
