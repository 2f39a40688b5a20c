/** Where what happened differs from what a case says. */
import { isDeepStrictEqual } from 'node:util';
import { parseEdit } from '../../sandbox/contract/edit.ts';
import type { Json, RecordedEdit } from '../../sandbox/contract/job.ts';
import type { RunReport } from '../checks/report.ts';
import type { OutboundRequest } from '../outbound/send.ts';
import type { Case, CaseRequest } from './case-schema.ts';

/** @returns a sentence for each difference */
export function compare(given: Case, requests: OutboundRequest[], report: RunReport): string[] {
  const { findings, error, warnings, skipped } = report;
  const differences: string[] = [];
  const differ = (what: string, expected: unknown, found: unknown): void => {
    if (!isDeepStrictEqual(expected, found)) {
      differences.push(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
    }
  };
  differ('the number of requests', given.exchanges.length, requests.length);
  for (const [index, { request }] of given.exchanges.entries()) {
    const sent = requests[index];
    if (!sent || !request) continue;
    const [expected, found] = [requestParts(request), requestParts(sentRequest(sent))];
    for (const part of ['method', 'url', 'headers', 'body'] as const) {
      differ(`request ${index + 1}, ${part}`, expected[part], found[part]);
    }
  }
  if (given.error === undefined) differ('the error', undefined, error?.message);
  else if (!error?.message.startsWith(given.error)) differ('the error', given.error, error?.message);
  differ('why it was skipped', given.skipped ?? null, skipped);
  compareEdits(given.edits, error ? [] : (findings?.edits ?? []), differences);
  if (!error && !skipped) differ('leads that were not named', given.missing ?? [], findings?.missingIds ?? []);
  differ('ids of other leads', given.unknown ?? [], findings?.unknownIds ?? []);
  const texts = (findings?.unrecognised ?? []).map(({ text }) => text);
  differ('texts that were not recognised', given.unrecognised ?? [], texts);
  const codes = warnings.map(({ code }) => code);
  differ('warnings', given.warnings ?? [], codes);
  return differences;
}

function compareEdits(expected: Case['edits'], found: RecordedEdit[], differences: string[]): void {
  const asked = found.map(({ leadId, edit }) => normal(leadId, edit, differences));
  const wanted = expected.map(({ lead, ...edit }) => normal(lead, edit, differences));
  for (let index = 0; index < Math.max(asked.length, wanted.length); index++) {
    const [want, have] = [wanted[index], asked[index]];
    if (isDeepStrictEqual(want, have)) continue;
    differences.push(`edit ${index + 1}: expected ${show(want)}, found ${show(have)}`);
  }
}

const show = (edit: object | undefined): string => (edit === undefined ? 'none' : JSON.stringify(edit));

/** An edit as the host reads it: `1` for `true`, `"6"` for 6. */
function normal(lead: number, edit: { [field: string]: Json }, differences: string[]): object {
  const parsed = parseEdit(edit);
  if (parsed.ok) return { lead, ...parsed.edit };
  differences.push(`the edit of lead ${lead} would be refused: ${parsed.message}`);
  return { lead, ...edit };
}

const sentRequest = ({ method, url, headers, body }: OutboundRequest): CaseRequest => ({
  method,
  url,
  headers,
  body: typeof body === 'string' ? body : null,
});

/** A request in a form in which the order of headers and the spaces of JSON do not count. */
function requestParts({ method, url, headers = {}, body = null }: CaseRequest) {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { method, url, headers: Object.fromEntries(lower.sort(([a], [b]) => (a < b ? -1 : 1))), body: parsed(body) };
}

function parsed(body: Json): Json {
  if (typeof body !== 'string' || !/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
