/** What the scripts of a CRM make of a case. */
import type { JobLead } from '../../sandbox/contract/job.ts';
import type { App } from '../app.ts';
import { converse } from '../checks/converse.ts';
import { definitionOf } from '../checks/definition.ts';
import { adHoc } from '../checks/dry-run.ts';
import type { RunReport } from '../checks/report.ts';
import type { Answerer, Batch } from '../checks/requests/ask.ts';
import { askForToken, loginRequest } from '../checks/requests/ask-token.ts';
import type { LogIn } from '../checks/requests/log-in.ts';
import { crm } from '../checks/requests/partners.ts';
import type { RunSetup } from '../checks/setup.ts';
import { currencies } from '../db/seed.ts';
import type { OutboundRequest } from '../outbound/send.ts';
import type { Case, CaseAnswer, CaseLead } from './case-schema.ts';
import { compare } from './compare.ts';
import { checkInput, checkOf } from './definition.ts';
import type { WholeEntry } from './load.ts';

/** What became of a case. */
export interface Tried {
  /** As they would leave, with the examples in the place of secrets. */
  requests: OutboundRequest[];
  report: RunReport;
  /** Sentences; none where everything is as the case says. */
  differences: string[];
}

/**
 * Runs one case in the sandbox: the request is built as for a CRM, the case answers it, the scripts decide.
 * @param entry with its scripts in one language
 */
export async function tryCase(app: Pick<App, 'isolates'>, entry: WholeEntry, given: Case): Promise<Tried> {
  const requests: OutboundRequest[] = [];
  const answer: Answerer = async (request) => {
    const exchange = given.exchanges[requests.push(request) - 1];
    const none = { step: 'request', code: 'network_failed', message: 'The case has no answer to this request.' };
    if (!exchange) return { kind: 'failed', error: none, attempts: [], ms: 0 };
    return { kind: 'answer', exchange: exchangeOf(exchange.answer), attempts: [], ms: 0 };
  };
  const logIn: LogIn = async (login, setup) => {
    const request = loginRequest(login, setup);
    if ('code' in request) return { kind: 'failed', error: request, row: null };
    return askForToken(app, login, request, setup, answer);
  };
  const batch = batchOf(given);
  const partner = crm(app, setupOf(entry, given), batch, answer, logIn, { waits: false });
  const report = await converse(app, batch, partner, { wantData: true });
  return { requests, report, differences: compare(given, requests, report) };
}

/** The parameters of a case: its own, else the defaults and examples. */
export function caseParams({ about }: Pick<WholeEntry, 'about'>, given: Pick<Case, 'params'>): Record<string, string> {
  const usual: Record<string, string> = {};
  for (const [name, param] of Object.entries(about.params)) usual[name] = param.default ?? param.example ?? name;
  for (const [name, secret] of Object.entries(about.secrets)) usual[name] = secret.example ?? `test-${name}`;
  return { ...usual, ...given.params };
}

/** The bytes and headers that a case answers with. */
export function exchangeOf({ status = 200, headers = {}, body = null, lines, charset }: CaseAnswer) {
  const isText = lines !== undefined || typeof body === 'string';
  const text = lines?.join('\n') ?? (typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body));
  const type = isText || body === null ? {} : { 'content-type': 'application/json' };
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { status, headers: { ...type, ...Object.fromEntries(lower) }, body: encode(text, charset) };
}

function setupOf(entry: WholeEntry, given: Case): RunSetup {
  const { name, timezone = 'UTC' } = { name: entry.about.name, ...given };
  const check = checkOf(entry, given.check);
  const script = (file: string) => {
    const found = entry.scripts.find((each) => each.file === file);
    if (!found) throw new Error(`${entry.crm} has no file ${file}`);
    return adHoc(found);
  };
  return {
    check: definitionOf({ ...checkInput(check), integrationId: 1, processScriptId: 0 }),
    scope: { kind: check.kind, offerId: 1, integrationId: 1, identifyBy: check.identifyBy ?? 'external' },
    timezone,
    allowedHosts: [],
    maxConcurrent: 1,
    requestsPerMinute: null,
    offer: { id: 1, name },
    params: caseParams(entry, given),
    token: null,
    mask: (text) => text,
    preprocess: check.preprocess === undefined ? null : script(check.preprocess),
    process: script(check.process),
    lookUps: { currencies: caseCurrencies, goals: {}, mappings: [] },
  };
}

/** As in a fresh network. */
const caseCurrencies = Object.fromEntries(currencies.map((iso, index) => [iso, index + 1]));

const caseNow = new Date('2026-01-15T12:00:00Z');

function batchOf({ leads, range, timezone = 'UTC' }: Case): Batch {
  return {
    leads: leads.map((lead) => jobLead(lead, range)),
    range: range ? { ...range, zone: timezone } : null,
    now: caseNow,
    seed: 0,
  };
}

/** When a case's lead was made, and what else stands in its row. */
export function jobLead({ id, extId, status = 2, createdAt }: CaseLead, range: Case['range']): JobLead {
  const at = new Date(createdAt ?? `${range?.from ?? '2026-01-01'}T12:00:00Z`);
  return { id, extId: extId ?? null, status, createdAt: at.getTime() / 1000 };
}

/** Text in any charset of one byte to a character. */
function encode(text: string, charset = 'utf-8'): Uint8Array {
  if (/^utf-?8$/i.test(charset)) return new TextEncoder().encode(text);
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const characters = [...new TextDecoder(charset).decode(all)];
  return Uint8Array.from(text, (character) => {
    const byte = characters.indexOf(character);
    if (byte === -1) throw new Error(`${charset} has no character «${character}»`);
    return byte;
  });
}
