import { type Kysely, type Selectable, sql } from 'kysely';
import { type Changes, changed, changedMap, type MapChanges } from '../../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../../db/pages.ts';
import type { PipelinesTable } from '../../db/schema/intake.ts';
import type { Database } from '../../db/schema.ts';
import { Conflict, InUse, InvalidInput, NotFound } from '../../errors.ts';
import { maxParams } from '../../network/integrations.ts';
import { requireRow } from '../../network/references.ts';
import type { SecretBox } from '../../network/secrets.ts';
import type { Action } from '../actions/action.ts';
import { intakeChannel } from '../sources/receive.ts';
import { parametersOf } from '../sources/types.ts';
import { checkActions, missingSources } from './definition.ts';

export interface PipelineInput {
  name: string;
  sourceId: number;
  actions: Action[];
  params: Record<string, string>;
  /** Encrypted at rest; never read back. */
  secrets: Record<string, string>;
  /** Who is told of failures; null: the network's address. */
  notifyEmail: string | null;
}

export interface Pipeline extends Omit<PipelineInput, 'secrets'> {
  id: number;
  state: 'running' | 'stopped';
  secretNames: string[];
  /** Required fields that nothing fills: it cannot be started while there are any. */
  missing: string[];
  createdAt: Date;
  updatedAt: Date;
}

export type PipelineChanges = Changes<Omit<PipelineInput, 'params' | 'secrets'>> & {
  params?: MapChanges<string> | undefined;
  secrets?: MapChanges<string> | undefined;
};

export async function listPipelines(
  db: Kysely<Database>,
  box: SecretBox,
  filter: { sourceId?: number | undefined },
  page: Page,
): Promise<List<Pipeline>> {
  const after = idAfter(page);
  const { sourceId } = filter;
  const rows = await db
    .selectFrom('pipelines')
    .selectAll()
    .$if(sourceId !== undefined, (query) => query.where('source_id', '=', sourceId ?? 0))
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  const has = await sourceFields(
    db,
    rows.map(({ source_id }) => source_id),
  );
  return pageOf(
    rows,
    page,
    ({ id }) => id,
    (row) => toPipeline(row, box, has),
  );
}

export async function getPipeline(db: Kysely<Database>, box: SecretBox, id: number): Promise<Pipeline> {
  const row = await rowOf(db, id);
  return toPipeline(row, box, await sourceFields(db, [row.source_id]));
}

/** Events of the source that nobody took yet become the pipeline's, as `stopped`. */
export async function createPipeline(
  db: Kysely<Database>,
  box: SecretBox,
  input: PipelineInput,
  now: Date,
): Promise<Pipeline> {
  await validate(db, input);
  const { id } = await db
    .insertInto('pipelines')
    .values({ ...columns(input, box), state: 'stopped', created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await holdScripts(db, id, input.actions);
  await db
    .updateTable('operations')
    .set({ pipeline_id: id })
    .where('source_id', '=', input.sourceId)
    .where('pipeline_id', 'is', null)
    .execute();
  return getPipeline(db, box, id);
}

/** Parameters and secrets merge by name; null takes one away. What runs goes on as it was; the next event sees the change. */
export async function updatePipeline(
  db: Kysely<Database>,
  box: SecretBox,
  id: number,
  changes: PipelineChanges,
  now: Date,
): Promise<Pipeline> {
  await sql`select from pipelines where id = ${id} for no key update`.execute(db);
  const before = await rowOf(db, id);
  const { params, secrets, ...rest } = changes;
  const input: PipelineInput = {
    ...changed<Omit<PipelineInput, 'params' | 'secrets'>>(inputOf(before), rest),
    params: changedMap(before.params, params),
    secrets: changedMap(before.secrets === null ? {} : box.open(before.secrets), secrets),
  };
  await validate(db, input);
  await db
    .updateTable('pipelines')
    .set({ ...columns(input, box), updated_at: now })
    .where('id', '=', id)
    .execute();
  await holdScripts(db, id, input.actions);
  const pipeline = await getPipeline(db, box, id);
  if (pipeline.state === 'running') refuseMissing(pipeline);
  return pipeline;
}

/** Deletes a pipeline that is stopped and has nothing left to do; its journal stays. */
export async function deletePipeline(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  const { state } = await rowOf(db, id);
  if (state === 'running') throw new Conflict(`The pipeline ${id} is running: stop it first`);
  const queued = await db
    .selectFrom('operation_queue')
    .where('pipeline_id', '=', id)
    .select('operation_id')
    .limit(1)
    .executeTakeFirst();
  if (queued) throw new InUse(`The pipeline ${id} cannot be deleted: operations of it are waiting`);
  await db.deleteFrom('alerts').where('pipeline_id', '=', id).execute();
  await db.deleteFrom('notices').where('pipeline_id', '=', id).execute();
  await db.deleteFrom('pipelines').where('id', '=', id).execute();
  return { id };
}

/**
 * Lets events through.
 * @param backlog what becomes of the events that came while it was stopped: test purchases must not become orders by accident
 * @throws Conflict where a required field has no source
 */
export async function startPipeline(
  db: Kysely<Database>,
  box: SecretBox,
  id: number,
  backlog: 'skip' | 'process',
  now: Date,
): Promise<Pipeline & { queued: number }> {
  await sql`select from pipelines where id = ${id} for no key update`.execute(db);
  refuseMissing(await getPipeline(db, box, id));
  await db.updateTable('pipelines').set({ state: 'running', updated_at: now }).where('id', '=', id).execute();
  const queued = backlog === 'process' ? await queueBacklog(db, id, now) : 0;
  await sql`select pg_notify(${intakeChannel}, '')`.execute(db);
  return { ...(await getPipeline(db, box, id)), queued };
}

/** Events that come from now on are journalled only; those that were let in are seen through when it starts again. */
export async function stopPipeline(db: Kysely<Database>, box: SecretBox, id: number, now: Date): Promise<Pipeline> {
  await rowOf(db, id);
  await db.updateTable('pipelines').set({ state: 'stopped', updated_at: now }).where('id', '=', id).execute();
  return getPipeline(db, box, id);
}

/** Events that no action has seen: those that a script stopped are done with. */
async function queueBacklog(db: Kysely<Database>, id: number, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with taken as (
      update operations set state = 'queued'
      where pipeline_id = ${id} and state = 'stopped' and attempts = 0
      returning id, received_at, pipeline_id
    ), queued as (
      insert into operation_queue (operation_id, received_at, pipeline_id, next_at)
      select id, received_at, pipeline_id, ${now}::timestamptz from taken on conflict do nothing
    )
    select count(*) as count from taken`.execute(db);
  return rows[0]?.count ?? 0;
}

function refuseMissing({ id, missing }: Pipeline): void {
  if (missing.length === 0) return;
  const one = missing.length === 1;
  throw new Conflict(
    `The pipeline ${id} cannot run: the required field${one ? '' : 's'} ${missing.join(', ')} ${one ? 'has' : 'have'} no source`,
  );
}

async function rowOf(db: Kysely<Database>, id: number): Promise<Selectable<PipelinesTable>> {
  const row = await db.selectFrom('pipelines').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('pipeline', id);
  return row;
}

async function validate(db: Kysely<Database>, input: PipelineInput): Promise<void> {
  const errors = (['params', 'secrets'] as const)
    .filter((path) => Object.keys(input[path]).length > maxParams)
    .map((path) => ({ path, message: `holds more than ${maxParams} names` }));
  if (errors.length > 0) throw new InvalidInput(errors);
  await requireRow(db, 'sources', input.sourceId, 'sourceId');
  await checkActions(db, input.actions);
}

/** A script that a pipeline uses cannot be deleted. */
async function holdScripts(db: Kysely<Database>, id: number, actions: readonly Action[]): Promise<void> {
  await db.deleteFrom('pipeline_scripts').where('pipeline_id', '=', id).execute();
  const scripts = new Set(actions.flatMap((action) => (action.type === 'script' ? [action.scriptId] : [])));
  if (scripts.size === 0) return;
  await db
    .insertInto('pipeline_scripts')
    .values([...scripts].map((script_id) => ({ pipeline_id: id, script_id })))
    .execute();
}

const columns = (input: PipelineInput, box: SecretBox) => ({
  name: input.name,
  source_id: input.sourceId,
  actions: JSON.stringify(input.actions),
  params: JSON.stringify(input.params),
  secrets: Object.keys(input.secrets).length === 0 ? null : box.seal(input.secrets),
  notify_email: input.notifyEmail,
});

/** The fields that events of these sources have; null: any. */
async function sourceFields(db: Kysely<Database>, ids: readonly number[]): Promise<Map<number, Set<string> | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('sources')
    .where('id', 'in', [...new Set(ids)])
    .select(['id', 'type', 'extra_parameters'])
    .execute();
  return new Map(
    rows.map(({ id, type, extra_parameters }) => [
      id,
      type === 'webhook' ? null : new Set(parametersOf(type, extra_parameters).map(({ name }) => name)),
    ]),
  );
}

const inputOf = (row: Selectable<PipelinesTable>): Omit<PipelineInput, 'params' | 'secrets'> => ({
  name: row.name,
  sourceId: row.source_id,
  actions: row.actions as Action[],
  notifyEmail: row.notify_email,
});

function toPipeline(
  row: Selectable<PipelinesTable>,
  box: SecretBox,
  fields: Map<number, Set<string> | null>,
): Pipeline {
  const secretNames = Object.keys(row.secrets === null ? {} : box.open(row.secrets)).sort();
  const known = fields.get(row.source_id) ?? null;
  return {
    id: row.id,
    ...inputOf(row),
    state: row.state,
    params: row.params,
    secretNames,
    missing: missingSources(row.actions as Action[], {
      param: (name) => secretNames.includes(name) || (row.params[name] ?? '').trim() !== '',
      event: (path) => known === null || known.has(path) || known.has(path.split('.')[0] ?? ''),
    }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
