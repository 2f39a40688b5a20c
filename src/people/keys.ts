import type { Kysely, Selectable } from 'kysely';
import { type Changes, changed } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { KeysTable, Role } from '../db/schema/people.ts';
import type { Database } from '../db/schema.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { Caller } from './caller.ts';
import { hashToken, newToken } from './tokens.ts';

export interface KeyInput {
  name: string;
  role: Role;
}

export interface ApiKey extends KeyInput {
  id: number;
  /** The first characters, by which people tell keys apart. */
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const PREFIX = 'svk_';
const SHOWN_LENGTH = PREFIX.length + 6;
/** Names the key of `ADMIN_API_KEY` and the one made at the first start. */
const ADMIN_NAME = 'admin';
const ENVIRONMENT_NAME = 'ADMIN_API_KEY';
const USE_NOTED_EVERY_MS = 60_000;

export async function listKeys(db: Kysely<Database>, page: Page): Promise<List<ApiKey>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('keys')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toKey);
}

export async function getKey(db: Kysely<Database>, id: number): Promise<ApiKey> {
  const row = await db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('key', id);
  return toKey(row);
}

/** Makes a key of 256 random bits. `key` itself is not stored and cannot be shown again. */
export async function createKey(db: Kysely<Database>, input: KeyInput, now: Date): Promise<ApiKey & { key: string }> {
  const key = PREFIX + newToken();
  const row = await db
    .insertInto('keys')
    .values({ ...input, hash: hashToken(key), prefix: key.slice(0, SHOWN_LENGTH), created_at: now })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...toKey(row), key };
}

/** @throws Conflict where no admin's key would be left */
export async function updateKey(db: Kysely<Database>, id: number, changes: Changes<KeyInput>): Promise<ApiKey> {
  const { name, role } = changed<KeyInput>(await getKey(db, id), changes);
  await db.updateTable('keys').set({ name, role }).where('id', '=', id).execute();
  await requireAdmin(db);
  return getKey(db, id);
}

/** The key stops working at once; its row stays for the audit log. @throws Conflict where it is the last admin's */
export async function revokeKey(db: Kysely<Database>, id: number, now: Date): Promise<ApiKey> {
  await getKey(db, id);
  await db.updateTable('keys').set({ revoked_at: now }).where('id', '=', id).where('revoked_at', 'is', null).execute();
  await requireAdmin(db);
  return getKey(db, id);
}

/**
 * Sees to it that somebody can administer: the key of `ADMIN_API_KEY` where one is given, else one made now if there is none
 * yet.
 * @returns the key that was made, to be shown once; null where there was no need
 */
export async function ensureAdminKey(
  db: Kysely<Database>,
  given: string | undefined,
  now: Date,
): Promise<string | null> {
  if (given !== undefined) {
    const hash = hashToken(given);
    // A key that was in the variable before must not go on working.
    await db
      .updateTable('keys')
      .set({ revoked_at: now })
      .where('name', '=', ENVIRONMENT_NAME)
      .where('hash', '<>', hash)
      .where('revoked_at', 'is', null)
      .execute();
    await db
      .insertInto('keys')
      .values({ name: ENVIRONMENT_NAME, role: 'admin', hash, prefix: `${given.slice(0, 4)}…`, created_at: now })
      .onConflict((conflict) => conflict.column('hash').doUpdateSet({ role: 'admin', revoked_at: null }))
      .execute();
    return null;
  }
  if (await hasAdmin(db)) return null;
  return (await createKey(db, { name: ADMIN_NAME, role: 'admin' }, now)).key;
}

/** Whose key it is; null for one that is unknown or revoked. Its use is noted at most once a minute. */
export async function callerOf(db: Kysely<Database>, key: string, now: Date): Promise<Caller | null> {
  // Looked up by its hash: how long that takes tells nothing about the key.
  const row = await db
    .selectFrom('keys')
    .select(['id', 'name', 'role', 'last_used_at'])
    .where('hash', '=', hashToken(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() >= USE_NOTED_EVERY_MS) {
    await db.updateTable('keys').set({ last_used_at: now }).where('id', '=', row.id).execute();
  }
  return { keyId: row.id, personId: null, name: row.name, role: row.role };
}

async function hasAdmin(db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('keys')
    .select('id')
    .where('role', '=', 'admin')
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function requireAdmin(db: Kysely<Database>): Promise<void> {
  if (!(await hasAdmin(db))) throw new Conflict("This is the last admin's key: make another one first");
}

const toKey = (row: Selectable<KeysTable>): ApiKey => ({
  id: row.id,
  name: row.name,
  role: row.role,
  prefix: row.prefix,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
});
