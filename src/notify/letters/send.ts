import { sql } from 'kysely';
import type { App } from '../../app.ts';
import type { Notice } from '../../db/schema/intake.ts';
import { getSettings } from '../../network/settings.ts';
import { composeLetter } from './compose.ts';
import type { Mail } from './mail.ts';
import { quietMinutes } from './notices.ts';
import { subjectInfo } from './subject.ts';
import { sendTelegram } from './telegram.ts';
import type { Language } from './words.ts';

/** Pauses after a failed attempt and those that follow; the last one stays. */
const pausesMinutes = [1, 5, 15, 60];
/** Nobody else takes a notice that is being sent. */
const leaseSeconds = 90;

interface DueNotice {
  subject: string;
  channel: 'mail' | 'telegram';
  pipeline_id: number | null;
  check_id: number | null;
  offer_id: number | null;
  pending: Notice[];
  pending_count: number;
  attempts: number;
}

/**
 * Sends what is due to be told, one subject after the other; what happens meanwhile waits for its next turn. A channel that is
 * not set up forgets: alerts stand in the API all the same.
 * @returns how many were sent
 */
export async function sendNotices(app: App, mail: Mail | null, signal: AbortSignal): Promise<number> {
  let sent = 0;
  for (const due of await claim(app)) {
    try {
      if (await send(app, mail, due, signal)) sent++;
      await settle(app, due, null);
    } catch (error) {
      if (signal.aborted) return sent;
      app.log.warn({ err: error, channel: due.channel, subject: due.subject }, 'People could not be told');
      await settle(app, due, error instanceof Error ? error.message : String(error));
    }
  }
  return sent;
}

async function claim({ db, clock }: App): Promise<DueNotice[]> {
  const now = clock.now();
  const { rows } = await sql<DueNotice>`
    with due as (
      select subject, channel from notices where pending_count > 0 and due_at <= ${now}
      order by due_at limit 20 for update skip locked
    )
    update notices n set due_at = ${new Date(now.getTime() + leaseSeconds * 1000)}
    from due where n.subject = due.subject and n.channel = due.channel
    returning n.subject, n.channel, n.pipeline_id, n.check_id, n.offer_id, n.pending, n.pending_count, n.attempts`.execute(
    db,
  );
  return rows;
}

/** False where nobody wants to be told over this channel. */
async function send(app: App, mail: Mail | null, due: DueNotice, signal: AbortSignal): Promise<boolean> {
  const settings = await getSettings(app.db);
  const info = await subjectInfo(app, due);
  if (info === null) return false;
  const { subject, text, html } = composeLetter({
    language: settings.language as Language,
    subject: info.name,
    notices: due.pending,
    count: due.pending_count,
    answer: info.answer,
    publicUrl: app.config.publicUrl,
    page: info.page,
  });
  if (due.channel === 'telegram') return sendTelegram(app, `${subject}\n\n${text}`, signal);
  const network = settings.mail.to?.length ? settings.mail.to : app.config.mailTo;
  const to = info.notifyEmail === null ? network : [info.notifyEmail];
  if (mail === null || to.length === 0) return false;
  await mail.send({ to, from: settings.mail.from, subject, text, html });
  return true;
}

/** What was told is told; what came in meanwhile is due after the quiet time. */
async function settle({ db, clock }: App, due: DueNotice, error: string | null): Promise<void> {
  const now = clock.now();
  if (error !== null) {
    const minutes = pausesMinutes[due.attempts] ?? pausesMinutes.at(-1) ?? 0;
    await db
      .updateTable('notices')
      .set({ attempts: due.attempts + 1, error, due_at: new Date(now.getTime() + minutes * 60_000) })
      .where('subject', '=', due.subject)
      .where('channel', '=', due.channel)
      .execute();
    return;
  }
  await sql`
    update notices set sent_at = ${now}, attempts = 0, error = null,
      due_at = ${new Date(now.getTime() + quietMinutes * 60_000)},
      pending_count = pending_count - ${due.pending_count},
      pending = (select coalesce(jsonb_agg(one order by place), '[]') from jsonb_array_elements(pending) with ordinality as
        told (one, place) where place > ${due.pending.length})
    where subject = ${due.subject} and channel = ${due.channel}`.execute(db);
}
