import ipaddr from 'ipaddr.js';

/**
 * Where a request came from. The server stands behind a proxy of its own where the peer's address is not public: the last
 * entry of `X-Forwarded-For` is what that proxy saw. A public peer is believed nothing but its own address.
 */
export function originOf(peer: string, forwardedFor: string | undefined): string {
  const last = forwardedFor?.split(',').at(-1)?.trim();
  if (last === undefined || last === '' || !ipaddr.isValid(last)) return peer;
  return peer !== '' && ipaddr.isValid(peer) && ipaddr.process(peer).range() !== 'unicast' ? last : peer;
}

/** @param allowed addresses and CIDR blocks; none: everybody may */
export function mayCome(address: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const from = ipaddr.process(address);
  return allowed.some((entry) => {
    const range = entry.includes('/') ? ipaddr.parseCIDR(entry) : ([ipaddr.process(entry), null] as const);
    const [network, bits] = range;
    if (network.kind() !== from.kind()) return false;
    return from.match([network, bits ?? (network.kind() === 'ipv4' ? 32 : 128)] as never);
  });
}
