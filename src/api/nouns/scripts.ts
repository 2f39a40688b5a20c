import { z } from '@hono/zod-openapi';
import type { App } from '../../app.ts';
import {
  activateVersion,
  createScript,
  createVersion,
  deleteScript,
  diagnose,
  getScript,
  getVersion,
  listScripts,
  listVersions,
  requireCompiles,
  translateScript,
  updateScript,
} from '../../scripting/scripts.ts';
import { body, change, route, routes } from '../routes.ts';
import {
  changing,
  creating,
  Deleted,
  id,
  idPath,
  idsPath,
  language,
  listOf,
  name,
  page,
  sourceCode,
  time,
} from '../schemas.ts';

const version = z.int().min(1).max(2_147_483_647);
const note = z.string().max(1_000).nullable();
export const Script = z
  .object({ id, name: z.string(), language, activeVersion: version, createdAt: time, updatedAt: time })
  .openapi('Script');
const ScriptWithCode = Script.extend({ code: z.string() }).openapi('ScriptWithCode');
const NewScript = creating({ name, language, code: sourceCode, note }, { note: null }).openapi('NewScript');
const ScriptVersion = z
  .object({ version, code: z.string(), note, keyId: id.nullable(), personId: id.nullable(), createdAt: time })
  .openapi('ScriptVersion');
const NewVersion = creating({ code: sourceCode, note, activate: z.boolean() }, { note: null, activate: true }).openapi(
  'NewScriptVersion',
);
const Source = z
  .strictObject({ language, stage: z.enum(['preprocess', 'process', 'action']), code: sourceCode })
  .openapi('ScriptSource');
const Diagnostic = z
  .object({
    line: z.int(),
    column: z.int(),
    message: z.string(),
    severity: z.enum(['error', 'warning']),
    code: z.enum(['syntax', 'unknown_name', 'wrong_stage']).optional(),
    params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .openapi('Diagnostic');

const scriptPaths = (app: App) =>
  routes()
    .openapi(route('get', '/api/scripts', 'List scripts', { query: page }, 200, listOf(Script)), async (c) =>
      c.json(await listScripts(app.db, c.req.valid('query')), 200),
    )
    .openapi(
      route('post', '/api/scripts', 'Create a script', { body: body(NewScript) }, 201, ScriptWithCode),
      async (c) => {
        const input = c.req.valid('json');
        await requireCompiles(app.isolates, input);
        const author = c.get('caller');
        return c.json(await change(app, c, (trx) => createScript(trx, input, author, app.clock.now())), 201);
      },
    )
    .openapi(
      route(
        'post',
        '/api/scripts/validate',
        'Compile code without saving it',
        { body: body(Source) },
        200,
        z.object({ errors: z.array(Diagnostic) }),
      ),
      async (c) => c.json({ errors: await diagnose(app.isolates, c.req.valid('json')) }, 200),
    )
    .openapi(
      route(
        'post',
        '/api/scripts/{id}/translate',
        'Translate the active code from PHP to JavaScript, without saving it',
        { params: idPath },
        200,
        z.object({ language: z.literal('js'), code: z.string() }).openapi('Translation'),
      ),
      async (c) => {
        const script = await getScript(app.db, c.req.valid('param').id);
        return c.json({ language: 'js' as const, code: await translateScript(app.isolates, script) }, 200);
      },
    )
    .openapi(
      route('get', '/api/scripts/{id}', 'Read a script with its active code', { params: idPath }, 200, ScriptWithCode),
      async (c) => c.json(await getScript(app.db, c.req.valid('param').id), 200),
    )
    .openapi(
      route(
        'patch',
        '/api/scripts/{id}',
        'Rename a script',
        { params: idPath, body: body(changing({ name }).openapi('ScriptChanges')) },
        200,
        ScriptWithCode,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await change(app, c, (trx) => updateScript(trx, id, c.req.valid('json'), app.clock.now())), 200);
      },
    )
    .openapi(
      route('delete', '/api/scripts/{id}', 'Delete a script that nothing uses', { params: idPath }, 200, Deleted),
      async (c) => c.json(await change(app, c, (trx) => deleteScript(trx, c.req.valid('param').id)), 200),
    );

const versionPaths = (app: App) =>
  routes()
    .openapi(
      route(
        'get',
        '/api/scripts/{id}/versions',
        'List versions, the latest first',
        { params: idPath, query: page },
        200,
        listOf(ScriptVersion),
      ),
      async (c) => c.json(await listVersions(app.db, c.req.valid('param').id, c.req.valid('query')), 200),
    )
    .openapi(
      route(
        'post',
        '/api/scripts/{id}/versions',
        'Add a version',
        { params: idPath, body: body(NewVersion) },
        201,
        z.object({ version }),
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const input = c.req.valid('json');
        const { language } = await getScript(app.db, id);
        await requireCompiles(app.isolates, { language, code: input.code });
        const author = c.get('caller');
        return c.json(await change(app, c, (trx) => createVersion(trx, id, input, author, app.clock.now())), 201);
      },
    )
    .openapi(
      route(
        'get',
        '/api/scripts/{id}/versions/{version}',
        'Read a version',
        { params: idsPath('version') },
        200,
        ScriptVersion,
      ),
      async (c) => {
        const { id, version } = c.req.valid('param');
        return c.json(await getVersion(app.db, id, version), 200);
      },
    )
    .openapi(
      route(
        'post',
        '/api/scripts/{id}/activate',
        'Use a version from now on',
        { params: idPath, body: body(z.strictObject({ version }).openapi('ScriptActivation')) },
        200,
        ScriptWithCode,
      ),
      async (c) => {
        const { id } = c.req.valid('param');
        const { version } = c.req.valid('json');
        return c.json(await change(app, c, (trx) => activateVersion(trx, id, version, app.clock.now())), 200);
      },
    );

export const scripts = (app: App) => routes().route('/', scriptPaths(app)).route('/', versionPaths(app));
