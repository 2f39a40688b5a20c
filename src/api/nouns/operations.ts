import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { getOperation, listOperations, type OperationState } from '../../intake/journal/queries.ts';
import { retryFailed, retryOperation } from '../../intake/journal/retry.ts';
import { body, change, route, routes } from '../routes.ts';
import { creating, id, listOf, moment, pageQuery, queryId } from '../schemas.ts';
import { Operation, operationStates } from './operation-schemas.ts';

const states = z
  .string()
  .regex(
    new RegExp(`^(${operationStates.join('|')})(,(${operationStates.join('|')}))*$`),
    'is not a list of states like failed,stopped',
  )
  .transform((text) => text.split(',') as OperationState[])
  .openapi({ type: 'string', example: 'failed' });
const filter = z.strictObject({
  pipelineId: queryId,
  sourceId: queryId,
  state: states.optional(),
  from: moment.optional().openapi({ type: 'string', format: 'date-time' }),
  to: moment.optional().openapi({ type: 'string', format: 'date-time' }),
  q: z.string().max(200).optional().openapi({
    description:
      'a text anywhere in the event, its steps or its error, or the id; a page of what was found may be short or empty, and still have a next one',
  }),
  ...pageQuery,
});
const operationPath = z.object({ id: z.string().max(100) });
const Retry = creating(
  { from: z.enum(['failed', 'start']), confirm: z.boolean() },
  { from: 'failed', confirm: false },
).openapi('OperationRetry');
const RetryAll = z.strictObject({ pipelineId: id, state: z.enum(['failed']) }).openapi('OperationsRetry');
const Retried = z
  .object({
    retried: z.int(),
    left: z.int().openapi({ description: 'failed ones that may have been delivered, which a person must look at' }),
  })
  .openapi('RetriedOperations');

export const operations = (app: App) =>
  routes()
    .openapi(
      route('get', '/api/operations', 'List operations, the latest first', { query: filter }, 200, listOf(Operation)),
      async (c) => {
        const query = c.req.valid('query');
        return c.json((await listOperations(app.db, query, query)) as never, 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/operations/retry',
        'Try all failed operations of a pipeline again, from the step that failed',
        { body: body(RetryAll) },
        200,
        Retried,
      ),
      async (c) => {
        const { pipelineId } = c.req.valid('json');
        return c.json(await change(app, c, (trx) => retryFailed(trx, pipelineId, app.clock.now())), 200);
      },
    )
    .openapi(
      route(
        'get',
        '/api/operations/{id}',
        'Read an operation with its steps',
        { params: operationPath },
        200,
        Operation,
      ),
      async (c) => c.json((await getOperation(app.db, c.req.valid('param').id)) as never, 200),
    )
    .openapi(
      route(
        'post',
        '/api/operations/{id}/retry',
        'Try an operation again: from the step that failed, or from the start, which sends again and must be confirmed',
        { params: operationPath, body: body(Retry) },
        200,
        Operation,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const options = c.req.valid('json');
        return c.json((await change(app, c, (trx) => retryOperation(trx, id, options, app.clock.now()))) as never, 200);
      },
    );
