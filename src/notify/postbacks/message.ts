import { createHmac } from 'node:crypto';
import { percentEncode, splitUrl } from '../../../sandbox/contract/macros.ts';
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

/** The URL with its macros filled, percent-encoded; what is none of ours stays as it is, and so does the host. */
export function expandPostbackUrl(url: string, macros: Macros): string {
  const [head, tail] = splitUrl(url);
  return (
    head +
    tail.replace(/\{(\w+)\}/g, (text, name: string) => (isMacro(name) ? percentEncode(macros[name] ?? '') : text))
  );
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
