/** One job, in order: decode the answer, enter a fresh context, run the script, take its result. */
import type ivm from 'isolated-vm';
import type { ScriptError } from '../../../sandbox/contract/job.ts';
import { decodeMs } from '../limits.ts';
import { firstPhase, type Phase, type Report, type RunRequest } from '../protocol.ts';
import { type Decoding, decode, decodeFailed } from './decode.ts';
import { invalidScript, scriptError } from './failures.ts';
import { clearLog, readLog } from './log-buffer.ts';
import type { CommandArgument, Entered, Room, ScriptIsolate, ScriptIsolates } from './script-isolate.ts';
import type { Watch } from './watch.ts';

export interface Child {
  isolates: ScriptIsolates;
  watch: Watch;
  log: SharedArrayBuffer;
  /** The log's buffer as it goes into an isolate. */
  logForIsolate(): ivm.Copy<SharedArrayBuffer>;
}

export interface Done {
  report: Omit<Report, 'rss'>;
  script: ScriptIsolate | null;
}

/** Milliseconds at least for taking the result of a script that used up its time. */
const finishMs = 250;
/** Without so many digits in a row no integer is beyond 2^53. */
const longDigits = 16;

type Decoded = Extract<Decoding, { ok: true }> | null;

/** @param onPhase called when a phase after the first begins */
export function runJob(request: RunRequest, child: Child, onPhase: (phase: Phase) => void): Done {
  const { isolates, watch, log } = child;
  watch.begin(request.id, request.answer?.body.byteLength ?? 0);
  clearLog(log);
  const times = { decodeMs: 0, scriptMs: 0 };
  const began = performance.now();
  const decoding = request.answer === null ? null : decode(request.answer);
  times.decodeMs = performance.now() - began;
  watch.measureAfter(times.decodeMs);

  const conclude = (script: ScriptIsolate | null, error: ScriptError | null, result: string | null): Done => ({
    report: {
      type: 'report',
      id: request.id,
      error,
      result,
      ...readLog(log),
      warnings: decoding?.warnings ?? [],
      ...times,
    },
    script,
  });

  if (decoding?.ok === false) return conclude(null, decoding.error, null);
  const first = firstPhase(request);
  if (first === 'decode') onPhase('start');

  let entered: Entered;
  try {
    entered = watch.during('start', { ...request.limits, ms: decodeMs }, () => isolates.enter(request));
  } catch (error) {
    return conclude(null, invalidScript(request, error), null);
  }
  const { script, room } = entered;
  /** What is left of a script that did not come to its own end would go on in the isolate's next run. */
  const abandon = (error: ScriptError, result: string | null = null): Done => {
    isolates.drop(script);
    return conclude(script, error, result);
  };

  const startedAt = performance.now();
  let why: string;
  try {
    why = start(request, room, decoding, child);
  } catch (error) {
    times.decodeMs += performance.now() - startedAt;
    const step = request.stage === 'process' ? 'decode' : request.stage;
    return abandon(scriptError(request, step, error, times.decodeMs, script));
  }
  const runAt = performance.now();
  times.decodeMs += runAt - startedAt;
  if (why !== '') {
    room.release();
    return conclude(script, decodeFailed('json', decoding?.text ?? '', jsonReason(why)), null);
  }

  if (first !== 'script') onPhase('script');
  let failure: ScriptError | null = null;
  try {
    execute(request, script, room, watch);
  } catch (error) {
    failure = scriptError(request, request.stage, error, performance.now() - runAt, script);
  }
  times.scriptMs = performance.now() - runAt;
  if (failure !== null && script.isolate.isDisposed) return abandon(failure);

  let result: string | null = null;
  const left = Math.ceil(Math.max(request.limits.scriptMs - times.scriptMs, finishMs));
  try {
    result = watch.during('script', { ...request.limits, ms: left }, () =>
      room.command.applySync(undefined, ['finish'], { timeout: left }),
    );
  } catch (error) {
    return abandon(failure ?? scriptError(request, request.stage, error, times.scriptMs + left, script));
  }
  if (failure !== null && failure.code !== 'script_threw') return abandon(failure, result);
  room.release();
  return conclude(script, failure, result);
}

/** @returns why the answer cannot be read, or '' */
function start(request: RunRequest, { command }: Room, decoding: Decoded, { watch, logForIsolate }: Child): string {
  const json = decoding?.json ?? null;
  const { job, lookUps, positions, limits } = request;
  // What a decoder of ours wrote holds none.
  const longIntegers = decoding?.raw === true && mayHoldLongIntegers(decoding.text);
  // PHP looks at XML by itself: order and attributes are lost in data.
  const source = positions !== null && request.answer?.format === 'xml' ? (decoding?.text ?? null) : null;
  const given: ['start', ...CommandArgument[]] = [
    'start',
    job,
    lookUps,
    json,
    longIntegers,
    logForIsolate(),
    positions,
    source,
  ];
  return watch.during('start', { ...limits, ms: decodeMs }, () =>
    command.applySync(undefined, given, { timeout: decodeMs }),
  );
}

/** So many digits in a row cover one place in so many: hardly any text has to be looked at closer. */
function mayHoldLongIntegers(text: string): boolean {
  for (let at = longDigits - 1; at < text.length; at += longDigits) {
    if (!isDigit(text, at)) continue;
    let first = at;
    while (isDigit(text, first - 1)) first--;
    let end = at + 1;
    while (isDigit(text, end)) end++;
    if (end - first >= longDigits) return true;
  }
  return false;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

function execute({ limits }: RunRequest, { script }: ScriptIsolate, { context }: Room, watch: Watch): void {
  watch.during('script', { ...limits, ms: limits.scriptMs }, () => {
    // As a reference, so that whatever the last statement gave stays where it is.
    script.runSync(context, { timeout: limits.scriptMs, reference: true }).release();
  });
}

/** `Unexpected token '<', "<html>" is not valid JSON` says where and what, but quotes the answer, which is shown anyway. */
function jsonReason(why: string): string {
  const where = /\(line (\d+) column (\d+)\)/.exec(why);
  if (where !== null) return `unexpected text at line ${where[1]}, column ${where[2]}`;
  if (/unexpected end/i.test(why)) return 'it breaks off';
  return why.startsWith('it ') ? why : 'it is not valid JSON';
}
