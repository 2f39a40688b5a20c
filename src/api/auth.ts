import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { routePath } from 'hono/route';
import type { App } from '../app.ts';
import type { Role } from '../db/schema/people.ts';
import { Forbidden, RateLimited, Unauthorized } from '../errors.ts';
import type { Caller } from '../people/caller.ts';
import { createFailureLimit } from '../people/failures.ts';
import { callerOf } from '../people/keys.ts';
import { sessionCaller } from '../people/sessions.ts';

/** What requests carry with them. */
export interface Env {
  Variables: { caller: Caller };
}

const LONGEST_KEY = 512;
const failuresAllowed = { most: 30, windowMs: 60_000 };

/** What an operator may call besides reading: leads, and trying again. */
const operatorCalls = new Set([
  'POST /api/leads',
  'PATCH /api/leads/:id',
  'POST /api/operations/retry',
  'POST /api/operations/:id/retry',
]);
/** Calls by which one signs in or out; they look at who calls themselves. */
const openCalls = new Set([
  'GET /api/session',
  'POST /api/session',
  'DELETE /api/session',
  'POST /api/invitation',
  'POST /api/invitation/accept',
]);
/** What everybody may do about themselves. */
const ownCalls = new Set(['POST /api/me/password']);

/**
 * Lets those with a key or a session in, as far as their role goes. Failures are limited by address; a right key always
 * opens.
 */
export function authenticate(app: App): MiddlewareHandler<Env> {
  const failures = createFailureLimit(failuresAllowed);
  return async (c, next) => {
    const now = app.clock.now();
    const pattern = routePath(c, -1);
    const call = `${c.req.method} ${pattern}`;
    const header = c.req.header('authorization');
    if (header === undefined) requireOwnOrigin(app, c);
    if (openCalls.has(call)) return next();
    const caller = header === undefined ? await callerOfSession(app, c) : await callerOfKey(app, header);
    if (caller === null) {
      const wait = failures.note(addressOf(c), now);
      if (wait > 0) throw new RateLimited('Too many requests without a valid key', wait);
      throw new Unauthorized(whyNobody(c, header));
    }
    if (!mayCall(caller.role, c.req.method, call)) {
      throw new Forbidden(`The role ${caller.role} may not call ${call}`);
    }
    c.set('caller', caller);
    await next();
  };
}

function mayCall(role: Role, method: string, call: string): boolean {
  if (role === 'admin' || isReading(method) || ownCalls.has(call)) return true;
  return role === 'operator' && operatorCalls.has(call);
}

const isReading = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

async function callerOfKey(app: App, header: string): Promise<Caller | null> {
  const key = bearerOf(header);
  return key === null ? null : callerOf(app.db, key, app.clock.now());
}

/** Who is signed in by the cookie of the request; null where nobody is. */
export async function callerOfSession(app: App, c: Context): Promise<Caller | null> {
  const token = sessionToken(app, c);
  return token === null ? null : sessionCaller(app.db, token, app.clock.now());
}

export function sessionToken(app: App, c: Context): string | null {
  const token = getCookie(c, sessionCookie(app).name);
  return token === undefined || token.length > LONGEST_KEY ? null : token;
}

/** Under HTTPS the name itself forbids that another host sets the cookie. */
export function sessionCookie({ config }: App): { name: string; secure: boolean } {
  const secure = config.publicUrl.startsWith('https:');
  return { name: secure ? '__Host-sverka' : 'sverka', secure };
}

/**
 * Browsers add cookies to requests that other pages make. What changes something must come from a page of ours.
 * @throws Forbidden
 */
function requireOwnOrigin({ config }: App, c: Context): void {
  if (isReading(c.req.method) || c.req.header('cookie') === undefined) return;
  const origin = c.req.header('origin');
  const host = URL.parse(origin ?? '')?.host;
  const own = [c.req.header('host'), URL.parse(config.publicUrl)?.host];
  const site = c.req.header('sec-fetch-site') ?? 'same-origin';
  if (host !== undefined && own.includes(host) && site === 'same-origin') return;
  throw new Forbidden(`A page of ${origin ?? 'an unknown origin'} may not change anything here`);
}

function whyNobody(c: Context, header: string | undefined): string {
  if (header !== undefined && bearerOf(header) !== null) return 'The key is unknown or revoked';
  if (header === undefined && c.req.header('cookie') !== undefined) return 'The session is over: sign in again';
  return 'This needs a key: Authorization: Bearer <key>';
}

function bearerOf(header: string): string | null {
  if (header.length > LONGEST_KEY) return null;
  return /^Bearer +(\S+)\s*$/i.exec(header)?.[1] ?? null;
}

export function addressOf(c: Context): string {
  // Without a socket (a request made inside the process) there is no address.
  return c.env?.incoming === undefined ? '' : (getConnInfo(c).remote.address ?? '');
}
