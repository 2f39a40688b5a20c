/** The messages of a running child as frames, and back. */
import type { ScriptLimits, Stage } from '../../sandbox/contract/job.ts';
import { maxResultBytes } from '../../sandbox/contract/limits.ts';
import type { Frame, Outgoing } from './frames.ts';
import type { AnswerBytes, FromRunChild, Init, PhaseBegan, ReportHead, RunRequest, ToRunChild } from './protocol.ts';

/** Bytes of a report: a result as long as any may be, with all that stands beside it. */
export const maxReportBytes = 4 * maxResultBytes;

export const initFrame = ({ runtime, php, watchdog }: Init): Outgoing => ({
  head: { type: 'init' },
  parts: [runtime, php, watchdog],
});

/** Short names and little to read: it is written and read for every run. */
type RequestHead = [
  id: number,
  key: string,
  stage: Stage,
  limits: ScriptLimits,
  positions: string | null,
  hasRare: boolean,
  answer: Omit<AnswerBytes, 'body'> | null,
];

export function requestFrame({ id, key, stage, limits, positions, code, job, rare, answer }: RunRequest): Outgoing {
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

/** @throws where it is nothing that a child says */
export function readFromChild({ head, parts }: Frame): FromRunChild {
  const message = head as FromRunChild;
  if (message.type === 'report') message.result = parts[0] ?? null;
  return message;
}
