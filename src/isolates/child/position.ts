/** Where in its own text a script went wrong, read from what an isolate says about an error. */
import { scriptName } from '../../../sandbox/border.ts';
import type { Position } from '../../../sandbox/contract/job.ts';

/** Characters of a stack, and of a frame, in which a place is looked for. */
const maxStack = 64 * 1024;
const maxFrame = 200;

/** The first frame that is the script's, as the runtime renders frames (`at f (3:14)`) or V8 does (`at f (script:3:14)`). */
export function positionInStack(stack: string): Position | null {
  const [own = ''] = stack.slice(0, maxStack).split('(<isolated-vm boundary>)', 1);
  for (const frame of own.split('\n    at ').slice(1)) {
    // The place comes last. Names may be as long as a script likes, and what it calls a stack need not be one.
    const [line = ''] = frame.split('\n', 1);
    const match = /^(?:.* \()?(?:(.*):)?(\d{1,7}):(\d{1,7})\)?\s*$/.exec(line.slice(-maxFrame));
    // What is no error comes with frames of this process as well.
    if (match !== null && (match[1] ?? scriptName) === scriptName)
      return { line: Number(match[2]), column: Number(match[3]) };
  }
  return null;
}

/** `Unexpected token ')' [script:3:14]`, as errors of compiling end. */
function positionInMessage(message: string): { message: string; position: Position | null } {
  const match = /^([^]*?) ?\[[^\]]*?:(\d{1,7}):(\d{1,7})\]$/.exec(message);
  if (match === null) return { message, position: null };
  return { message: match[1] ?? '', position: { line: Number(match[2]), column: Number(match[3]) } };
}

/** What an error of compiling says of a script's text, and where; a text that V8's own stack is too small for has no place. */
export function compileProblem(error: unknown): { message: string; position: Position | null } {
  if (error instanceof RangeError) return { message: 'it is too deeply nested to compile', position: null };
  const { message, position } = positionInMessage(error instanceof Error ? error.message : String(error));
  return { message, position: position !== null && position.line >= 1 ? position : null };
}

/** The place in the script's own text of one in the program that was made of it. @param positions as in `Compiled` */
export function inSource(position: Position | null, positions: string | null): Position | null {
  if (position === null || positions === null) return position;
  const places = JSON.parse(positions) as number[];
  const [line, column] = places.slice(position.line * 2 - 2, position.line * 2);
  return line === undefined || column === undefined ? null : { line, column };
}
