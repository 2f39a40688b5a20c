/** A host that somebody named, in the spelling a URL would give it. */
export interface Host {
  /** lower case, IDN as punycode, IPv4 in four decimals, IPv6 without brackets, no final dot */
  hostname: string;
  /** null: every port */
  port: number | null;
}

const ENTRY = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]*\\]+)(?::(\d{1,5}))?$/i;

/** Reads `host`, `host:port`, `[ipv6]` or `[ipv6]:port`; null where the text is none of these. */
export function readHost(entry: string): Host | null {
  const match = ENTRY.exec(entry.trim());
  if (match?.[1] === undefined) return null;
  const port = match[2] === undefined ? null : Number(match[2]);
  if (port !== null && (port < 1 || port > 65_535)) return null;
  const url = URL.parse(`http://${match[1]}/`);
  return url === null ? null : { hostname: plainHostname(url.hostname), port };
}

/** Whether one of `entries` names this host; entries that {@link readHost} cannot read name nothing. */
export function namesHost(entries: readonly string[], hostname: string, port: number): boolean {
  const wanted = plainHostname(hostname);
  return entries.some((entry) => {
    const host = readHost(entry);
    return host !== null && host.hostname === wanted && (host.port === null || host.port === port);
  });
}

/** A URL's hostname without the brackets of IPv6 and the final dot of a full name. */
export function plainHostname(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/** The port a URL means, its scheme's own where it names none. */
export function portOf(url: { protocol: string; port: string }): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
