import type { Kysely } from 'kysely';
import { type Changes, changed } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { Database } from '../db/schema.ts';
import { reasons } from '../db/seed.ts';
import { InUse, NotFound } from '../errors.ts';
import { deleteUnused } from './references.ts';

/** Why a lead was cancelled. */
export interface ReasonInput {
  name: string;
  /** The lead was never a customer: a wrong number, a test, a double. */
  trash: boolean;
}

export interface Reason extends ReasonInput {
  id: number;
}

export async function listReasons(db: Kysely<Database>, page: Page): Promise<List<Reason>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('reasons')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(
    rows,
    page,
    ({ id }) => id,
    (row): Reason => row,
  );
}

export async function getReason(db: Kysely<Database>, id: number): Promise<Reason> {
  const row = await db.selectFrom('reasons').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('reason', id);
  return row;
}

export function createReason(db: Kysely<Database>, input: ReasonInput): Promise<Reason> {
  const { name, trash } = input;
  return db.insertInto('reasons').values({ name, trash }).returningAll().executeTakeFirstOrThrow();
}

export async function updateReason(db: Kysely<Database>, id: number, changes: Changes<ReasonInput>): Promise<Reason> {
  const { name, trash } = changed<ReasonInput>(await getReason(db, id), changes);
  await db.updateTable('reasons').set({ name, trash }).where('id', '=', id).execute();
  return getReason(db, id);
}

/** @throws InUse while leads, mappings, the settings or the rules refer to it */
export async function deleteReason(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  const { name } = await getReason(db, id);
  // The cancel timer and the recognition of status texts name these by number.
  if (id <= reasons.length) throw new InUse(`Reason ${id} (${name}) is one of the standard ones, which the rules use`);
  await deleteUnused('reason', id, () => db.deleteFrom('reasons').where('id', '=', id).execute());
  return { id };
}
