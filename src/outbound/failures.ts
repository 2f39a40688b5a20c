/** Why an exchange ended without an answer. */
export type FailureCode =
  | 'address_refused'
  | 'host_not_allowed'
  | 'request_timeout'
  | 'network_failed'
  | 'answer_too_large';

/** A failure in plain words; `message` names the host, never a path, a query or a credential. */
export class Failure extends Error {
  readonly code: FailureCode;
  /** whether the same request may fare better in a moment */
  readonly transient: boolean;

  constructor(code: FailureCode, message: string, options: { transient?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.transient = options.transient ?? false;
  }
}

/** Where an exchange stood when it broke. */
export interface Standing {
  /** `host` or `host:port` that was asked */
  host: string;
  /** `host:port` of the proxy in between, if any */
  proxy: string | null;
  phase: Phase;
}

/** Names are resolved here ahead of connecting only where a proxy connects. */
export type Phase = 'resolving' | 'connecting' | 'asking' | 'reading';

const CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'has been revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself, not by a known authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes without the intermediate certificate, or from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without the intermediate certificate that its server should send',
  CERT_SIGNATURE_FAILURE: 'has a wrong signature',
  CERT_CHAIN_TOO_LONG: 'has too long a chain',
  CERT_UNTRUSTED: 'is not trusted',
  CERT_REJECTED: 'is rejected by its authority',
  INVALID_CA: 'is signed by something that is no authority',
  HOSTNAME_MISMATCH: 'is for another name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
};

/** Puts whatever the network threw into words. A {@link Failure} stays what it is. */
export function explain(error: unknown, { host, proxy, phase }: Standing): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  // until the request leaves, it is the proxy that is being connected to
  const peer = proxy !== null && phase === 'connecting' ? `the proxy ${proxy}` : host;
  const named = peer === host ? host.replace(/:\d+$/, '') : `of ${peer}`;
  const broken = (message: string) => new Failure('network_failed', message, { transient: true, cause: error });
  const wrong = (message: string) => new Failure('network_failed', message, { cause: error });

  const certificate = CERTIFICATES[code];
  if (certificate !== undefined) return wrong(`The certificate of ${host} ${certificate}`);
  if (code === 'ECONNREFUSED') return broken(`The connection to ${peer} was refused`);
  if (code === 'ENOTFOUND' || code === 'ENODATA') return broken(`The name ${named} cannot be resolved`);
  if (code === 'EAI_AGAIN' || code === 'ESERVFAIL' || code === 'EAI_FAIL') {
    return broken(`The name ${named} cannot be resolved at the moment: the name server does not answer`);
  }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL') {
    return broken(`There is no way from here to ${peer}`);
  }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new Failure('request_timeout', `${capital(peer)} did not accept a connection for too long`, {
      transient: true,
      cause: error,
    });
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return wrong(`No secure connection to ${host} could be made; perhaps it speaks plain http on this port (${code})`);
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return wrong(`${host} sent too many or too long headers`);
  if (code.startsWith('HPE_')) return wrong(`What ${host} answered is not HTTP (${code})`);
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') {
    return wrong(`The request to ${host} was cut short, as this server is shutting down`);
  }
  if (code === 'UND_ERR_PRX_TLS') return wrong(`The certificate of the proxy ${proxy} is for another name`);
  if (code === 'UND_ERR_PRX_CONN') return broken(`The proxy ${proxy} closed the connection`);
  const refusedByProxy = /Proxy response \((\d+)\)/.exec(messageOf(error))?.[1];
  if (proxy !== null && refusedByProxy !== undefined) {
    return broken(`The proxy ${proxy} refused to connect to ${host} (status ${refusedByProxy})`);
  }
  if (proxy !== null && messageOf(error).includes('Proxy Authentication Required')) {
    return wrong(`The proxy ${proxy} wants another name or password (status 407)`);
  }
  if (['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'].includes(code)) {
    return broken(
      phase === 'reading'
        ? `${host} closed the connection in the middle of its answer`
        : `${capital(peer)} closed the connection without an answer`,
    );
  }
  return broken(`The exchange with ${host} failed (${code || messageOf(error) || 'no reason given'})`);
}

/** "did not answer within 30 s", by how far the exchange got. */
export function timedOut({ host, proxy, phase }: Standing, ms: number): Failure {
  const within = `within ${ms % 1000 === 0 || ms >= 10_000 ? Math.round(ms / 1000) : ms / 1000} s`;
  const message = {
    resolving: `The name of ${host} was not resolved ${within}`,
    connecting: `No connection to ${proxy === null ? host : `${host} through the proxy ${proxy}`} could be made ${within}`,
    asking: `${host} did not answer ${within}`,
    reading: `${host} did not finish its answer ${within}`,
  }[phase];
  return new Failure('request_timeout', message, { transient: true });
}

/** `16 MiB`, `1.5 KiB`, `12 bytes`. */
export function inBytes(count: number): string {
  if (count < 1024) return `${count} bytes`;
  const [figure, unit] = count < 1024 ** 2 ? [count / 1024, 'KiB'] : [count / 1024 ** 2, 'MiB'];
  return `${Math.round(figure * 10) / 10} ${unit}`;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  // several addresses were tried: the first one's reason stands for all
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

function capital(text: string): string {
  return text.startsWith('the ') ? `T${text.slice(1)}` : text;
}
