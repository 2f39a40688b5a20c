/** What went wrong in an isolate, in words for the admin who wrote the script. */
import type { Position, ScriptError } from '../../../sandbox/contract/job.ts';
import { maxErrorBytes } from '../../../sandbox/contract/limits.ts';
import { overrunError } from '../overrun.ts';
import type { RunRequest } from '../protocol.ts';
import { compileProblem, inSource, positionInStack } from './position.ts';
import type { ScriptIsolate } from './script-isolates.ts';

type Step = ScriptError['step'];

/** No isolate could be had in which the script compiles. */
export function startError(request: RunRequest, error: unknown): ScriptError {
  // What else is thrown there, isolated-vm throws for want of memory.
  if (!(error instanceof SyntaxError || error instanceof RangeError))
    return overrunError(request.limits, request.stage, 'memory', null);
  const { message, position } = compileProblem(error);
  return located(position, {
    step: request.stage,
    code: 'script_invalid',
    message: `The script does not compile${atLine(position)}: ${cut(message)}`,
    params: { error: cut(message) },
  });
}

/** @param overdue tells the isolate's time-out from an error that merely says so */
export function scriptError(
  request: RunRequest,
  step: Step,
  error: unknown,
  overdue: boolean,
  { isolate }: ScriptIsolate,
): ScriptError {
  if (isolate.isDisposed) return overrunError(request.limits, step, 'memory', null);
  const position = inSource(error instanceof Error ? positionInStack(framesOf(error)) : null, request.positions);
  const message = error instanceof Error ? error.message : String(error);
  if (message === 'Script execution timed out.' && overdue) return overrunError(request.limits, step, 'time', position);
  if (error instanceof RangeError && /^(?:Array buffer allocation failed|Invalid array buffer length)$/.test(message))
    return overrunError(request.limits, step, 'memory', position);
  return threw(step, nameOf(error) + message, position);
}

/** A message may be as long as a script likes, and hold what looks like a frame. */
function framesOf({ stack, message }: Error): string {
  const text = String(stack);
  const at = message === '' ? -1 : text.indexOf(message);
  return at === -1 ? text : text.slice(at + message.length);
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
