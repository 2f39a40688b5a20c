import { createHash } from 'node:crypto';
import type { JobLead, Language, Warning } from '../../sandbox/contract/job.ts';
import type { App } from '../app.ts';
import type { RunError, RunTiming } from '../db/schema/runs.ts';
import { InvalidInput } from '../errors.ts';
import { type EditResult, planBatch } from '../leads/apply.ts';
import { loadLeadContext } from '../leads/context.ts';
import { refusalOf } from '../outbound/attempt.ts';
import { maskHeaders, maskJson } from '../outbound/mask.ts';
import { converse } from './converse.ts';
import { type RequestRow, type RunReport, shownRow } from './report.ts';
import { type Answerer, type Batch, overNetwork, type ShownRequest, unsent } from './requests/ask.ts';
import { logInUnseen, standInToken } from './requests/log-in.ts';
import { crm } from './requests/partners.ts';
import { localDay } from './selection/days.ts';
import { leadsOfRange, nextRange, type RangeDays } from './selection/ranges.ts';
import { dueAmong, dueLeads, firstDay, leadsById } from './selection/select.ts';
import { type CheckDefinition, loadSetup, NotConnected, type RunSetup, type SetUpScript } from './setup.ts';

/** Code that is not saved. */
export interface AdHocScript {
  language: Language;
  code: string;
}

export interface DryRunInput {
  offerId: number;
  /** These leads instead of those that are due. */
  leadIds?: number[];
  /** At most so many leads. */
  limit?: number;
  /** Range kind: these local days instead of the next ones with open leads. */
  from?: string;
  to?: string;
  /** The answer to decide on; the CRM is not asked then. */
  response?: GivenAnswer;
  /** The same for a run of several requests: one for each that the script asks for. */
  responses?: GivenAnswer[];
  preprocess?: AdHocScript;
  process?: AdHocScript;
  /** Stop before anything is sent. */
  only?: 'request';
}

export interface GivenAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** One request of a run, its answer as text and decoded. Of a log-in's answer neither. */
export type ShownRow = Omit<ReturnType<typeof shownRow>, 'response'> & {
  response: { status: number; headers: Record<string, string>; body: string | null } | null;
  data: unknown;
};

/** What a run would do, with nothing written. */
export interface DryRun {
  request: ShownRequest | null;
  response: { status: number; headers: Record<string, string>; body: string } | null;
  data: unknown;
  /** Every request that was sent, or would be next. */
  requests: ShownRow[];
  skipped?: string;
  edits: Omit<EditResult, 'warnings'>[];
  unknownIds: (number | string)[];
  missingIds: number[];
  unrecognised: { text: string; count: number }[];
  warnings: Warning[];
  logs: { level: string; text: string }[];
  error: RunError | null;
  timing: RunTiming;
}

/**
 * One batch of a check, saved or not, through the whole run with nothing written.
 * @throws NotFound where the offer is not connected, InvalidInput where `leadIds` or the days do not fit
 */
export async function dryRun(
  app: Pick<App, 'db' | 'secrets' | 'isolates' | 'outbound' | 'clock'>,
  check: CheckDefinition,
  input: DryRunInput,
  signal?: AbortSignal,
): Promise<DryRun> {
  const began = performance.now();
  const setup = await loadSetup(app.db, app.secrets, check, input.offerId, {
    ...(input.preprocess && { preprocess: adHoc(input.preprocess) }),
    ...(input.process && { process: adHoc(input.process) }),
  }).catch((error: unknown) => {
    if (!(error instanceof NotConnected)) throw error;
    throw new InvalidInput([{ path: 'offerId', message: error.message }]);
  });
  const now = app.clock.now();
  const { leads, range, warnings } = await chooseLeads(app, setup, input, now);
  const batch: Batch = { leads, range, now, seed: 0 };
  if (input.response && input.responses) {
    throw new InvalidInput([{ path: 'responses', message: 'cannot be given beside response' }]);
  }
  const answers = input.responses ?? (input.response ? [input.response] : []);
  const asks = input.only !== 'request' && answers.length === 0 && leads.length > 0;
  const answer = asks ? overNetwork(app) : given(input.only === 'request' ? [] : answers);
  const logIn = asks ? logInUnseen(app, answer) : standInToken;
  const partner = crm(app, setup, batch, answer, logIn, { waits: asks, signal });
  const report = await converse(app, batch, partner, { wantData: true }, signal);
  const planned = await planBatch(app.db, {
    leadIds: leads.map(({ id }) => id),
    edits: report.state === 'ok' ? (report.findings?.edits ?? []) : [],
    crmStatuses: [],
    source: { kind: 'check', checkKind: check.kind },
    context: await loadLeadContext(app.db, [input.offerId]),
    now,
  });
  return presentDryRun(setup, report, planned.edits, [...warnings, ...dateWarnings(check)], performance.now() - began);
}

/** The answer of a dry run and of a replay. */
export function presentDryRun(
  setup: RunSetup,
  report: RunReport,
  edits: EditResult[],
  warnings: Warning[],
  totalMs: number,
): DryRun {
  const { findings, exchange } = report;
  const { mask } = report;
  const masked = <T>(value: T): T => maskJson(value, mask);
  return {
    request: report.request,
    response: exchange && {
      status: exchange.status,
      headers: maskHeaders(exchange.headers, mask),
      body: mask(shownBody(exchange.body, setup.check.charset, exchange.headers)),
    },
    data: findings?.data == null ? null : masked(JSON.parse(findings.data) as unknown),
    requests: shownRows(setup, report),
    ...(report.skipped === null ? {} : { skipped: report.skipped }),
    edits: masked(edits.map(({ warnings: _, ...edit }) => edit)),
    unknownIds: masked(findings?.unknownIds ?? []),
    missingIds: findings?.missingIds ?? [],
    unrecognised: masked(findings?.unrecognised ?? []),
    warnings: masked([...warnings, ...report.warnings, ...edits.flatMap((edit) => edit.warnings)]),
    logs: masked(report.logs),
    error: masked(report.error),
    timing: { ...report.timing, totalMs: Math.round(totalMs) },
  };
}

/** Characters of decoded answers that are shown beyond the first. */
const shownData = 8_000_000;

function shownRows({ check }: RunSetup, { requests, mask }: RunReport): ShownRow[] {
  let room = shownData;
  const dataOf = ({ data }: RequestRow): unknown => {
    room -= data?.length ?? 0;
    return data === null || room < 0 ? null : maskJson(JSON.parse(data) as unknown, mask);
  };
  return requests.map((row) => {
    const { response, ...shown } = shownRow(row, mask);
    const { answer } = row;
    const body = answer && mask(shownBody(answer.body, check.charset, answer.headers));
    return { ...shown, response: response && { ...response, body }, data: dataOf(row) };
  });
}

/** A script that was never saved; equal code shares an isolate. */
export function adHoc({ language, code }: AdHocScript): SetUpScript {
  const hash = createHash('sha256').update(`${language}\n${code}`).digest('hex');
  return { scriptId: null, version: null, source: { key: `adhoc:${hash}`, language, code } };
}

/** Characters of an answer that are shown. */
const shownLength = 1_000_000;

/** The beginning of an answer as text, in the check's charset or the one that its header names. */
export function shownBody(body: Uint8Array, charset: string | null, headers: Record<string, string>): string {
  const named = charset ?? /charset="?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const start = body.subarray(0, shownLength * 4);
  try {
    return new TextDecoder(named).decode(start).slice(0, shownLength);
  } catch {
    // The CRM names a charset that nobody knows.
    return new TextDecoder().decode(start).slice(0, shownLength);
  }
}

interface Chosen {
  leads: JobLead[];
  range: RangeDays | null;
  warnings: Warning[];
}

async function chooseLeads(
  { db }: Pick<App, 'db'>,
  { scope, check, timezone }: RunSetup,
  input: DryRunInput,
  now: Date,
): Promise<Chosen> {
  if (check.kind !== 'range') {
    if (input.leadIds) return { range: null, ...(await chosenLeads(db, scope, input.leadIds)) };
    const limit = Math.min(input.limit ?? check.batch_size, check.batch_size);
    const leads = await dueLeads(db, scope, { afterId: 0, untilId: Number.MAX_SAFE_INTEGER, limit });
    return { range: null, leads, warnings: leads.length === 0 ? nothingDue(input) : [] };
  }
  const range = await chosenRange(db, { scope, check, timezone }, input, now);
  if (!range) return { leads: [], range: { ...today(now, timezone), zone: timezone }, warnings: nothingDue(input) };
  const { from, to } = range;
  const days = { from, to, zone: timezone };
  if (input.leadIds) return { range: days, ...(await chosenLeads(db, scope, input.leadIds)) };
  const leads = input.limit === undefined ? range.leads : range.leads.slice(0, input.limit);
  return { range: days, leads, warnings: leads.length === 0 ? nothingDue(input) : [] };
}

const today = (now: Date, zone: string): { from: string; to: string } => {
  const day = localDay(now, zone);
  return { from: day, to: day };
};

/** A given answer is decided on all the same. */
function nothingDue({ response, responses, only }: DryRunInput): Warning[] {
  const given = only !== 'request' && (response !== undefined || (responses?.length ?? 0) > 0);
  if (given) {
    const message =
      'No lead is due for this check and offer, so the script saw the answer without a lead. Name leads with leadIds.';
    return [{ code: 'nothing_due_answered', message }];
  }
  const message =
    'No lead is due for this check and offer, so the CRM was not asked. Name leads with leadIds, or paste an answer.';
  return [{ code: 'nothing_due', message }];
}

async function chosenLeads(
  db: App['db'],
  scope: RunSetup['scope'],
  ids: readonly number[],
): Promise<Pick<Chosen, 'leads' | 'warnings'>> {
  const leads = await leadsById(db, scope, ids);
  const found = new Set(leads.map(({ id }) => id));
  const strange = ids.flatMap((id, index) =>
    found.has(id)
      ? []
      : [{ path: `leadIds[${index}]`, message: `Lead ${id} is not a lead of this offer and integration.` }],
  );
  if (strange.length > 0) throw new InvalidInput(strange);
  const due = new Set((await dueAmong(db, scope, ids)).map(({ id }) => id));
  return {
    leads,
    warnings: leads
      .filter(({ id }) => !due.has(id))
      .map(({ id, status }) => ({
        code: 'lead_not_due',
        message: `Lead ${id} (status ${status}) is not due for this check; a sweep would leave it out.`,
        params: { leadId: id, status },
      })),
  };
}

async function chosenRange(
  db: App['db'],
  { scope, check, timezone }: Pick<RunSetup, 'scope' | 'check' | 'timezone'>,
  { from, to }: DryRunInput,
  now: Date,
): Promise<{ from: string; to: string; leads: JobLead[] } | null> {
  if (from === undefined && to === undefined) {
    return nextRange(db, {
      ...scope,
      zone: timezone,
      fromDay: firstDay,
      untilDay: localDay(now, timezone),
      rangeDays: check.range_days,
    });
  }
  const first = from ?? to ?? '';
  const last = to ?? first;
  if (first > last) throw new InvalidInput([{ path: 'to', message: `${last} is before from, ${first}.` }]);
  return { from: first, to: last, leads: await leadsOfRange(db, scope, { from: first, to: last, zone: timezone }) };
}

/** The answers in turn; after them nothing is sent. What would not leave is refused as it would be. */
function given(answers: readonly GivenAnswer[]): Answerer {
  let next = 0;
  return async (request, allowedHosts) => {
    const refusal = refusalOf(request, allowedHosts);
    if (refusal !== null) return { ...unsent(refusal.code, refusal.message), attempts: [], ms: 0 };
    const answer = answers[next++];
    if (answer === undefined) return { kind: 'not_sent', attempts: [], ms: 0 };
    const headers = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]);
    const exchange = { status: answer.status, headers: Object.fromEntries(headers), body: answer.body };
    return { kind: 'answer', exchange, attempts: [], ms: 0 };
  };
}

/** `{ffrom}` prints the day before the month, as documented, which is hardly ever what a CRM means. */
function dateWarnings({ url, headers, fields }: CheckDefinition): Warning[] {
  const texts = [url, ...Object.values(headers), ...fields.map(({ value }) => value)];
  const used = ['ffrom', 'fto', 'ftom'].filter((word) => texts.some((text) => text.includes(`{${word}}`)));
  return used.map((word) => ({
    code: 'day_before_month',
    message: `{${word}} prints the day before the month (yyyy-dd-MM HH:mm:ss); most CRMs want {${word.slice(1)}:yyyy-MM-dd HH:mm:ss}.`,
    params: { macro: word },
  }));
}
