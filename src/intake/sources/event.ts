import { cutText, storableText } from '../../../sandbox/contract/edit.ts';
import { readFields } from '../../../sandbox/contract/form-fields.ts';
import type { Json } from '../../../sandbox/contract/job.ts';
import { parseKeepingDigits } from '../../../sandbox/contract/json.ts';

/** The fields of an event, by name. */
export type Event = { [name: string]: Json };

/** A request at a source's address, read whole. */
export interface Arrival {
  /** Without `?`. */
  query: string;
  contentType: string;
  body: Uint8Array;
}

/** Deeper than this, values are cut: no column of JSON and no script wants them. */
const deepest = 32;
const mostNames = 2_000;
/** Names that are looked at: to sort more of them would hold up other senders. What has more is kept as it came. */
const mostRead = 10_000;
const longestName = 200;

/**
 * What a request says, as fields: its query and its body, which wins where both carry a name. Nothing about it can fail: what
 * is no form and no JSON is one field, `body`.
 */
export async function readEvent({ query, contentType, body }: Arrival): Promise<Event> {
  const declared = /charset\s*=\s*"?([^\s;",]{1,40})/i.exec(contentType)?.[1] ?? null;
  const fields = { ...asFields(formOf(query, declared)), ...(await bodyOf(contentType, body, declared)) };
  return storable(Object.fromEntries(Object.entries(fields).slice(0, mostNames)), 0) as Event;
}

async function bodyOf(contentType: string, body: Uint8Array, declared: string | null): Promise<Event> {
  if (body.length === 0) return {};
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'multipart/form-data') return (await multipartOf(contentType, body)) ?? { body: textOf(body, declared) };
  const text = textOf(body, declared);
  const start = text.trimStart()[0];
  // Senders forget to say that they send JSON, and some say that it is a form.
  if (type.endsWith('json') || start === '{' || start === '[') {
    const json = jsonOf(text);
    if (json !== undefined) return isObject(json) ? json : { body: json };
    if (type.endsWith('json')) return { body: text };
  }
  if (type === 'application/x-www-form-urlencoded' || (type === '' && text.includes('='))) {
    // A form is ASCII whatever its charset: letters beyond it are escaped.
    return asFields(formOf(Buffer.from(body).toString('latin1'), declared)) ?? { body: text };
  }
  return { body: text };
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseKeepingDigits(text);
  } catch {
    return undefined;
  }
}

function formOf(text: string, charset: string | null): Json {
  try {
    return readFields(text, (encoded) => decoded(encoded, charset), mostRead);
  } catch {
    return { body: text };
  }
}

async function multipartOf(contentType: string, body: Uint8Array): Promise<Event | null> {
  try {
    const form = await new Response(body as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': contentType },
    }).formData();
    const pairs = [...form].map(([name, value]) => {
      const text = typeof value === 'string' ? value : value.name;
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
    });
    return asFields(formOf(pairs.join('&'), 'utf-8'));
  } catch {
    return null;
  }
}

/** Percent-decodes, in the charset of the form. */
function decoded(encoded: string, charset: string | null): string {
  const text = encoded.replaceAll('+', ' ');
  const plain = /^\p{ASCII}*$/u.test(text);
  if (plain && !text.includes('%')) return text;
  const bytes = Buffer.from(
    // What is not escaped came as the bytes of a body or of an address, one character each.
    text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    [...text].some((character) => character > '\xff') ? 'utf8' : 'latin1',
  );
  return textOf(bytes, charset);
}

/** Bytes as text: in the charset that was named, else UTF-8, else what Russian systems of old write. */
function textOf(bytes: Uint8Array, charset: string | null): string {
  for (const name of [charset, 'utf-8']) {
    if (name === null) continue;
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // An unknown charset, or bytes that are none of its: the next one.
    }
  }
  return new TextDecoder(looksCyrillic(bytes) ? 'windows-1251' : 'utf-8').decode(bytes);
}

/** In windows-1251, Russian text beyond ASCII is letters nearly throughout. */
function looksCyrillic(bytes: Uint8Array): boolean {
  const beyond = bytes.filter((byte) => byte > 0x7f);
  const letters = beyond.filter((byte) => byte >= 0xc0 || byte === 0xa8 || byte === 0xb8);
  return beyond.length > 0 && letters.length * 10 >= beyond.length * 8;
}

/** A form's list (`a` names `0`, `1`) is an object too. */
function asFields(value: Json): Event {
  if (isObject(value)) return value;
  return Array.isArray(value) ? Object.fromEntries(value.entries()) : {};
}

const isObject = (value: Json): value is Event => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as the database keeps it: no NUL, no half pairs, nothing too deep. */
function storable(value: Json, depth: number): Json {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) return value.map((item) => storable(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [cutText(storableText(name), longestName), storable(item, depth + 1)]),
  );
}
