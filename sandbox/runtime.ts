/**
 * The entry of the isolate. It gives one function to the process outside, `command`, which the script never sees:
 *
 * - `command(job, …)` sets the globals up; returns '' or why the answer cannot be read.
 * - `command(null)` ends the run; returns what it came to, as JSON text.
 */
import { giveConsole } from './console.ts';
import type { Stage } from './contract/job.ts';
import { maxResultBytes } from './contract/limits.ts';
import { type Core, createCore } from './core.ts';
import { describeFault, hideFrames, usePlaces } from './faults.ts';
import { closeFindings, findingsText } from './findings.ts';
import {
  type Decoded,
  giveAnswer,
  giveEvent,
  giveLeads,
  giveRequest,
  giveToAll,
  resultText,
  takeAnswerBack,
} from './globals.ts';
import type { End, JobText, RareText } from './job-text.ts';
import { createLeadEditing } from './lead-editing.ts';
import { fixTimeAndChance, lockDown } from './lockdown.ts';
import { openLog } from './log.ts';
import { nextText } from './paging.ts';
import { openPhp } from './php-opening.ts';
import { parseJson, stringifyJson } from './primordials.ts';
import { readRequest } from './request.ts';
import { howItEnded } from './stop.ts';
import { warningsText } from './warnings.ts';

let stage: Stage;
let decoded: Decoded;

/**
 * @param jobText a `JobText`; null when the run is over
 * @param rareText a `RareText`; null for a pipeline's, which has nothing to look up
 * @param answer in JSON; null for an empty one
 * @param longIntegers whether the answer may hold integers beyond 2^53
 * @param places of a program made from PHP: line and column there for each of its lines, in JSON
 * @param source an answer in XML as it came, for PHP
 */
function command(
  jobText: string | null,
  rareText: string | null,
  answer: string | null,
  longIntegers: boolean,
  log: SharedArrayBuffer,
  places: string | null,
  source: string | null,
): string {
  if (jobText === null) return finish();
  const job = parseJson(jobText) as JobText;
  const [, common] = job;
  const [now, seed] = common;
  stage = job[0];
  openLog(log);
  fixTimeAndChance(now, seed);
  const rare = lazily(rareText as string);
  let core: Core;
  if (job[0] === 'process') {
    const [, , kind, leads, aboutAnswer] = job;
    const reading = giveAnswer(aboutAnswer, answer, longIntegers);
    if (typeof reading === 'string') return reading;
    decoded = reading;
    giveLeads(leads, rare);
    core = createCore('process', createLeadEditing(kind, rare), rare);
  } else {
    if (job[0] === 'preprocess') giveRequest(job[2], job[3], job[4]);
    else giveEvent(job[2], job[3]);
    core = createCore(stage, null, rareText === null ? null : rare);
  }
  giveToAll(stage, common, core);
  if (places !== null) {
    usePlaces(places);
    openPhp(core, { now, answer, source });
  }
  return '';
}

/** Only the script that asks for it pays for reading it. */
function lazily(text: string): () => RareText {
  let rare: RareText | null = null;
  return () => {
    rare ??= parseJson(text) as RareText;
    return rare;
  };
}

function finish(): string {
  const end = howItEnded();
  if (stage === 'process') return finishEdits(end);
  return stage === 'preprocess' ? finishWith(end, 'request', readRequest) : finishWith(end, 'result', resultText);
}

function finishEdits(end: End): string {
  const { rows, data } = decoded;
  const text = `{"end":${endText(end)},"warnings":${warningsText()},"rows":${rows},${findingsText()},"data":${data === null ? null : stringifyJson(data)},"next":${nextText()}}`;
  // The context goes with the isolate's next full collection only; what hangs on it would be carried along till then.
  closeFindings();
  takeAnswerBack();
  return text;
}

/** @param read what the script left behind, as JSON text; it may run the script's own getters */
function finishWith(end: End, name: 'request' | 'result', read: () => string): string {
  let how = end;
  let left: string | null = null;
  if (end.kind === 'done') {
    try {
      left = read();
      if (left.length > maxResultBytes) how = { kind: 'output' };
    } catch (thrown) {
      const { text, position } = describeFault(thrown);
      how = { kind: 'threw', text, line: position?.line ?? null, column: position?.column ?? null };
    }
    // A getter may end the run as well as any other code of the script.
    const since = howItEnded();
    if (since.kind !== 'done') how = since;
  }
  return `{"end":${endText(how)},"warnings":${warningsText()},"${name}":${how.kind === 'done' ? left : null}}`;
}

function endText(end: End): string {
  switch (end.kind) {
    case 'skipped':
    case 'stopped':
      return `{"kind":"${end.kind}","why":${stringifyJson(end.why)}}`;
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
giveConsole();
giveCommand(command);
