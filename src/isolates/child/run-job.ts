/** One job: its answer decoded, and the script run on it, a second time where a slow machine ended the first. */
import { decodeMs, patience } from '../limits.ts';
import { firstPhase, type Phase, type ReportHead, type RunRequest } from '../protocol.ts';
import { attempt, type Decoded, type Ended } from './attempt.ts';
import { type Decoding, decode } from './decode.ts';
import { clearLog, readLog } from './log-buffer.ts';
import type { ScriptIsolate, ScriptIsolates } from './script-isolates.ts';
import type { Watch } from './watch.ts';

export interface Child {
  isolates: ScriptIsolates;
  watch: Watch;
  log: SharedArrayBuffer;
}

export interface Done {
  report: ReportHead;
  /** What the runtime gave back, JSON text. */
  result: string | null;
  script: ScriptIsolate | null;
}

/** Of the clock's time that a thread gets of a core which is its own, at least. */
const wholeShare = 0.9;
/** Times the wait that should be enough, for a share may get smaller. */
const spare = 1.25;

/** @param onPhase called when a phase after the first begins */
export function runJob(request: RunRequest, child: Child, onPhase: (phase: Phase) => void): Done {
  const { watch, log } = child;
  const { answer, limits, id } = request;
  watch.begin(id, answer?.body.byteLength ?? 0);
  clearLog(log);
  const began = performance.now();
  const first = firstPhase(request);
  // What is read so quickly that nobody is told needs no watching either.
  const reading = (): Decoding | null => (answer === null ? null : decode(answer));
  const decoding = first === 'script' ? reading() : watch.during('decode', decodeMs, limits.memoryMb, reading);
  const ms = performance.now() - began;
  watch.measureAfter(ms);

  const warnings = decoding?.warnings ?? [];
  const conclude = ({ script, error, result, startMs, scriptMs }: Omit<Ended, 'late' | 'crowded'>): Done => {
    const { logs, logsDropped } = readLog(log);
    const rss = watch.measureAfter(ms + startMs + scriptMs);
    return {
      report: { type: 'report', id, error, logs, logsDropped, warnings, decodeMs: ms + startMs, scriptMs, rss },
      result,
      script,
    };
  };
  if (decoding?.ok === false) {
    return conclude({ script: null, error: decoding.error, result: null, startMs: 0, scriptMs: 0 });
  }
  return conclude(attemptTwice(request, decoding, child, teller(first, onPhase)));
}

/**
 * What earlier runs of a script left in its isolate is no fault of this one: it gets a new isolate. And the isolate's time limit
 * goes by the clock: a script that a slow machine kept waiting has done nothing yet that anybody saw, and does the same again; it
 * gets as much longer as it had to wait.
 */
function attemptTwice(request: RunRequest, decoded: Decoded, child: Child, tell: (phase: Phase) => void): Ended {
  const work = process.threadCpuUsage();
  const clock = performance.now();
  const first = attempt(request, decoded, child, 1, tell);
  if (first.crowded) return attempt(request, decoded, child, 1, tell);
  if (!first.late) return first;
  const { user, system } = process.threadCpuUsage(work);
  const ms = performance.now() - clock;
  const share = (user + system) / 1_000 / ms;
  if (share > wholeShare) return first;
  child.watch.measureAfter(ms);
  return attempt(request, decoded, child, Math.min(patience, spare / share), tell);
}

/** Tells only what is new, and nothing of answers so small that one phase stands for all. */
function teller(first: Phase, onPhase: (phase: Phase) => void): (phase: Phase) => void {
  let told = first;
  return (phase) => {
    if (first === 'script' || phase === told) return;
    told = phase;
    onPhase(phase);
  };
}
