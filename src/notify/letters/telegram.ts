import { cutText } from '../../../sandbox/contract/edit.ts';
import type { App } from '../../app.ts';
import { telegramAccess } from '../../network/settings.ts';

/** Telegram takes no longer message. */
const longest = 4_000;
const timeoutMs = 15_000;
const answerBytes = 256 * 1024;

/**
 * Sends a text to the network's chat.
 * @returns false where no bot is set
 * @throws Error in the words of Telegram, without the token
 */
export async function sendTelegram(
  { db, secrets, outbound }: App,
  text: string,
  signal: AbortSignal,
): Promise<boolean> {
  const access = await telegramAccess(db, secrets);
  if (access === null) return false;
  const { chatId, token, apiUrl } = access;
  const sent = await outbound.send(
    {
      method: 'POST',
      url: `${apiUrl}/bot${token}/sendMessage`,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ chat_id: chatId, text: cutText(text, longest), disable_web_page_preview: true }),
    },
    {
      allowedHosts: [new URL(apiUrl).host],
      timeoutMs,
      answerBytes,
      maxRedirects: 0,
      repeatable: false,
      attempts: 1,
    },
    signal,
  );
  if (sent.kind === 'failed') throw new Error(`Telegram: ${sent.message}`);
  if (sent.status !== 200) {
    const said = new TextDecoder().decode(sent.body.subarray(0, 300)).replaceAll(token, '***');
    throw new Error(`Telegram answered ${sent.status}: ${said}`);
  }
  return true;
}
