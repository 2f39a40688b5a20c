import type { Kysely, Selectable } from 'kysely';
import type { LookUps, MappedEdit, Params, ScriptLimits, ScriptSource } from '../../sandbox/contract/job.ts';
import { scriptLimits } from '../../sandbox/contract/limits.ts';
import type { ChecksTable } from '../db/schema/checks.ts';
import type { Database } from '../db/schema.ts';
import { NotFound } from '../errors.ts';
import type { SecretBox } from '../network/secrets.ts';
import { createMask } from '../outbound/mask.ts';
import type { Scope } from './selection/select.ts';

/** What a check says; a check that is not saved yet has the same shape, without an id. */
export type CheckDefinition = Omit<
  Selectable<ChecksTable>,
  'id' | 'enabled' | 'every_seconds' | 'needs_dry_run' | 'created_at' | 'updated_at'
> & { id: number | null };

/** A script as a run uses it: which version of what, and its code. */
export interface SetUpScript {
  scriptId: number | null;
  version: number | null;
  source: ScriptSource;
}

/** Everything that a run of one check and offer needs besides its leads. */
export interface RunSetup {
  check: CheckDefinition;
  scope: Scope;
  timezone: string;
  allowedHosts: string[];
  maxConcurrent: number;
  requestsPerMinute: number | null;
  offer: { id: number; name: string };
  /** The offer's parameters win over the integration's, those over its secrets. */
  params: Params;
  /** What the check's log-in gave for this run; null before it, and where the check has none. */
  token: string | null;
  /** Takes the secrets out of a text that people will see. */
  mask: (text: string) => string;
  preprocess: SetUpScript | null;
  process: SetUpScript;
  lookUps: LookUps;
}

/** The offer is not, or no longer, one of the integration's. */
export class NotConnected extends NotFound {
  constructor(offerId: number, integrationId: number) {
    super('offer', offerId);
    this.message = `Offer ${offerId} is not connected to integration ${integrationId}`;
  }
}

/**
 * Gathers what runs of a check and offer need. The offer must be connected to the check's integration.
 * @param own scripts to be used instead of the saved ones
 * @throws NotFound where the connection or a script is gone
 */
export async function loadSetup(
  db: Kysely<Database>,
  secretBox: SecretBox,
  check: CheckDefinition,
  offerId: number,
  own: { preprocess?: SetUpScript; process?: SetUpScript } = {},
): Promise<RunSetup> {
  const connection = await db
    .selectFrom('integration_offers as io')
    .innerJoin('integrations as i', 'i.id', 'io.integration_id')
    .innerJoin('offers as o', 'o.id', 'io.offer_id')
    .where('io.integration_id', '=', check.integration_id)
    .where('io.offer_id', '=', offerId)
    .select([
      'i.timezone',
      'i.params',
      'i.secrets',
      'i.max_concurrent',
      'i.requests_per_minute',
      'i.allowed_hosts',
      'o.name as offer_name',
      'io.params as offer_params',
      'io.preprocess_script_id',
      'io.process_script_id',
    ])
    .executeTakeFirst();
  if (!connection) throw new NotConnected(offerId, check.integration_id);
  const secrets = connection.secrets ? secretBox.open(connection.secrets) : {};
  const preprocessId = connection.preprocess_script_id ?? check.preprocess_script_id;
  const [preprocess, process, lookUps] = [
    own.preprocess ?? (preprocessId === null ? null : await activeScript(db, preprocessId)),
    own.process ?? (await activeScript(db, connection.process_script_id ?? check.process_script_id)),
    await loadLookUps(db, check.integration_id),
  ];
  return {
    check,
    scope: {
      kind: check.kind,
      offerId,
      integrationId: check.integration_id,
      identifyBy: check.identify_by,
    },
    timezone: connection.timezone,
    allowedHosts: connection.allowed_hosts,
    maxConcurrent: connection.max_concurrent,
    requestsPerMinute: connection.requests_per_minute,
    offer: { id: offerId, name: connection.offer_name },
    params: { ...secrets, ...connection.params, ...connection.offer_params },
    token: null,
    mask: createMask(Object.values(secrets)),
    preprocess,
    process,
    lookUps,
  };
}

/** The set-up of a run whose log-in gave a token, which is a secret like the others. */
export function withToken<Setup extends RunSetup>(setup: Setup, token: string): Setup {
  const hide = createMask([token]);
  return { ...setup, token, mask: (text) => hide(setup.mask(text)) };
}

async function activeScript(db: Kysely<Database>, id: number): Promise<SetUpScript> {
  const script = await db
    .selectFrom('scripts as s')
    .innerJoin('script_versions as v', (join) =>
      join.onRef('v.script_id', '=', 's.id').onRef('v.version', '=', 's.active_version'),
    )
    .where('s.id', '=', id)
    .select(['s.id', 's.language', 'v.version', 'v.code'])
    .executeTakeFirst();
  if (!script) throw new NotFound('script', id);
  return {
    scriptId: script.id,
    version: script.version,
    source: { key: `${script.id}@${script.version}`, language: script.language, code: script.code },
  };
}

async function loadLookUps(db: Kysely<Database>, integrationId: number): Promise<LookUps> {
  const currencies = await db.selectFrom('currencies').select(['id', 'iso']).execute();
  // A script may name any offer of its integration, not only the one asked about.
  const goals = await db
    .selectFrom('goals as g')
    .innerJoin('integration_offers as io', 'io.offer_id', 'g.offer_id')
    .where('io.integration_id', '=', integrationId)
    .select(['g.id', 'g.offer_id', 'g.code'])
    .execute();
  const mappings = await db
    .selectFrom('status_mappings')
    .where('integration_id', '=', integrationId)
    .select(['text', 'accept', 'status', 'reason_id'])
    .orderBy('id')
    .execute();
  const goalsByOffer: Record<string, Record<string, number>> = {};
  for (const goal of goals) {
    const codes = goalsByOffer[goal.offer_id] ?? Object.create(null);
    codes[goal.code] = goal.id;
    goalsByOffer[goal.offer_id] = codes;
  }
  return {
    currencies: Object.fromEntries(currencies.map(({ iso, id }) => [iso, id])),
    goals: goalsByOffer,
    mappings: mappings.map(({ text, accept, status, reason_id }) => ({
      text,
      edit: mappedEdit(accept, status, reason_id),
    })),
  };
}

export function mappedEdit(accept: boolean | null, status: number | null, reason: number | null): MappedEdit {
  if (accept) return { accept: true };
  // A mapping without `accept` has a status: the database's writer sees to it.
  const edit = { status } as Extract<MappedEdit, { status: unknown; accept?: never }>;
  return reason === null ? edit : { ...edit, reason };
}

export function jobLimits({ limits }: Pick<CheckDefinition, 'limits'>): ScriptLimits {
  return {
    scriptMs: limits.scriptMs ?? scriptLimits.scriptMs.default,
    memoryMb: limits.memoryMb ?? scriptLimits.memoryMb.default,
  };
}
