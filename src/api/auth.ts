import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { App } from '../app.ts';
import type { Role } from '../db/schema.ts';
import { Forbidden, RateLimited, Unauthorized } from '../errors.ts';
import { createFailureLimit } from '../people/failures.ts';
import { type Caller, callerOf } from '../people/keys.ts';

/** What requests carry with them. */
export interface Env {
  Variables: { caller: Caller };
}

const LONGEST_KEY = 512;

/** What an operator may call besides reading: leads, and trying again. */
const operatorCalls = new Set([
  'POST /api/leads',
  'PATCH /api/leads/:id',
  'POST /api/operations/retry',
  'POST /api/operations/:id/retry',
]);

/** Lets those with a key in, as far as its role goes. Failures are limited by address; a right key always opens. */
export function authenticate(app: App): MiddlewareHandler<Env> {
  const failures = createFailureLimit();
  return async (c, next) => {
    const now = app.clock.now();
    const key = bearerOf(c.req.header('authorization'));
    const caller = key === null ? null : await callerOf(app.db, key, now);
    if (caller === null) {
      const wait = failures.note(addressOf(c), now);
      if (wait > 0) throw new RateLimited('Too many requests without a valid key', wait);
      throw new Unauthorized(
        key === null ? 'This needs a key: Authorization: Bearer <key>' : 'The key is unknown or revoked',
      );
    }
    const pattern = routePath(c, -1);
    if (!mayCall(caller.role, c.req.method, pattern)) {
      throw new Forbidden(`The role ${caller.role} may not call ${c.req.method} ${pattern}`);
    }
    c.set('caller', caller);
    await next();
  };
}

function mayCall(role: Role, method: string, pattern: string): boolean {
  if (role === 'admin' || ['GET', 'HEAD', 'OPTIONS'].includes(method)) return true;
  return role === 'operator' && operatorCalls.has(`${method} ${pattern}`);
}

function bearerOf(header: string | undefined): string | null {
  if (header === undefined || header.length > LONGEST_KEY) return null;
  return /^Bearer +(\S+)\s*$/i.exec(header)?.[1] ?? null;
}

function addressOf(c: Context): string {
  // Without a socket (a request made inside the process) there is no address.
  return c.env?.incoming === undefined ? '' : (getConnInfo(c).remote.address ?? '');
}
