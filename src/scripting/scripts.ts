import { type Kysely, sql } from 'kysely';
import type { Diagnostic, Language, Stage } from '../../sandbox/contract/job.ts';
import { maxSourceBytes } from '../../sandbox/contract/limits.ts';
import { type Changes, changed } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { Database } from '../db/schema.ts';
import { InvalidInput, NotFound, ScriptInvalid } from '../errors.ts';
import type { Isolates } from '../isolates/pool.ts';
import { deleteUnused } from '../network/references.ts';

export interface ScriptInput {
  name: string;
  language: Language;
  code: string;
  note: string | null;
}

export interface Script {
  id: number;
  name: string;
  language: Language;
  activeVersion: number;
  createdAt: Date;
  updatedAt: Date;
}

/** With the code of its active version. */
export interface ScriptWithCode extends Script {
  code: string;
}

export interface ScriptVersion {
  version: number;
  code: string;
  note: string | null;
  /** The key that saved it, or the person. */
  keyId: number | null;
  personId: number | null;
  createdAt: Date;
}

export async function listScripts(db: Kysely<Database>, page: Page): Promise<List<Script>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('scripts')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toScript);
}

export async function getScript(db: Kysely<Database>, id: number): Promise<ScriptWithCode> {
  const row = await db
    .selectFrom('scripts as s')
    .innerJoin('script_versions as v', (join) =>
      join.onRef('v.script_id', '=', 's.id').onRef('v.version', '=', 's.active_version'),
    )
    .where('s.id', '=', id)
    .selectAll('s')
    .select('v.code')
    .executeTakeFirst();
  if (!row) throw new NotFound('script', id);
  return { ...toScript(row), code: row.code };
}

/** The code must have compiled: see {@link requireCompiles}. */
export async function createScript(
  db: Kysely<Database>,
  input: ScriptInput,
  author: Author,
  now: Date,
): Promise<ScriptWithCode> {
  const { id } = await db
    .insertInto('scripts')
    .values({ name: input.name, language: input.language, active_version: 1, created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('script_versions')
    .values({
      script_id: id,
      version: 1,
      code: input.code,
      note: input.note,
      ...authorColumns(author),
      created_at: now,
    })
    .execute();
  return getScript(db, id);
}

export async function updateScript(
  db: Kysely<Database>,
  id: number,
  changes: Changes<Pick<ScriptInput, 'name'>>,
  now: Date,
): Promise<ScriptWithCode> {
  const { name } = changed<{ name: string }>(await getScript(db, id), changes);
  await db.updateTable('scripts').set({ name, updated_at: now }).where('id', '=', id).execute();
  return getScript(db, id);
}

/** Deletes a script that nothing uses. @throws InUse while checks or integrations refer to it */
export async function deleteScript(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await getScript(db, id);
  await deleteUnused('script', id, () => db.deleteFrom('scripts').where('id', '=', id).execute());
  return { id };
}

/** The latest first. */
export async function listVersions(db: Kysely<Database>, scriptId: number, page: Page): Promise<List<ScriptVersion>> {
  await getScript(db, scriptId);
  const before = idAfter(page);
  const rows = await db
    .selectFrom('script_versions')
    .selectAll()
    .where('script_id', '=', scriptId)
    .$if(before !== null, (query) => query.where('version', '<', Math.min(before ?? 0, 2 ** 31 - 1)))
    .orderBy('version', 'desc')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ version }) => version, toVersion);
}

export async function getVersion(db: Kysely<Database>, scriptId: number, version: number): Promise<ScriptVersion> {
  const row = await db
    .selectFrom('script_versions')
    .selectAll()
    .where('script_id', '=', scriptId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw new NotFound(`version of script ${scriptId}:`, version);
  return toVersion(row);
}

/** Adds a version; the code must have compiled. A version is never changed or deleted. */
export async function createVersion(
  db: Kysely<Database>,
  scriptId: number,
  input: { code: string; note: string | null; activate: boolean },
  author: Author,
  now: Date,
): Promise<{ version: number }> {
  await lockScript(db, scriptId);
  const { latest } = await db
    .selectFrom('script_versions')
    .where('script_id', '=', scriptId)
    .select(({ fn }) => fn.max('version').as('latest'))
    .executeTakeFirstOrThrow();
  const version = latest + 1;
  await db
    .insertInto('script_versions')
    .values({
      script_id: scriptId,
      version,
      code: input.code,
      note: input.note,
      ...authorColumns(author),
      created_at: now,
    })
    .execute();
  if (input.activate) await setActive(db, scriptId, version, now);
  return { version };
}

/** Runs that start from now on use the version. */
export async function activateVersion(
  db: Kysely<Database>,
  scriptId: number,
  version: number,
  now: Date,
): Promise<ScriptWithCode> {
  await lockScript(db, scriptId);
  const row = await db
    .selectFrom('script_versions')
    .select('version')
    .where('script_id', '=', scriptId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw new InvalidInput([{ path: 'version', message: `script ${scriptId} has no version ${version}` }]);
  await setActive(db, scriptId, version, now);
  return getScript(db, scriptId);
}

async function setActive(db: Kysely<Database>, scriptId: number, version: number, now: Date): Promise<void> {
  await db
    .updateTable('scripts')
    .set({ active_version: version, updated_at: now })
    .where('id', '=', scriptId)
    .execute();
}

async function lockScript(db: Kysely<Database>, id: number): Promise<void> {
  const { rows } = await sql`select 1 from scripts where id = ${id} for no key update`.execute(db);
  if (rows.length === 0) throw new NotFound('script', id);
}

/**
 * Compiles code in the sandbox before it is saved, outside of any transaction. A script is saved without saying at which
 * stage it will run: what compiles at one compiles at the other.
 * @throws ScriptInvalid with every place that does not compile
 * @throws InvalidInput for too long a text
 */
export async function requireCompiles(
  isolates: Isolates,
  source: { language: Language; code: string; stage?: Stage },
): Promise<void> {
  const found = await diagnose(isolates, { stage: 'process', ...source });
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new ScriptInvalid(errors.map(({ line, column, message }) => ({ line, column, message })));
}

/** What is wrong with a script's text, warnings included. @throws InvalidInput as {@link requireCompiles} */
export async function diagnose(
  isolates: Isolates,
  source: { language: Language; code: string; stage: Stage },
): Promise<Diagnostic[]> {
  const bytes = Buffer.byteLength(source.code);
  if (bytes > maxSourceBytes) {
    throw new InvalidInput([{ path: 'code', message: `has ${bytes} bytes, at most ${maxSourceBytes} are allowed` }]);
  }
  return isolates.compile(source);
}

/** The key or the person that saved a version. */
export interface Author {
  keyId: number | null;
  personId: number | null;
}

const authorColumns = ({ keyId, personId }: Author) => ({ key_id: keyId, person_id: personId });

/**
 * A script in PHP as JavaScript for the same API, to read and go on with; it is saved nowhere.
 * @throws InvalidInput for a script in another language
 * @throws ScriptInvalid with the line of what is not sure to do the same in JavaScript
 */
export async function translateScript(isolates: Isolates, { id, language, code }: ScriptWithCode): Promise<string> {
  if (language !== 'php')
    throw new InvalidInput([{ path: 'id', message: `script ${id} is written in ${language}; only PHP is translated` }]);
  const { code: translated, diagnostics } = await isolates.translate(code);
  if (translated === null)
    throw new ScriptInvalid(diagnostics.map(({ line, column, message }) => ({ line, column, message })));
  return translated;
}

const toScript = (row: {
  id: number;
  name: string;
  language: Language;
  active_version: number;
  created_at: Date;
  updated_at: Date;
}): Script => ({
  id: row.id,
  name: row.name,
  language: row.language,
  activeVersion: row.active_version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toVersion = (row: {
  version: number;
  code: string;
  note: string | null;
  key_id: number | null;
  person_id: number | null;
  created_at: Date;
}): ScriptVersion => ({
  version: row.version,
  code: row.code,
  note: row.note,
  keyId: row.key_id,
  personId: row.person_id,
  createdAt: row.created_at,
});
