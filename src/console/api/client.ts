import { signal } from '@preact/signals';
import { t, translated } from '../app/words.ts';

/** What the API answers where it does not do what was asked (RFC 9457), or what we say where nobody answered. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** As the API says it. */
  readonly detail: string;
  /** By field where the input was wrong; by place where a script does not compile. */
  readonly errors: readonly FieldError[];
  readonly params: Params | undefined;

  constructor({
    status,
    code,
    detail,
    errors = [],
    params,
  }: { status: number; code: string; detail: string; errors?: FieldError[]; params?: Params | undefined }) {
    super();
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.params = params;
    this.errors = errors.map((error) => ({
      ...error,
      get message() {
        return translated({ ...error, code: error.code ?? '' });
      },
    }));
  }

  /** In the language that is shown, which may change while it is. */
  override get message(): string {
    if (this.errors.length === 0) return translated({ code: this.code, message: this.detail, params: this.params });
    return this.errors.map(placed).join('; ');
  }
}

function placed({ path, line, column, message }: FieldError): string {
  if (line !== undefined) return `${t('runs.line', { line, column: column ?? 1 })}: ${message}`;
  return path ? `${path}: ${message}` : message;
}

type Params = Record<string, string | number>;

export interface FieldError {
  path?: string;
  line?: number;
  column?: number;
  message: string;
  code?: string;
  params?: Params;
}

/** Nobody answered: the server is away, or the way to it. */
export const offline = 'offline';

export type Connection = 'well' | 'lost' | 'busy';
/** Whether the server answers; views say so, and go on by themselves when it does again. */
export const connection = signal<Connection>('well');
/** Grows when the connection is back, so that what is shown is read again. */
export const healed = signal(0);
/** Called when a call finds nobody signed in. */
export const signedOut = signal(0);

const probeEveryMs = 1_500;
let probing = false;

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      ...(signal && { signal }),
      ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    lose('lost');
    throw new Problem({ status: 0, code: offline, detail: '' });
  }
  const text = await response.text();
  const json = parse(text);
  if (response.ok) return json as T;
  if (response.status === 401 && !path.startsWith('/api/session')) signedOut.value++;
  if (response.status === 503) lose('busy');
  throw problemOf(response.status, json, text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemOf(status: number, json: unknown, text: string): Problem {
  const {
    code = 'unavailable',
    detail = text.slice(0, 300) || `HTTP ${status}`,
    errors = [],
    params,
  } = (json ?? {}) as {
    code?: string;
    detail?: string;
    errors?: FieldError[];
    params?: Params;
  };
  return new Problem({ status, code, detail, errors, params });
}

function lose(how: Connection): void {
  connection.value = how;
  if (probing) return;
  probing = true;
  const probe = async (): Promise<void> => {
    const ready = await fetch('/readyz').then(
      ({ ok }) => ok,
      () => false,
    );
    if (!ready) {
      setTimeout(probe, probeEveryMs);
      return;
    }
    probing = false;
    connection.value = 'well';
    healed.value++;
  };
  setTimeout(probe, probeEveryMs);
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal): Promise<T> => call('GET', path, undefined, signal),
  post: <T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> => call('POST', path, body, signal),
  put: <T>(path: string, body: unknown): Promise<T> => call('PUT', path, body),
  patch: <T>(path: string, body: unknown): Promise<T> => call('PATCH', path, body),
  delete: <T>(path: string): Promise<T> => call('DELETE', path),
};

/** `/api/runs` with those of the parameters that have a value. */
export function address(path: string, params: Record<string, string | number | boolean | null | undefined>): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? path : `${path}?${query}`;
}
