import { Failure } from './failures.ts';

/** One request of a chain of redirects. */
export interface Hop {
  method: string;
  /** without credentials and fragment */
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | null;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

// all that another origin gets to see; anything else may be a credential
const HARMLESS = new Set(['accept', 'accept-encoding', 'accept-language', 'content-type', 'user-agent']);

/**
 * The request that an answer redirects to, or null where it is no redirect.
 *
 * 303, and 301 or 302 to a POST, become a GET without body, as browsers do; 307 and 308 repeat the request. When the
 * origin changes, Authorization, Cookie and every other header that may carry a secret stay behind.
 * @throws Failure `address_refused` for anything but http(s), and for a way from https to http
 */
export function redirected(hop: Hop, status: number, location: string | undefined): Hop | null {
  if (!REDIRECTS.has(status) || location === undefined || location === '') return null;
  const url = URL.parse(location, hop.url.href);
  if (url === null) throw new Failure('network_failed', `${hop.url.host} redirects to something that is no address`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Failure(
      'address_refused',
      `${hop.url.host} redirects to a ${url.protocol} address; only http and https are asked`,
    );
  }
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new Failure('address_refused', `${hop.url.host} redirects from https to unprotected http on ${url.host}`);
  }
  // credentials in a Location are the other side's, not ours
  url.username = '';
  url.password = '';
  url.hash = '';

  const becomesGet =
    (status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST');
  const stays = (name: string) => {
    const key = name.toLowerCase();
    if (becomesGet && key.startsWith('content-')) return false;
    return url.origin === hop.url.origin || HARMLESS.has(key);
  };
  return {
    method: becomesGet ? 'GET' : hop.method,
    url,
    headers: Object.fromEntries(Object.entries(hop.headers).filter(([name]) => stays(name))),
    body: becomesGet ? null : hop.body,
  };
}
