/** Turns what a child reported into the outcome of a job, believing none of it: a script may have taken the child over. */
import type {
  Findings,
  Job,
  Json,
  LogLine,
  Outcome,
  RecordedEdit,
  ScriptError,
  ScriptRequest,
  Trace,
  Warning,
} from '../../sandbox/contract/job.ts';
import { maxErrorBytes, maxLogLines, maxResultBytes } from '../../sandbox/contract/limits.ts';
import { excerptAt } from './excerpt.ts';
import type { Report } from './protocol.ts';
import type { Death } from './worker.ts';

const noTrace: Trace = { logs: [], logsDropped: 0, warnings: [], decodeMs: 0, scriptMs: 0 };

export function failedOutcome(error: ScriptError, trace: Partial<Trace> = {}): Outcome {
  return { kind: 'failed', error, findings: null, ...noTrace, ...trace };
}

export function outcomeOfDeath(job: Job, { how, decoding, logs, logsDropped }: Death): Outcome {
  const trace = { logs: cleanLogs(logs), logsDropped };
  const step = job.stage;
  const { scriptMs, memoryMb } = job.limits;
  if (decoding) {
    const reason = { time: 'it takes too long', memory: 'it needs too much memory', crash: 'the decoder broke on it' }[
      how
    ];
    const message = `Cannot read the answer: ${reason}`;
    return failedOutcome({ step: 'decode', code: 'decode_failed', message, params: { reason } });
  }
  switch (how) {
    case 'time': {
      const message = `The script ran longer than ${scriptMs % 100 === 0 ? `${scriptMs / 1000} s` : `${scriptMs} ms`}`;
      return failedOutcome({ step, code: 'script_timeout', message, params: { limit: scriptMs } }, trace);
    }
    case 'memory': {
      const message = `The script used more than ${memoryMb} MB of memory`;
      return failedOutcome({ step, code: 'script_memory', message, params: { limit: memoryMb } }, trace);
    }
    case 'crash':
      return failedOutcome(
        { step, code: 'script_crashed', message: 'The process that ran the script ended before it was done' },
        trace,
      );
  }
}

export function outcomeOfReport(job: Job, report: Report): Outcome {
  const trace = traceOf(report);
  if (report.result !== null && Buffer.byteLength(report.result) > maxResultBytes) {
    return { kind: 'failed', error: tooMuchOutput(job), findings: null, ...trace };
  }
  const result = report.result === null ? null : readObject(report.result);
  if (result !== null) trace.warnings.push(...list(result.warnings, warningOf));
  const findings = job.stage === 'process' && result !== null ? findingsOf(job.leads.length, result) : null;
  const failed = (error: ScriptError): Outcome => ({
    kind: 'failed',
    error: withExcerpt(job, error),
    findings,
    ...trace,
  });

  const end = asObject(result?.end);
  switch (end?.kind) {
    case 'skipped':
    case 'stopped':
      return { kind: end.kind, why: text(end.why), ...trace };
    case 'failed': {
      const message = text(end.message) === '' ? 'The script reported a failure' : text(end.message);
      return failed({ step: job.stage, code: 'script_failed', message });
    }
    case 'output':
      return failed(tooMuchOutput(job));
    case 'threw': {
      const line = typeof end.line === 'number' ? end.line : null;
      const position = line === null ? {} : { line, column: Number(end.column) };
      const message = `The result of the script cannot be read${line === null ? '' : `, at line ${line}`}: ${text(end.text)}`;
      return failed({ step: job.stage, code: 'script_threw', message, params: { error: text(end.text) }, ...position });
    }
  }
  if (report.error !== null) return failed(report.error);
  if (result === null || end?.kind !== 'done') return failed(notAResult(job));
  if (job.stage === 'process')
    return findings === null ? failed(notAResult(job)) : { kind: 'edits', ...findings, ...trace };
  if (job.stage === 'action') {
    return result.result === undefined ? failed(notAResult(job)) : { kind: 'result', result: result.result, ...trace };
  }
  const request = requestOf(result.request);
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

function notAResult({ stage }: Job): ScriptError {
  return { step: stage, code: 'script_crashed', message: 'The script left no result that can be read' };
}

function withExcerpt(job: Job, error: ScriptError): ScriptError {
  if (error.step === 'decode' || error.line === undefined || error.column === undefined) return error;
  const excerpt = excerptAt(job.script.code, { line: error.line, column: error.column });
  return excerpt === null ? error : { ...error, excerpt };
}

function traceOf({ logs, logsDropped, warnings, decodeMs, scriptMs }: Report): Trace {
  return {
    logs: cleanLogs(logs),
    logsDropped,
    warnings: [...warnings],
    decodeMs: rounded(decodeMs),
    scriptMs: rounded(scriptMs),
  };
}

function cleanLogs(logs: LogLine[]): LogLine[] {
  return logs.slice(0, maxLogLines).map(({ level, text: line }) => ({ level, text: clean(line) }));
}

/** An id that is a whole number is one; what else a script passed is shown as text. */
const numberOrText = (id: string): number | string => (/^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id);

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

function findingsOf(leads: number, result: JsonObject): Findings | null {
  const { rows, data } = result;
  return {
    rows: typeof rows === 'number' ? rows : null,
    edits: list(result.edits, editOf),
    unknownIds: list(result.unknownIds, (id) => (typeof id === 'string' ? numberOrText(id) : null)),
    missingIds: list(result.missingIds, (id) => (Number.isSafeInteger(id) ? (id as number) : null)).slice(0, leads),
    unrecognised: list(result.unrecognised, (item) => {
      const { text: said, count } = asObject(item) ?? {};
      return typeof said === 'string' && typeof count === 'number' ? { text: said, count } : null;
    }),
    crmStatuses: list(result.crmStatuses, (item) => {
      const { leadId, text: said } = asObject(item) ?? {};
      return typeof said === 'string' && typeof leadId === 'number' ? { leadId, text: said } : null;
    }),
    data: typeof data === 'string' ? data : null,
  };
}

function editOf(item: Json): RecordedEdit | null {
  const { leadId, edit, recognised, overLimit } = asObject(item) ?? {};
  const fields = asObject(edit);
  if (typeof leadId !== 'number' || fields === null) return null;
  const recorded: RecordedEdit = { leadId, edit: fields };
  const { text: said, rule, word } = asObject(recognised) ?? {};
  if (typeof said === 'string' && typeof rule === 'string' && typeof word === 'string') {
    recorded.recognised = { text: said, rule, word };
  }
  if (overLimit === true) recorded.overLimit = true;
  return recorded;
}

function requestOf(value: Json | undefined): ScriptRequest | null {
  const { url, method, headers, fields } = asObject(value) ?? {};
  const names = asObject(headers);
  const body = typeof fields === 'string' ? fields : asObject(fields);
  if (typeof url !== 'string' || typeof method !== 'string' || names === null || body === null) return null;
  if (!Object.values(names).every((header) => typeof header === 'string')) return null;
  return { url, method, headers: names as Record<string, string>, fields: body };
}

function warningOf(item: Json): Warning | null {
  const { code, message, params } = asObject(item) ?? {};
  if (typeof code !== 'string' || typeof message !== 'string') return null;
  return { code, message, params: (asObject(params) ?? {}) as Record<string, string | number> };
}

type JsonObject = { [key: string]: Json };

function readObject(json: string): JsonObject | null {
  // Half a surrogate pair and NUL are text that no database takes; looked for first, since a reviver takes its time.
  const suspicious = /\\u(?:0000|d[89a-f])/i.test(json);
  try {
    return asObject(
      suspicious
        ? JSON.parse(json, (_key, value) => (typeof value === 'string' ? clean(value) : value))
        : JSON.parse(json),
    );
  } catch {
    return null;
  }
}

const clean = (value: string): string => value.toWellFormed().replaceAll('\0', '\ufffd');

function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

function list<T>(value: Json | undefined, read: (item: Json) => T | null): T[] {
  if (!Array.isArray(value)) return [];
  const found: T[] = [];
  for (const item of value) {
    const one = read(item);
    if (one !== null) found.push(one);
  }
  return found;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value.slice(0, maxErrorBytes) : '';
}
