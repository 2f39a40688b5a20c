/** The messages of a running child as frames, and back. */
import type { Json, ScriptLimits, Stage } from '../../sandbox/contract/job.ts';
import { maxResultBytes } from '../../sandbox/contract/limits.ts';
import type { Frame, Outgoing } from './frames.ts';
import {
  type AnswerBytes,
  type FromRunChild,
  type Init,
  type Phase,
  type PhaseBegan,
  phases,
  type ReportHead,
  type ToRunChild,
} from './protocol.ts';
import { asObject, type JsonObject, logLines } from './reading.ts';
import type { NewRequest } from './request.ts';

/** Bytes of a report: a result as long as any may be, with all that stands beside it. */
export const maxReportBytes = 4 * maxResultBytes;

export const initFrame = ({ runtime, php, watchdog }: Init): Outgoing => ({
  head: { type: 'init' },
  parts: [runtime, php, watchdog],
});

/** Without names: it is written and read for every run. */
type RequestHead = [
  id: number,
  key: string,
  stage: Stage,
  limits: ScriptLimits,
  positions: string | null,
  hasRare: boolean,
  answer: Omit<AnswerBytes, 'body'> | null,
];

export function requestFrame(id: number, request: NewRequest): Outgoing {
  const { key, stage, limits, positions, code, job, rare, answer } = request;
  if (answer === null)
    return { head: [id, key, stage, limits, positions, rare !== null, null], parts: [code, job, rare ?? ''] };
  const { body, format, charset, contentType, csv, emptyOk } = answer;
  const about = { format, charset, contentType, csv, emptyOk };
  return { head: [id, key, stage, limits, positions, rare !== null, about], parts: [code, job, rare ?? '', body] };
}

const noBytes = Buffer.alloc(0);

/** What it gives is good until the next frame is read. */
export function readToChild({ head, parts }: Frame): ToRunChild {
  const [first = noBytes, second = noBytes, third = noBytes, body = noBytes] = parts;
  if (!Array.isArray(head))
    return { type: 'init', runtime: first.toString(), php: second.toString(), watchdog: third.toString() };
  const [id, key, stage, limits, positions, hasRare, about] = head as RequestHead;
  return {
    type: 'run',
    id,
    key,
    code: first,
    positions,
    stage,
    limits,
    job: second.toString(),
    rare: hasRare ? third.toString() : null,
    answer: about === null ? null : { body, ...about },
  };
}

export const fromChildFrame = (head: PhaseBegan | ReportHead, result: string | null): Outgoing => ({
  head,
  parts: result === null ? [] : [result],
});

/** @throws where it is nothing that a child says: a script may have taken it over */
export function readFromChild({ head, parts }: Frame): FromRunChild {
  const { type, id, ...rest } = asObject(head as Json) ?? {};
  if (isAmount(id)) {
    if (type === 'phase' && isPhase(rest.phase)) return { type, id, phase: rest.phase };
    if (type === 'report') return { type, id, ...reportOf(rest), result: parts[0] ?? null };
  }
  throw new TypeError('A sandbox process says what none would say');
}

function reportOf({ error, logs, logsDropped, warnings, decodeMs, scriptMs, rss }: JsonObject) {
  if (!isAmount(logsDropped) || !isAmount(decodeMs) || !isAmount(scriptMs) || !isAmount(rss))
    throw new TypeError('A report lacks a number');
  const saidError = asObject(error);
  const saidWarnings = Array.isArray(warnings) ? warnings : [];
  return { error: saidError, logs: logLines(logs), logsDropped, warnings: saidWarnings, decodeMs, scriptMs, rss };
}

const isAmount = (value: Json | undefined): value is number => typeof value === 'number' && value >= 0;
const isPhase = (value: Json | undefined): value is Phase => phases.some((phase) => phase === value);
