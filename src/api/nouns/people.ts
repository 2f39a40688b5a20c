import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { invite } from '../../people/invitations.ts';
import {
  createPerson,
  getPerson,
  listPeople,
  removePerson,
  updatePerson,
  type Person as View,
} from '../../people/people.ts';
import { changePassword } from '../../people/sessions.ts';
import { sessionToken } from '../auth.ts';
import { body, change, note, route, routes } from '../routes.ts';
import { changing, email, id, idPath, listOf, name, page, password, role, time } from '../schemas.ts';
import { invitationLink } from './session.ts';

const fields = { name, email, role };
const Person = z
  .object({
    id,
    ...fields,
    email: z.string(),
    invited: z.boolean().openapi({ description: 'has not chosen a password yet' }),
    createdAt: time,
    lastSeenAt: time.nullable(),
    removedAt: time.nullable(),
  })
  .openapi('Person');
const InvitedPerson = Person.extend({
  link: z.string().openapi({ description: 'to choose a password by, once, within 7 days; shown this once' }),
}).openapi('InvitedPerson');
const PasswordChange = z.strictObject({ currentPassword: z.string().max(200), password }).openapi('PasswordChange');

export const people = (app: App) => {
  const withLink = (person: View, token: string) => ({ ...person, link: invitationLink(app, token) });
  return routes()
    .openapi(route('get', '/api/people', 'List people', { query: page }, 200, listOf(Person)), async (c) =>
      c.json(await listPeople(app.db, c.req.valid('query')), 200),
    )
    .openapi(
      route(
        'post',
        '/api/people',
        'Let a person in: the link is for them to choose a password by',
        { body: body(z.strictObject(fields).openapi('NewPerson')) },
        201,
        InvitedPerson,
      ),
      async (c) => {
        const now = app.clock.now();
        const made = await change(app, c, async (trx) => {
          const person = await createPerson(trx, c.req.valid('json'), now);
          return withLink(person, await invite(trx, person.id, now));
        });
        return c.json(made, 201);
      },
    )
    .openapi(route('get', '/api/people/{id}', 'Read about a person', { params: idPath }, 200, Person), async (c) =>
      c.json(await getPerson(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/people/{id}',
        'Change the name, address or role of a person',
        { params: idPath, body: body(changing(fields).openapi('PersonChanges')) },
        200,
        Person,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updatePerson(trx, id, c.req.valid('json'))), 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/people/{id}/link',
        'Make a new link to choose a password by; earlier ones no longer work',
        { params: idPath },
        200,
        InvitedPerson,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const token = await change(app, c, async (trx) => ({ token: await invite(trx, id, app.clock.now()) }));
        return c.json(withLink(await getPerson(app.db, id), token.token), 200);
      },
    )
    .openapi(
      route('delete', '/api/people/{id}', "Take a person's access away", { params: idPath }, 200, Person),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => removePerson(trx, id, app.clock.now())), 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/me/password',
        'Change your own password; your other sessions end',
        { body: body(PasswordChange) },
        200,
        z.object({ changed: z.literal(true) }),
      ),
      async (c) => {
        const { personId } = c.get('caller');
        const { currentPassword, password } = c.req.valid('json');
        if (personId !== null) {
          await changePassword(app.db, {
            personId,
            current: currentPassword,
            next: password,
            token: sessionToken(app, c),
          });
        }
        await note(app, c, {});
        return c.json({ changed: true as const }, 200);
      },
    );
};
