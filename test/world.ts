import { type App, createApp, type Overrides } from '../src/app.ts';
import { startSweeps, sweepsOver } from '../src/checks/sweeps/start.ts';
import type { SweepView } from '../src/checks/views/queries.ts';
import { startWorker, type Worker } from '../src/checks/workers/worker.ts';
import { type Config, readConfig } from '../src/config.ts';
import type { CheckField, CheckLimits, CheckLogin } from '../src/db/schema/checks.ts';
import { createLog } from '../src/log.ts';
import { createSecretBox } from '../src/network/secrets.ts';
import { type Engine, openTestDatabase, worldStart } from './databases.ts';
import { type FakeCrm, startFakeCrm } from './fake-crm.ts';

export interface MovableClock {
  now(): Date;
  set(at: Date): void;
  advance(seconds: number): void;
}

/** The whole program on a real database with a real sandbox, and one fake CRM that it may ask. */
export interface World {
  app: App;
  crm: FakeCrm;
  clock: MovableClock;
  config: Config;
  worker: Worker;
  /** Empties every table that a test fills, sets the clock back, and puts another CRM in the place of the old one. */
  reset(): Promise<void>;
  /** Starts the check's sweeps now and waits until they are over. */
  sweep(checkId: number, offerId?: number): Promise<Awaited<ReturnType<typeof sweepsOver>> & {}>;
  close(): Promise<void>;
}

/** @param env variables beside those of every test */
export async function openWorld(
  engine: Engine,
  overrides: Overrides = {},
  env: Record<string, string> = {},
): Promise<World> {
  let now = worldStart;
  const clock: MovableClock = {
    now: () => now,
    set: (at) => {
      now = at;
    },
    advance: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
  };
  const config = readConfig({
    ALLOW_PRIVATE_HOSTS: '127.0.0.1',
    SANDBOX_WORKERS: '1',
    LOG_LEVEL: 'silent',
    PORT: '0',
    ...env,
  });
  const app = await createApp(config, {
    connection: await openTestDatabase(engine),
    clock,
    log: createLog('silent'),
    secrets: createSecretBox('ab'.repeat(32)),
    ...overrides,
  });
  await app.queue.start();
  const worker = await startWorker(app);
  const world: World = {
    app,
    crm: await startFakeCrm(),
    clock,
    config,
    worker,
    async sweep(checkId, offerId) {
      const started = await startSweeps(app, checkId, offerId);
      const over = await sweepsOver(
        app,
        started.map(({ id }) => id),
        20,
      );
      if (!over) throw new Error(`The sweeps of check ${checkId} did not end`);
      return over;
    },
    async close() {
      await worker.stop(2_000);
      await app.queue.stop({ graceMs: 1_000 });
      await app.close();
      await world.crm.close();
    },
    async reset() {
      await emptied(app);
      clock.set(worldStart);
      await world.crm.close();
      world.crm = await startFakeCrm();
    },
  };
  return world;
}

/**
 * Deletes, since truncating makes every file of every table anew, which takes ten times as long. Nobody writes meanwhile; again
 * where this and what is still under way waited for each other.
 */
async function emptied({ connection }: Pick<App, 'connection'>, attempts = 5): Promise<void> {
  const tables = filledTables.split(' ');
  try {
    await connection.sql(
      `lock table ${tables} in exclusive mode; ${tables.map((table) => `delete from ${table};`).join(' ')}`,
    );
  } catch (error) {
    if (attempts === 1 || !(error instanceof Error && 'code' in error && error.code === '40P01')) throw error;
    await emptied({ connection }, attempts - 1);
  }
}

/** Those that refer to others before these. What stays are the seeded tables and what the worker knows of itself. */
const filledTables =
  'notices postbacks event_keys operation_leads operation_queue operations pipeline_scripts pipelines sources alerts ' +
  'ledger lead_events lead_history leads exchanges run_minutes run_details runs login_tokens unrecognised sweep_batches sweeps ' +
  'check_offers checks lanes status_mappings integration_offers integrations script_versions scripts webmasters goals offers';

export interface OfferSeed {
  delivery?: boolean;
  holdDays?: number;
  payout?: { wm: string; pay: string; ref: string };
}

export async function makeOffer({ app }: Pick<World, 'app'>, seed: OfferSeed = {}): Promise<number> {
  const rub = await app.db.selectFrom('currencies').where('iso', '=', 'RUB').select('id').executeTakeFirstOrThrow();
  const at = app.clock.now();
  const { id } = await app.db
    .insertInto('offers')
    .values({
      name: 'Slim tea',
      currency_id: rub.id,
      delivery: seed.delivery ?? true,
      price: '990',
      hold_days: seed.holdDays ?? 0,
      cancel_after_days: null,
      payout_per_unit: false,
      payout_wm: seed.payout?.wm ?? '500',
      payout_pay: seed.payout?.pay ?? '700',
      payout_ref: seed.payout?.ref ?? '50',
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export interface IntegrationSeed {
  offers: number[];
  timezone?: string;
  params?: Record<string, string>;
  secrets?: Record<string, string>;
  maxConcurrent?: number;
  requestsPerMinute?: number;
  allowedHosts?: string[];
}

export async function makeIntegration({ app }: Pick<World, 'app'>, seed: IntegrationSeed): Promise<number> {
  const at = app.clock.now();
  const { id } = await app.db
    .insertInto('integrations')
    .values({
      name: 'LeadVertex',
      timezone: seed.timezone ?? 'UTC',
      params: JSON.stringify(seed.params ?? {}),
      secrets: seed.secrets ? app.secrets.seal(seed.secrets) : null,
      max_concurrent: seed.maxConcurrent ?? 2,
      requests_per_minute: seed.requestsPerMinute ?? null,
      allowed_hosts: seed.allowedHosts ?? [],
      paused: false,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const offer of seed.offers) {
    await app.db
      .insertInto('integration_offers')
      .values({ integration_id: id, offer_id: offer, params: '{}' })
      .execute();
  }
  return id;
}

export async function makeScript({ app }: Pick<World, 'app'>, code: string): Promise<number> {
  const at = app.clock.now();
  const { id } = await app.db
    .insertInto('scripts')
    .values({ name: 'script', language: 'js', active_version: 1, created_at: at, updated_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await app.db.insertInto('script_versions').values({ script_id: id, version: 1, code, created_at: at }).execute();
  return id;
}

/** Saves a new version of a script and makes it the active one. */
export async function changeScript({ app }: Pick<World, 'app'>, id: number, code: string): Promise<number> {
  const { active_version } = await app.db
    .selectFrom('scripts')
    .where('id', '=', id)
    .select('active_version')
    .executeTakeFirstOrThrow();
  const version = active_version + 1;
  await app.db
    .insertInto('script_versions')
    .values({ script_id: id, version, code, created_at: app.clock.now() })
    .execute();
  await app.db.updateTable('scripts').set({ active_version: version }).where('id', '=', id).execute();
  return version;
}

/** What the seed document prints as the general form of a processing script. */
export const usualScript = `
$core.each($data, (d) => {
  const oid = $e2i[d.id];
  switch (d.status) {
    case 'accept': $core.lead.edit(oid, { accept: 1 }); break;
    case 'cancel': $core.lead.edit(oid, { status: 5 }); break;
    case 'trash':  $core.lead.edit(oid, { status: 5, reason: 6 }); break;
    case 'call':   $core.lead.edit(oid, { status: 3 }); break;
    case 'sent':   $core.lead.edit(oid, { status: 7 }); break;
    default:       $core.lead.edit(oid, {});
  }
});`;

export interface CheckSeed {
  integrationId: number;
  kind?: 'processing' | 'accepted' | 'range';
  url?: string;
  code?: string;
  preprocess?: string;
  enabled?: boolean;
  everySeconds?: number;
  method?: string;
  headers?: Record<string, string>;
  fields?: CheckField[];
  bodyEncoding?: 'form' | 'json' | 'multipart';
  format?: 'json' | 'xml' | 'csv' | 'form' | 'php' | 'text';
  charset?: string;
  batchSize?: number;
  rangeDays?: number;
  identifyBy?: 'external' | 'internal';
  okStatuses?: number[];
  emptyOk?: boolean;
  repeatable?: boolean;
  timeoutMs?: number;
  limits?: CheckLimits;
  maxRequests?: number;
  login?: Partial<CheckLogin> & Pick<CheckLogin, 'url'>;
}

export async function makeCheck({ app, crm }: Pick<World, 'app' | 'crm'>, seed: CheckSeed): Promise<number> {
  const at = app.clock.now();
  const kind = seed.kind ?? 'processing';
  const { id } = await app.db
    .insertInto('checks')
    .values({
      integration_id: seed.integrationId,
      kind,
      enabled: seed.enabled ?? false,
      every_seconds: seed.everySeconds ?? 600,
      url: seed.url ?? `${crm.url}/orders?${kind === 'range' ? 'from={from}&to={to}' : 'ids={idel}'}`,
      method: seed.method ?? null,
      headers: JSON.stringify(seed.headers ?? {}),
      fields: JSON.stringify(seed.fields ?? []),
      body_encoding: seed.bodyEncoding ?? 'form',
      format: seed.format ?? 'json',
      csv: null,
      charset: seed.charset ?? null,
      batch_size: seed.batchSize ?? 50,
      range_days: seed.rangeDays ?? 7,
      identify_by: seed.identifyBy ?? 'external',
      ok_statuses: seed.okStatuses ?? null,
      empty_ok: seed.emptyOk ?? false,
      repeatable: seed.repeatable ?? true,
      preprocess_script_id: seed.preprocess === undefined ? null : await makeScript({ app }, seed.preprocess),
      process_script_id: await makeScript({ app }, seed.code ?? usualScript),
      timeout_ms: seed.timeoutMs ?? 30_000,
      limits: JSON.stringify(seed.limits ?? {}),
      max_requests: seed.maxRequests ?? 1,
      login: seed.login ? JSON.stringify({ ...usualLogin, ...seed.login }) : null,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const usualLogin: Omit<CheckLogin, 'url'> = {
  method: null,
  headers: {},
  fields: [],
  bodyEncoding: 'form',
  format: 'json',
  token: 'token',
  lifetimeSeconds: 3_600,
  expiresIn: null,
};

export interface LeadSeed {
  offerId: number;
  integrationId: number;
  extId?: string | null;
  status?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;
  createdAt?: Date;
}

/** Leads with the external ids `o1`, `o2`, … unless told otherwise; gives their ids. */
export async function makeLeads({ app }: Pick<World, 'app'>, seeds: LeadSeed[]): Promise<number[]> {
  const at = app.clock.now();
  const rows = await app.db
    .insertInto('leads')
    .values(
      seeds.map((seed, index) => ({
        offer_id: seed.offerId,
        integration_id: seed.integrationId,
        ext_id: seed.extId === undefined ? `o${index + 1}` : seed.extId,
        status: seed.status ?? 2,
        created_at: seed.createdAt ?? at,
        updated_at: at,
      })),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The usual small world: one offer, one integration, one check and some leads. */
export async function makeUsual(
  world: World,
  leads: number,
  check: Partial<CheckSeed> = {},
  integration: Partial<IntegrationSeed> = {},
): Promise<{ offerId: number; integrationId: number; checkId: number; leadIds: number[] }> {
  const offerId = await makeOffer(world);
  const integrationId = await makeIntegration(world, { offers: [offerId], ...integration });
  const checkId = await makeCheck(world, { integrationId, ...check });
  const leadIds = leads === 0 ? [] : await makeLeads(world, Array(leads).fill({ offerId, integrationId }));
  return { offerId, integrationId, checkId, leadIds };
}

export const statusOf = async ({ app }: Pick<World, 'app'>, id: number): Promise<number> =>
  (await app.db.selectFrom('leads').where('id', '=', id).select('status').executeTakeFirstOrThrow()).status;

export type { SweepView };
