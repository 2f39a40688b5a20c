import { sql, type Transaction } from 'kysely';
import { cutText, storableText } from '../../sandbox/contract/edit.ts';
import { maxStatusTextLength } from '../../sandbox/contract/limits.ts';
import type { Database } from '../db/schema.ts';
import type { LoadedLead } from './load.ts';
import type { Origin } from './rules/moves.ts';
import type { LeadChange } from './rules/plan.ts';

/** A CRM's status text as a lead keeps it. */
export const statusText = (text: string): string => cutText(storableText(text), maxStatusTextLength);

/** What is to be written of one locked lead. */
export interface LeadWrite {
  lead: LoadedLead;
  change: LeadChange | null;
  /** The last status text that its CRM showed. */
  crmStatus: string | null;
}

/**
 * Writes leads, their history, money and events in one statement, whatever their number. The leads must be locked, and
 * `change` be planned on what the lock showed. A status text alone is no change: it leaves no trace but itself.
 */
export async function writeLeads(
  trx: Transaction<Database>,
  writes: readonly LeadWrite[],
  origin: Origin,
  now: Date,
): Promise<void> {
  if (writes.length === 0) return;
  const entries = writes.flatMap(({ lead, change }) =>
    (change?.ledger ?? []).map((entry) => ({
      lead_id: lead.id,
      booking: entry.booking,
      kind: entry.kind,
      adjusts: entry.adjusts,
      party_id: entry.partyId,
      amount: entry.amount,
      currency_id: entry.currencyId,
      reverses: entry.reverses,
    })),
  );
  // Said once more as an array, since the planner takes any JSON for a hundred rows and would read a small table whole.
  const ids = writes.map(({ lead }) => lead.id);
  await sql`
    with written as (
      select * from jsonb_to_recordset(${JSON.stringify(writes.map(toRow))}::jsonb) as written (
        id bigint, integration_id int, ext_id text, webmaster_id int, status smallint, reason_id int, comment text,
        crm_status text, hold_since timestamptz, hold_until timestamptz, accepted_at timestamptz, booked boolean, bookings int,
        base numeric, counts int, currency_id int, goal_id int, track text, cash jsonb,
        changed boolean, before jsonb, after jsonb, stage text, payload jsonb)
    ), updated as (
      update leads set
        integration_id = written.integration_id, ext_id = written.ext_id, webmaster_id = written.webmaster_id,
        status = written.status, reason_id = written.reason_id, comment = written.comment, crm_status = written.crm_status,
        hold_since = written.hold_since, hold_until = written.hold_until, accepted_at = written.accepted_at,
        booked = written.booked, bookings = written.bookings, base = written.base, counts = written.counts,
        currency_id = written.currency_id, goal_id = written.goal_id, track = written.track, cash = written.cash,
        updated_at = case when written.changed then ${now}::timestamptz else leads.updated_at end
      from written where leads.id = written.id and leads.id = any(${sql.val(ids)}::bigint[])
    ), history as (
      insert into lead_history (lead_id, at, source, before, after)
      select id, ${now}::timestamptz, ${JSON.stringify(origin)}::jsonb, before, after from written where changed
    ), events as (
      insert into lead_events (lead_id, at, stage, payload)
      select id, ${now}::timestamptz, stage, payload from written where changed
    )
    insert into ledger (lead_id, booking, kind, adjusts, party_id, amount, currency_id, at, reverses)
    select lead_id, booking, kind, adjusts, party_id, amount, currency_id, ${now}::timestamptz, reverses
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as entry (
      lead_id bigint, booking int, kind text, adjusts text, party_id bigint, amount numeric, currency_id int, reverses bigint)
  `.execute(trx);
}

function toRow({ lead, change, crmStatus }: LeadWrite) {
  const next = change?.next ?? lead;
  return {
    id: lead.id,
    integration_id: next.integrationId,
    ext_id: next.extId,
    webmaster_id: next.webmasterId,
    status: next.status,
    reason_id: next.reason,
    comment: next.comment,
    crm_status: crmStatus,
    hold_since: next.holdSince,
    hold_until: next.holdUntil,
    accepted_at: next.acceptedAt,
    booked: next.booked,
    bookings: next.bookings,
    base: next.base,
    counts: next.counts,
    currency_id: next.currencyId,
    goal_id: next.goal,
    track: next.track,
    cash: next.cash,
    changed: change !== null,
    before: change?.before,
    after: change?.after,
    stage: change?.event.stage,
    payload: change?.event.payload,
  };
}
