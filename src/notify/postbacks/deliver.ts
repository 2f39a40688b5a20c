import { type Kysely, sql } from 'kysely';
import { cutText, storableText } from '../../../sandbox/contract/edit.ts';
import type { App } from '../../app.ts';
import type { Database } from '../../db/schema.ts';
import type { OutboundRequest } from '../../outbound/send.ts';
import { type Macros, type Message, postbackRequest, UnsendablePostback } from './message.ts';
import { postbackSecret } from './secret.ts';

/** Pauses after the first attempt and those that follow: a day in all. */
const pausesMinutes = [1 / 6, 1, 5, 15, 60, 120, 240, 480, 480];
/** Nobody else takes a postback that is being sent. */
const leaseSeconds = 60;
const timeoutMs = 15_000;
const answerBytes = 1024 * 1024;
const shownLength = 2_000;

export interface DuePostback {
  id: number;
  messageId: string;
  webmasterId: number;
  url: string;
  method: 'GET' | 'POST';
  macros: Macros;
  /** This one included. */
  attempts: number;
}

/** Takes postbacks that are due; of one lead and URL only the oldest that is not delivered yet. */
export async function claimPostbacks(db: Kysely<Database>, now: Date, most: number): Promise<DuePostback[]> {
  const { rows } = await sql<DuePostback>`
    with due as (
      select p.id from postbacks p
      where p.state = 'queued' and p.next_at <= ${now} and (p.leased_until is null or p.leased_until <= ${now})
        and not exists (
          select from postbacks b where b.lead_id = p.lead_id and b.url_key = p.url_key and b.state = 'queued' and b.id < p.id)
      order by p.next_at, p.id limit ${most} for update skip locked
    )
    update postbacks p set attempts = p.attempts + 1, leased_until = ${new Date(now.getTime() + leaseSeconds * 1000)}
    from due where p.id = due.id
    returning p.id, p.message_id as "messageId", p.webmaster_id as "webmasterId", p.url, p.method, p.macros, p.attempts`.execute(
    db,
  );
  return rows;
}

/** What came of sending one postback. */
export interface Told {
  request: { method: string; url: string; body: string | null };
  response: { status: number; body: string } | null;
  /** Null where it arrived. */
  error: string | null;
  ms: number;
}

/** Sends a postback and writes down what was answered; what fails is due again later, for a day. */
export async function deliver(app: App, postback: DuePostback, signal: AbortSignal): Promise<void> {
  const secret = postback.method === 'POST' ? await postbackSecret(app.db, app.secrets, postback.webmasterId) : '';
  const message = { ...postback, id: `msg_${postback.messageId}` };
  const { error, response, request: shown, unsendable } = await tellOf(app, message, secret, signal);
  const now = app.clock.now();
  const pause = unsendable ? undefined : pausesMinutes[postback.attempts - 1];
  const state = error === null ? 'delivered' : pause === undefined ? 'failed' : 'queued';
  await app.db
    .updateTable('postbacks')
    .set({
      state,
      leased_until: null,
      request: shown && JSON.stringify(shown),
      response: response && JSON.stringify(response),
      error,
      ...(state === 'queued' ? { next_at: new Date(now.getTime() + (pause ?? 0) * 60_000) } : { finished_at: now }),
    })
    .where('id', '=', postback.id)
    .where('state', '=', 'queued')
    .execute();
}

/** Another attempt would change nothing where it cannot even be written. */
async function tellOf(
  app: App,
  message: Message,
  secret: string,
  signal: AbortSignal,
): Promise<Pick<Told, 'response' | 'error'> & { request: Told['request'] | null; unsendable: boolean }> {
  try {
    const request = postbackRequest(message, secret, app.clock.now());
    return { ...(await tell(app, request, signal)), unsendable: false };
  } catch (error) {
    if (!(error instanceof UnsendablePostback)) throw error;
    return { request: null, response: null, error: error.message, unsendable: true };
  }
}

/** Sends a postback once; 2xx is success. */
export async function tell({ outbound }: App, request: OutboundRequest, signal: AbortSignal): Promise<Told> {
  const { method, url, body } = request;
  const shown = { method, url, body: typeof body === 'string' ? body : null };
  const policy = {
    allowedHosts: [URL.parse(url)?.host ?? ''],
    timeoutMs,
    answerBytes,
    maxRedirects: 3,
    repeatable: true,
    attempts: 1,
  };
  const sent = await outbound.send(request, policy, signal);
  if (sent.kind === 'failed') return { request: shown, response: null, error: sent.message, ms: sent.ms };
  const text = storableText(cutText(new TextDecoder().decode(sent.body.subarray(0, shownLength * 4)), shownLength));
  const arrived = sent.status >= 200 && sent.status <= 299;
  const error = arrived ? null : `The answer was ${sent.status}`;
  return { request: shown, response: { status: sent.status, body: text }, error, ms: sent.ms };
}
