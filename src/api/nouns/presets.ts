import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { applyPreset, presets as known } from '../../intake/presets/presets.ts';
import { body, change, route, routes } from '../routes.ts';
import { creating, id, name, params } from '../schemas.ts';
import { Pipeline } from './pipelines.ts';
import { extraParameters, Source, settingOf } from './sources.ts';

const text = z.object({ ru: z.string(), en: z.string() });
const Preset = z
  .object({
    name: z.string(),
    title: text,
    sourceType: z.string(),
    fields: z.array(
      z.object({ name: z.string(), required: z.boolean(), secret: z.boolean(), hint: text, value: z.string() }),
    ),
  })
  .openapi('Preset');
const presetPath = z.object({ name: z.string().max(100) });
const Apply = creating(
  { name, params, secrets: params, offerId: id, integrationId: id.optional(), extraParameters },
  { params: {}, secrets: {}, extraParameters: [] },
).openapi('PresetUse');
const Applied = z
  .object({
    source: Source,
    pipeline: Pipeline,
    missing: z.array(z.string()).openapi({ description: 'required fields that have no source yet' }),
  })
  .openapi('AppliedPreset');

export const presets = (app: App) =>
  routes()
    .openapi(
      route('get', '/api/presets', 'List ready pipelines', {}, 200, z.object({ items: z.array(Preset) })),
      async (c) =>
        c.json(
          {
            items: Object.values(known).map(({ title, name, sourceType, fields }) => ({
              name,
              title,
              sourceType,
              fields: [...fields],
            })),
          },
          200,
        ),
    )
    .openapi(
      route(
        'post',
        '/api/presets/{name}',
        'Make a source and a pipeline out of a preset',
        { params: presetPath, body: body(Apply) },
        201,
        Applied,
      ),
      async (c) => {
        const input = c.req.valid('json');
        const preset = c.req.valid('param').name;
        const made = await change(app, c, (trx) => applyPreset(trx, settingOf(app), preset, input, app.clock.now()));
        return c.json(made as never, 201);
      },
    );
