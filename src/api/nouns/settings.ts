import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { getSettings, updateSettings } from '../../network/settings.ts';
import { body, change, route, routes } from '../routes.ts';
import { changing, email, httpUrl, id } from '../schemas.ts';

const common = {
  defaultReasonId: id.openapi({ description: 'the reason of a cancellation that names none' }),
  paused: z.boolean().openapi({ description: 'no sweep of any check starts' }),
  language: z.enum(['ru', 'en']).openapi({ description: 'of mail and Telegram' }),
  runsKeptDays: z.int().min(1).max(3_650),
};
const Settings = z
  .object({
    ...common,
    mail: z.object({ to: z.array(z.string()).optional(), from: z.string().optional() }),
    telegram: z.object({ chatId: z.string().optional(), apiUrl: z.string().optional(), tokenSet: z.boolean() }),
  })
  .openapi('Settings');
const SettingsChanges = changing({
  ...common,
  mail: z
    .strictObject({ to: z.array(email).max(50).nullable(), from: email.nullable() })
    .partial()
    .openapi({ description: 'who gets alerts; null: those of MAIL_TO, from MAIL_FROM' }),
  telegram: z
    .strictObject({
      chatId: z.string().min(1).max(100).nullable(),
      token: z
        .string()
        .regex(/^[\w:-]{10,200}$/, 'is not the token of a bot')
        .nullable()
        .openapi({ description: 'written, never read back' }),
      apiUrl: httpUrl(300).nullable().openapi({ description: 'of a bot server of your own' }),
    })
    .partial(),
}).openapi('SettingsChanges');

export const settings = (app: App) =>
  routes()
    .openapi(route('get', '/api/settings', "Read the network's settings", {}, 200, Settings), async (c) =>
      c.json(await getSettings(app.db), 200),
    )
    .openapi(
      route('patch', '/api/settings', "Change the network's settings", { body: body(SettingsChanges) }, 200, Settings),
      async (c) => c.json(await change(app, c, (trx) => updateSettings(trx, app.secrets, c.req.valid('json'))), 200),
    );
