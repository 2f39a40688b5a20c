import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import type { Action as ActionInput } from '../../intake/actions/action.ts';
import {
  createPipeline,
  deletePipeline,
  getPipeline,
  listPipelines,
  startPipeline,
  stopPipeline,
  updatePipeline,
} from '../../intake/pipelines/pipelines.ts';
import { testPipeline } from '../../intake/test-run.ts';
import { body, change, note, route, routes } from '../routes.ts';
import {
  changing,
  creating,
  Deleted,
  id,
  idPath,
  listOf,
  name,
  pageQuery,
  paramChanges,
  params,
  queryId,
  time,
} from '../schemas.ts';
import { Action } from './action-schemas.ts';
import { event, OperationError, Step } from './operation-schemas.ts';

const mailAddress = z
  .string()
  .max(320)
  .regex(/^[^\s@<>]+@[^\s@<>]+$/, 'is not a mail address');
const fields = {
  name,
  sourceId: id,
  actions: z.array(Action).max(50),
  notifyEmail: mailAddress.nullable().openapi({ description: "who is told of failures; null: the network's address" }),
};
export const Pipeline = z
  .object({
    id,
    name: z.string(),
    sourceId: id,
    state: z.enum(['running', 'stopped']),
    actions: z.array(z.record(z.string(), z.any())),
    params: z.record(z.string(), z.string()),
    secretNames: z.array(z.string()).openapi({ description: 'secrets are written, never read back' }),
    notifyEmail: z.string().nullable(),
    missing: z.array(z.string()).openapi({ description: 'required fields without a source: it cannot be started' }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('Pipeline');
const NewPipeline = creating(
  { ...fields, params, secrets: params },
  { actions: [], params: {}, secrets: {}, notifyEmail: null },
).openapi('NewPipeline');
const PipelineChanges = changing({ ...fields, params: paramChanges, secrets: paramChanges }).openapi('PipelineChanges');
const filter = z.strictObject({ sourceId: queryId, ...pageQuery });
const Start = creating({ backlog: z.enum(['skip', 'process']) }, { backlog: 'skip' }).openapi('PipelineStart');
const Test = creating({ event, live: z.boolean() }, { live: false }).openapi('PipelineTest');
const Tested = z
  .object({
    state: z.enum(['done', 'failed', 'stopped']),
    error: OperationError.nullable(),
    event,
    steps: z.array(Step),
  })
  .openapi('TestedPipeline');

const nounPaths = (app: App) =>
  routes()
    .openapi(route('get', '/api/pipelines', 'List pipelines', { query: filter }, 200, listOf(Pipeline)), async (c) => {
      const query = c.req.valid('query');
      return c.json((await listPipelines(app.db, app.secrets, query, query)) as never, 200);
    })
    .openapi(
      route('post', '/api/pipelines', 'Create a pipeline; it is stopped', { body: body(NewPipeline) }, 201, Pipeline),
      async (c) => {
        const input = c.req.valid('json');
        const made = await change(app, c, (trx) =>
          createPipeline(trx, app.secrets, { ...input, actions: input.actions as ActionInput[] }, app.clock.now()),
        );
        return c.json(made as never, 201);
      },
    )
    .openapi(route('get', '/api/pipelines/{id}', 'Read a pipeline', { params: idPath }, 200, Pipeline), async (c) =>
      c.json((await getPipeline(app.db, app.secrets, c.req.valid('param').id)) as never, 200),
    )
    .openapi(
      route(
        'patch',
        '/api/pipelines/{id}',
        'Change a pipeline: parameters and secrets merge by name, null takes one away',
        { params: idPath, body: body(PipelineChanges) },
        200,
        Pipeline,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const { actions, ...changes } = c.req.valid('json');
        const own = { ...changes, ...(actions && { actions: actions as ActionInput[] }) };
        const made = await change(app, c, (trx) => updatePipeline(trx, app.secrets, id, own, app.clock.now()));
        return c.json(made as never, 200);
      },
    )
    .openapi(
      route(
        'delete',
        '/api/pipelines/{id}',
        'Delete a stopped pipeline; its journal stays',
        { params: idPath },
        200,
        Deleted,
      ),
      async (c) => c.json(await change(app, c, (trx) => deletePipeline(trx, c.req.valid('param').id)), 200),
    );

const runPaths = (app: App) =>
  routes()
    .openapi(
      route(
        'post',
        '/api/pipelines/{id}/start',
        'Let events through; the backlog is skipped unless it is asked for',
        { params: idPath, body: body(Start) },
        200,
        Pipeline.extend({ queued: z.int().openapi({ description: 'events of the backlog that are processed now' }) }),
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const { backlog } = c.req.valid('json');
        const started = await change(app, c, (trx) => startPipeline(trx, app.secrets, id, backlog, app.clock.now()));
        return c.json(started as never, 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/pipelines/{id}/stop',
        'Only journal what comes from now on',
        { params: idPath, body: body(z.strictObject({}).openapi('PipelineStop')) },
        200,
        Pipeline,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(
          (await change(app, c, (trx) => stopPipeline(trx, app.secrets, id, app.clock.now()))) as never,
          200,
        );
      },
    )
    .openapi(
      route(
        'post',
        '/api/pipelines/{id}/test',
        'Run one event through the actions and show each step; unless it is live, nothing is sent and no lead is changed',
        { params: idPath, body: body(Test) },
        200,
        Tested,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const { event: given, live } = c.req.valid('json');
        const tested = await testPipeline(app, id, { event: given, live }, c.req.raw.signal);
        if (live) await note(app, c, {});
        return c.json(tested as never, 200);
      },
    );

export const pipelines = (app: App) => routes().route('/', nounPaths(app)).route('/', runPaths(app));
