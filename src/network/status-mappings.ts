import type { Kysely, Selectable } from 'kysely';
import type { Status } from '../../sandbox/contract/statuses.ts';
import { mappingKey } from '../../sandbox/recognise/index.ts';
import { type Changes, changed } from '../db/changes.ts';
import { badCursor, idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { StatusMappingsTable, UnrecognisedTable } from '../db/schema/network.ts';
import type { Database } from '../db/schema.ts';
import { type InputError, InvalidInput, NotFound } from '../errors.ts';
import { refuseTaken, requireRow } from './references.ts';

/** What a CRM's status text means for an integration: an approval, or a status. */
export interface StatusMappingInput {
  integrationId: number;
  text: string;
  accept: true | null;
  status: Status | null;
  /** Only with status 5. */
  reason: number | null;
}

export interface StatusMapping extends StatusMappingInput {
  id: number;
}

/** A status text that nobody could tell the meaning of, and how often it came. */
export interface Unrecognised {
  integrationId: number;
  text: string;
  count: number;
  firstSeen: Date;
  lastSeen: Date;
  /** The latest run that met it. */
  runId: number;
}

export async function listStatusMappings(
  db: Kysely<Database>,
  filter: { integrationId?: number | undefined },
  page: Page,
): Promise<List<StatusMapping>> {
  const after = idAfter(page);
  const { integrationId } = filter;
  const rows = await db
    .selectFrom('status_mappings')
    .selectAll()
    .$if(integrationId !== undefined, (query) => query.where('integration_id', '=', integrationId ?? 0))
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toMapping);
}

export async function getStatusMapping(db: Kysely<Database>, id: number): Promise<StatusMapping> {
  const row = await db.selectFrom('status_mappings').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('status mapping', id);
  return toMapping(row);
}

/** The text is unrecognised no longer. @throws Conflict where the integration has a mapping of the same text */
export async function createStatusMapping(db: Kysely<Database>, input: StatusMappingInput): Promise<StatusMapping> {
  const columns = await checked(db, input);
  const { id } = await refuseTaken(taken(input), () =>
    db.insertInto('status_mappings').values(columns).returning('id').executeTakeFirstOrThrow(),
  );
  await forgetUnrecognised(db, input);
  return getStatusMapping(db, id);
}

export async function updateStatusMapping(
  db: Kysely<Database>,
  id: number,
  changes: Changes<StatusMappingInput>,
): Promise<StatusMapping> {
  const input = changed<StatusMappingInput>(await getStatusMapping(db, id), changes);
  const columns = await checked(db, input);
  await refuseTaken(taken(input), () => db.updateTable('status_mappings').set(columns).where('id', '=', id).execute());
  await forgetUnrecognised(db, input);
  return getStatusMapping(db, id);
}

export async function deleteStatusMapping(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await getStatusMapping(db, id);
  await db.deleteFrom('status_mappings').where('id', '=', id).execute();
  return { id };
}

/** The latest first. */
export async function listUnrecognised(
  db: Kysely<Database>,
  filter: { integrationId?: number | undefined },
  page: Page,
): Promise<List<Unrecognised>> {
  const after = unrecognisedAfter(page);
  const { integrationId } = filter;
  const rows = await db
    .selectFrom('unrecognised')
    .selectAll()
    .$if(integrationId !== undefined, (query) => query.where('integration_id', '=', integrationId ?? 0))
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('last_seen', 'integration_id', 'text'),
          '<',
          tuple(after?.lastSeen as Date, after?.integrationId as number, after?.text as string),
        ),
      ),
    )
    .orderBy('last_seen', 'desc')
    .orderBy('integration_id', 'desc')
    .orderBy('text', 'desc')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, unrecognisedCursor, toUnrecognised);
}

function unrecognisedCursor(row: Selectable<UnrecognisedTable>): string {
  const position = [row.last_seen.toISOString(), row.integration_id, row.text];
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function unrecognisedAfter(page: Page): { lastSeen: Date; integrationId: number; text: string } | null {
  if (page.cursor === undefined) return null;
  try {
    const [at, integrationId, text] = JSON.parse(Buffer.from(page.cursor, 'base64url').toString('utf8'));
    const lastSeen = new Date(at);
    const fits = typeof text === 'string' && !text.includes('\0') && Number.isInteger(integrationId);
    if (fits && Math.abs(integrationId) < 2 ** 31 && typeof at === 'string' && /^\d{4}-/.test(lastSeen.toISOString())) {
      return { lastSeen, integrationId, text };
    }
  } catch {
    // Falls through: neither base64, JSON nor a time.
  }
  throw badCursor();
}

/** @throws InvalidInput where the mapping could not be saved, but for its text being taken */
export async function checkStatusMapping(db: Kysely<Database>, input: StatusMappingInput): Promise<void> {
  await checked(db, input);
}

async function checked(db: Kysely<Database>, input: StatusMappingInput) {
  const errors: InputError[] = [];
  if ((input.accept === null) === (input.status === null)) {
    errors.push({ path: 'status', message: 'exactly one of accept and status must be given' });
  }
  if (input.reason !== null && input.status !== 5) {
    errors.push({ path: 'reason', message: 'a reason goes with status 5 only' });
  }
  const key = mappingKey(input.text);
  if (key === '') errors.push({ path: 'text', message: 'holds no letter or digit' });
  if (errors.length > 0) throw new InvalidInput(errors);
  await requireRow(db, 'integrations', input.integrationId, 'integrationId');
  await requireRow(db, 'reasons', input.reason, 'reason');
  return {
    integration_id: input.integrationId,
    text: input.text,
    key,
    accept: input.accept,
    status: input.status,
    reason_id: input.reason,
  };
}

/** Takes the texts that the mapping now tells the meaning of off the list. */
async function forgetUnrecognised(db: Kysely<Database>, { integrationId, text }: StatusMappingInput): Promise<void> {
  const rows = await db.selectFrom('unrecognised').select('text').where('integration_id', '=', integrationId).execute();
  const key = mappingKey(text);
  const known = rows.map((row) => row.text).filter((one) => mappingKey(one) === key);
  if (known.length === 0) return;
  await db.deleteFrom('unrecognised').where('integration_id', '=', integrationId).where('text', 'in', known).execute();
}

const taken = ({ integrationId, text }: StatusMappingInput): string =>
  `Integration ${integrationId} has a mapping of «${text}» already`;

const toMapping = (row: Selectable<StatusMappingsTable>): StatusMapping => ({
  id: row.id,
  integrationId: row.integration_id,
  text: row.text,
  accept: row.accept === true ? true : null,
  status: row.status,
  reason: row.reason_id,
});

const toUnrecognised = (row: Selectable<UnrecognisedTable>): Unrecognised => ({
  integrationId: row.integration_id,
  text: row.text,
  count: row.count,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  runId: row.run_id,
});
