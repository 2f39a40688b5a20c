import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Failure } from './failures.ts';
import { namesHost, plainHostname } from './hosts.ts';

/** All addresses of a name; rejects as `dns.lookup` does. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** Resolves a name once and hands out only addresses that may be connected to. */
export interface AddressGuard {
  /** @throws Failure `address_refused`, or what the resolver threw */
  addressesOf(hostname: string, port: number): Promise<LookupAddress[]>;
}

/**
 * @param allowPrivate hosts (`host` or `host:port`) whose addresses are not questioned
 */
export function createAddressGuard(allowPrivate: readonly string[], resolve: Resolve): AddressGuard {
  return {
    async addressesOf(hostname, port) {
      const name = plainHostname(hostname);
      const family = isIP(name);
      const found = family === 0 ? await resolve(name) : [{ address: name, family }];
      if (found.length === 0) {
        throw new Failure('network_failed', `The name ${name} cannot be resolved`, { transient: true });
      }
      if (namesHost(allowPrivate, name, port)) return found;
      for (const { address } of found) {
        // one bad address among good ones is how a name is rebound: none of them is used
        const kind = forbiddenKind(address);
        if (kind !== null) throw refusal(name, address, kind);
      }
      return found;
    },
  };
}

const WORDS: Readonly<Record<string, string>> = {
  unspecified: 'unspecified',
  broadcast: 'broadcast',
  multicast: 'multicast',
  linkLocal: 'link-local',
  loopback: 'loopback',
  carrierGradeNat: 'carrier-grade NAT',
  private: 'private',
  uniqueLocal: 'private',
  deprecatedSiteLocal: 'site-local',
  ipv4Mapped: 'IPv4-mapped',
  rfc6145: 'IPv4-translated',
  rfc6052: 'NAT64',
  '6to4': '6to4',
  teredo: 'Teredo',
};

// link-local and private ranges hold most of them; two lie among public and CGNAT addresses
const METADATA = new Set([
  '169.254.169.254',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);

const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
const COMPATIBLE_IPV6 = ipaddr.parseCIDR('::/96') as [ipaddr.IPv6, number];

/** What kind of not public address this is (`private`, `loopback`, …), or null for a public one. */
export function forbiddenKind(text: string): string | null {
  if (!ipaddr.isValid(text)) return 'unreadable';
  const address = ipaddr.parse(text);
  if (METADATA.has(address.toString())) return 'cloud metadata';
  const range = address.range();
  if (range !== 'unicast') return WORDS[range] ?? 'reserved';
  if (address instanceof ipaddr.IPv4) return null;
  if (address.match(COMPATIBLE_IPV6)) return 'IPv4-compatible';
  if (!address.match(GLOBAL_IPV6)) return 'reserved';
  // ISATAP hides an IPv4 address in the lower half of any prefix
  const isatap = address.parts[5] === 0x5efe && ((address.parts[4] ?? 0) & 0xfdff) === 0;
  return isatap ? 'ISATAP' : null;
}

function refusal(name: string, address: string, kind: string): Failure {
  const fact = name === address ? `${name} is a ${kind} address` : `${name} has the ${kind} address ${address}`;
  const entry = name.includes(':') ? `[${name}]` : name;
  return new Failure(
    'address_refused',
    `${fact}, which is not allowed; add ${entry} to ALLOW_PRIVATE_HOSTS if this is meant`,
  );
}
