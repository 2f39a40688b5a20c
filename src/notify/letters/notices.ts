import { sql, type Transaction } from 'kysely';
import type { Notice } from '../../db/schema/intake.ts';
import type { Database } from '../../db/schema.ts';

/** What a notice is about: at most one is sent for it in ten minutes. */
export interface Subject {
  subject: string;
  pipelineId?: number;
  checkId?: number;
  offerId?: number;
}

/** People hear of one subject this often at most; what happens in between is counted. */
export const quietMinutes = 10;
/** Of what waits to be told, the first few are kept in words, the rest only counted. */
const keptInWords = 5;

/** Puts something down to be told over every channel, in the transaction in which it happened. */
export async function notice(
  trx: Transaction<Database>,
  { subject, pipelineId, checkId, offerId }: Subject,
  what: Notice,
  count = 1,
): Promise<void> {
  const pending = JSON.stringify([what]);
  await sql`
    insert into notices (subject, channel, pipeline_id, check_id, offer_id, pending, pending_count, due_at)
    select ${subject}, channel, ${pipelineId ?? null}, ${checkId ?? null}, ${offerId ?? null}, ${pending}::jsonb, ${count}, ${what.at}::timestamptz
    from unnest(array['mail', 'telegram']) as channel order by channel
    on conflict (subject, channel) do update set
      pending = case when jsonb_array_length(notices.pending) < ${what.recovered ? 2 * keptInWords : keptInWords}::int
        then notices.pending || excluded.pending else notices.pending end,
      pending_count = notices.pending_count + excluded.pending_count,
      due_at = case when notices.pending_count > 0 then notices.due_at
        else greatest(excluded.due_at, notices.sent_at + ${quietMinutes} * interval '1 minute') end`.execute(trx);
}
