import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { Conflict, Gone, InvalidInput } from '../errors.ts';
import { createPerson, getPerson, hasAdministrator } from './people.ts';
import { hashToken, newToken } from './tokens.ts';

const DAY_MS = 86_400_000;
const VALID_MS = 7 * DAY_MS;
/** The first one stands in a terminal, perhaps in its log. */
const FIRST_VALID_MS = DAY_MS;

/** What a link to choose a password says of itself. */
export interface Invitation {
  /** Null: whoever opens it becomes the first administrator, and gives name and address too. */
  person: { name: string; email: string } | null;
}

/**
 * The token of a new link for a person; earlier ones no longer work.
 * @throws NotFound, and Conflict where access was taken away
 */
export async function invite(db: Kysely<Database>, personId: number, now: Date): Promise<string> {
  const { name, removedAt } = await getPerson(db, personId);
  if (removedAt !== null) throw new Conflict(`${name} no longer has access`);
  await db.deleteFrom('invitations').where('person_id', '=', personId).execute();
  return insert(db, personId, now, VALID_MS);
}

/**
 * The token of a link that makes the first administrator, for as long as nobody can administer in the console.
 * @returns null where somebody can
 */
export async function inviteFirst(db: Kysely<Database>, now: Date): Promise<string | null> {
  if (await hasAdministrator(db)) return null;
  await db.deleteFrom('invitations').where('expires_at', '<', now).execute();
  return insert(db, null, now, FIRST_VALID_MS);
}

/** @throws Gone where the link was used, replaced, or is too old */
export async function readInvitation(db: Kysely<Database>, token: string, now: Date): Promise<Invitation> {
  const row = await db
    .selectFrom('invitations')
    .leftJoin('people', 'people.id', 'invitations.person_id')
    .select(['person_id', 'people.name', 'people.email'])
    .where('invitations.hash', '=', hashToken(token))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!row) throw gone();
  return { person: row.person_id === null ? null : { name: row.name ?? '', email: row.email ?? '' } };
}

/**
 * Sets the password that was chosen, once, and ends what sessions there were.
 * @param chosen name and address are the first administrator's; for others they are known
 * @returns the person's id
 * @throws Gone as {@link readInvitation}; InvalidInput where the first administrator gives no name or address
 */
export async function acceptInvitation(
  trx: Transaction<Database>,
  token: string,
  chosen: { passwordHash: string; name?: string | undefined; email?: string | undefined },
  now: Date,
): Promise<number> {
  const used = await trx
    .deleteFrom('invitations')
    .where('hash', '=', hashToken(token))
    .where('expires_at', '>', now)
    .returning('person_id')
    .executeTakeFirst();
  if (!used) throw gone();
  const id = used.person_id ?? (await makeFirst(trx, chosen, now));
  await trx.updateTable('people').set({ password: chosen.passwordHash }).where('id', '=', id).execute();
  await trx.deleteFrom('sessions').where('person_id', '=', id).execute();
  return id;
}

async function makeFirst(
  trx: Transaction<Database>,
  { name, email }: { name?: string | undefined; email?: string | undefined },
  now: Date,
): Promise<number> {
  const missing = Object.entries({ name, email }).filter(([, value]) => value === undefined);
  if (name === undefined || email === undefined) {
    throw new InvalidInput(missing.map(([path]) => ({ path, message: 'is required' })));
  }
  // Two links may have been printed, by two processes; the first administrator is the first.
  await trx.deleteFrom('invitations').where('person_id', 'is', null).execute();
  if (await hasAdministrator(trx)) throw gone();
  return (await createPerson(trx, { name, email, role: 'admin' }, now)).id;
}

const gone = (): Gone => new Gone('This link was used, replaced by a newer one, or is too old: ask for another one');

async function insert(db: Kysely<Database>, personId: number | null, now: Date, validMs: number): Promise<string> {
  const token = newToken();
  await db
    .insertInto('invitations')
    .values({
      hash: hashToken(token),
      person_id: personId,
      created_at: now,
      expires_at: new Date(now.getTime() + validMs),
    })
    .execute();
  return token;
}
