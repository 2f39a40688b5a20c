import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../app.ts';
import { createMail } from './letters/mail.ts';
import { sendNotices } from './letters/send.ts';
import { claimPostbacks, deliver } from './postbacks/deliver.ts';
import { fanOut } from './postbacks/fan-out.ts';

const tickMs = 1_000;
/** Postbacks that one process sends at the same time. */
const atOnce = 32;

export interface Notifier {
  /** Tells what is to be told now, at once instead of at the next tick. */
  tick(): Promise<void>;
  /** Takes no more work, lets what is being sent arrive for `graceMs`, and cuts the rest, which is sent again later. */
  stop(graceMs: number): Promise<void>;
}

/** Sends postbacks to webmasters and letters to the network, until it is stopped. */
export function startNotifier(app: App): Notifier {
  const mail = createMail(app.config);
  const stopping = new AbortController();
  const cut = new AbortController();

  async function sendPostbacks(): Promise<void> {
    while ((await fanOut(app.db, app.clock.now())) > 0 && !stopping.signal.aborted);
    for (;;) {
      if (stopping.signal.aborted) return;
      const due = await claimPostbacks(app.db, app.clock.now(), atOnce);
      if (due.length === 0) return;
      const ends = await Promise.allSettled(due.map((postback) => deliver(app, postback, cut.signal)));
      for (const end of ends) {
        if (end.status === 'rejected' && !cut.signal.aborted) app.log.warn({ err: end.reason }, 'A postback broke off');
      }
    }
  }

  async function tick(): Promise<void> {
    // A mail server that hangs must not hold up postbacks.
    const ends = await Promise.allSettled([sendPostbacks(), sendNotices(app, mail, cut.signal)]);
    for (const end of ends) {
      if (end.status === 'rejected' && !cut.signal.aborted) app.log.warn({ err: end.reason }, 'Telling people failed');
    }
  }

  const clockwork = Promise.all([
    repeat(sendPostbacks, stopping.signal, (error) => app.log.warn({ err: error }, 'Postbacks could not be sent')),
    repeat(
      () => sendNotices(app, mail, cut.signal),
      stopping.signal,
      (error) => app.log.warn({ err: error }, 'Letters could not be sent'),
    ),
  ]);
  return {
    tick,
    async stop(graceMs) {
      stopping.abort();
      const timer = setTimeout(() => cut.abort(new Error('The server is stopping')), graceMs);
      await clockwork;
      clearTimeout(timer);
      mail?.close();
    },
  };
}

async function repeat(
  work: () => Promise<unknown>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch(failed);
    await delay(tickMs, undefined, { signal }).catch(() => {});
  }
}
