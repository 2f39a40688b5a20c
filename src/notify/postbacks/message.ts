import { createHmac } from 'node:crypto';
import { dotSegments, percentEncode, splitUrl } from '../../../sandbox/contract/macros.ts';
import { nearestForm } from '../../../sandbox/contract/slips.ts';
import type { OutboundRequest } from '../../outbound/send.ts';

/** What a webmaster is told of a lead, by the name of the macro. What the advertiser pays is no part of it. */
export const macroNames = [
  'id',
  'extId',
  'offer',
  'goal',
  'status',
  'stage',
  'reason',
  'trash',
  'payout',
  'currency',
  'sub1',
  'sub2',
  'sub3',
  'sub4',
  'time',
] as const;

export type Macros = Record<string, string>;

export interface Message {
  /** The same at every attempt, so that a receiver can tell repeats. */
  id: string;
  url: string;
  method: 'GET' | 'POST';
  macros: Macros;
}

/** A postback that can never be sent as it is; the message says why. */
export class UnsendablePostback extends Error {
  override name = 'UnsendablePostback';
}

const grammar = /\{(\w+)\}/g;

/** What is wrong with a postback's URL, in a sentence that goes on after its path; null where nothing is. */
export function postbackUrlProblem(url: string): string | null {
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') {
    return 'must not hold a user name or a password: the journal shows it to everybody';
  }
  const [head, tail] = splitUrl(url);
  const [, inHost] = /\{(\w+)\}/.exec(head) ?? [];
  if (inHost !== undefined) return `cannot have {${inHost}} in the place of its host`;
  for (const [macro, name = ''] of tail.matchAll(grammar)) {
    if (isMacro(name)) continue;
    const near = nearestForm(name, macroNames);
    const hint =
      near === null ? `known are ${macroNames.map((one) => `{${one}}`).join(' ')}` : `did you mean {${near}}?`;
    return `holds ${macro}, which is no macro: ${hint}`;
  }
  return null;
}

/**
 * The URL with its macros filled, percent-encoded; the host stays as it is.
 * @throws UnsendablePostback where a value would change the path around it
 */
export function expandPostbackUrl(url: string, macros: Macros): string {
  const [head, tail] = splitUrl(url);
  const filled = tail.replace(grammar, (text, name: string) =>
    isMacro(name) ? percentEncode(macros[name] ?? '') : text,
  );
  if (dotSegments(filled) > dotSegments(tail)) {
    throw new UnsendablePostback('A value that is "." or ".." stands in the path of the URL, which it would change');
  }
  return head + filled;
}

const isMacro = (name: string): boolean => (macroNames as readonly string[]).includes(name);

/**
 * The request of a postback. A POST carries the macros as JSON and is signed as Standard Webhooks has it:
 * `webhook-signature: v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
 * @param secret `whsec_` and the key in base64
 */
export function postbackRequest({ id, url, method, macros }: Message, secret: string, now: Date): OutboundRequest {
  const address = expandPostbackUrl(url, macros);
  if (method === 'GET') return { method, url: address, headers: {}, body: null };
  const body = JSON.stringify({ type: `lead.${macros['stage']}`, timestamp: macros['time'], data: macros });
  const timestamp = `${Math.floor(now.getTime() / 1000)}`;
  return {
    method,
    url: address,
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature(secret, `${id}.${timestamp}.${body}`)}`,
    },
    body,
  };
}

function signature(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(content).digest('base64');
}
