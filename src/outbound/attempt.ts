import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { AddressGuard } from './addresses.ts';
import { ACCEPT_ENCODING, readBody } from './body.ts';
import type { Connections } from './connections.ts';
import { explain, Failure, type Standing, timedOut } from './failures.ts';
import { requestHeaders, responseHeaders } from './headers.ts';
import { namesHost, portOf } from './hosts.ts';
import { type Hop, redirected } from './redirect.ts';
import type { OutboundRequest, SendPolicy } from './send.ts';

/** What one attempt came to; `left` tells whether any of it may have reached the other side. */
export type Tried =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: Uint8Array; url: string; left: true }
  | { kind: 'failed'; failure: Failure; left: boolean };

const METHOD = /^[A-Za-z]{1,20}$/;

/**
 * The first hop of a request: checked, and ready to be sent. A user name and password in the URL become an Authorization
 * header, unless there is one.
 * @throws Failure where the request is none that can be sent
 */
export function firstHop(request: OutboundRequest, userAgent: string): Hop {
  const method = request.method.toUpperCase();
  if (!METHOD.test(method) || method === 'CONNECT' || method === 'TRACE') {
    throw new Failure('network_failed', `«${request.method.slice(0, 40)}» is not a method that can be sent`);
  }
  const url = URL.parse(request.url);
  if (url === null) throw new Failure('network_failed', `«${withoutSecrets(request.url)}» is not an address`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Failure('address_refused', `Only http and https addresses are asked, not ${url.protocol}`);
  }
  const headers = requestHeaders(request.headers);
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  if (!given.has('user-agent')) headers['User-Agent'] = userAgent;
  if (!given.has('accept-encoding')) headers['Accept-Encoding'] = ACCEPT_ENCODING;
  if (!given.has('authorization') && (url.username !== '' || url.password !== '')) {
    headers['Authorization'] =
      `Basic ${Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString('base64')}`;
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return { method, url, headers, body: request.body };
}

/**
 * Sends a request once, follows its redirects and reads the answer. The time-out covers all of it.
 * @throws the reason of `signal`, and nothing else
 */
export async function attempt(
  first: Hop,
  policy: SendPolicy,
  { guard, connections }: { guard: AddressGuard; connections: Connections },
  signal: AbortSignal | undefined,
): Promise<Tried> {
  const at: Standing & { left: boolean } = {
    host: first.url.host,
    proxy: connections.proxy,
    phase: 'connecting',
    left: false,
  };
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(timedOut(at, policy.timeoutMs)), policy.timeoutMs);
  const ended = signal === undefined ? clock.signal : AbortSignal.any([signal, clock.signal]);
  const dispatcher = policy.repeatable ? connections.kept : connections.fresh;
  try {
    for (let hop = first, redirects = 0; ; redirects++) {
      checkHost(hop.url, policy.allowedHosts, redirects > 0);
      at.host = hop.url.host;
      if (connections.proxy !== null) {
        at.phase = 'resolving';
        await unlessEnded(guard.addressesOf(hop.url.hostname, portOf(hop.url)), ended);
      }
      at.phase = 'connecting';
      const response = await unlessEnded(ask(dispatcher, hop, ended, at), ended);
      at.phase = 'reading';
      const headers = responseHeaders(response.headers);
      const body: Readable = response.body.on('error', () => {});
      const next = redirected(hop, response.statusCode, headers['location']);
      if (next === null) {
        // the headers of HEAD describe a body that does not come
        const described = hop.method === 'HEAD' ? {} : headers;
        const bytes = await unlessEnded(readBody(body, described, policy.answerBytes, at.host), ended);
        return { kind: 'answer', status: response.statusCode, headers, body: bytes, url: hop.url.href, left: true };
      }
      if (redirects >= policy.maxRedirects) {
        body.destroy();
        throw new Failure('network_failed', `${at.host} redirects once more after ${redirects} redirects`);
      }
      await unlessEnded(response.body.dump({ limit: 64 * 1024 }), ended);
      hop = next;
    }
  } catch (error) {
    signal?.throwIfAborted();
    return { kind: 'failed', failure: explain(error, at), left: at.left };
  } finally {
    clearTimeout(timer);
  }
}

/** Why a request would not leave, as far as that shows before anybody is asked; null where nothing speaks against it. */
export function refusalOf(request: OutboundRequest, allowedHosts: readonly string[]): Failure | null {
  try {
    checkHost(firstHop(request, '').url, allowedHosts, false);
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function checkHost(url: URL, allowed: readonly string[], redirect: boolean): void {
  if (namesHost(allowed, url.hostname, portOf(url))) return;
  const list =
    allowed.length === 0 ? 'none is' : `${allowed.slice(0, 10).join(', ')}${allowed.length > 10 ? ', …' : ''}`;
  throw new Failure(
    'host_not_allowed',
    `${redirect ? 'A redirect leads to' : 'The request goes to'} ${url.host}, which is not an allowed host (allowed: ${list})`,
  );
}

function ask(
  dispatcher: Dispatcher,
  hop: Hop,
  signal: AbortSignal,
  at: { phase: Standing['phase']; left: boolean },
): Promise<Dispatcher.ResponseData> {
  // the only way to know whether a request was written to a connection at all
  const leaving: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        handler.onRequestStart?.(controller, context);
        if (controller.aborted) return;
        at.phase = 'asking';
        at.left = true;
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
  return dispatcher.compose(leaving).request({
    origin: hop.url.origin,
    path: hop.url.pathname + hop.url.search,
    method: hop.method,
    headers: hop.headers,
    body: hop.body,
    signal,
  });
}

/** Waits for `work`, but not beyond `signal`: what is queued for a connection does not hear of it. */
async function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function withoutSecrets(url: string): string {
  return (url.replace(/\/\/[^/]*@/, '//').split(/[?#]/)[0] ?? '').slice(0, 80);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
