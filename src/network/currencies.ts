import type { Kysely } from 'kysely';
import { type Changes, changed } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { Database } from '../db/schema.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { deleteUnused, refuseTaken } from './references.ts';

export interface CurrencyInput {
  /** Upper-case ISO 4217 code, or one like it (`USDT`). */
  iso: string;
}

export interface Currency extends CurrencyInput {
  id: number;
}

export async function listCurrencies(db: Kysely<Database>, page: Page): Promise<List<Currency>> {
  const after = idAfter(page);
  const rows = await db
    .selectFrom('currencies')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(
    rows,
    page,
    ({ id }) => id,
    (row): Currency => row,
  );
}

export async function getCurrency(db: Kysely<Database>, id: number): Promise<Currency> {
  const row = await db.selectFrom('currencies').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('currency', id);
  return row;
}

/** @throws InvalidInput for `path` where the network does not know the currency */
export async function currencyId(db: Kysely<Database>, iso: string, path: string): Promise<number> {
  const row = await db.selectFrom('currencies').select('id').where('iso', '=', iso).executeTakeFirst();
  if (!row) throw new InvalidInput([{ path, message: `there is no currency ${iso}` }]);
  return row.id;
}

export function createCurrency(db: Kysely<Database>, input: CurrencyInput): Promise<Currency> {
  return refuseTaken(`There is a currency ${input.iso} already`, () =>
    db.insertInto('currencies').values({ iso: input.iso }).returningAll().executeTakeFirstOrThrow(),
  );
}

export async function updateCurrency(
  db: Kysely<Database>,
  id: number,
  changes: Changes<CurrencyInput>,
): Promise<Currency> {
  const { iso } = changed<CurrencyInput>(await getCurrency(db, id), changes);
  await refuseTaken(`There is a currency ${iso} already`, () =>
    db.updateTable('currencies').set({ iso }).where('id', '=', id).execute(),
  );
  return getCurrency(db, id);
}

/** @throws InUse while offers, leads or the ledger refer to it */
export async function deleteCurrency(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await getCurrency(db, id);
  await deleteUnused('currency', id, () => db.deleteFrom('currencies').where('id', '=', id).execute());
  return { id };
}
