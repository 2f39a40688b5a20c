import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { Kysely, Selectable } from 'kysely';
import { type Changes, changed } from '../../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../../db/pages.ts';
import type { ExtraParameter, SourcesTable } from '../../db/schema/intake.ts';
import type { Database } from '../../db/schema.ts';
import { type InputError, InvalidInput, NotFound } from '../../errors.ts';
import { deleteUnused } from '../../network/references.ts';
import type { SecretBox } from '../../network/secrets.ts';
import { addressOf, ofExtra, type Parameter, parametersOf, type SourceType, sourceKinds } from './types.ts';

export interface SourceInput {
  name: string;
  type: SourceType;
  /** The parameter whose repeats within 30 days are duplicates. */
  dedupeBy: string | null;
  extraParameters: ExtraParameter[];
  /** A header that every event must carry; its value is never read back. */
  secretHeader: { name: string; value: string } | null;
  /** Addresses and CIDR blocks that may send; empty: everybody. */
  allowIps: string[];
}

export interface Source extends Omit<SourceInput, 'secretHeader'> {
  id: number;
  /** The whole address with its parameters, ready to be pasted. */
  url: string;
  parameters: Parameter[];
  secretHeader: { name: string } | null;
  /** What is to be done at the sender's. */
  steps: { ru: readonly string[]; en: readonly string[] };
  createdAt: Date;
  updatedAt: Date;
}

/** What sources need to be shown and kept. */
export interface Setting {
  publicUrl: string;
  secrets: SecretBox;
}

export async function listSources(db: Kysely<Database>, setting: Setting, page: Page): Promise<List<Source>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('sources')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(
    rows,
    page,
    ({ id }) => id,
    (row) => toSource(row, setting),
  );
}

export async function getSource(db: Kysely<Database>, setting: Setting, id: number): Promise<Source> {
  return toSource(await rowOf(db, id), setting);
}

export async function createSource(
  db: Kysely<Database>,
  setting: Setting,
  input: SourceInput,
  now: Date,
): Promise<Source> {
  validate(input);
  const { id } = await db
    .insertInto('sources')
    .values({ ...columns(input, setting), token: randomBytes(16).toString('hex'), created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return getSource(db, setting, id);
}

/** The address stays what it is, whatever changes. */
export async function updateSource(
  db: Kysely<Database>,
  setting: Setting,
  id: number,
  changes: Changes<SourceInput>,
  now: Date,
): Promise<Source> {
  const row = await rowOf(db, id);
  const value = row.secret_value === null ? undefined : setting.secrets.open(row.secret_value)['value'];
  const secretHeader = row.secret_header === null ? null : { name: row.secret_header, value: value ?? '' };
  const input = changed<SourceInput>({ ...toSource(row, setting), secretHeader }, changes);
  validate(input);
  await db
    .updateTable('sources')
    .set({ ...columns(input, setting), updated_at: now })
    .where('id', '=', id)
    .execute();
  return getSource(db, setting, id);
}

/** From then on its address is unknown. @throws InUse while a pipeline takes its events */
export async function deleteSource(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await rowOf(db, id);
  await deleteUnused('source', id, () => db.deleteFrom('sources').where('id', '=', id).execute());
  return { id };
}

async function rowOf(db: Kysely<Database>, id: number): Promise<Selectable<SourcesTable>> {
  const row = await db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('source', id);
  return row;
}

function validate({ type, extraParameters, allowIps }: SourceInput): void {
  const errors: InputError[] = [];
  const taken = new Set(sourceKinds[type].parameters.map(({ name }) => name));
  for (const [index, extra] of extraParameters.entries()) {
    const path = `extraParameters[${index}]`;
    const { variable } = extra;
    for (const { name } of ofExtra(type, extra)) {
      if (taken.has(name))
        errors.push({ path: `${path}.name`, message: `is a parameter of the address already: ${name}` });
      taken.add(name);
    }
    if (/[\s&#]/.test(variable.replace(/\{[^{}]*\}/g, '')))
      errors.push({ path: `${path}.variable`, message: `cannot stand in an address: ${variable}` });
  }
  for (const [index, entry] of allowIps.entries()) {
    if (!isRange(entry))
      errors.push({ path: `allowIps[${index}]`, message: `is not an IP address or CIDR block: ${entry}` });
  }
  if (errors.length > 0) throw new InvalidInput(errors);
}

function isRange(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

const columns = (input: SourceInput, { secrets }: Setting) => ({
  name: input.name,
  type: input.type,
  dedupe_by: input.dedupeBy,
  extra_parameters: JSON.stringify(input.extraParameters),
  secret_header: input.secretHeader?.name ?? null,
  secret_value: input.secretHeader && secrets.seal({ value: input.secretHeader.value }),
  allow_ips: input.allowIps,
});

function toSource(row: Selectable<SourcesTable>, { publicUrl }: Setting): Source {
  const parameters = parametersOf(row.type, row.extra_parameters);
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    url: addressOf(publicUrl, row.token, parameters),
    parameters,
    dedupeBy: row.dedupe_by,
    extraParameters: row.extra_parameters,
    secretHeader: row.secret_header === null ? null : { name: row.secret_header },
    allowIps: row.allow_ips,
    steps: sourceKinds[row.type].steps,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
