/**
 * The entry of the isolate. It leaves one function behind for the process outside, `command`, and takes it away before
 * the script begins:
 *
 * - `start(job, lookUps, answer, log)` sets the globals up; returns '' or why the answer cannot be read, as text.
 * - `finish()` returns the run's result as JSON text; see `Result` for its shape.
 */
import { countRows, readJson } from './answer.ts';
import { runtimeName } from './border.ts';
import { scriptConsole } from './console.ts';
import type { LookUps } from './contract/job.ts';
import { maxResultBytes } from './contract/limits.ts';
import { createCore } from './core.ts';
import { describeFault, hideFrames } from './faults.ts';
import { findingsText, openFindings } from './findings.ts';
import type { End, JobText, PreprocessJobText, ProcessJobText } from './job-text.ts';
import { createLeadEditing } from './lead-editing.ts';
import { fixTimeAndChance, hide, lockDown } from './lockdown.ts';
import { openLog } from './log.ts';
import { create, defineProperty, deleteProperty, freeze, parseJson, stringifyJson } from './primordials.ts';
import { readRequest } from './request.ts';
import { howItEnded } from './stop.ts';
import { warningsText } from './warnings.ts';

let job: JobText;
let rows: number | null = null;
let data: string | null = null;

function start(jobText: string, lookUpsText: string | null, answer: string | null, log: SharedArrayBuffer): string {
  deleteProperty(globalThis, runtimeName);
  job = parseJson(jobText) as JobText;
  openLog(log);
  fixTimeAndChance(job.now, job.seed);
  const lookUps = lazily(lookUpsText);
  if (job.stage === 'preprocess') {
    openRequest(job);
    give('$core', createCore('preprocess', null, lookUps), false);
  } else {
    openFindings(job.leads);
    const why = openAnswer(job, answer);
    if (why !== '') return why;
    give('$core', createCore('process', createLeadEditing(job.kind, lookUps), lookUps), false);
  }
  give('$params', job.params);
  give('$offer', job.offer);
  give('$now', job.now);
  hide(globalThis, 'console', scriptConsole);
  return '';
}

function openRequest({ request, leads, range }: PreprocessJobText): void {
  give('$url', request.url);
  give('$method', request.method);
  give('$headers', request.headers);
  give('$fields', request.fields);
  const ids: number[] = [];
  const externalIds: string[] = [];
  const externalById: Record<string, string | null> = create(null);
  for (const { id, extId } of leads) {
    ids.push(id);
    externalById[id] = extId;
    if (extId !== null) externalIds.push(extId);
  }
  give('$idl', ids);
  give('$ide', externalById);
  give('$idsl', ids.join(','));
  give('$idel', externalIds.join(','));
  if (range === null) return;
  for (const name of ['from', 'to', 'ffrom', 'fto', 'ufrom', 'uto', 'tom', 'ftom', 'utom'] as const)
    give(`$${name}`, range[name]);
}

function openAnswer({ leads, single, response, rawJson, wantData }: ProcessJobText, answer: string | null): string {
  let decoded: unknown = null;
  if (answer !== null) {
    if (rawJson) {
      const reading = readJson(answer);
      if (!reading.ok) return reading.why;
      decoded = reading.data;
    } else {
      decoded = parseJson(answer);
    }
  }
  rows = countRows(decoded);
  if (wantData) data = stringifyJson(decoded);
  give('$data', decoded);
  const internalByExternal: Record<string, number> = create(null);
  const statusById: Record<string, number> = create(null);
  const createdById: Record<string, number> = create(null);
  for (let i = 0; i < leads.length; i++) {
    const { id, extId, status, createdAt } = leads[i] as (typeof leads)[number];
    if (extId !== null) internalByExternal[extId] = id;
    statusById[id] = status;
    createdById[id] = createdAt;
  }
  give('$e2i', internalByExternal);
  give('$ids', statusById);
  give('$i2t', createdById);
  if (single) give('$inid', leads[0]?.id ?? null);
  give('$response', response);
  return '';
}

/** A global that a script may change but not declare again: `let $url` would hide it from us, so it is a syntax error. */
function give(name: string, value: unknown, writable = true): void {
  defineProperty(globalThis, name, { value, writable, enumerable: true, configurable: false });
}

/** Tables are only read by the script that asks for them. */
function lazily(text: string | null): () => LookUps {
  let tables: LookUps | null = null;
  return () => {
    tables ??=
      text === null ? { currencies: create(null), goals: create(null), mappings: [] } : (parseJson(text) as LookUps);
    return tables;
  };
}

function finish(): string {
  const end = howItEnded();
  if (job.stage === 'process') return process(end);
  let request: string | null = null;
  let how: End = end;
  if (end.kind === 'done') {
    try {
      request = readRequest();
      if (request.length > maxResultBytes) how = { kind: 'output' };
    } catch (thrown) {
      const { text, position } = describeFault(thrown);
      how = { kind: 'threw', text, line: position?.line ?? null, column: position?.column ?? null };
    }
  }
  return `{"end":${endText(how)},"warnings":${warningsText()},"request":${how.kind === 'done' ? request : null}}`;
}

function process(end: End): string {
  const shown = data === null || data.length > maxResultBytes / 4 ? null : data;
  return `{"end":${endText(end)},"warnings":${warningsText()},"rows":${rows},${findingsText()},"data":${shown === null ? null : stringifyJson(shown)}}`;
}

function endText(end: End): string {
  switch (end.kind) {
    case 'skipped':
      return `{"kind":"skipped","why":${stringifyJson(end.why)}}`;
    case 'failed':
      return `{"kind":"failed","message":${stringifyJson(end.message)}}`;
    case 'threw':
      return `{"kind":"threw","text":${stringifyJson(end.text)},"line":${end.line},"column":${end.column}}`;
    default:
      return `{"kind":"${end.kind}"}`;
  }
}

lockDown();
hideFrames();
hide(
  globalThis,
  runtimeName,
  freeze((name: 'start' | 'finish', ...given: Parameters<typeof start>) =>
    name === 'start' ? start(...given) : finish(),
  ),
);
