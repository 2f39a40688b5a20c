import type { Kysely, Selectable } from 'kysely';
import { canonical } from '../../sandbox/contract/decimal.ts';
import { type Changes, changed } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { GoalsTable } from '../db/schema/network.ts';
import type { Database } from '../db/schema.ts';
import { NotFound } from '../errors.ts';
import { getOffer, type Payout } from './offers.ts';
import { deleteUnused, refuseTaken } from './references.ts';

/** One of several things that an offer pays for. */
export interface GoalInput {
  /** What a CRM calls it; unique within the offer. */
  code: string;
  name: string;
  /** Amounts that win over the offer's, each on its own; null: the offer's. */
  payout: { [K in keyof Payout]?: string | null | undefined } | null;
}

export interface Goal {
  id: number;
  offerId: number;
  code: string;
  name: string;
  payout: { [K in keyof Payout]: string | null } | null;
}

const find = (db: Kysely<Database>, offerId: number, id: number) =>
  db.selectFrom('goals').selectAll().where('id', '=', id).where('offer_id', '=', offerId);

/** @throws NotFound where the offer is not there */
export async function listGoals(db: Kysely<Database>, offerId: number, page: Page): Promise<List<Goal>> {
  await getOffer(db, offerId);
  const after = idAfter(page);
  const rows = await db
    .selectFrom('goals')
    .selectAll()
    .where('offer_id', '=', offerId)
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toGoal);
}

export async function getGoal(db: Kysely<Database>, offerId: number, id: number): Promise<Goal> {
  const row = await find(db, offerId, id).executeTakeFirst();
  if (!row) throw new NotFound(`goal of offer ${offerId}:`, id);
  return toGoal(row);
}

export async function createGoal(db: Kysely<Database>, offerId: number, input: GoalInput): Promise<Goal> {
  await getOffer(db, offerId);
  const { id } = await refuseTaken(`Offer ${offerId} has a goal ${input.code} already`, () =>
    db
      .insertInto('goals')
      .values({ offer_id: offerId, ...columns(input) })
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  return getGoal(db, offerId, id);
}

export async function updateGoal(
  db: Kysely<Database>,
  offerId: number,
  id: number,
  changes: Changes<GoalInput>,
): Promise<Goal> {
  const goal = await getGoal(db, offerId, id);
  const payout = changes.payout ? { ...goal.payout, ...changed<object>({}, changes.payout) } : changes.payout;
  const input = changed<GoalInput>(goal, { ...changes, payout });
  await refuseTaken(`Offer ${offerId} has a goal ${input.code} already`, () =>
    db.updateTable('goals').set(columns(input)).where('id', '=', id).execute(),
  );
  return getGoal(db, offerId, id);
}

/** @throws InUse while leads refer to it */
export async function deleteGoal(db: Kysely<Database>, offerId: number, id: number): Promise<{ id: number }> {
  await getGoal(db, offerId, id);
  await deleteUnused('goal', id, () => db.deleteFrom('goals').where('id', '=', id).execute());
  return { id };
}

const columns = ({ code, name, payout }: GoalInput) => ({
  code,
  name,
  payout_wm: payout?.wm ?? null,
  payout_pay: payout?.pay ?? null,
  payout_ref: payout?.ref ?? null,
});

function toGoal(row: Selectable<GoalsTable>): Goal {
  const { payout_wm: wm, payout_pay: pay, payout_ref: ref } = row;
  const own = wm !== null || pay !== null || ref !== null;
  return {
    id: row.id,
    offerId: row.offer_id,
    code: row.code,
    name: row.name,
    payout: own ? { wm: text(wm), pay: text(pay), ref: text(ref) } : null,
  };
}

const text = (amount: string | null): string | null => (amount === null ? null : canonical(amount));
