/** The messages of a running child as frames, and back. */
import { maxResultBytes } from '../../sandbox/contract/limits.ts';
import type { Frame, Outgoing } from './frames.ts';
import type { FromRunChild, Init, Report, RunRequest, ToPool, ToRunChild } from './protocol.ts';

/** Bytes of a report: a result as long as any may be, with all that stands beside it. */
export const maxReportBytes = 4 * maxResultBytes;

export const initFrame = ({ runtime, php, watchdog }: Init): Outgoing => ({
  head: { type: 'init' },
  parts: [runtime, php, watchdog],
});

export function requestFrame({ code, job, rare, answer, ...head }: RunRequest): Outgoing {
  const { body, ...about } = answer ?? { body: noBytes };
  return {
    head: { ...head, answer: answer === null ? null : about, hasRare: rare !== null },
    parts: [code, job, rare ?? '', body],
  };
}

const noBytes = Buffer.alloc(0);

/** What it gives is good until the next frame is read. */
export function readToChild({ head, parts }: Frame): ToRunChild {
  const about = head as { type: 'init' } | (Omit<RunRequest, 'code'> & { hasRare: boolean });
  const [first = noBytes, second = noBytes, third = noBytes, body = noBytes] = parts;
  if (about.type === 'init')
    return { type: 'init', runtime: first.toString(), php: second.toString(), watchdog: third.toString() };
  const { hasRare, answer, ...request } = about;
  return {
    ...request,
    // Wanted the first time alone.
    get code() {
      return first.toString();
    },
    job: second.toString(),
    rare: hasRare ? third.toString() : null,
    answer: answer === null ? null : { ...answer, body },
  };
}

export function fromChildFrame(message: ToPool): Outgoing {
  if (message.type !== 'report') return { head: message, parts: [] };
  const { result, ...head } = message;
  return { head, parts: result === null ? [] : [result] };
}

/** @throws where it is nothing that a child says */
export function readFromChild({ head, parts }: Frame): FromRunChild {
  const message = head as FromRunChild;
  if (message.type !== 'report') return message;
  return { ...message, result: parts[0] ?? null } satisfies Report;
}
