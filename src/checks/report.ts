import type { Findings, LogLine, Warning } from '../../sandbox/contract/job.ts';
import { maxLogBytes, maxLogLines } from '../../sandbox/contract/limits.ts';
import type { RunError, RunTiming } from '../db/schema/runs.ts';
import { maskHeaders, maskJson } from '../outbound/mask.ts';
import type { Decided } from './answers/decide.ts';
import { type JoinedFindings, joinFindings } from './answers/join-findings.ts';
import type { Asked, Exchange, ShownRequest } from './requests/ask.ts';
import type { RunSetup } from './setup.ts';

/** An answer as far as the journal keeps it. */
export interface HeldAnswer extends Exchange {
  /** Of the whole body, where only its beginning is held. */
  bytes: number;
}

/** One request of a run, as people see it. */
export interface RequestRow {
  purpose: 'login' | 'ask';
  /** Which answer of the run it got, from 1; null for a log-in. */
  page: number | null;
  request: ShownRequest | null;
  response: { status: number; headers: Record<string, string> } | null;
  /** Never that of a log-in. */
  answer: HeldAnswer | null;
  /** The decoded answer as JSON text, where it was wanted. */
  data: string | null;
  attempts: Asked['attempts'];
  /** Milliseconds. `waitMs` passed before it was sent, since the script wanted it so. */
  timing: { waitMs: number; requestMs: number; decodeMs: number; scriptMs: number };
  error: RunError | null;
}

/** A run as far as it came without touching a lead: what was asked, what was answered, what the script said. */
export interface RunReport {
  state: 'ok' | 'failed' | 'skipped';
  skipped: string | null;
  error: RunError | null;
  /** Of the first answer. */
  request: ShownRequest | null;
  exchange: Exchange | null;
  attempts: Asked['attempts'];
  /** All that were sent, in their order. */
  requests: RequestRow[];
  /** The answers that the script read, and the one that failed the run. */
  answers: HeldAnswer[];
  findings: Findings | null;
  logs: LogLine[];
  warnings: Warning[];
  timing: Omit<RunTiming, 'totalMs'>;
  /** What the log-in gave. */
  tokens: string[];
  /** Takes secrets and tokens out of a text that people will see. */
  mask: RunSetup['mask'];
}

/** Bytes of a run's answers that the journal keeps; longer ones are cut and cannot be replayed. */
export const maxKeptAnswerBytes = 4 * 1024 * 1024;

/** Gathers the answers of a run into one report, page by page. */
export interface Gathering {
  add(row: RequestRow): void;
  /** What was asked and decided for one answer. @returns the error that ends the run */
  page(page: number, asked: Asked, decided: Decided | null, waitMs: number): RunError | null;
  warn(warning: Warning): void;
  report(end: { error: RunError | null; skipped: string | null }, setup: RunSetup, tokens: string[]): RunReport;
}

export function gather(): Gathering {
  const requests: RequestRow[] = [];
  const answers: HeldAnswer[] = [];
  const logs: LogLine[] = [];
  const warnings: Warning[] = [];
  let joined: JoinedFindings | null = null;
  let first: Asked | null = null;
  let logsDropped = 0;
  let logBytes = 0;
  let room = maxKeptAnswerBytes;
  /** Of a preprocessing script after which nothing was sent. */
  let unsentMs = 0;

  function keepLogs(lines: readonly LogLine[]): void {
    for (const line of lines) {
      logBytes += Buffer.byteLength(line.text);
      if (logs.length < maxLogLines && logBytes <= maxLogBytes) logs.push(line);
      else logsDropped++;
    }
  }

  function hold(exchange: Exchange): HeldAnswer {
    const { body } = exchange;
    // A copy, since a view would hold the whole.
    const held = { ...exchange, body: body.length > room ? body.slice(0, room) : body, bytes: body.length };
    room -= held.body.length;
    answers.push(held);
    return held;
  }

  return {
    add: (row) => void requests.push(row),
    warn: (warning) => void warnings.push(warning),
    page(page, asked, decided, waitMs) {
      first ??= asked;
      keepLogs([...asked.logs, ...(decided?.logs ?? [])]);
      logsDropped += asked.logsDropped + (decided?.logsDropped ?? 0);
      warnings.push(...[...asked.warnings, ...(decided?.warnings ?? [])].map((warning) => ofPage(page, warning)));
      let error = asked.end.kind === 'failed' ? asked.end.error : (decided?.error ?? null);
      if (decided?.findings) {
        joined = joinFindings(joined, decided.findings);
        error ??= joined.error;
      }
      const answer = asked.exchange && hold(asked.exchange);
      // Left out by its script, or without a token: no request came of it.
      if (asked.request || answer) requests.push(rowOf(page, asked, { waitMs, answer, decided, error }));
      else unsentMs += asked.scriptMs;
      return error;
    },
    report({ error, skipped }, setup, tokens) {
      const sum = (name: keyof RequestRow['timing']): number =>
        requests.reduce((total, { timing }) => total + timing[name], 0);
      const { droppedEdits = 0, findings = null } = joined ?? {};
      return {
        state: error ? 'failed' : skipped === null ? 'ok' : 'skipped',
        skipped,
        error,
        request: first?.request ?? null,
        exchange: answers[0] ?? null,
        attempts: first?.attempts ?? [],
        requests,
        answers,
        findings,
        logs,
        warnings: [...warnings, ...counted('edits_over_limit', droppedEdits), ...counted('log_cut', logsDropped)],
        timing: { requestMs: sum('requestMs'), decodeMs: sum('decodeMs'), scriptMs: sum('scriptMs') + unsentMs },
        tokens,
        mask: setup.mask,
      };
    },
  };
}

/** The row of one request for an answer. */
export function rowOf(
  page: number,
  asked: Asked,
  of: { waitMs: number; answer: HeldAnswer | null; decided: Decided | null; error: RunError | null },
): RequestRow {
  return {
    purpose: 'ask',
    page,
    request: asked.request,
    response: asked.exchange && { status: asked.exchange.status, headers: asked.exchange.headers },
    answer: of.answer,
    data: of.decided?.findings?.data ?? null,
    attempts: asked.attempts,
    timing: {
      waitMs: of.waitMs,
      requestMs: asked.requestMs,
      decodeMs: of.decided?.decodeMs ?? 0,
      scriptMs: asked.scriptMs + (of.decided?.scriptMs ?? 0),
    },
    error: of.error,
  };
}

/** A request as it is shown: without secrets, and what a log-in answered never. */
export function shownRow(row: RequestRow, mask: RunSetup['mask']) {
  const { purpose, page, request, response, attempts, timing, error } = row;
  const headers = response && maskHeaders(response.headers, mask);
  return {
    purpose,
    page,
    startedAt: attempts[0]?.startedAt.toISOString() ?? null,
    request: maskJson(request, mask),
    response: response && headers && { status: response.status, headers },
    attempts: maskJson(attempts, mask),
    timing,
    error: maskJson(error, mask),
  };
}

/** The first answer needs no mention: most runs have no other. */
function ofPage(page: number, { code, message, params }: Warning): Warning {
  if (page === 1) return params === undefined ? { code, message } : { code, message, params };
  return { code, message: `Answer ${page}: ${message}`, params: { ...params, page } };
}

const sentences = {
  edits_over_limit: (n: number) => `${n} edits beyond what one lead may get were dropped`,
  log_cut: (n: number) => `${n} more log lines were not kept.`,
};

function counted(code: keyof typeof sentences, count: number): Warning[] {
  if (count === 0) return [];
  return [{ code, message: sentences[code](count), params: code === 'log_cut' ? { lines: count } : { count } }];
}
