/** One job, in order: decode the answer, enter a fresh context, run the script, take its result. */
import type ivm from 'isolated-vm';
import type { ScriptError } from '../../../sandbox/contract/job.ts';
import { decodeMs } from '../limits.ts';
import type { Report, RunRequest } from '../protocol.ts';
import { type Decoding, decode, decodeFailed } from './decode.ts';
import { invalidScript, scriptError } from './failures.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { CommandArgument, Room, ScriptIsolate, ScriptIsolates } from './script-isolate.ts';
import { OverrunError, type Watch } from './watch.ts';

export interface Child {
  isolates: ScriptIsolates;
  log: LogBuffer;
  watch: Watch;
  /** Called when the answer is text for the isolate and the script's part begins. */
  decoded(): void;
}

export interface Done {
  report: Omit<Report, 'rss'>;
  script: ScriptIsolate | null;
}

/** Milliseconds at least for taking the result of a script that used up its time. */
const finishMs = 250;
/** Characters of an answer that are read on this thread: going to the isolate's own takes longer than reading them. */
const shortAnswer = 200_000;
/** Without so many digits in a row no integer is beyond 2^53. */
const sixteenDigits = /\d{16}/;

type Decoded = Extract<Decoding, { ok: true }> | null;

export async function runJob(request: RunRequest, child: Child): Promise<Done> {
  const logs = child.log.open();
  const times = { decodeMs: 0, scriptMs: 0 };
  const began = performance.now();
  const decoding = request.answer === null ? null : decode(request.answer);
  times.decodeMs = performance.now() - began;

  const conclude = (
    script: ScriptIsolate | null,
    error: ScriptError | null,
    result: string | null,
    spent = false,
  ): Done => ({
    report: {
      type: 'report',
      id: request.id,
      error,
      result,
      ...child.log.read(),
      warnings: decoding?.warnings ?? [],
      ...times,
      spent,
    },
    script,
  });

  if (decoding?.ok === false) return conclude(null, decoding.error, null);
  if (decoding !== null && !decoding.raw) child.decoded();

  let script: ScriptIsolate;
  try {
    script =
      child.isolates.find(request) ??
      (await child.watch.during(child.isolates.create(request), { ...request.limits, ms: decodeMs }));
  } catch (error) {
    return conclude(null, invalidScript(request, error), null, error instanceof OverrunError);
  }
  /** What is left of a script that did not come to its own end would go on in the isolate's next run. */
  const abandon = (error: ScriptError, cause: unknown, result: string | null = null): Done => {
    const spent = cause instanceof OverrunError;
    if (!spent) child.isolates.drop(script);
    return conclude(script, error, result, spent);
  };

  const room = script.enter();
  const startedAt = performance.now();
  try {
    const why = await start(request, room, decoding, logs, child.watch);
    times.decodeMs += performance.now() - startedAt;
    if (why !== '') {
      room.release();
      return conclude(script, decodeFailed('json', decoding?.text ?? '', jsonReason(why)), null);
    }
  } catch (error) {
    times.decodeMs += performance.now() - startedAt;
    const step = request.stage === 'process' ? 'decode' : 'preprocess';
    return abandon(scriptError(request, step, error, times.decodeMs, script), error);
  }

  const runAt = performance.now();
  let failure: ScriptError | null = null;
  let cause: unknown = null;
  try {
    await execute(request, script, room, child.watch);
  } catch (error) {
    cause = error;
    failure = scriptError(request, request.stage, error, performance.now() - runAt, script);
  }
  times.scriptMs = performance.now() - runAt;
  if (failure !== null && (cause instanceof OverrunError || script.isolate.isDisposed)) return abandon(failure, cause);

  let result: string | null = null;
  const left = Math.ceil(Math.max(request.limits.scriptMs - times.scriptMs, finishMs));
  try {
    result = await finish(request, room, failure, left, child.watch);
  } catch (error) {
    return abandon(failure ?? scriptError(request, request.stage, error, times.scriptMs + left, script), error);
  }
  if (failure !== null && failure.code !== 'script_threw') return abandon(failure, cause, result);
  room.release();
  return conclude(script, failure, result);
}

/** @returns why the answer cannot be read, or '' */
async function start(
  request: RunRequest,
  { command }: Room,
  decoding: Decoded,
  logs: ivm.Copy<SharedArrayBuffer>,
  watch: Watch,
): Promise<string> {
  const json = decoding?.json ?? null;
  const { job, lookUps, tables, positions } = request;
  // What a decoder of ours wrote holds none.
  const longIntegers = decoding?.raw === true && sixteenDigits.test(decoding.text);
  // PHP looks at XML by itself: order and attributes are lost in data.
  const source = positions !== null && request.answer?.format === 'xml' ? (decoding?.text ?? null) : null;
  const given: ['start', ...CommandArgument[]] = [
    'start',
    job,
    lookUps,
    tables,
    json,
    longIntegers,
    logs,
    positions,
    source,
  ];
  if ((json?.length ?? 0) < shortAnswer) return command.applySync(undefined, given, { timeout: decodeMs });
  return watch.during(command.apply(undefined, given, { timeout: decodeMs }), { ...request.limits, ms: decodeMs });
}

/** On the isolate's own thread: this one keeps watch. */
async function execute(
  { limits }: RunRequest,
  { script }: ScriptIsolate,
  { context }: Room,
  watch: Watch,
): Promise<void> {
  // As a reference, so that whatever the last statement gave stays where it is.
  const running = script.run(context, { timeout: limits.scriptMs, reference: true });
  const last = await watch.during(running, { ...limits, ms: limits.scriptMs });
  last.release();
}

async function finish(
  { stage, limits }: RunRequest,
  { command }: Room,
  failure: ScriptError | null,
  ms: number,
  watch: Watch,
): Promise<string> {
  // Findings are text already, and nothing of the script is called to take them; a request is made of its own objects.
  if (stage === 'process' && failure === null) return command.applySync(undefined, ['finish'], { timeout: ms });
  return watch.during(command.apply(undefined, ['finish'], { timeout: ms }), { ...limits, ms });
}

/** `Unexpected token '<', "<html>" is not valid JSON` says where and what, but quotes the answer, which is shown anyway. */
function jsonReason(why: string): string {
  const where = /\(line (\d+) column (\d+)\)/.exec(why);
  if (where !== null) return `unexpected text at line ${where[1]}, column ${where[2]}`;
  if (/unexpected end/i.test(why)) return 'it breaks off';
  return why.startsWith('it ') ? why : 'it is not valid JSON';
}
