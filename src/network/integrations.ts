import { type Kysely, type Selectable, sql } from 'kysely';
import { type Changes, changed, changedMap, type MapChanges } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { IntegrationsTable } from '../db/schema/network.ts';
import type { Database } from '../db/schema.ts';
import { type InputError, InvalidInput, NotFound } from '../errors.ts';
import { readHost } from '../outbound/hosts.ts';
import { deleteUnused } from './references.ts';
import type { SecretBox } from './secrets.ts';

export interface IntegrationInput {
  name: string;
  /** IANA name of the zone whose days the CRM counts in. */
  timezone: string;
  params: Record<string, string>;
  /** Encrypted at rest; never read back. */
  secrets: Record<string, string>;
  /** Requests to the CRM at a time, from the whole cluster. */
  maxConcurrent: number;
  /** null: as many as come. */
  requestsPerMinute: number | null;
  /** `host` or `host:port` that requests may go to besides the host of a check's URL. */
  allowedHosts: string[];
  paused: boolean;
}

export interface Integration extends Omit<IntegrationInput, 'secrets'> {
  id: number;
  secretNames: string[];
  createdAt: Date;
  updatedAt: Date;
}

export type IntegrationChanges = Changes<Omit<IntegrationInput, 'params' | 'secrets'>> & {
  params?: MapChanges<string> | undefined;
  secrets?: MapChanges<string> | undefined;
};

/** Parameters and secrets of one integration. */
export const maxParams = 100;

export async function listIntegrations(db: Kysely<Database>, box: SecretBox, page: Page): Promise<List<Integration>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('integrations')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(
    rows,
    page,
    ({ id }) => id,
    (row) => toIntegration(row, box),
  );
}

export async function getIntegration(db: Kysely<Database>, box: SecretBox, id: number): Promise<Integration> {
  return toIntegration(await row(db, id), box);
}

export async function createIntegration(
  db: Kysely<Database>,
  box: SecretBox,
  input: IntegrationInput,
  now: Date,
): Promise<Integration> {
  validate(input);
  const { id } = await db
    .insertInto('integrations')
    .values({ ...columns(input, box), created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return getIntegration(db, box, id);
}

/** Parameters and secrets merge by name; null takes one away. */
export async function updateIntegration(
  db: Kysely<Database>,
  box: SecretBox,
  id: number,
  changes: IntegrationChanges,
  now: Date,
): Promise<Integration> {
  await sql`select from integrations where id = ${id} for no key update`.execute(db);
  const before = await row(db, id);
  const { params, secrets, ...rest } = changes;
  const input = {
    ...changed<Omit<IntegrationInput, 'params' | 'secrets'>>(toIntegration(before, box), rest),
    params: changedMap(before.params, params),
    secrets: changedMap(secretsOf(before, box), secrets),
  };
  validate(input);
  await db
    .updateTable('integrations')
    .set({ ...columns(input, box), updated_at: now })
    .where('id', '=', id)
    .execute();
  return getIntegration(db, box, id);
}

/** Deletes an integration with its connections and mappings. @throws InUse while checks or leads refer to it */
export async function deleteIntegration(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await row(db, id);
  await deleteUnused('integration', id, () => db.deleteFrom('integrations').where('id', '=', id).execute());
  return { id };
}

async function row(db: Kysely<Database>, id: number): Promise<Selectable<IntegrationsTable>> {
  const found = await db.selectFrom('integrations').selectAll().where('id', '=', id).executeTakeFirst();
  if (!found) throw new NotFound('integration', id);
  return found;
}

function validate(input: IntegrationInput): void {
  const errors: InputError[] = [];
  if (!isTimezone(input.timezone)) {
    errors.push({ path: 'timezone', message: `is not an IANA time zone: ${input.timezone}` });
  }
  for (const [index, entry] of input.allowedHosts.entries()) {
    if (readHost(entry) === null) {
      errors.push({ path: `allowedHosts[${index}]`, message: `is not a host or host:port: ${entry}` });
    }
  }
  for (const path of ['params', 'secrets'] as const) {
    if (Object.keys(input[path]).length > maxParams)
      errors.push({ path, message: `holds more than ${maxParams} names` });
  }
  if (errors.length > 0) throw new InvalidInput(errors);
}

export function isTimezone(name: string): boolean {
  // Offsets like "+03:00" are known to Intl too, but know nothing of daylight saving.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const columns = (input: IntegrationInput, box: SecretBox) => ({
  name: input.name,
  timezone: input.timezone,
  params: JSON.stringify(input.params),
  secrets: Object.keys(input.secrets).length === 0 ? null : box.seal(input.secrets),
  max_concurrent: input.maxConcurrent,
  requests_per_minute: input.requestsPerMinute,
  allowed_hosts: input.allowedHosts,
  paused: input.paused,
});

const secretsOf = (integration: Selectable<IntegrationsTable>, box: SecretBox): Record<string, string> =>
  integration.secrets === null ? {} : box.open(integration.secrets);

const toIntegration = (integration: Selectable<IntegrationsTable>, box: SecretBox): Integration => ({
  id: integration.id,
  name: integration.name,
  timezone: integration.timezone,
  params: integration.params,
  secretNames: Object.keys(secretsOf(integration, box)).sort(),
  maxConcurrent: integration.max_concurrent,
  requestsPerMinute: integration.requests_per_minute,
  allowedHosts: integration.allowed_hosts,
  paused: integration.paused,
  createdAt: integration.created_at,
  updatedAt: integration.updated_at,
});
