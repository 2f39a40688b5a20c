import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { InvalidInput } from '../errors.ts';
import type { Caller } from './caller.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { hashToken, newToken } from './tokens.ts';

/** A session ends when it was not used for so long. */
export const sessionSeconds = 14 * 86_400;
const SEEN_NOTED_EVERY_MS = 60_000;

/** The id of the person whose address and password these are; null where they are nobody's. */
export async function personOf(db: Kysely<Database>, email: string, password: string): Promise<number | null> {
  const row = await db
    .selectFrom('people')
    .select(['id', 'password'])
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return (await isPassword(password, row?.password ?? null)) && row ? row.id : null;
}

/** @returns the session's token, for its cookie */
export async function startSession(db: Kysely<Database>, personId: number, now: Date): Promise<string> {
  await db.deleteFrom('sessions').where('expires_at', '<', now).execute();
  const token = newToken();
  await db
    .insertInto('sessions')
    .values({ hash: hashToken(token), person_id: personId, created_at: now, seen_at: now, expires_at: expiry(now) })
    .execute();
  return token;
}

export async function endSession(db: Kysely<Database>, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('hash', '=', hashToken(token)).execute();
}

/** Whose session it is; null for one that ended. That it was used is noted at most once a minute. */
export async function sessionCaller(db: Kysely<Database>, token: string, now: Date): Promise<Caller | null> {
  const hash = hashToken(token);
  const row = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select(['people.id', 'people.name', 'people.role', 'seen_at'])
    .where('sessions.hash', '=', hash)
    .where('expires_at', '>', now)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  if (now.getTime() - row.seen_at.getTime() >= SEEN_NOTED_EVERY_MS) {
    const seen = { seen_at: now, expires_at: expiry(now) };
    await db.updateTable('sessions').set(seen).where('hash', '=', hash).execute();
    await db.updateTable('people').set({ last_seen_at: now }).where('id', '=', row.id).execute();
  }
  return { keyId: null, personId: row.id, name: row.name, role: row.role };
}

/**
 * Changes a person's own password, and ends every other session of theirs.
 * @throws InvalidInput where the current password is another one
 */
export async function changePassword(
  db: Kysely<Database>,
  { personId, current, next, token }: { personId: number; current: string; next: string; token: string | null },
): Promise<void> {
  const row = await db.selectFrom('people').select('password').where('id', '=', personId).executeTakeFirst();
  if (!(await isPassword(current, row?.password ?? null))) {
    throw new InvalidInput([{ path: 'currentPassword', message: 'is not the current password' }]);
  }
  const password = await hashPassword(next);
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('people').set({ password }).where('id', '=', personId).execute();
    await trx
      .deleteFrom('sessions')
      .where('person_id', '=', personId)
      .$if(token !== null, (query) => query.where('hash', '<>', hashToken(token ?? '')))
      .execute();
  });
}

const expiry = (now: Date): Date => new Date(now.getTime() + sessionSeconds * 1000);
