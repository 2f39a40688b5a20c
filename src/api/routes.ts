import { createRoute, OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { Transaction } from 'kysely';
import type { App } from '../app.ts';
import type { Database } from '../db/schema.ts';
import { auditDetails, writeAudit } from '../people/audit.ts';
import type { Env } from './auth.ts';
import { useComplaints } from './complaints.ts';
import { refuseInvalid } from './input.ts';

useComplaints();

/** An empty set of routes, whose input is refused as everywhere. */
export const routes = () => new OpenAPIHono<Env>({ defaultHook: refuseInvalid });

/** A body of JSON. */
export const body = <S extends z.ZodType>(schema: S) => ({
  content: { 'application/json': { schema } },
  required: true,
});

interface RequestSchemas {
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: ReturnType<typeof body>;
}

/** A route as OpenAPI describes it: what it takes, and its one good answer; the bad ones are the same everywhere. */
export const route = <
  M extends 'get' | 'post' | 'put' | 'patch' | 'delete',
  P extends string,
  R extends RequestSchemas,
  S extends 200 | 201 | 202,
  A extends z.ZodType,
>(
  method: M,
  path: P,
  summary: string,
  request: R,
  status: S,
  schema: A,
) =>
  createRoute({
    method,
    path,
    tags: [path.split('/')[2] ?? path],
    summary,
    request,
    responses: { [status]: answer(schema) } as Record<S, ReturnType<typeof answer<A>>>,
  });

/** An answer of JSON. */
export const answer = <S extends z.ZodType>(schema: S) => ({
  content: { 'application/json': { schema } },
  description: 'Done',
});

/** Does a change and notes it in the audit log, in one transaction: both or neither. */
export function change<T extends object>(
  app: App,
  c: Context<Env>,
  verb: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return app.db.transaction().execute(async (trx) => {
    const result = await verb(trx);
    await writeAudit(trx, await entryOf(c, result), app.clock.now());
    return result;
  });
}

/** Notes in the audit log a call that has its transactions for itself. */
export async function note(app: App, c: Context<Env>, result: object): Promise<void> {
  await writeAudit(app.db, await entryOf(c, result), app.clock.now());
}

async function entryOf(c: Context<Env>, result: object) {
  const pattern = routePath(c, -1);
  const address = c.req.path.replace(/^\/api\//, '');
  // What is made has no address in the path yet.
  const made = c.req.method === 'POST' && !pattern.includes(':id') && 'id' in result;
  const { keyId, personId } = c.get('caller');
  return {
    keyId,
    personId,
    action: `${c.req.method} ${pattern}`,
    target: made ? `${address}/${result.id}` : address,
    details: auditDetails(await c.req.json()),
  };
}
