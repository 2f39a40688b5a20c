import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';

const ROLES = ['all', 'web', 'worker'] as const;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type Role = (typeof ROLES)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A host that may be asked although its address is private; without `port`, on every port. IPv6 without brackets. */
export interface PrivateHost {
  host: string;
  port?: number;
}

export interface Config {
  /** `HOST`: the address to listen on. */
  host: string;
  /** `PORT`: the port to listen on; 0 lets the system choose a free one. */
  port: number;
  /** `PUBLIC_URL`: how the outside reaches this server, without a slash at its end; `http://HOST:PORT` by default. */
  publicUrl: string;
  /** `DATABASE_URL`: a PostgreSQL server; without it, the embedded database in `dataDir` is used. */
  databaseUrl?: string;
  /** `DATA_DIR`: where the embedded database and generated keys live. */
  dataDir: string;
  /** `ADMIN_API_KEY`: the first administrator's key, at least 16 characters; without it, one is made at the first start. */
  adminApiKey?: string;
  /** `SECRETS_KEY`: 64 hexadecimal digits that encrypt the secrets at rest; without it, one is made in `dataDir`. */
  secretsKey?: string;
  /** `ALLOW_PRIVATE_HOSTS`: comma list of `host` or `host:port` (IPv6 in brackets) allowed although they are private. */
  allowPrivateHosts: PrivateHost[];
  /** `HTTP_PROXY_URL`: the proxy that outgoing requests go through. */
  httpProxyUrl?: string;
  /** `SMTP_URL`: the mail server, `smtp://` or `smtps://`; without it, no mail is sent. */
  smtpUrl?: string;
  /** `MAIL_FROM`: the sender of mail, an address or `Name <address>`. */
  mailFrom: string;
  /** `MAIL_TO`: comma list of those who get alerts by mail. */
  mailTo: string[];
  /** `ROLE`: `web` answers HTTP, `worker` does the jobs, `all` does both; the first two need `DATABASE_URL`. */
  role: Role;
  /** `SANDBOX_WORKERS`: how many sandbox processes run scripts, 1 to 64; as many as there are cores by default. */
  sandboxWorkers: number;
  /** `LOG_LEVEL`: the least level that is logged. */
  logLevel: LogLevel;
}

/** A variable has a wrong value; the message is one line that names the variable and, unless it is secret, the value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration from environment variables; an empty variable counts as absent.
 * @param cores what `SANDBOX_WORKERS` is by default
 * @throws ConfigError for the first wrong value
 */
export function readConfig(env: Record<string, string | undefined>, cores: number = availableParallelism()): Config {
  const value = (name: string): string | undefined => {
    const text = env[name]?.trim();
    return text === '' ? undefined : text;
  };
  const host = readHost(value('HOST') ?? '127.0.0.1');
  const port = readInteger('PORT', value('PORT') ?? '3000', 0, 65535);
  const databaseUrl = readUrl('DATABASE_URL', value('DATABASE_URL'), ['postgres:', 'postgresql:']);
  const role = readOneOf('ROLE', value('ROLE') ?? 'all', ROLES);
  if (role !== 'all' && databaseUrl === undefined) {
    throw new ConfigError(`ROLE=${role} needs DATABASE_URL: the embedded database serves one process only`);
  }
  const adminApiKey = readAdminKey(value('ADMIN_API_KEY'));
  const secretsKey = readSecretsKey(value('SECRETS_KEY'));
  const httpProxyUrl = readUrl('HTTP_PROXY_URL', value('HTTP_PROXY_URL'), ['http:', 'https:']);
  const smtpUrl = readUrl('SMTP_URL', value('SMTP_URL'), ['smtp:', 'smtps:']);
  return {
    host,
    port,
    publicUrl: readUrl('PUBLIC_URL', value('PUBLIC_URL'), ['http:', 'https:']) ?? listeningUrl(host, port),
    ...(databaseUrl !== undefined && { databaseUrl }),
    dataDir: value('DATA_DIR') ?? './data',
    ...(adminApiKey !== undefined && { adminApiKey }),
    ...(secretsKey !== undefined && { secretsKey }),
    allowPrivateHosts: list(value('ALLOW_PRIVATE_HOSTS')).map(readPrivateHost),
    ...(httpProxyUrl !== undefined && { httpProxyUrl }),
    ...(smtpUrl !== undefined && { smtpUrl }),
    mailFrom: readMailbox('MAIL_FROM', value('MAIL_FROM') ?? 'sverka@localhost'),
    mailTo: list(value('MAIL_TO')).map((entry) => readMailbox('MAIL_TO', entry)),
    role,
    sandboxWorkers: readInteger('SANDBOX_WORKERS', value('SANDBOX_WORKERS') ?? `${clamp(cores, 1, 64)}`, 1, 64),
    logLevel: readOneOf('LOG_LEVEL', value('LOG_LEVEL') ?? 'info', LOG_LEVELS),
  };
}

/** The configuration once the server listens on `port`: a public URL that was derived from `PORT` follows it. */
export function withPort(config: Config, port: number): Config {
  const derived = config.publicUrl === listeningUrl(config.host, config.port);
  return { ...config, port, publicUrl: derived ? listeningUrl(config.host, port) : config.publicUrl };
}

function listeningUrl(host: string, port: number): string {
  // "Every address" is an address to listen on, not one to open.
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

function readHost(text: string): string {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  if (!isHost(host)) throw new ConfigError(`HOST=${text} is neither an IP address nor a host name`);
  return host;
}

function readInteger(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) {
    throw new ConfigError(`${name}=${text} is not a whole number from ${least} to ${most}`);
  }
  return number;
}

function readOneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text);
  if (found === undefined) throw new ConfigError(`${name}=${text} is not one of ${allowed.join(', ')}`);
  return found;
}

function readUrl(name: string, text: string | undefined, protocols: string[]): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null) throw new ConfigError(`${name}=${withoutPassword(text)} is not a URL`);
  if (!protocols.includes(url.protocol)) {
    const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
    throw new ConfigError(`${name}=${withoutPassword(text)} must begin with ${wanted}`);
  }
  if (url.hostname === '' && !protocols.includes('postgres:')) {
    throw new ConfigError(`${name}=${withoutPassword(text)} names no host`);
  }
  return protocols.includes('http:') ? text.replace(/\/+$/, '') : text;
}

function withoutPassword(url: string): string {
  // By text and not by URL, since what does not parse as a URL holds a password too; the last @ ends it.
  return url
    .replace(
      /^([a-z][a-z0-9+.-]*:)?(\/\/)?[^/?#]*:.*@/i,
      (_whole, scheme = '', slashes = '') => `${scheme}${slashes}***@`,
    )
    .replace(/([?&](?:password|pass|pwd)=)[^&]*/gi, '$1***');
}

function readAdminKey(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text.length < 16) throw new ConfigError(`ADMIN_API_KEY has ${text.length} characters, at least 16 are needed`);
  // It travels in an HTTP header, where nothing else can stand.
  if (!/^[!-~]+$/.test(text)) throw new ConfigError('ADMIN_API_KEY holds a character other than visible ASCII');
  return text;
}

function readSecretsKey(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new ConfigError(`SECRETS_KEY is not 64 hexadecimal digits (it has ${text.length} characters)`);
  }
  return text.toLowerCase();
}

function readPrivateHost(entry: string): PrivateHost {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(entry);
  const host = (match?.[1] ?? match?.[2] ?? '').toLowerCase();
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  const hostFits = match?.[1] === undefined ? isHost(host) : isIP(host) === 6;
  if (!hostFits || (port !== undefined && (port < 1 || port > 65535))) {
    throw new ConfigError(`ALLOW_PRIVATE_HOSTS: ${entry} is not a host or host:port (IPv6 in brackets)`);
  }
  return port === undefined ? { host } : { host, port };
}

function readMailbox(name: string, text: string): string {
  const address = /<([^<>]*)>$/.exec(text)?.[1] ?? text;
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) throw new ConfigError(`${name}: ${text} is not a mail address`);
  return text;
}

function isHost(text: string): boolean {
  if (isIP(text) !== 0) return true;
  // Digits and dots alone are a mistyped address, not a name.
  return (
    !/^[\d.]+$/.test(text) && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(text)
  );
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function clamp(number: number, least: number, most: number): number {
  return Math.min(Math.max(number, least), most);
}
