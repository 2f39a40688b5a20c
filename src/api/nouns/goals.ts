import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { createGoal, deleteGoal, getGoal, listGoals, updateGoal } from '../../network/goals.ts';
import { body, change, route, routes } from '../routes.ts';
import { amount, changing, creating, Deleted, id, idPath, idsPath, listOf, money, name, page } from '../schemas.ts';

const payout = z
  .strictObject({ wm: money.nullable(), pay: money.nullable(), ref: money.nullable() })
  .partial()
  .nullable();
const fields = { code: z.string().trim().min(1).max(100), name, payout };
const own = amount.nullable();
const Goal = z
  .object({
    id,
    offerId: id,
    code: z.string(),
    name: z.string(),
    payout: z.object({ wm: own, pay: own, ref: own }).nullable(),
  })
  .openapi('Goal');
const NewGoal = creating(fields, { payout: null }).openapi('NewGoal');
const GoalChanges = changing(fields).openapi('GoalChanges');

const goalPath = idsPath('goalId');

export const goals = (app: App) =>
  routes()
    .openapi(
      route(
        'get',
        '/api/offers/{id}/goals',
        "List an offer's goals",
        { params: idPath, query: page },
        200,
        listOf(Goal),
      ),
      async (c) => c.json(await listGoals(app.db, c.req.valid('param').id, c.req.valid('query')), 200),
    )
    .openapi(
      route('post', '/api/offers/{id}/goals', 'Create a goal', { params: idPath, body: body(NewGoal) }, 201, Goal),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => createGoal(trx, id, c.req.valid('json'))), 201);
      },
    )
    .openapi(
      route('get', '/api/offers/{id}/goals/{goalId}', 'Read a goal', { params: goalPath }, 200, Goal),
      async (c) => {
        const { id, goalId } = c.req.valid('param');
        return c.json(await getGoal(app.db, id, goalId), 200);
      },
    )
    .openapi(
      route(
        'patch',
        '/api/offers/{id}/goals/{goalId}',
        'Change a goal',
        { params: goalPath, body: body(GoalChanges) },
        200,
        Goal,
      ),
      async (c) => {
        const { id, goalId } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateGoal(trx, id, goalId, c.req.valid('json'))), 200);
      },
    )
    .openapi(
      route('delete', '/api/offers/{id}/goals/{goalId}', 'Delete a goal', { params: goalPath }, 200, Deleted),
      async (c) => {
        const { id, goalId } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => deleteGoal(trx, id, goalId)), 200);
      },
    );
