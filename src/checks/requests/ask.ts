import { storableText } from '../../../sandbox/contract/edit.ts';
import type { JobLead, LogLine, ScriptRequest, Warning } from '../../../sandbox/contract/job.ts';
import { expandUrl, MacroError } from '../../../sandbox/contract/macros.ts';
import type { App } from '../../app.ts';
import type { RunError } from '../../db/schema/runs.ts';
import { maskHeaders } from '../../outbound/mask.ts';
import type { Attempt, OutboundRequest } from '../../outbound/send.ts';
import { type RangeDays, rangeVariables } from '../selection/ranges.ts';
import { jobLimits, type RunSetup } from '../setup.ts';
import { unsendable } from '../sweeps/halves.ts';
import { waitForTurn } from '../workers/pace.ts';
import { draftRequest, finalRequest, macroValues, type RequestDefinition } from './request.ts';

/** What one run is about, and when. */
export interface Batch {
  leads: JobLead[];
  /** Null for an id batch. */
  range: RangeDays | null;
  now: Date;
  /** Makes `Math.random` of the scripts the same again in a replay. */
  seed: number;
}

/** A request as it may be shown: secrets masked. */
export interface ShownRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** An answer as it came in, decompressed. */
export interface Exchange {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array;
}

/** How far the asking came; whatever its end, everything gathered up to there is kept. */
export interface Asked {
  end:
    | { kind: 'answered' }
    /** Only the request was wanted. */
    | { kind: 'not_sent' }
    | { kind: 'skipped'; why: string }
    | { kind: 'failed'; error: RunError };
  request: ShownRequest | null;
  /** The same before it was encoded, macros of its URL not expanded; its method is the one that was used. */
  sent: ScriptRequest | null;
  /** The answer, also where its status fails the run. */
  exchange: Exchange | null;
  attempts: Attempt[];
  logs: LogLine[];
  logsDropped: number;
  warnings: Warning[];
  requestMs: number;
  scriptMs: number;
}

export type Answered =
  | { kind: 'answer'; exchange: Exchange; attempts: Attempt[]; ms: number }
  | { kind: 'not_sent'; attempts: Attempt[]; ms: number }
  | { kind: 'failed'; error: RunError; attempts: Attempt[]; ms: number };

/** Where answers come from: the network, or what somebody pasted. */
export type Answerer = (
  request: OutboundRequest,
  allowedHosts: string[],
  setup: RunSetup,
  signal?: AbortSignal,
) => Promise<Answered>;

export const nothingYet = (): Asked => ({
  end: { kind: 'answered' },
  request: null,
  sent: null,
  exchange: null,
  attempts: [],
  logs: [],
  logsDropped: 0,
  warnings: [],
  requestMs: 0,
  scriptMs: 0,
});

/** Builds the request of a batch, lets the preprocessing script change it, and gets the answer. */
export async function ask(
  app: Pick<App, 'isolates'>,
  setup: RunSetup,
  batch: Batch,
  answer: Answerer,
  signal?: AbortSignal,
): Promise<Asked> {
  const asked = nothingYet();
  const values = macroValues(setup, batch.leads, batch.range);
  let draft: ScriptRequest;
  try {
    draft = draftRequest(setup.check, values);
  } catch (error) {
    return Object.assign(asked, { end: unexpanded(error) });
  }
  const scripted = await preprocess(app, setup, batch, draft, asked, signal);
  if (scripted.kind !== 'request') return Object.assign(asked, { end: scripted });
  const methodChosen = setup.check.method !== null || scripted.request.method !== draft.method;
  return send(setup, batch, scripted.request, { methodChosen }, answer, asked, signal);
}

/** Gets the answer to one more request of the run, which the processing script wanted. */
export function askMore(
  setup: RunSetup,
  batch: Batch,
  request: ScriptRequest,
  answer: Answerer,
  signal?: AbortSignal,
): Promise<Asked> {
  return send(setup, batch, request, { methodChosen: true }, answer, nothingYet(), signal);
}

async function send(
  setup: RunSetup,
  batch: Batch,
  scripted: ScriptRequest,
  asScripted: { methodChosen: boolean },
  answer: Answerer,
  asked: Asked,
  signal?: AbortSignal,
): Promise<Asked> {
  const end = (how: Asked['end']): Asked => Object.assign(asked, { end: how });
  const values = macroValues(setup, batch.leads, batch.range);
  let request: OutboundRequest;
  let allowedHosts: string[];
  try {
    request = finalRequest(setup.check, scripted, asScripted, values);
    // Where a script may send a run's secrets was said when the check was saved.
    allowedHosts = [hostOf(expandUrl(setup.check.url, values)), ...setup.allowedHosts];
  } catch (error) {
    return end(unexpanded(error));
  }
  asked.request = shownRequest(request, setup);
  asked.sent = { ...scripted, method: request.method };
  const answered = await answer(request, allowedHosts, setup, signal);
  asked.attempts = answered.attempts;
  asked.requestMs = answered.ms;
  if (answered.kind !== 'answer') return end(answered);
  asked.exchange = answered.exchange;
  const wrongStatus = refusedStatus(answered.exchange, setup);
  return wrongStatus ? end({ kind: 'failed', error: wrongStatus }) : asked;
}

/** The request as it leaves, and the hosts it may go to. @throws MacroError */
export function ownRequest(
  definition: RequestDefinition,
  setup: RunSetup,
): { request: OutboundRequest; allowedHosts: string[] } {
  const values = macroValues(setup, [], null);
  const draft = draftRequest(definition, values);
  const request = finalRequest(definition, draft, { methodChosen: definition.method !== null }, values);
  return { request, allowedHosts: [hostOf(request.url), ...setup.allowedHosts] };
}

export const shownRequest = ({ method, url, headers, body }: OutboundRequest, { mask }: RunSetup): ShownRequest => ({
  method,
  url: mask(url),
  headers: maskHeaders(headers, mask),
  body: typeof body === 'string' ? mask(body) : null,
});

function unexpanded(error: unknown): { kind: 'failed'; error: RunError } {
  if (!(error instanceof MacroError)) throw error;
  return unsent('network_failed', error.message);
}

const defaultAnswerBytes = 16 * 1024 * 1024;
const maxRedirects = 5;
const maxAttempts = 3;

/** Sends requests out, within the limits of their check, each attempt in its turn. */
export function overNetwork({ outbound, db, clock }: Pick<App, 'outbound' | 'db' | 'clock'>): Answerer {
  return async (request, allowedHosts, { check, scope, requestsPerMinute }, signal) => {
    let waitedMs = 0;
    const policy = {
      allowedHosts,
      timeoutMs: check.timeout_ms,
      answerBytes: check.limits.answerBytes ?? defaultAnswerBytes,
      maxRedirects,
      repeatable: check.repeatable,
      attempts: maxAttempts,
      async turn() {
        const began = performance.now();
        await waitForTurn(db, scope.integrationId, requestsPerMinute, clock.now(), signal);
        waitedMs += performance.now() - began;
      },
    };
    const sent = await outbound.send(request, policy, signal);
    const { attempts } = sent;
    const ms = Math.max(0, Math.round(sent.ms - waitedMs));
    if (sent.kind === 'failed') {
      const failed = attempts.length === 0 ? unsent : failedRequest;
      return { ...failed(sent.code, sent.message), attempts, ms };
    }
    const { status, headers, body } = sent;
    return { kind: 'answer', exchange: { status, headers, body }, attempts, ms };
  };
}

async function preprocess(
  app: Pick<App, 'isolates'>,
  setup: RunSetup,
  batch: Batch,
  draft: ScriptRequest,
  asked: Asked,
  signal?: AbortSignal,
): Promise<{ kind: 'request'; request: ScriptRequest } | Exclude<Asked['end'], { kind: 'answered' | 'not_sent' }>> {
  if (!setup.preprocess) return { kind: 'request', request: draft };
  const outcome = await app.isolates.run(
    {
      stage: 'preprocess',
      lookUps: setup.lookUps,
      script: setup.preprocess.source,
      limits: jobLimits(setup.check),
      params: setup.params,
      offer: setup.offer,
      now: Math.floor(batch.now.getTime() / 1000),
      seed: batch.seed,
      ...(setup.token !== null && { token: setup.token }),
      request: draft,
      leads: batch.range ? [] : batch.leads.map(({ id, extId }) => ({ id, extId })),
      range: batch.range && rangeVariables(batch.range),
    },
    signal,
  );
  asked.logs = outcome.logs;
  asked.logsDropped = outcome.logsDropped;
  asked.warnings = outcome.warnings;
  asked.scriptMs = outcome.scriptMs;
  if (outcome.kind === 'failed') return { kind: 'failed', error: outcome.error };
  if (outcome.kind === 'request' || outcome.kind === 'skipped') return outcome;
  throw new Error(`A preprocessing script cannot end with «${outcome.kind}»`);
}

/** `host:port` of a URL, as the guard of outgoing requests compares it; what is no URL allows nothing. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function refusedStatus({ status, body }: Exchange, { check }: RunSetup): RunError | null {
  const named = check.ok_statuses ?? [];
  if (named.length > 0 ? named.includes(status) : status >= 200 && status <= 299) return null;
  const start = startOf(body, check.charset);
  return {
    step: 'request',
    code: 'http_status',
    message: start === '' ? `The CRM answered ${status} with an empty body.` : `The CRM answered ${status}: ${start}`,
    params: { status },
    ...(start === '' ? {} : { excerpt: start }),
  };
}

const startLength = 200;

/** The beginning of an answer, as far as it fits into a sentence. */
export function startOf(body: Uint8Array, charset: string | null): string {
  const text = new TextDecoder(charset ?? 'utf-8').decode(body.subarray(0, startLength * 4), { stream: true });
  return storableText(text.replace(/\s+/g, ' ').trim().slice(0, startLength));
}

interface Failed {
  kind: 'failed';
  error: RunError;
}

function failedRequest(code: string, message: string): Failed {
  return { kind: 'failed', error: { step: 'request', code, message } };
}

/** Nobody was asked. */
export function unsent(code: string, message: string): Failed {
  const { error } = failedRequest(code, message);
  return { kind: 'failed', error: code === 'network_failed' ? { ...error, params: unsendable } : error };
}
