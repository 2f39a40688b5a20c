/** Says what a script threw, and where, in words that hold nothing of ours. */

import { scriptName } from './border.ts';
import type { Position } from './contract/job.ts';
import { maxErrorBytes } from './contract/limits.ts';
import {
  defineProperty,
  exec,
  isArray,
  parseJson,
  slice,
  TheError,
  TheSyntaxError,
  toText,
  toWellFormed,
  weakMapGet,
  weakMapSet,
} from './primordials.ts';

interface CallSite {
  getFileName(): string | undefined;
  getFunctionName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

const positions = new WeakMap<object, Position>();
/** Line and column in the script's own text for each line of the program made of it; null where they are the same. */
let places: string | number[] | null = null;

/** @param text JSON `[line, column, …]` */
export function usePlaces(text: string): void {
  places = text;
}

function placeOf(line: number, column: number): Position {
  if (places === null) return { line, column };
  if (typeof places === 'string') places = parseJson(places) as number[];
  return { line: places[line * 2 - 2] ?? line, column: places[line * 2 - 1] ?? column };
}

/** From now on `error.stack` shows frames of the script alone, and nobody can ask for the call sites behind it. */
export function hideFrames(): void {
  defineProperty(TheError, 'prepareStackTrace', {
    value: renderStack,
    writable: false,
    enumerable: false,
    configurable: false,
  });
}

const lineEnd = /\n/;

function renderStack(error: object, sites: CallSite[]): string {
  const head = headline(error);
  // What follows in a message may look like a frame.
  let stack = slice(head, 0, exec(lineEnd, head)?.index);
  let first = true;
  for (let i = 0; i < sites.length; i++) {
    const site = sites[i] as CallSite;
    if (site.getFileName() !== scriptName) continue;
    const line = site.getLineNumber() ?? 1;
    const column = site.getColumnNumber() ?? 1;
    if (first) weakMapSet(positions, error, placeOf(line, column));
    first = false;
    const name = site.getFunctionName();
    stack += name === null ? `\n    at ${line}:${column}` : `\n    at ${name} (${line}:${column})`;
  }
  return stack;
}

function headline(error: object): string {
  try {
    const { name, message } = error as { name: unknown; message: unknown };
    const head = name === undefined ? 'Error' : cut(toText(name));
    const text = message === undefined ? '' : cut(toText(message));
    return text === '' ? head : cut(`${head}: ${text}`);
  } catch {
    return 'Error';
  }
}

export interface Fault {
  text: string;
  position: Position | null;
}

/** Runs getters of the thrown value: only to be called within the script's own time. */
export function describeFault(thrown: unknown): Fault {
  if (typeof thrown !== 'object' || thrown === null) {
    return { text: typeof thrown === 'symbol' ? 'a symbol' : describePrimitive(thrown), position: null };
  }
  try {
    // Reading the stack is what notes the position.
    void (thrown as Error).stack;
    const position = weakMapGet(positions, thrown) ?? null;
    const { message } = thrown as Error;
    if (message === undefined && !(thrown instanceof TheError))
      return { text: 'an object that is not an error', position };
    return { text: headline(thrown), position };
  } catch {
    return { text: 'an error that cannot be read', position: null };
  }
}

function describePrimitive(thrown: unknown): string {
  try {
    return cut(toText(thrown));
  } catch {
    return 'something that cannot be read';
  }
}

/** Cuts to what an error may say; `maxErrorBytes` of UTF-8 are at least a third of that in UTF-16. */
export function cut(text: string, length: number = maxErrorBytes / 3): string {
  return toWellFormed(text.length <= length ? text : `${slice(text, 0, length)}…`);
}

/** The error of `JSON.parse`. */
export const isSyntaxError = (thrown: unknown): boolean => thrown instanceof TheSyntaxError;

/** What a value is, for sentences that say what it should have been. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
