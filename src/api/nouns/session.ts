import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { App } from '../../app.ts';
import { RateLimited, Unauthorized } from '../../errors.ts';
import { createFailureLimit } from '../../people/failures.ts';
import { acceptInvitation, readInvitation } from '../../people/invitations.ts';
import { hashPassword } from '../../people/passwords.ts';
import { endSession, personOf, sessionSeconds, startSession } from '../../people/sessions.ts';
import { addressOf, callerOfSession, sessionCookie, sessionToken } from '../auth.ts';
import { body, route, routes } from '../routes.ts';
import { email, id, name, password, role } from '../schemas.ts';

export const Caller = z
  .object({ keyId: id.nullable(), personId: id.nullable(), name: z.string(), role })
  .openapi('Caller');
const Session = z.object({ caller: z.union([Caller, z.null()]) }).openapi('Session');
const Credentials = z
  .strictObject({ email: z.string().trim().min(1).max(320), password: z.string().min(1).max(200) })
  .openapi('Credentials');
const token = z.string().min(1).max(200);
const Invitation = z
  .object({
    person: z
      .object({ name: z.string(), email: z.string() })
      .nullable()
      .openapi({ description: 'null: the link makes the first administrator' }),
  })
  .openapi('Invitation');
const Acceptance = z
  .strictObject({ token, password, name: name.optional(), email: email.optional() })
  .openapi('Acceptance');

const MINUTE_MS = 60_000;
const byAddress = { most: 30, windowMs: 5 * MINUTE_MS };
/** Whatever the address that they come from: guesses may come from many. */
const byEmail = { most: 10, windowMs: 5 * MINUTE_MS };

/** Where a person chooses a password. The token stands behind `#`, so that no server or proxy writes it into a log. */
export const invitationLink = ({ config }: { config: { publicUrl: string } }, token: string): string =>
  `${config.publicUrl}/welcome#${token}`;

/** Signing in to the console, and out. Cookies, not keys: see the header `Set-Cookie` of the answers. */
export const session = (app: App) => {
  const addresses = createFailureLimit(byAddress);
  const emails = createFailureLimit(byEmail);

  /** Counted before the password is looked at, so that many guesses at once are many. */
  const attempt = (c: Context, who: string | null): (() => void) => {
    const now = app.clock.now();
    const wait = Math.max(addresses.note(addressOf(c), now), who === null ? 0 : emails.note(who, now));
    if (wait > 0) throw new RateLimited('Too many attempts to sign in: wait a few minutes', wait);
    return () => {
      addresses.takeBack(addressOf(c));
      if (who !== null) emails.takeBack(who);
    };
  };
  const signIn = async (c: Context, personId: number): Promise<void> => {
    const { name, secure } = sessionCookie(app);
    const value = await startSession(app.db, personId, app.clock.now());
    setCookie(c, name, value, { path: '/', httpOnly: true, sameSite: 'Strict', secure, maxAge: sessionSeconds });
  };

  return routes()
    .openapi(route('get', '/api/session', 'Read who is signed in', {}, 200, Session), async (c) =>
      c.json({ caller: await callerOfSession(app, c) }, 200),
    )
    .openapi(
      route('post', '/api/session', 'Sign in', { body: body(Credentials) }, 201, z.object({ personId: id })),
      async (c) => {
        const { email, password } = c.req.valid('json');
        const succeeded = attempt(c, email.toLowerCase());
        const personId = await personOf(app.db, email, password);
        if (personId === null) throw new Unauthorized('The address or the password is wrong');
        succeeded();
        await signIn(c, personId);
        return c.json({ personId }, 201);
      },
    )
    .openapi(route('delete', '/api/session', 'Sign out', {}, 200, Session), async (c) => {
      const value = sessionToken(app, c);
      if (value !== null) await endSession(app.db, value);
      const { name, secure } = sessionCookie(app);
      deleteCookie(c, name, { path: '/', secure });
      return c.json({ caller: null }, 200);
    })
    .openapi(
      route(
        'post',
        '/api/invitation',
        'Read whom a link to choose a password is for',
        { body: body(z.strictObject({ token }).openapi('InvitationToken')) },
        200,
        Invitation,
      ),
      async (c) => {
        const succeeded = attempt(c, null);
        const invitation = await readInvitation(app.db, c.req.valid('json').token, app.clock.now());
        succeeded();
        return c.json(invitation, 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/invitation/accept',
        'Choose a password by a link, and be signed in; the first administrator gives name and address too',
        { body: body(Acceptance) },
        201,
        z.object({ personId: id }),
      ),
      async (c) => {
        const { token, password, name, email } = c.req.valid('json');
        const now = app.clock.now();
        const succeeded = attempt(c, null);
        // Before the costly hash, which is not for everybody to have made.
        await readInvitation(app.db, token, now);
        const passwordHash = await hashPassword(password);
        const personId = await app.db
          .transaction()
          .execute((trx) => acceptInvitation(trx, token, { passwordHash, name, email }, now));
        succeeded();
        await signIn(c, personId);
        return c.json({ personId }, 201);
      },
    );
};
