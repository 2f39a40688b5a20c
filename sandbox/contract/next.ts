/** One more request of a run: what a processing script gives to `$core.next`. Pure; the host judges it again. */

import type { Json } from './job.ts';
import { maxCarryBytes, maxWaitSeconds } from './limits.ts';

/** Null, or a name that is not there, stays as in the request before. */
export interface NextRequest {
  /** Macros not yet expanded. */
  url: string | null;
  method: string | null;
  /** By name, beside those of the request before; null takes one away. */
  headers: Record<string, string | null>;
  /** Likewise by name; a text takes the place of all of them and is sent as it is. */
  fields: { [name: string]: Json } | string | null;
  /** Seconds that pass before it is sent. */
  wait: number;
  /** What the script wants to know when it reads the next answer. */
  carry: Json;
}

/** As it was before any script ran: a script that judges its own request would have the host refuse it. */
const { stringify } = JSON;

export type ParsedNext = { ok: true; next: NextRequest } | { ok: false; why: string };

const names: readonly string[] = ['url', 'method', 'headers', 'fields', 'wait', 'carry'];
const refuse = (why: string): ParsedNext => ({ ok: false, why });

/** @param given plain data */
export function parseNext(given: Json): ParsedNext {
  if (!isObject(given)) return refuse('the request must be an object');
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) return refuse(`"${name}" is not known (${names.join(', ')})`);
  }
  const { url = null, method = null, headers = null, fields = null, wait = 0, carry = null } = given;
  if (url !== null && (typeof url !== 'string' || url === '')) return refuse('url must be a text that is not empty');
  if (method !== null && (typeof method !== 'string' || method === '')) return refuse('method must be a text');
  if (headers !== null && !isObject(headers)) return refuse('headers must be an object');
  const texts: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value !== null && typeof value !== 'string' && typeof value !== 'number') {
      return refuse(`headers["${name}"] must be a text`);
    }
    texts[name] = value === null ? null : String(value);
  }
  if (fields !== null && typeof fields !== 'string' && !isObject(fields)) {
    return refuse('fields must be an object or a text');
  }
  if (typeof wait !== 'number' || !(wait >= 0 && wait <= maxWaitSeconds)) {
    return refuse(`wait must be 0 to ${maxWaitSeconds} seconds`);
  }
  const text = stringify(carry);
  // Of what is far too long nobody counts the bytes.
  const size = text.length > maxCarryBytes ? text.length : utf8Length(text);
  if (size > maxCarryBytes) return refuse(`carry has ${size} bytes; at most ${maxCarryBytes} are kept`);
  return { ok: true, next: { url, method, headers: texts, fields, wait, carry } };
}

function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
