import type { Kysely, Selectable } from 'kysely';
import { cutText, storableText } from '../../../sandbox/contract/edit.ts';
import type { Params, ScriptSource } from '../../../sandbox/contract/job.ts';
import { mappingKey, type Recognised } from '../../../sandbox/recognise/index.ts';
import type { App } from '../../app.ts';
import type { PipelinesTable } from '../../db/schema/intake.ts';
import type { Database } from '../../db/schema.ts';
import type { SecretBox } from '../../network/secrets.ts';
import { createMask, maskJson } from '../../outbound/mask.ts';
import type { Action } from '../actions/action.ts';

/** Everything that operations of one pipeline need besides their events. */
export interface PipelineSetup {
  pipelineId: number;
  actions: readonly Action[];
  /** Parameters win over secrets. */
  params: Params;
  /** Takes the secrets out of a text that people will see. */
  mask(text: string): string;
  /** A value as the journal may keep it: without secrets, without what no column of JSON can hold, long texts cut. */
  shown<T>(value: T): T;
  scripts: ReadonlyMap<number, { version: number; source: ScriptSource }>;
  /** Of the integrations whose leads are edited: their own words for statuses. */
  mappings: ReadonlyMap<number, ReadonlyMap<string, Recognised>>;
}

/** Characters of one text in the journal. */
const longestShown = 32_000;

export async function loadPipelineSetup(
  db: Kysely<Database>,
  secretBox: SecretBox,
  pipeline: Pick<Selectable<PipelinesTable>, 'id' | 'actions' | 'params' | 'secrets'>,
): Promise<PipelineSetup> {
  const actions = pipeline.actions as Action[];
  const secrets = pipeline.secrets === null ? {} : secretBox.open(pipeline.secrets);
  const mask = createMask(Object.values(secrets));
  return {
    pipelineId: pipeline.id,
    actions,
    params: { ...secrets, ...pipeline.params },
    mask,
    shown: (value) => maskJson(value, (text) => cutText(storableText(mask(text)), longestShown)),
    scripts: await loadScripts(db, actions),
    mappings: await loadMappings(db, actions),
  };
}

async function loadScripts(db: Kysely<Database>, actions: readonly Action[]): Promise<PipelineSetup['scripts']> {
  const ids = actions.flatMap((action) => (action.type === 'script' ? [action.scriptId] : []));
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('scripts as s')
    .innerJoin('script_versions as v', (join) =>
      join.onRef('v.script_id', '=', 's.id').onRef('v.version', '=', 's.active_version'),
    )
    .where('s.id', 'in', ids)
    .select(['s.id', 's.language', 'v.version', 'v.code'])
    .execute();
  return new Map(
    rows.map(({ id, language, version, code }) => [
      id,
      { version, source: { key: `${id}@${version}`, language, code } },
    ]),
  );
}

async function loadMappings(db: Kysely<Database>, actions: readonly Action[]): Promise<PipelineSetup['mappings']> {
  const ids = actions.flatMap((action) => (action.type === 'edit-lead' ? [action.integrationId] : []));
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('status_mappings')
    .where('integration_id', 'in', ids)
    .select(['integration_id', 'text', 'accept', 'status', 'reason_id'])
    .orderBy('id')
    .execute();
  const byIntegration = Map.groupBy(rows, ({ integration_id }) => integration_id);
  return new Map(
    [...byIntegration].map(([id, mappings]) => [
      id,
      new Map(mappings.map(({ text, ...to }) => [mappingKey(text), recognisedOf(to)])),
    ]),
  );
}

function recognisedOf(to: { accept: boolean | null; status: number | null; reason_id: number | null }): Recognised {
  if (to.accept) return { accept: true };
  // A mapping without `accept` has a status: the database's writer sees to it.
  const edit = { status: to.status } as Extract<Recognised, { status: unknown; accept?: never }>;
  return to.reason_id === null ? edit : { ...edit, reason: to.reason_id };
}

/** Holds set-ups as long as nothing that they were made of has changed: the database counts such changes in `revision`. */
export interface PipelineSetups {
  get(pipelineId: number, revision: number): Promise<PipelineSetup>;
}

/** More than this many are not held at once. */
const mostHeld = 1_000;

export function createPipelineSetups({ db, secrets }: Pick<App, 'db' | 'secrets'>): PipelineSetups {
  const held = new Map<number, { revision: number; setup: Promise<PipelineSetup> }>();
  const load = async (id: number): Promise<PipelineSetup> => {
    const row = await db.selectFrom('pipelines').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
    return loadPipelineSetup(db, secrets, row);
  };
  return {
    get(pipelineId, revision) {
      const known = held.get(pipelineId);
      if (known && known.revision >= revision) return known.setup;
      const setup = load(pipelineId);
      setup.catch(() => held.delete(pipelineId));
      if (held.size >= mostHeld) held.clear();
      held.set(pipelineId, { revision, setup });
      return setup;
    },
  };
}
