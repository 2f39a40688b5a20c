import type { Check, ScriptWithCode } from '../../api/types.ts';
import type { ScriptLanguage } from '../../editor/lint.ts';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
export const formats = ['json', 'xml', 'csv', 'form', 'php', 'text'] as const;

/** A check as it is being edited: numbers are texts while one types them. */
export interface CheckForm {
  kind: Check['kind'];
  url: string;
  method: string;
  headers: Pair[];
  fields: Pair[];
  bodyEncoding: Check['bodyEncoding'];
  format: Check['format'];
  delimiter: string;
  headerRow: boolean;
  charset: string;
  batchSize: string;
  rangeDays: string;
  identifyBy: Check['identifyBy'];
  okStatuses: string;
  emptyOk: boolean;
  repeatable: boolean;
  everySeconds: string;
  timeoutMs: string;
  scriptMs: string;
  memoryMb: string;
  maxRequests: string;
  /** A request before the others, which gives a token. */
  login: LoginForm | null;
}

export interface LoginForm {
  url: string;
  method: string;
  headers: Pair[];
  fields: Pair[];
  bodyEncoding: Check['bodyEncoding'];
  format: Check['format'];
  token: string;
  lifetimeSeconds: string;
  expiresIn: string;
}

export interface Pair {
  name: string;
  value: string;
}

/** A script as it is being edited; without an id it is not saved yet. */
export interface ScriptForm {
  id: number | null;
  name: string;
  language: ScriptLanguage;
  /** The version that the edit began with. */
  version: number | null;
  code: string;
}

export interface Draft {
  check: CheckForm;
  preprocess: ScriptForm | null;
  process: ScriptForm;
}

const firstScript = `// One row per lead: $e2i gives our id for the CRM's.
$core.each($data, (row) => {
  const id = $e2i[row.id];
  // Recognises the CRM's word for a status, and keeps it as the comment.
  $core.lead.setstc(id, row.status);
});
`;

/** What a log-in begins as. */
export const firstLogin: LoginForm = {
  url: 'https://crm.example.com/auth',
  method: '',
  headers: [],
  fields: [
    { name: 'login', value: '{param:login}' },
    { name: 'password', value: '{param:password}' },
  ],
  bodyEncoding: 'form',
  format: 'json',
  token: 'token',
  lifetimeSeconds: '3600',
  expiresIn: '',
};

export const firstPreprocess = `// Change the request before it is sent: $url, $method, $headers, $fields.
$headers['X-Time'] = String($now);
`;

const firstUrl: Record<Check['kind'], string> = {
  processing: 'https://crm.example.com/orders?ids={idel}&token={param:token}',
  accepted: 'https://crm.example.com/orders?ids={idel}&token={param:token}',
  range: 'https://crm.example.com/orders?from={from}&to={to}&token={param:token}',
};

export function newDraft(kind: Check['kind'], integration: string): Draft {
  return {
    check: {
      kind,
      url: firstUrl[kind],
      method: '',
      headers: [],
      fields: [],
      bodyEncoding: 'form',
      format: 'json',
      delimiter: ';',
      headerRow: true,
      charset: '',
      batchSize: '50',
      rangeDays: '7',
      identifyBy: 'external',
      okStatuses: '',
      emptyOk: false,
      repeatable: true,
      everySeconds: '',
      timeoutMs: '30000',
      scriptMs: '',
      memoryMb: '',
      maxRequests: '',
      login: null,
    },
    preprocess: null,
    process: newScript(integration),
  };
}

export const newScript = (name: string, code = firstScript): ScriptForm => ({
  id: null,
  name,
  language: 'js',
  version: null,
  code,
});

export const scriptForm = ({ id, name, language, activeVersion, code }: ScriptWithCode): ScriptForm => ({
  id,
  name,
  language,
  version: activeVersion,
  code,
});

export function draftOf(check: Check, preprocess: ScriptWithCode | null, process: ScriptWithCode): Draft {
  return {
    check: {
      kind: check.kind,
      url: check.url,
      method: check.method ?? '',
      headers: Object.entries(check.headers).map(([name, value]) => ({ name, value })),
      fields: check.fields,
      bodyEncoding: check.bodyEncoding,
      format: check.format,
      delimiter: check.csv?.delimiter ?? ';',
      headerRow: check.csv?.header ?? true,
      charset: check.charset ?? '',
      batchSize: String(check.batchSize),
      rangeDays: String(check.rangeDays),
      identifyBy: check.identifyBy,
      okStatuses: check.okStatuses?.join(', ') ?? '',
      emptyOk: check.emptyOk,
      repeatable: check.repeatable,
      everySeconds: String(check.everySeconds),
      timeoutMs: String(check.timeoutMs),
      scriptMs: String(check.limits.scriptMs ?? ''),
      memoryMb: String(check.limits.memoryMb ?? ''),
      maxRequests: String(check.maxRequests),
      login: check.login && {
        ...check.login,
        method: check.login.method ?? '',
        headers: Object.entries(check.login.headers).map(([name, value]) => ({ name, value })),
        lifetimeSeconds: String(check.login.lifetimeSeconds),
        expiresIn: check.login.expiresIn ?? '',
      },
    },
    preprocess: preprocess && scriptForm(preprocess),
    process: scriptForm(process),
  };
}

/** The check as the API takes it, but for its scripts. What is no number is sent as it stands, for the API to say so. */
export function checkInput({ check }: Draft): Record<string, unknown> {
  const limits = Object.entries({ scriptMs: whole(check.scriptMs), memoryMb: whole(check.memoryMb) }).filter(
    ([, value]) => value !== null,
  );
  return {
    kind: check.kind,
    url: check.url.trim(),
    method: check.method === '' ? null : check.method,
    headers: headersOf(check.headers),
    fields: check.fields.filter(({ name }) => name !== ''),
    bodyEncoding: check.bodyEncoding,
    format: check.format,
    csv: check.format === 'csv' ? { delimiter: check.delimiter, header: check.headerRow } : null,
    charset: check.charset.trim() === '' ? null : check.charset.trim(),
    batchSize: whole(check.batchSize) ?? 50,
    rangeDays: whole(check.rangeDays) ?? 7,
    identifyBy: check.identifyBy,
    okStatuses:
      check.okStatuses.trim() === ''
        ? null
        : check.okStatuses
            .split(/[\s,]+/)
            .filter(Boolean)
            .map((text) => whole(text)),
    emptyOk: check.emptyOk,
    repeatable: check.repeatable,
    everySeconds: whole(check.everySeconds),
    timeoutMs: whole(check.timeoutMs) ?? 30_000,
    limits: Object.fromEntries(limits),
    login: check.login && loginInput(check.login),
    ...(check.maxRequests.trim() !== '' && { maxRequests: whole(check.maxRequests) }),
  };
}

const whole = (text: string): number | string | null =>
  text.trim() === '' ? null : /^\d+$/.test(text.trim()) ? Number(text) : text;

const headersOf = (headers: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(headers.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]));

const loginInput = ({ url, method, headers, fields, lifetimeSeconds, expiresIn, ...rest }: LoginForm) => ({
  ...rest,
  url: url.trim(),
  method: method === '' ? null : method,
  headers: headersOf(headers),
  fields: fields.filter(({ name }) => name !== ''),
  lifetimeSeconds: whole(lifetimeSeconds),
  expiresIn: expiresIn.trim() === '' ? null : expiresIn.trim(),
});

/** What changes a saved check: headers and limits that are gone are taken away by name. */
export function checkChanges(draft: Draft, base: Draft): Record<string, unknown> {
  const {
    kind: _,
    headers,
    limits,
    ...input
  } = checkInput(draft) as { kind: string; headers: Record<string, string>; limits: Record<string, unknown> };
  const gone = base.check.headers.map(({ name }) => name).filter((name) => !Object.hasOwn(headers, name));
  return {
    ...input,
    headers: { ...headers, ...Object.fromEntries(gone.map((name) => [name, null])) },
    limits: { scriptMs: null, memoryMb: null, ...limits },
  };
}

export const isChanged = (script: ScriptForm | null, base: ScriptForm | null): boolean =>
  script !== null && (script.id === null || script.code !== base?.code || script.id !== base.id);
