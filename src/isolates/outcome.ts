/** Turns what a child reported into the outcome of a job, believing none of it: a script may have taken the child over. */
import { storableText } from '../../sandbox/contract/edit.ts';
import type {
  Diagnostic,
  Job,
  Json,
  Outcome,
  ScriptError,
  ScriptRequest,
  Trace,
  Warning,
} from '../../sandbox/contract/job.ts';
import { maxResultBytes, maxResultNames, maxResultValues, maxShownDepth } from '../../sandbox/contract/limits.ts';
import { type NextRequest, parseNext } from '../../sandbox/contract/next.ts';
import { findingsOf } from './findings.ts';
import { overrunError } from './overrun.ts';
import type { Report } from './protocol.ts';
import { asObject, type Counted, type JsonObject, list, maxDepth, readResult } from './reading.ts';
import { errorOf, errorText, isPlace, paramsOf, presentable } from './script-error.ts';
import type { Death } from './worker.ts';

/** Of the runtime, which counts each kind; more than there are kinds. */
const maxWarnings = 100;
const noTrace: Trace = { logs: [], logsDropped: 0, warnings: [], decodeMs: 0, scriptMs: 0 };

function failedOutcome(error: ScriptError, trace: Partial<Trace> = {}): Outcome {
  return { kind: 'failed', error, findings: null, ...noTrace, ...trace };
}

/** Of a script that was never given to a child, since it does not compile. */
export function outcomeOfInvalid(job: Job, [first]: Diagnostic[]): Outcome {
  const what = first?.message ?? 'it does not compile';
  const line = first?.line ?? 1;
  const message = `The script does not compile, at line ${line}: ${what}`;
  const error = { step: job.stage, code: 'script_invalid', message, params: { error: what } } as const;
  return failedOutcome(presentable(job, { ...error, line, column: first?.column ?? 1 }));
}

export function outcomeOfDeath(job: Job, { how, during, logs, logsDropped }: Death): Outcome {
  const trace = { logs, logsDropped };
  const step = job.stage;
  if (during === 'decode') {
    const reason = { time: 'it takes too long', memory: 'it needs too much memory', crash: 'the decoder broke on it' }[
      how
    ];
    const message = `Cannot read the answer: ${reason}`;
    return failedOutcome({ step: 'decode', code: 'decode_failed', message, params: { reason } });
  }
  if (how === 'crash') return outcomeOfTrouble(job, trace);
  const given = during === 'start' && step === 'process';
  return failedOutcome(overrunError(job.limits, given ? 'decode' : step, how, null), trace);
}

/** Its process ended, for no reason that is known to lie in the script. */
export function outcomeOfTrouble({ stage }: Job, trace: Partial<Trace> = {}): Outcome {
  const message = 'The process that ran the script ended before it was done';
  return failedOutcome({ step: stage, code: 'script_crashed', message, params: { reason: 'process_ended' } }, trace);
}

export function outcomeOfReport(job: Job, report: Report): Outcome {
  const trace = traceOf(report);
  if (report.result !== null && report.result.byteLength > maxResultBytes) {
    return { kind: 'failed', error: tooMuchOutput(job), findings: null, ...trace };
  }
  let result: JsonObject | null = null;
  if (report.result !== null) {
    const read = readResult(report.result);
    if (read.ok) ({ result } = read);
    else if (read.why !== 'no_object')
      return { kind: 'failed', error: beyond(read.why, job), findings: null, ...trace };
  }
  if (typeof result?.data === 'string' && isDeepText(result.data)) {
    result.data = null;
    const message = `The decoded answer nests deeper than ${maxShownDepth} levels, too deep to be shown`;
    trace.warnings.push({ code: 'data_too_deep', message, params: { count: maxShownDepth } });
  }
  if (result !== null) trace.warnings.push(...list(result.warnings, warningOf).slice(0, maxWarnings));
  const findings = job.stage === 'process' && result !== null ? findingsOf(job.leads, result) : null;
  const failed = (error: ScriptError): Outcome => ({
    kind: 'failed',
    error: presentable(job, error),
    findings,
    ...trace,
  });

  const error = report.error === null ? null : (errorOf(report.error, job) ?? notAResult(job));
  // A script that went on after it had said its end, until it was stopped, did not come to that end.
  if (error?.code === 'script_timeout' || error?.code === 'script_memory') return failed(error);

  const end = asObject(result?.end);
  switch (end?.kind) {
    case 'skipped':
    case 'stopped':
      return { kind: end.kind, why: text(end.why), ...trace };
    case 'failed': {
      const message = text(end.message) === '' ? 'The script reported a failure' : text(end.message);
      return failed({ step: job.stage, code: 'script_failed', message, params: { message } });
    }
    case 'output':
      return failed(tooMuchOutput(job));
    case 'threw': {
      const { line, column } = end;
      const position = isPlace(line) && isPlace(column) ? { line, column } : {};
      const what = job.stage === 'process' ? 'The script threw an error' : 'The result of the script cannot be read';
      const message = `${what}${position.line === undefined ? '' : `, at line ${position.line}`}: ${text(end.text)}`;
      return failed({ step: job.stage, code: 'script_threw', message, params: { error: text(end.text) }, ...position });
    }
  }
  if (error !== null) return failed(error);
  if (result === null || end?.kind !== 'done') return failed(notAResult(job));
  if (job.stage === 'process') {
    const next = nextOf(result.next);
    return findings === null || next === 'unreadable'
      ? failed(notAResult(job))
      : { kind: 'edits', next, ...findings, ...trace };
  }
  if (job.stage === 'action') {
    return result.result === undefined ? failed(notAResult(job)) : { kind: 'result', result: result.result, ...trace };
  }
  const request = scriptRequestOf(result.request);
  return request === null ? failed(notAResult(job)) : { kind: 'request', request, ...trace };
}

function tooMuchOutput({ stage }: Job): ScriptError {
  const limit = maxResultBytes / 1024 ** 2;
  return {
    step: stage,
    code: 'script_output',
    message: `The script gave back more than ${limit} MB`,
    params: { limit },
  };
}

function beyond(what: Counted, { stage }: Job): ScriptError {
  const [limit, message] = {
    levels: [maxDepth, `The script gave back data that nests deeper than ${maxDepth} levels`] as const,
    names: [maxResultNames, `The script gave back more than ${maxResultNames} different names`] as const,
    values: [maxResultValues, `The script gave back more than ${maxResultValues} values`] as const,
  }[what];
  return { step: stage, code: 'script_output', message, params: { [what]: limit } };
}

function notAResult({ stage }: Job): ScriptError {
  return {
    step: stage,
    code: 'script_crashed',
    message: 'The script left no result that can be read',
    params: { reason: 'no_result' },
  };
}

function traceOf({ logs, logsDropped, warnings, decodeMs, scriptMs }: Report): Trace {
  return {
    logs,
    logsDropped,
    warnings: list(warnings, warningOf).slice(0, maxWarnings),
    decodeMs: rounded(decodeMs),
    scriptMs: rounded(scriptMs),
  };
}

/** Brackets within texts count too, which is good enough to show an answer or not. */
function isDeepText(json: string): boolean {
  let depth = 0;
  // By codes: to make a match of each, in megabytes, would hold everybody up.
  for (let at = 0; at < json.length; at++) {
    // `[` and `]` are `{` and `}` but for one bit.
    const code = json.charCodeAt(at) | 0x20;
    if (code === 0x7b) depth++;
    else if (code === 0x7d) depth--;
    if (depth > maxShownDepth) return true;
  }
  return false;
}

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

function scriptRequestOf(value: Json | undefined): ScriptRequest | null {
  const { url, method, headers, fields } = asObject(value) ?? {};
  const names = asObject(headers);
  const body = typeof fields === 'string' ? fields : asObject(fields);
  if (typeof url !== 'string' || typeof method !== 'string' || names === null || body === null) return null;
  if (!Object.values(names).every((header) => typeof header === 'string')) return null;
  return { url, method, headers: names as Record<string, string>, fields: body };
}

function nextOf(value: Json | undefined): NextRequest | null | 'unreadable' {
  if (value === undefined || value === null) return null;
  const parsed = parseNext(value);
  return parsed.ok ? parsed.next : 'unreadable';
}

function warningOf(item: Json): Warning | null {
  const { code, message, params } = asObject(item) ?? {};
  if (typeof code !== 'string' || typeof message !== 'string') return null;
  return { code, message: storableText(message), params: paramsOf(params) };
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? errorText(value) : '';
}
