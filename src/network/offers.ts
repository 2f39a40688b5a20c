import { type Kysely, type Selectable, sql } from 'kysely';
import { canonical } from '../../sandbox/contract/decimal.ts';
import { type Changes, changed } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { OffersTable } from '../db/schema/network.ts';
import type { Database } from '../db/schema.ts';
import { NotFound } from '../errors.ts';
import { currencyId } from './currencies.ts';
import { deleteUnused } from './references.ts';

/** What is paid for an accepted lead: to the webmaster, by the advertiser, to the referrer. Decimal text. */
export interface Payout {
  wm: string;
  pay: string;
  ref: string;
}

export interface OfferInput {
  name: string;
  /** ISO code. */
  currency: string;
  /** Goods are delivered: an accepted lead is packed, else it is paid at once. */
  delivery: boolean;
  price: string;
  holdDays: number;
  /** Open leads are cancelled so many days after they came; null: never. */
  cancelAfterDays: number | null;
  /** Payouts are multiplied by the units ordered. */
  payoutPerUnit: boolean;
  payout: Payout;
}

export interface Offer extends OfferInput {
  id: number;
  createdAt: Date;
  updatedAt: Date;
}

export type OfferChanges = Changes<Omit<OfferInput, 'payout'>> & { payout?: Changes<Payout> | undefined };

type OfferRow = Selectable<OffersTable> & { iso: string };

const select = (db: Kysely<Database>) =>
  db
    .selectFrom('offers')
    .innerJoin('currencies', 'currencies.id', 'offers.currency_id')
    .selectAll('offers')
    .select('currencies.iso');

export async function listOffers(db: Kysely<Database>, page: Page): Promise<List<Offer>> {
  const after = idAfter(page);
  const rows = await select(db)
    .$if(after !== null, (query) => query.where('offers.id', '>', after))
    .orderBy('offers.id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toOffer);
}

export async function getOffer(db: Kysely<Database>, id: number): Promise<Offer> {
  const row = await select(db).where('offers.id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('offer', id);
  return toOffer(row);
}

export async function createOffer(db: Kysely<Database>, input: OfferInput, now: Date): Promise<Offer> {
  const { id } = await db
    .insertInto('offers')
    .values({ ...(await columns(db, input)), created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return getOffer(db, id);
}

export async function updateOffer(db: Kysely<Database>, id: number, changes: OfferChanges, now: Date): Promise<Offer> {
  await sql`select from offers where id = ${id} for no key update`.execute(db);
  const offer = await getOffer(db, id);
  const payout = changed(offer.payout, changes.payout ?? {});
  const input = { ...changed<OfferInput>(offer, { ...changes, payout }) };
  await db
    .updateTable('offers')
    .set({ ...(await columns(db, input)), updated_at: now })
    .where('id', '=', id)
    .execute();
  return getOffer(db, id);
}

/** Deletes an offer with its goals. @throws InUse while leads, integrations or sweeps refer to it */
export async function deleteOffer(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await getOffer(db, id);
  await deleteUnused('offer', id, async () => {
    await db.deleteFrom('goals').where('offer_id', '=', id).execute();
    await db.deleteFrom('offers').where('id', '=', id).execute();
  });
  return { id };
}

async function columns(db: Kysely<Database>, input: OfferInput) {
  return {
    name: input.name,
    currency_id: await currencyId(db, input.currency, 'currency'),
    delivery: input.delivery,
    price: input.price,
    hold_days: input.holdDays,
    cancel_after_days: input.cancelAfterDays,
    payout_per_unit: input.payoutPerUnit,
    payout_wm: input.payout.wm,
    payout_pay: input.payout.pay,
    payout_ref: input.payout.ref,
  };
}

const toOffer = (row: OfferRow): Offer => ({
  id: row.id,
  name: row.name,
  currency: row.iso,
  delivery: row.delivery,
  price: canonical(row.price),
  holdDays: row.hold_days,
  cancelAfterDays: row.cancel_after_days,
  payoutPerUnit: row.payout_per_unit,
  payout: { wm: canonical(row.payout_wm), pay: canonical(row.payout_pay), ref: canonical(row.payout_ref) },
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
