import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import { replayWithMapping } from '../../checks/past-answers.ts';
import {
  createStatusMapping,
  deleteStatusMapping,
  getStatusMapping,
  listStatusMappings,
  listUnrecognised,
  updateStatusMapping,
} from '../../network/status-mappings.ts';
import { body, change, note, route, routes } from '../routes.ts';
import {
  bigId,
  changing,
  creating,
  Deleted,
  id,
  idPath,
  listOf,
  pageQuery,
  queryId,
  status,
  statusText,
  time,
} from '../schemas.ts';
import { Edit } from './run-schemas.ts';

const fields = {
  integrationId: id,
  text: statusText,
  accept: z
    .union([z.literal(true), z.literal(1)])
    .transform(() => true as const)
    .nullable()
    .openapi({ description: 'the text means an approval' }),
  status: status.nullable(),
  reason: id.nullable().openapi({ description: 'with status 5' }),
};
const StatusMapping = z
  .object({
    id,
    integrationId: id,
    text: z.string(),
    accept: z.boolean().nullable(),
    status: status.nullable(),
    reason: id.nullable(),
  })
  .openapi('StatusMapping');
const NewStatusMapping = creating(fields, { accept: null, status: null, reason: null }).openapi('NewStatusMapping');
const StatusMappingChanges = changing(fields).openapi('StatusMappingChanges');
const Unrecognised = z
  .object({ integrationId: id, text: z.string(), count: z.int(), firstSeen: time, lastSeen: time, runId: bigId })
  .openapi('Unrecognised');

const PastAnswersInput = creating(
  { ...fields, cursor: z.string().max(100).optional(), limit: z.int().min(1).max(100) },
  { accept: null, status: null, reason: null, limit: 20 },
).openapi('PastAnswersInput');
const PastAnswers = z
  .object({
    items: z
      .array(Edit.extend({ runId: bigId, startedAt: z.string().openapi({ format: 'date-time' }) }))
      .openapi({ description: 'leads that the mapping would change now; the latest answer first' }),
    runs: z.object({
      replayed: z.int(),
      gone: z.array(bigId).openapi({ description: 'met the text, but their answers are no longer kept' }),
      failed: z.array(z.object({ runId: bigId, message: z.string() })),
    }),
    superseded: z.int().openapi({ description: 'leads of which the CRM has said something else since' }),
    next: z.string().nullable().openapi({ description: 'the cursor of older runs' }),
  })
  .openapi('PastAnswers');

const filter = z.strictObject({ integrationId: queryId, ...pageQuery });

export const statusMappings = (app: App) =>
  routes()
    .openapi(
      route(
        'get',
        '/api/unrecognised',
        'List status texts that nothing could tell',
        { query: filter },
        200,
        listOf(Unrecognised),
      ),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await listUnrecognised(app.db, query, query), 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/unrecognised/replay',
        'Show which leads a mapping would change by the recorded answers, with nothing written',
        { body: body(PastAnswersInput) },
        200,
        PastAnswers,
      ),
      async (c) => {
        const { cursor, limit, ...input } = c.req.valid('json');
        const shown = await replayWithMapping(app, input, { cursor, limit }, c.req.raw.signal);
        await note(app, c, {});
        return c.json(shown as z.output<typeof PastAnswers>, 200);
      },
    )
    .openapi(
      route('get', '/api/status-mappings', 'List status mappings', { query: filter }, 200, listOf(StatusMapping)),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await listStatusMappings(app.db, query, query), 200);
      },
    )
    .openapi(
      route('post', '/api/status-mappings', 'Map a status text', { body: body(NewStatusMapping) }, 201, StatusMapping),
      async (c) => c.json(await change(app, c, (trx) => createStatusMapping(trx, c.req.valid('json'))), 201),
    )
    .openapi(
      route('get', '/api/status-mappings/{id}', 'Read a status mapping', { params: idPath }, 200, StatusMapping),
      async (c) => c.json(await getStatusMapping(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/status-mappings/{id}',
        'Change a status mapping',
        { params: idPath, body: body(StatusMappingChanges) },
        200,
        StatusMapping,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateStatusMapping(trx, id, c.req.valid('json'))), 200);
      },
    )
    .openapi(
      route('delete', '/api/status-mappings/{id}', 'Delete a status mapping', { params: idPath }, 200, Deleted),
      async (c) => c.json(await change(app, c, (trx) => deleteStatusMapping(trx, c.req.valid('param').id)), 200),
    );
