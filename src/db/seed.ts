import { type Kysely, sql } from 'kysely';

/** Reasons for refusal every network starts with, with what counts as trash. Source: the statuses page of the seed document. */
export const reasons: readonly { id: number; name: string; trash: boolean }[] = [
  { id: 1, name: 'Некорректный номер', trash: true },
  { id: 2, name: 'Передумал', trash: false },
  { id: 3, name: 'Не заказывал', trash: true },
  { id: 4, name: 'Требует сертификат', trash: false },
  { id: 5, name: 'Неверное ГЕО', trash: true },
  { id: 6, name: 'Треш или тест', trash: true },
  { id: 7, name: 'Дублированный заказ', trash: true },
  { id: 8, name: 'Заказал в другом месте', trash: true },
  { id: 9, name: 'Дорого', trash: false },
  { id: 10, name: 'Не устраивает доставка', trash: true },
  { id: 11, name: 'Не удалось дозвониться', trash: true },
  { id: 12, name: 'Подозрения на фрод', trash: true },
  { id: 13, name: 'Не говорит на языке колл-центра', trash: false },
  { id: 14, name: 'Товар не подошел', trash: true },
  { id: 15, name: 'Оффер отключен', trash: false },
  { id: 16, name: 'Консультация', trash: false },
  { id: 17, name: 'Отклонён по таймеру', trash: false },
];

/** The reason of a cancellation that names none. */
const defaultReasonId = 2;

/** Currencies a network is likely to pay in, in the order of their ids from 1; others are added over the API. */
export const currencies =
  'RUB USD EUR UAH KZT BYN UZS KGS AMD AZN GEL MDL TJS PLN CZK HUF RON BGN RSD MKD BAM ALL TRY GBP CHF SEK NOK DKK INR IDR VND THB PHP MYR CNY MXN COP PEN CLP ARS BRL AED SAR EGP MAD NGN KES ZAR USDT'.split(
    ' ',
  );

export async function seedReasons(db: Kysely<unknown>): Promise<void> {
  await sql`insert into reasons (id, name, trash)
    select id, name, trash from jsonb_to_recordset(${JSON.stringify(reasons)}::jsonb) as r(id int, name text, trash boolean)`.execute(
    db,
  );
  await sql`select setval(pg_get_serial_sequence('reasons', 'id'), ${reasons.length}::int)`.execute(db);
  await sql`insert into settings (id, default_reason_id) values (1, ${defaultReasonId}::int)`.execute(db);
}

export async function seedCurrencies(db: Kysely<unknown>): Promise<void> {
  await sql`insert into currencies (iso) select * from unnest(${sql.val(currencies)}::text[])`.execute(db);
}
