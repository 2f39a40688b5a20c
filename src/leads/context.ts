import { type Kysely, sql } from 'kysely';
import { canonical } from '../../sandbox/contract/decimal.ts';
import type { Database } from '../db/schema.ts';
import type { Payout } from './rules/money.ts';
import type { LeadContext, OfferRules } from './state.ts';

interface ContextRow {
  offers:
    | ({ id: number; delivery: boolean; holdDays: number; currencyId: number; payoutPerUnit: boolean } & Payout)[]
    | null;
  goals: ({ id: number; offerId: number } & { [Kind in keyof Payout]: string | null })[] | null;
  currencies: { id: number; iso: string }[] | null;
  reasons: { id: number; trash: boolean }[] | null;
  defaultReasonId: number;
}

/**
 * What the rules look up for leads of these offers, in one statement. An offer that does not exist is left out. It may
 * serve many batches: the rules then are those of the moment it was loaded.
 */
export async function loadLeadContext(db: Kysely<Database>, offerIds: readonly number[]): Promise<LeadContext> {
  const ids = sql`any(${sql.val([...offerIds])}::int[])`;
  const { rows } = await sql<ContextRow>`
    select
      (select jsonb_agg(jsonb_build_object('id', id, 'delivery', delivery, 'holdDays', hold_days, 'currencyId', currency_id,
          'payoutPerUnit', payout_per_unit, 'wm', payout_wm::text, 'pay', payout_pay::text, 'ref', payout_ref::text))
        from offers where id = ${ids}) as offers,
      (select jsonb_agg(jsonb_build_object('id', id, 'offerId', offer_id, 'wm', payout_wm::text, 'pay', payout_pay::text,
          'ref', payout_ref::text))
        from goals where offer_id = ${ids}) as goals,
      (select jsonb_agg(jsonb_build_object('id', id, 'iso', iso)) from currencies) as currencies,
      (select jsonb_agg(jsonb_build_object('id', id, 'trash', trash)) from reasons) as reasons,
      (select default_reason_id from settings) as "defaultReasonId"`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('A select without a table gave no row');
  return {
    offers: new Map((row.offers ?? []).map((offer) => [offer.id, offerRules(offer, row.goals ?? [])])),
    currencies: new Map((row.currencies ?? []).map(({ id, iso }) => [id, iso])),
    reasons: new Map((row.reasons ?? []).map(({ id, trash }) => [id, { trash }])),
    defaultReasonId: row.defaultReasonId,
  };
}

function offerRules(
  { id, wm, pay, ref, ...offer }: NonNullable<ContextRow['offers']>[number],
  goals: NonNullable<ContextRow['goals']>,
): OfferRules {
  return {
    ...offer,
    payout: { wm: canonical(wm), pay: canonical(pay), ref: canonical(ref) },
    goals: new Map(goals.filter(({ offerId }) => offerId === id).map((goal) => [goal.id, goalPayout(goal)])),
  };
}

function goalPayout(goal: { [Kind in keyof Payout]: string | null }): Partial<Payout> {
  const payout: Partial<Payout> = {};
  for (const kind of ['wm', 'pay', 'ref'] as const) {
    const amount = goal[kind];
    if (amount !== null) payout[kind] = canonical(amount);
  }
  return payout;
}

/** Currency id → ISO code. */
export async function loadCurrencies(db: Kysely<Database>): Promise<Map<number, string>> {
  const rows = await db.selectFrom('currencies').select(['id', 'iso']).execute();
  return new Map(rows.map(({ id, iso }) => [id, iso]));
}
