/** What went wrong in an isolate, in words for the admin who wrote the script. */
import type { ScriptError } from '../../../sandbox/contract/job.ts';
import { maxErrorBytes } from '../../../sandbox/contract/limits.ts';
import type { RunRequest } from '../protocol.ts';
import { inSource, type Position, positionInMessage, positionInStack } from './position.ts';
import type { ScriptIsolate } from './script-isolate.ts';
import { OverrunError } from './watch.ts';

type Step = ScriptError['step'];

/** The script does not compile, or compiling it took more than it may. */
export function invalidScript(request: RunRequest, error: unknown): ScriptError {
  if (error instanceof OverrunError) return overrun(request, request.stage, error.how, null);
  const { message, position } = positionInMessage(error instanceof Error ? error.message : 'it does not compile');
  return located(position, {
    step: request.stage,
    code: 'script_invalid',
    message: `The script does not compile${atLine(position)}: ${cut(message)}`,
    params: { error: cut(message) },
  });
}

/** @param elapsedMs tells the isolate's time-out from an error that merely says so */
export function scriptError(
  request: RunRequest,
  step: Step,
  error: unknown,
  elapsedMs: number,
  { isolate }: ScriptIsolate,
): ScriptError {
  if (error instanceof OverrunError) return overrun(request, step, error.how, null);
  if (isolate.isDisposed) return overrun(request, step, 'memory', null);
  const stack = error instanceof Error ? String(error.stack) : '';
  const position = inSource(positionInStack(stack), request.positions);
  const message = error instanceof Error ? error.message : String(error);
  if (message === 'Script execution timed out.' && elapsedMs >= request.limits.scriptMs * 0.9)
    return overrun(request, step, 'time', position);
  if (message === 'Array buffer allocation failed' || message === 'Invalid array buffer length')
    return overrun(request, step, 'memory', position);
  return threw(step, nameOf(error) + message, position);
}

/** Sentences for what the script threw, wherever it was caught. */
function threw(step: Step, what: string, position: Position | null): ScriptError {
  const text = cut(
    what.startsWith('Error: An object was thrown from supplied code') ? 'an object that is not an error' : what,
  );
  return located(position, {
    step,
    code: 'script_threw',
    message: `The script threw an error${atLine(position)}: ${text}`,
    params: { error: text },
  });
}

function overrun(request: RunRequest, step: Step, how: 'time' | 'memory', position: Position | null): ScriptError {
  const { scriptMs, memoryMb } = request.limits;
  if (step === 'decode') {
    return how === 'time'
      ? { step, code: 'decode_failed', message: 'Decoding the answer took too long' }
      : {
          step,
          code: 'script_memory',
          message: `The decoded answer needs more than the ${memoryMb} MB that the script may use`,
          params: { limit: memoryMb },
        };
  }
  if (how === 'memory') {
    return located(position, {
      step,
      code: 'script_memory',
      message: `The script used more than ${memoryMb} MB of memory${atLine(position)}`,
      params: { limit: memoryMb },
    });
  }
  return located(position, {
    step,
    code: 'script_timeout',
    message: `The script ran longer than ${seconds(scriptMs)}${atLine(position)}`,
    params: { limit: scriptMs },
  });
}

const seconds = (ms: number): string => (ms % 100 === 0 ? `${ms / 1000} s` : `${ms} ms`);
const atLine = (position: Position | null): string => (position === null ? '' : `, at line ${position.line}`);

function located(position: Position | null, error: ScriptError): ScriptError {
  return position === null ? error : { ...error, ...position };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ` : '';
}

function cut(text: string): string {
  const limit = maxErrorBytes / 3;
  return (text.length <= limit ? text : `${text.slice(0, limit)}…`).toWellFormed();
}
