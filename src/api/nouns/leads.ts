import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { InvalidInput } from '../../errors.ts';
import { createLeads } from '../../leads/create.ts';
import { editLead } from '../../leads/edit-one.ts';
import { getLead, leadHistory, leadLedger, listLeads } from '../../leads/queries.ts';
import type { Origin } from '../../leads/rules/moves.ts';
import type { Caller } from '../../people/caller.ts';
import { body, change, route, routes } from '../routes.ts';
import { bigIdPath, listOf, page } from '../schemas.ts';
import { Edited, HistoryRow, Lead, LeadEdit, LedgerEntry, leadFilter, NewLeads } from './lead-schemas.ts';

const creation = z.strictObject({
  onConflict: z
    .enum(['refuse', 'ignore'])
    .default('refuse')
    .openapi({ description: 'an external id that is taken is a conflict, or the lead that has it is left as it is' }),
});

export const leads = (app: App) =>
  routes()
    .openapi(
      route('get', '/api/leads', 'Find leads, the newest first', { query: leadFilter }, 200, listOf(Lead)),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await listLeads(app.db, query, query), 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/leads',
        'Create a lead, or up to 1,000: all or none',
        { query: creation, body: body(NewLeads) },
        201,
        z.object({ items: z.array(Lead) }),
      ),
      async (c) => {
        const given = c.req.valid('json');
        const { onConflict } = c.req.valid('query');
        const items = await change(app, c, (trx) =>
          Array.isArray(given)
            ? createLeads(trx, given, app.clock.now(), onConflict)
            : createLeads(trx, [given], app.clock.now(), onConflict).catch(ofOne),
        );
        return c.json({ items }, 201);
      },
    )
    .openapi(route('get', '/api/leads/{id}', 'Read a lead', { params: bigIdPath }, 200, Lead), async (c) =>
      c.json(await getLead(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/leads/{id}',
        'Edit a lead, as a script would; a rule that refuses the edit is an outcome, not an error',
        { params: bigIdPath, body: body(LeadEdit) },
        200,
        Edited,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const edit = c.req.valid('json');
        const origin = operator(c.get('caller'));
        const edited = await change(app, c, async (trx) => {
          const { before, after, ...result } = await editLead(trx, { leadId: id, edit, origin, now: app.clock.now() });
          return { ...result, lead: await getLead(trx, id) };
        });
        return c.json(edited, 200);
      },
    )
    .openapi(
      route(
        'get',
        '/api/leads/{id}/history',
        'List the changes of a lead, the oldest first',
        { params: bigIdPath, query: page },
        200,
        listOf(HistoryRow),
      ),
      async (c) => c.json(await leadHistory(app.db, c.req.valid('param').id, c.req.valid('query')), 200),
    )
    .openapi(
      route(
        'get',
        '/api/leads/{id}/ledger',
        'List the money booked for a lead, the oldest first',
        { params: bigIdPath, query: page },
        200,
        listOf(LedgerEntry),
      ),
      async (c) => c.json(await leadLedger(app.db, c.req.valid('param').id, c.req.valid('query')), 200),
    );

const operator = ({ keyId, personId }: Caller): Origin & { kind: 'operator' } => ({
  kind: 'operator',
  ...(keyId !== null && { keyId }),
  ...(personId !== null && { personId }),
});

/** Errors of a lead that came alone are not those of the first of a list. */
function ofOne(error: unknown): never {
  if (!(error instanceof InvalidInput)) throw error;
  throw new InvalidInput(error.errors.map(({ path, message }) => ({ path: path.replace(/^\[0\]\.?/, ''), message })));
}
