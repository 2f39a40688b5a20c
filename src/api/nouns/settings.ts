import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { getSettings, updateSettings } from '../../network/settings.ts';
import { body, change, route, routes } from '../routes.ts';
import { changing, email, id } from '../schemas.ts';

const fields = {
  defaultReasonId: id.openapi({ description: 'the reason of a cancellation that names none' }),
  paused: z.boolean().openapi({ description: 'no sweep of any check starts' }),
  language: z.enum(['ru', 'en']),
  mail: z.strictObject({ to: z.array(email).max(50), from: email }).partial(),
  telegram: z.strictObject({ chatId: z.string().max(100) }).partial(),
  runsKeptDays: z.int().min(1).max(3_650),
};
const Settings = z.object(fields).openapi('Settings');

export const settings = (app: App) =>
  routes()
    .openapi(route('get', '/api/settings', "Read the network's settings", {}, 200, Settings), async (c) =>
      c.json(await getSettings(app.db), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/settings',
        "Change the network's settings",
        { body: body(changing(fields).openapi('SettingsChanges')) },
        200,
        Settings,
      ),
      async (c) => c.json(await change(app, c, (trx) => updateSettings(trx, c.req.valid('json'))), 200),
    );
