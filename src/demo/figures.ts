import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../db/schema.ts';

export interface Figures {
  /** Leads by status, in the order of the statuses. */
  leads: { status: number; count: number }[];
  /** What stands booked, reversals taken off. */
  money: { kind: 'pay' | 'wm' | 'ref'; currency: string; amount: string }[];
}

/** The state of the network as a whole, which no single call of the API tells. */
export async function readFigures(db: Kysely<Database>): Promise<Figures> {
  const leads = await sql<{ status: number; count: number }>`
    select status, count(*) as count from leads group by status order by status`.execute(db);
  const money = await sql<Figures['money'][number]>`
    select coalesce(l.adjusts, l.kind) as kind, c.iso as currency, sum(l.amount) as amount
    from ledger l join currencies c on c.id = l.currency_id
    group by 1, 2 order by 1, 2`.execute(db);
  return { leads: leads.rows, money: money.rows };
}
