import { Agent, buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { AddressGuard } from './addresses.ts';
import { portOf } from './hosts.ts';

/** Open connections, kept by origin, and how new ones are made. */
export interface Connections {
  /** reuses connections */
  kept: Dispatcher;
  /** a connection of its own for every request: a kept one may die under a request that must not be repeated */
  fresh: Dispatcher;
  /** `host:port` of the proxy that everything goes through */
  proxy: string | null;
  /** cuts what is under way and closes everything */
  close(): Promise<void>;
}

const POOL = {
  /** per origin; callers limit themselves to far fewer */
  connections: 32,
  keepAliveTimeout: 4_000,
  keepAliveMaxTimeout: 60_000,
  maxHeaderSize: 64 * 1024,
  // once connected, one clock decides: the attempt's
  headersTimeout: 0,
  bodyTimeout: 0,
  allowH2: false,
} as const;

/** Long enough for four lost packets; whoever does not answer then never will. */
export const CONNECT_TIMEOUT_MS = 20_000;

/**
 * Without a proxy, every new connection asks `guard` for the addresses of its host and uses those very addresses. With
 * one, the proxy resolves names itself, and the sender asks `guard` beforehand.
 * @param proxyUrl `http(s)://[user:password@]host[:port]`
 * @throws Error where `proxyUrl` is no such address
 */
export function createConnections(guard: AddressGuard, proxyUrl: string | null): Connections {
  const dispatchers = proxyUrl === null ? direct(guard) : throughProxy(proxyUrl);
  return {
    ...dispatchers,
    async close() {
      await Promise.all([dispatchers.kept.destroy(), dispatchers.fresh.destroy()]);
    },
  };
}

function direct(guard: AddressGuard) {
  const connect: buildConnector.connector = (options, callback) => {
    guard
      .addressesOf(options.hostname, portOf(options))
      .then((addresses) => connectorTo(addresses)(options, callback))
      .catch((error: Error) => callback(error, null));
  };
  return {
    kept: new Agent({ ...POOL, connect }),
    fresh: new Agent({ ...POOL, connect, pipelining: 0 }),
    proxy: null,
  };
}

/** A connector that knows the addresses already, so that nothing is resolved a second time. */
function connectorTo(addresses: Awaited<ReturnType<AddressGuard['addressesOf']>>): buildConnector.connector {
  return buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    maxCachedSessions: 0,
    lookup: (_hostname, options, callback) => {
      const [first] = addresses;
      if (options.all === true || first === undefined) callback(null, addresses);
      else callback(null, first.address, first.family);
    },
  });
}

function throughProxy(proxyUrl: string) {
  const url = URL.parse(proxyUrl);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error('The proxy must be an address such as http://host:port');
  }
  const tls = { allowH2: false, timeout: CONNECT_TIMEOUT_MS };
  const agent = (pipelining: number) =>
    new ProxyAgent({
      ...POOL,
      uri: url.href,
      connectTimeout: CONNECT_TIMEOUT_MS,
      requestTls: tls,
      proxyTls: tls,
      // requests that need no tunnel go over a pool that undici would give none of these settings
      factory: (origin, options) => new Pool(origin, { ...POOL, pipelining, ...options }),
    });
  return { kept: agent(1), fresh: agent(0), proxy: url.host };
}
