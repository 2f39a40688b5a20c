import { lookup } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createAddressGuard, type Resolve } from './addresses.ts';
import { attempt, firstHop, type Tried } from './attempt.ts';
import { createConnections } from './connections.ts';
import { Failure, type FailureCode } from './failures.ts';
import { readHost } from './hosts.ts';
import type { Hop } from './redirect.ts';
import { BUSY, pauseAfter } from './retry.ts';

export interface OutboundRequest {
  /** GET, POST, PUT, …; not CONNECT or TRACE */
  method: string;
  /** http or https; `user:password@` becomes an Authorization header */
  url: string;
  /** what belongs to the connection (Host, Content-Length, Transfer-Encoding, Connection, Proxy-…) is left out */
  headers: Record<string, string>;
  body: string | Uint8Array | null;
}

export interface SendPolicy {
  /** hosts (`host`: any port, or `host:port`; IPv6 in brackets) this request may go to, redirects included */
  allowedHosts: readonly string[];
  /** of one attempt: connecting (20 s at most), redirects and the whole body; pauses between attempts come on top */
  timeoutMs: number;
  /** the largest body that is read, in bytes after decompression */
  answerBytes: number;
  /** one more is a failure; 0 follows none */
  maxRedirects: number;
  /** false: sent again only where it certainly never left (name not resolved, connection refused) */
  repeatable: boolean;
  /** at most this many times in all, from 1 */
  attempts: number;
  /** awaited before every attempt: when the request may leave; what it throws, `send` throws */
  turn?: () => Promise<void>;
}

/** One row for every time the request was sent. */
export type Attempt = { startedAt: Date; ms: number } & ({ status: number } | { error: string });

/** The answer, whatever its status, or why there is none. `ms` is the whole time, pauses included. */
export type Sent =
  | {
      kind: 'answer';
      status: number;
      /** lower-case names; several values joined by `, `, those of Set-Cookie by a line feed */
      headers: Record<string, string>;
      /** decompressed */
      body: Uint8Array;
      /** where the last redirect led, without credentials */
      url: string;
      attempts: Attempt[];
      ms: number;
    }
  | {
      kind: 'failed';
      code: FailureCode;
      /** plain words that name the host, and neither path nor query */
      message: string;
      attempts: Attempt[];
      ms: number;
      /** the other side may have seen the request, and acted on it */
      maybeDelivered: boolean;
    };

export interface Outbound {
  /**
   * Sends one request. Network failures, time-outs and the statuses 429, 502, 503 and 504 are tried again after a pause, up
   * to `policy.attempts`; the last such status is an answer like any other.
   *
   * Codes: `host_not_allowed`, `address_refused` (private and other not public addresses, not http(s), from https to http),
   * `request_timeout`, `answer_too_large`, and `network_failed` for all else, a request that cannot be sent included.
   * @throws the reason of `signal` once it is aborted, and nothing else
   */
  send(request: OutboundRequest, policy: SendPolicy, signal?: AbortSignal): Promise<Sent>;
  /** Cuts what is under way and closes all connections. */
  close(): Promise<void>;
}

export interface OutboundOptions {
  /** hosts (`host` or `host:port`, IPv6 in brackets) that may have private addresses */
  allowPrivateHosts: readonly string[];
  /** `http(s)://[user:password@]host[:port]`; names are still resolved and checked here first */
  proxyUrl: string | null;
  userAgent?: string;
  resolve?: Resolve;
  sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** from 0 to 1 */
  random?: () => number;
  clock?: () => Date;
}

/**
 * Sends requests to other people's servers, so that neither a careless script nor a hostile server gets at what is private,
 * or at more memory and time than it was given.
 * @throws Error naming the entry of `allowPrivateHosts` or the `proxyUrl` that cannot be read
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const unreadable = options.allowPrivateHosts.find((entry) => readHost(entry) === null);
  if (unreadable !== undefined) {
    throw new Error(`allowPrivateHosts: «${unreadable}» is not a host, host:port or [IPv6]:port`);
  }
  const guard = createAddressGuard(options.allowPrivateHosts, options.resolve ?? everyAddress);
  const connections = createConnections(guard, options.proxyUrl);
  const userAgent = options.userAgent ?? 'Sverka';
  const sleep = options.sleep ?? pause;
  const random = options.random ?? Math.random;
  const clock = options.clock ?? (() => new Date());

  async function send(request: OutboundRequest, policy: SendPolicy, signal?: AbortSignal): Promise<Sent> {
    const begun = performance.now();
    const attempts: Attempt[] = [];
    let maybeDelivered = false;
    const failed = ({ code, message }: Failure): Sent => {
      return { kind: 'failed', code, message, attempts, ms: since(begun), maybeDelivered };
    };

    let hop: Hop;
    try {
      hop = firstHop(request, userAgent);
    } catch (error) {
      if (error instanceof Failure) return failed(error);
      throw error;
    }
    for (let count = 1; ; count++) {
      signal?.throwIfAborted();
      await policy.turn?.();
      const startedAt = clock();
      const sent = performance.now();
      const tried = await attempt(hop, policy, { guard, connections }, signal);
      const row = { startedAt, ms: since(sent) };
      attempts.push(
        tried.kind === 'answer' ? { ...row, status: tried.status } : { ...row, error: tried.failure.message },
      );
      maybeDelivered ||= tried.left;
      if (count >= policy.attempts || !mayTryAgain(tried, policy.repeatable)) {
        if (tried.kind === 'failed') return failed(tried.failure);
        const { left: _, ...answer } = tried;
        return { ...answer, attempts, ms: since(begun) };
      }
      const headers = tried.kind === 'answer' ? tried.headers : {};
      await sleep(pauseAfter(count, headers, { now: clock().getTime(), random }), signal);
    }
  }

  return { send, close: connections.close };
}

function mayTryAgain(tried: Tried, repeatable: boolean): boolean {
  if (tried.kind === 'answer') return repeatable && BUSY.has(tried.status);
  return tried.failure.transient && (repeatable || !tried.left);
}

function everyAddress(hostname: string) {
  return lookup(hostname, { all: true });
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function since(start: number): number {
  return Math.round(performance.now() - start);
}
