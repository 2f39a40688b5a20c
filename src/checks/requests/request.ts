/** From a check's definition to the request that leaves: macros, fields, encodings. Pure. */
import { encodeForm } from '../../../sandbox/contract/form.ts';
import type { Json, ScriptRequest } from '../../../sandbox/contract/job.ts';
import { expandField, expandText, expandUrl, type MacroValues } from '../../../sandbox/contract/macros.ts';
import type { NextRequest } from '../../../sandbox/contract/next.ts';
import type { OutboundRequest } from '../../outbound/send.ts';
import { formatRangeMoment, type RangeDays, rangeVariables } from '../selection/ranges.ts';
import type { CheckDefinition, RunSetup } from '../setup.ts';

/** What a check and its log-in say of their requests. */
export type RequestDefinition = Pick<CheckDefinition, 'url' | 'method' | 'headers' | 'fields' | 'body_encoding'>;

export function macroValues(
  setup: Pick<RunSetup, 'params'> & Partial<Pick<RunSetup, 'token'>>,
  leads: readonly { id: number; extId: string | null }[],
  range: RangeDays | null,
): MacroValues {
  const param = (name: string): string | undefined =>
    Object.hasOwn(setup.params, name) ? setup.params[name] : undefined;
  const token = setup.token ?? null;
  return range === null
    ? { kind: 'ids', leads, param, token }
    : {
        kind: 'range',
        range: rangeVariables(range),
        param,
        token,
        format: (which, pattern) => formatRangeMoment(which, pattern, range),
      };
}

/** The request before preprocessing: macros in headers and fields expanded, those in the URL not yet. */
export function draftRequest(check: RequestDefinition, values: MacroValues): ScriptRequest {
  const fields: { [name: string]: Json } = {};
  for (const { name, value } of check.fields) fields[name] = expandField(value, values);
  return {
    url: check.url,
    method: check.method ?? (check.fields.length > 0 ? 'POST' : 'GET'),
    headers: Object.fromEntries(
      Object.entries(check.headers).map(([name, text]) => [name, expandText(text, values, (element) => element)]),
    ),
    fields,
  };
}

/** The request of the next answer: the one just sent, method and all, and what the script wants otherwise. */
export function nextRequest(before: ScriptRequest, next: NextRequest): ScriptRequest {
  const given = new Set(Object.keys(next.headers).map((name) => name.toLowerCase()));
  const headers = [
    ...Object.entries(before.headers).filter(([name]) => !given.has(name.toLowerCase())),
    ...Object.entries(next.headers).filter((header): header is [string, string] => header[1] !== null),
  ];
  return {
    url: next.url ?? before.url,
    method: next.method ?? before.method,
    headers: Object.fromEntries(headers),
    fields: nextFields(before.fields, next.fields),
  };
}

function nextFields(before: ScriptRequest['fields'], next: NextRequest['fields']): ScriptRequest['fields'] {
  if (next === null) return before;
  if (typeof next === 'string' || typeof before === 'string') return next;
  return Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== null));
}

/** A request in which one token stands wherever another stood. */
export function exchangeToken(request: ScriptRequest, before: string, now: string): ScriptRequest {
  const exchanged = (value: Json): Json => {
    if (typeof value === 'string') return value.replaceAll(before, now);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(exchanged);
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, exchanged(one)]));
  };
  const { url, method, headers, fields } = request;
  return {
    url: url.replaceAll(before, now),
    method,
    headers: exchanged(headers) as Record<string, string>,
    fields: exchanged(fields) as ScriptRequest['fields'],
  };
}

/** The request that is sent: macros in the URL expanded, fields in the query or encoded as the check says. */
export function finalRequest(
  check: RequestDefinition,
  draft: ScriptRequest,
  asScripted: { methodChosen: boolean },
  values: MacroValues,
): OutboundRequest {
  const url = expandUrl(draft.url, values);
  const empty = typeof draft.fields === 'string' ? draft.fields === '' : Object.keys(draft.fields).length === 0;
  const method = (asScripted.methodChosen ? draft.method : empty ? 'GET' : 'POST').toUpperCase();
  if (empty) return { method, url, headers: draft.headers, body: null };
  if (method === 'GET' || method === 'HEAD') {
    const query = typeof draft.fields === 'string' ? draft.fields : encodeForm(draft.fields);
    return { method, url: withQuery(url, query), headers: draft.headers, body: null };
  }
  const { type, body } = encodeBody(check.body_encoding, draft.fields);
  const hasType = Object.keys(draft.headers).some((name) => name.toLowerCase() === 'content-type');
  return { method, url, headers: hasType ? draft.headers : { ...draft.headers, 'Content-Type': type }, body };
}

function withQuery(url: string, query: string): string {
  const [beforeHash = '', hash] = url.split('#', 2);
  const glue = beforeHash.includes('?') ? (/[?&]$/.test(beforeHash) ? '' : '&') : '?';
  return `${beforeHash}${glue}${query}${hash === undefined ? '' : `#${hash}`}`;
}

const formType = 'application/x-www-form-urlencoded';

function encodeBody(
  encoding: RequestDefinition['body_encoding'],
  fields: ScriptRequest['fields'],
): { type: string; body: string } {
  if (typeof fields === 'string') {
    // The script built the body; what it looks like tells what it is.
    return { type: encoding === 'json' || /^\s*[[{]/.test(fields) ? 'application/json' : formType, body: fields };
  }
  if (encoding === 'json') return { type: 'application/json', body: JSON.stringify(fields) };
  if (encoding === 'form') return { type: formType, body: encodeForm(fields) };
  return encodeMultipart(fields);
}

function encodeMultipart(fields: { [name: string]: Json }): { type: string; body: string } {
  const parts = [...new URLSearchParams(encodeForm(fields))];
  // The same request gives the same bytes, so the boundary cannot be random: it grows until no value holds it.
  let boundary = 'sverka-part';
  while (parts.some(([name, value]) => name.includes(boundary) || value.includes(boundary))) boundary += '-';
  const body = parts.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name.replace(/[\r\n"]/g, (mark) => encodeURIComponent(mark))}"\r\n\r\n${value}\r\n`,
  );
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${body.join('')}--${boundary}--\r\n` };
}
