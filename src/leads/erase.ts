import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Leads with one of these phones, digits alone. */
export async function leadsByPhone(db: Kysely<Database>, phoneDigits: readonly string[]): Promise<number[]> {
  if (phoneDigits.length === 0) return [];
  const rows = await db
    .selectFrom('leads')
    .where('phone_digits', 'in', [...phoneDigits])
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes out of leads and their histories whatever says who the customer was. Status, money and references stay. */
export async function eraseLeads(db: Kysely<Database>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const among = sql`any(${sql.val([...ids])}::bigint[])`;
  await db.transaction().execute(async (trx) => {
    await sql`select from leads where id = ${among} order by id for no key update`.execute(trx);
    await sql`update leads set name = null, phone = null, phone_digits = null, ip = null, user_agent = null, comment = null,
      crm_status = null, track = null where id = ${among}`.execute(trx);
    await sql`update lead_history set before = before - '{comment,track}'::text[], after = after - '{comment,track}'::text[]
      where lead_id = ${among}`.execute(trx);
  });
}
