import { type Kysely, type Selectable, sql } from 'kysely';
import { type Changes, changed } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { PeopleTable, Role } from '../db/schema/people.ts';
import type { Database } from '../db/schema.ts';
import { violationOf } from '../db/violations.ts';
import { Conflict, NotFound } from '../errors.ts';

export interface PersonInput {
  name: string;
  email: string;
  role: Role;
}

/** Somebody who may sign in to the console. */
export interface Person extends PersonInput {
  id: number;
  /** Has not chosen a password yet. */
  invited: boolean;
  createdAt: Date;
  lastSeenAt: Date | null;
  /** When access was taken away; the row stays for the audit log. */
  removedAt: Date | null;
}

export async function listPeople(db: Kysely<Database>, page: Page): Promise<List<Person>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toPerson);
}

/** @throws NotFound */
export async function getPerson(db: Kysely<Database>, id: number): Promise<Person> {
  const row = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('person', id);
  return toPerson(row);
}

/** @throws Conflict where somebody has the address already */
export async function createPerson(db: Kysely<Database>, input: PersonInput, now: Date): Promise<Person> {
  const row = await db
    .insertInto('people')
    .values({ ...input, created_at: now })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(takenEmail(input.email));
  return toPerson(row);
}

/** A role holds from the next call on. @throws Conflict where no administrator would be left, or the address is taken */
export async function updatePerson(db: Kysely<Database>, id: number, changes: Changes<PersonInput>): Promise<Person> {
  const { name, email, role } = changed<PersonInput>(await getPerson(db, id), changes);
  await db.updateTable('people').set({ name, email, role }).where('id', '=', id).execute().catch(takenEmail(email));
  await requireAdministrator(db);
  return getPerson(db, id);
}

/** Takes access away at once. @throws Conflict where it is the last administrator */
export async function removePerson(db: Kysely<Database>, id: number, now: Date): Promise<Person> {
  await getPerson(db, id);
  await db
    .updateTable('people')
    .set({ removed_at: now, password: null })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .execute();
  await db.deleteFrom('sessions').where('person_id', '=', id).execute();
  await db.deleteFrom('invitations').where('person_id', '=', id).execute();
  await requireAdministrator(db);
  return getPerson(db, id);
}

/** Whether there is somebody who can administer in the console. */
export async function hasAdministrator(db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('role', '=', 'admin')
    .where('removed_at', 'is', null)
    .where('password', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function requireAdministrator(db: Kysely<Database>): Promise<void> {
  // Two administrators who demote each other at the same moment must not both succeed.
  await sql`lock table people in share row exclusive mode`.execute(db);
  if (!(await hasAdministrator(db))) {
    throw new Conflict('This is the last administrator who can sign in: make another one first');
  }
}

const takenEmail =
  (email: string) =>
  (error: unknown): never => {
    if (violationOf(error)?.kind !== 'unique') throw error;
    throw new Conflict(`Somebody with the address ${email} exists already`, { cause: error });
  };

const toPerson = (row: Selectable<PeopleTable>): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  invited: row.password === null && row.removed_at === null,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  removedAt: row.removed_at,
});
