import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { writeAudit } from '../../people/audit.ts';
import { erasePerson } from '../../personal-data/erase.ts';
import { body, route, routes } from '../routes.ts';

const Erasure = z
  .strictObject({ phone: z.string().max(100).optional(), email: z.string().max(320).optional() })
  .openapi('PersonalDataErasure');
const Erased = z
  .object({ leads: z.int(), operations: z.int(), runs: z.int(), auditEntries: z.int() })
  .openapi('ErasedPersonalData');

export const personalData = (app: App) =>
  routes().openapi(
    route(
      'post',
      '/api/personal-data/erase',
      'Erase what is known of one person, by phone or e-mail, from leads, events and journals; the money stays',
      { body: body(Erasure) },
      200,
      Erased,
    ),
    async (c) => {
      const given = c.req.valid('json');
      const now = app.clock.now();
      const erased = await erasePerson(app.db, given, now);
      // Noted without saying who it was.
      const details = { by: given.phone === undefined ? 'email' : 'phone', ...erased };
      const { keyId, personId } = c.get('caller');
      await writeAudit(
        app.db,
        { keyId, personId, action: 'POST /api/personal-data/erase', target: null, details },
        now,
      );
      return c.json(erased, 200);
    },
  );
