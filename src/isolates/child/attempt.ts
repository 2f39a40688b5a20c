/** One attempt at a job, in order: enter a fresh context, give it the answer, run the script, take its result. */
import type { ScriptError } from '../../../sandbox/contract/job.ts';
import { decodeMs } from '../limits.ts';
import { overrunError } from '../overrun.ts';
import type { Phase, RunRequest } from '../protocol.ts';
import { type Decoding, decodeFailed } from './decode.ts';
import { scriptError, startError } from './failures.ts';
import { clearLog } from './log-buffer.ts';
import type { CommandArgument, Room } from './rooms.ts';
import type { Child } from './run-job.ts';
import type { Entered, ScriptIsolate } from './script-isolates.ts';

export type Decoded = Extract<Decoding, { ok: true }> | null;

/** How an attempt ended. */
export interface Ended {
  script: ScriptIsolate | null;
  error: ScriptError | null;
  /** What the runtime gave back. */
  result: string | null;
  /** The isolate's own time limit, which goes by the clock, ended it. */
  late: boolean;
  /** It ran out of memory in an isolate where others had run before: some of what they made, such as registered symbols, stays. */
  crowded: boolean;
  /** Milliseconds of giving the answer to the script, and of the script. */
  startMs: number;
  scriptMs: number;
}

/** Milliseconds at least for taking the result of a script that used up its time. */
const finishMs = 250;
/** Bytes of heap that a character of an answer becomes at most: the three of `{},` become 64. */
const bytesPerCharacter = 24;
/** Bytes of heap that a script fills in a millisecond at most. */
const bytesPerMs = 16 * 1024 ** 2;
/** Without so many digits in a row no integer is beyond 2^53. */
const longDigits = 16;

/**
 * @param patience how many times its limits it may take by the clock
 * @param tell called with what goes on
 */
export function attempt(
  request: RunRequest,
  decoded: Decoded,
  child: Child,
  patience: number,
  tell: (phase: Phase) => void,
): Ended {
  const { isolates, watch, log } = child;
  const limits = {
    startMs: Math.ceil(decodeMs * patience),
    scriptMs: Math.ceil(request.limits.scriptMs * patience),
  };
  const { memoryMb } = request.limits;
  const times = { startMs: 0, scriptMs: 0 };
  clearLog(log);
  tell('start');

  let entered: Entered;
  try {
    entered = watch.during('start', limits.startMs, memoryMb, () => isolates.enter(request));
  } catch (error) {
    return { script: null, error: startError(request, error), result: null, late: false, crowded: false, ...times };
  }
  const { script, room, fresh } = entered;
  /** What is left of a script that did not come to its own end would go on in the isolate's next run. */
  const abandon = (error: ScriptError, late: boolean, result: string | null = null): Ended => {
    isolates.drop(script);
    return { script, error, result, late, crowded: error.code === 'script_memory' && !fresh, ...times };
  };
  const release = (error: ScriptError | null, result: string | null): Ended => {
    room.release();
    return { script, error, result, late: false, crowded: false, ...times };
  };

  /** Looks only where so many bytes, all that there can be, are worth it: to count them takes as long as a small script. */
  const tooFull = (step: ScriptError['step'], bytes: number): ScriptError | null =>
    bytes > (memoryMb * 1024 ** 2) / 2 && script.overfull() ? overrunError(request.limits, step, 'memory', null) : null;

  const startedAt = performance.now();
  const startStep = request.stage === 'process' ? 'decode' : request.stage;
  let why: string;
  try {
    why = start(request, decoded, room, child, limits.startMs);
  } catch (error) {
    times.startMs = performance.now() - startedAt;
    return abandon(scriptError(request, startStep, error, false, script), false);
  }
  times.startMs = performance.now() - startedAt;
  const answerBytes = (decoded?.json?.length ?? 0) * bytesPerCharacter;
  const answerTooLarge = tooFull(startStep, answerBytes);
  if (answerTooLarge !== null) return abandon(answerTooLarge, false);
  if (why !== '') return release(decodeFailed('json', decoded?.text ?? '', jsonReason(why, decoded?.text ?? '')), null);

  tell('script');
  const runAt = performance.now();
  let failure: ScriptError | null = null;
  let late = false;
  try {
    watch.during('script', limits.scriptMs, memoryMb, () => {
      // As a reference, so that whatever the last statement gave stays where it is.
      script.script.runSync(room.context, { timeout: limits.scriptMs, reference: true }).release();
    });
  } catch (error) {
    late = isLate(error, performance.now() - runAt, limits.scriptMs);
    failure = scriptError(request, request.stage, error, late, script);
  }
  const finishAt = performance.now();
  times.scriptMs = finishAt - runAt;
  if (failure !== null && script.isolate.isDisposed) return abandon(failure, late);
  const heldTooMuch = failure === null ? tooFull(request.stage, answerBytes + times.scriptMs * bytesPerMs) : null;
  if (heldTooMuch !== null) return abandon(heldTooMuch, false);

  let result: string | null = null;
  const left = Math.ceil(Math.max(limits.scriptMs - times.scriptMs, finishMs));
  // The result of a processing script is text already; reading any other runs code of the script's.
  const options = request.stage === 'process' ? {} : { timeout: left };
  try {
    result = watch.during('script', left, memoryMb, () => room.command.applySync(undefined, [null], options));
  } catch (error) {
    const finishLate = isLate(error, performance.now() - finishAt, left);
    return abandon(failure ?? scriptError(request, request.stage, error, finishLate, script), late || finishLate);
  }
  const readMs = performance.now() - finishAt;
  const leftTooMuch =
    request.stage === 'process' || failure !== null
      ? null
      : tooFull(request.stage, (times.scriptMs + readMs) * bytesPerMs);
  if (leftTooMuch !== null) return abandon(leftTooMuch, false);
  return failure === null || failure.code === 'script_threw'
    ? release(failure, result)
    : abandon(failure, late, result);
}

/** Tells the isolate's time-out from an error that merely says so. */
const isLate = (error: unknown, ms: number, limitMs: number): boolean =>
  error instanceof Error && error.message === 'Script execution timed out.' && ms >= 0.9 * limitMs;

/** @returns why the answer cannot be read, or '' */
function start(request: RunRequest, decoded: Decoded, { command, log }: Room, { watch }: Child, ms: number): string {
  const json = decoded?.json ?? null;
  const { job, rare, positions, limits } = request;
  // What a decoder of ours wrote holds none.
  const longIntegers = decoded?.raw === true && mayHoldLongIntegers(decoded.text);
  // PHP looks at XML by itself: order and attributes are lost in data.
  const source = positions !== null && request.answer?.format === 'xml' ? (decoded?.text ?? null) : null;
  const given: CommandArgument[] = [job, rare, json, longIntegers, log, positions, source];
  // No time limit of the isolate's own: nothing of the script runs yet, and each costs a thread a moment of waking up.
  return watch.during('start', ms, limits.memoryMb, () => command.applySync(undefined, given));
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

/** `Unexpected token '<', "<html>" is not valid JSON` says where and what, but quotes the answer, which is shown anyway. */
function jsonReason(why: string, text: string): string {
  if (/^\s*[\w$.]+\s*\(/.test(text)) return 'it is JSONP: a call around the JSON';
  const [, position] = /at position (\d+)/.exec(why) ?? [];
  if (/unexpected end/i.test(why) || Number(position) >= text.trimEnd().length) return 'it breaks off';
  const where = /\(line (\d+) column (\d+)\)/.exec(why);
  if (where !== null) return `unexpected text at line ${where[1]}, column ${where[2]}`;
  const [, token] = /^Unexpected token '(.)'/su.exec(why) ?? [];
  if (token !== undefined && /^\s*[[{]/.test(text)) return `unexpected \`${token}\``;
  return why.startsWith('it ') ? why : 'it is not valid JSON';
}
