import type { Kysely, Selectable } from 'kysely';
import { type Changes, changed } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { Postback, WebmastersTable } from '../db/schema/network.ts';
import type { Database } from '../db/schema.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { deleteUnused, requireRow } from './references.ts';

/** Stages of a lead that a webmaster may be told about. */
export const postbackEvents = [
  'processing',
  'callback',
  'hold',
  'accepted',
  'cancelled',
  'trash',
  'paid',
  'returned',
] as const;

export const maxPostbacks = 5;

export interface WebmasterInput {
  name: string;
  /** The webmaster who gets the referral commission. */
  referrerId: number | null;
  postbacks: Postback[];
}

export interface Webmaster extends WebmasterInput {
  id: number;
}

export async function listWebmasters(db: Kysely<Database>, page: Page): Promise<List<Webmaster>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('webmasters')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toWebmaster);
}

export async function getWebmaster(db: Kysely<Database>, id: number): Promise<Webmaster> {
  const row = await db.selectFrom('webmasters').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('webmaster', id);
  return toWebmaster(row);
}

export async function createWebmaster(db: Kysely<Database>, input: WebmasterInput): Promise<Webmaster> {
  await requireRow(db, 'webmasters', input.referrerId, 'referrerId');
  const { id } = await db.insertInto('webmasters').values(columns(input)).returning('id').executeTakeFirstOrThrow();
  return getWebmaster(db, id);
}

export async function updateWebmaster(
  db: Kysely<Database>,
  id: number,
  changes: Changes<WebmasterInput>,
): Promise<Webmaster> {
  const input = changed<WebmasterInput>(await getWebmaster(db, id), changes);
  if (input.referrerId === id) {
    throw new InvalidInput([{ path: 'referrerId', message: 'a webmaster cannot be the referrer of himself' }]);
  }
  await requireRow(db, 'webmasters', input.referrerId, 'referrerId');
  await db.updateTable('webmasters').set(columns(input)).where('id', '=', id).execute();
  return getWebmaster(db, id);
}

/** @throws InUse while leads or other webmasters refer to him */
export async function deleteWebmaster(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await getWebmaster(db, id);
  await deleteUnused('webmaster', id, () => db.deleteFrom('webmasters').where('id', '=', id).execute());
  return { id };
}

const columns = ({ name, referrerId, postbacks }: WebmasterInput) => ({
  name,
  referrer_id: referrerId,
  postbacks: JSON.stringify(postbacks),
});

const toWebmaster = (row: Selectable<WebmastersTable>): Webmaster => ({
  id: row.id,
  name: row.name,
  referrerId: row.referrer_id,
  postbacks: row.postbacks,
});
