import { createRoute, z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { savedDefinition, unsavedDefinition } from '../../checks/definition.ts';
import { dryRun, type DryRunInput as Input } from '../../checks/dry-run.ts';
import { type ReplayInput as Replay, replay } from '../../checks/replay.ts';
import { startSweeps, stopSweep, sweepsOver } from '../../checks/sweeps/start.ts';
import { noteDryRun } from '../../checks/trial.ts';
import { getRun, getSweep, listRuns, listSweeps } from '../../checks/views/queries.ts';
import { changed } from '../../db/changes.ts';
import { answer, body, note, route, routes } from '../routes.ts';
import { bigIdPath, id, idPath, listOf, pageQuery, queryBigId, queryBoolean, queryId } from '../schemas.ts';
import { NewCheck } from './check-schemas.ts';
import {
  DryRun,
  DryRunInput,
  dryRunFields,
  FinishedSweeps,
  ReplayInput,
  Run,
  RunDetails,
  runStates,
  StartedSweeps,
  Sweep,
  SweepWithRuns,
  sweepStates,
} from './run-schemas.ts';

const LONGEST_WAIT_SECONDS = 300;

const runCheck = createRoute({
  method: 'post',
  path: '/api/checks/{id}/run',
  tags: ['checks'],
  summary: 'Start sweeps of a check now; those under way are joined',
  request: {
    params: idPath,
    query: z.strictObject({
      wait: z.coerce
        .number()
        .min(0)
        .max(LONGEST_WAIT_SECONDS)
        .optional()
        .openapi({ description: 'seconds to wait for their end' }),
    }),
    body: body(z.strictObject({ offerId: id.nullish() }).openapi('RunCheckInput')),
  },
  responses: { 200: answer(FinishedSweeps), 202: answer(StartedSweeps) },
});

/** With code of its own, a check needs no saved script yet. */
const UnsavedDryRunInput = z
  .strictObject({ check: NewCheck.partial({ processScriptId: true }), ...dryRunFields })
  .refine(({ check, process }) => check.processScriptId !== undefined || process !== undefined, {
    path: ['process'],
    message: 'is required where check.processScriptId is not given',
  })
  .openapi('UnsavedDryRunInput');

const trying = (app: App) =>
  routes()
    .openapi(runCheck, async (c) => {
      const { id } = c.req.valid('param');
      const { wait } = c.req.valid('query');
      const sweeps = await startSweeps(app, id, c.req.valid('json').offerId ?? undefined);
      await note(app, c, { sweeps });
      if (wait === undefined) return c.json({ sweeps }, 202);
      const ids = sweeps.map((sweep) => sweep.id);
      const finished = await sweepsOver(app, ids, wait, c.req.raw.signal);
      return finished === null ? c.json({ sweeps }, 202) : c.json({ sweeps: finished }, 200);
    })
    .openapi(
      route(
        'post',
        '/api/checks/{id}/dry-run',
        'Run one batch of a check with nothing written',
        { params: idPath, body: body(DryRunInput) },
        200,
        DryRun,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const check = await savedDefinition(app.db, id);
        const input = changed<Input>({} as Input, c.req.valid('json') as Partial<Input>);
        if (input.only !== 'request') await note(app, c, {});
        const shown = await dryRun(app, check, input, c.req.raw.signal);
        await noteDryRun(app.db, id, input, shown);
        return c.json(shown, 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/dry-run',
        'Run one batch of a check that is not saved, with nothing written',
        { body: body(UnsavedDryRunInput) },
        200,
        DryRun,
      ),
      async (c) => {
        const { check: given, ...rest } = c.req.valid('json');
        const check = await unsavedDefinition(app.db, given);
        if (rest.only !== 'request') await note(app, c, {});
        return c.json(
          await dryRun(app, check, changed<Input>({} as Input, rest as Partial<Input>), c.req.raw.signal),
          200,
        );
      },
    )
    .openapi(
      route(
        'post',
        '/api/runs/{id}/replay',
        'Put the recorded answer through the same or another script, with nothing written',
        { params: bigIdPath, body: body(ReplayInput) },
        200,
        DryRun,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const input = changed<Replay>({} as Replay, c.req.valid('json') as Partial<Replay>);
        const replayed = await replay(app, id, input, c.req.raw.signal);
        await note(app, c, {});
        return c.json(replayed, 200);
      },
    );

const journal = (app: App) =>
  routes()
    .openapi(
      route(
        'get',
        '/api/sweeps',
        'List sweeps, the latest first',
        {
          query: z.strictObject({
            checkId: queryId,
            offerId: queryId,
            integrationId: queryId,
            state: sweepStates.optional(),
            ...pageQuery,
          }),
        },
        200,
        listOf(Sweep),
      ),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await listSweeps(app.db, query, query), 200);
      },
    )
    .openapi(
      route('get', '/api/sweeps/{id}', 'Read a sweep with its latest runs', { params: bigIdPath }, 200, SweepWithRuns),
      async (c) => c.json(await getSweep(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'post',
        '/api/sweeps/{id}/stop',
        'Stop a sweep: what runs finishes, nothing new starts',
        { params: bigIdPath },
        200,
        SweepWithRuns,
      ),
      async (c) => {
        const sweep = await stopSweep(app, c.req.valid('param').id);
        await note(app, c, sweep);
        return c.json(sweep, 200);
      },
    )
    .openapi(
      route(
        'get',
        '/api/runs',
        'List runs, the latest first',
        {
          query: z.strictObject({
            checkId: queryId,
            offerId: queryId,
            leadId: queryBigId,
            sweepId: queryBigId,
            state: runStates.optional(),
            refused: queryBoolean.optional().openapi({ description: 'those with edits that were refused' }),
            ...pageQuery,
          }),
        },
        200,
        listOf(Run),
      ),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await listRuns(app.db, query, query), 200);
      },
    )
    .openapi(
      route('get', '/api/runs/{id}', 'Read a run with everything it gathered', { params: bigIdPath }, 200, RunDetails),
      // The journal's details are stored as JSON, by the shapes that the schema describes.
      async (c) => c.json((await getRun(app, c.req.valid('param').id)) as z.output<typeof RunDetails>, 200),
    );

export const runs = (app: App) => routes().route('/', trying(app)).route('/', journal(app));
