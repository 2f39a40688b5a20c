import { Failure } from './failures.ts';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

// They belong to the connection, which is ours, not to the request. Copied out of browsers and Postman they are
// harmless, so they are left out rather than refused.
const CONNECTION_HEADERS = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'http2-settings',
]);

const REQUEST_LIMIT = { count: 100, characters: 64 * 1024 };
const RESPONSE_LIMIT = { count: 200, characters: 64 * 1024 };

/**
 * Headers as they are sent: names that HTTP itself sets (Host, Content-Length, Transfer-Encoding, Connection, Proxy-…)
 * are left out, of two names that differ in case the later one wins.
 * @throws Failure `network_failed` naming the header that cannot be sent
 */
export function requestHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const byName = new Map<string, [name: string, value: string]>();
  let characters = 0;
  for (const [name, value] of Object.entries(given)) {
    if (!TOKEN.test(name)) throw new Failure('network_failed', `«${name.slice(0, 60)}» cannot be the name of a header`);
    const bad = UNSENDABLE.exec(value)?.[0];
    if (bad !== undefined) {
      throw new Failure('network_failed', `The header ${name} cannot be sent: it contains ${visible(bad)}`);
    }
    const key = name.toLowerCase();
    if (CONNECTION_HEADERS.has(key) || key.startsWith('proxy-')) continue;
    byName.set(key, [name, value]);
    characters += name.length + value.length;
  }
  if (byName.size > REQUEST_LIMIT.count || characters > REQUEST_LIMIT.characters) {
    throw new Failure(
      'network_failed',
      `The request has ${byName.size} headers of ${characters} characters; at most ` +
        `${REQUEST_LIMIT.count} of ${REQUEST_LIMIT.characters} can be sent`,
    );
  }
  return Object.fromEntries(byName.values());
}

/**
 * Headers of an answer as a plain object: lower-case names, several values joined by `, ` (Set-Cookie by a line feed).
 * What goes beyond 200 names or 64 Ki characters is left out.
 */
export function responseHeaders(
  received: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const kept: [string, string][] = [];
  let characters = 0;
  for (const [name, value] of Object.entries(received)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(name === 'set-cookie' ? '\n' : ', ') : value;
    characters += name.length + text.length;
    if (kept.length === RESPONSE_LIMIT.count || characters > RESPONSE_LIMIT.characters) break;
    kept.push([name.toLowerCase(), text]);
  }
  return Object.fromEntries(kept);
}

function visible(character: string): string {
  if (character === '\r' || character === '\n') return 'a line break';
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || code === 0x7f ? `the control character ${code}` : `«${character}»`;
}
