/** `$core.next`: one more request of the run, sent when the script has ended. */
import { describeFault, kindOf } from './faults.ts';
import { isArray, parseJson, stringifyJson, TheTypeError } from './primordials.ts';
import { stop } from './stop.ts';

let asked: string | null = null;

/** Records the request. A second call ends the run, also inside `$core.each`: one of the two would be lost. */
export function askNext(given: unknown): void {
  refuseAnother();
  if (typeof given !== 'object' || given === null || isArray(given)) {
    throw new TheTypeError(`$core.next(request): the request must be an object, not ${kindOf(given)}`);
  }
  const text = stringifyJson(given);
  if (text === undefined || text[0] !== '{') throw new TheTypeError('$core.next(): this cannot be written as data');
  const parsed = require('./contract/next.ts').parseNext(parseJson(text));
  if (!parsed.ok) throw new TheTypeError(`$core.next(): ${parsed.why}`);
  // Writing it as data may have run code of the script's.
  refuseAnother();
  asked = text;
}

function refuseAnother(): void {
  if (asked === null) return;
  const { text, position } = describeFault(new TheTypeError('$core.next() was called twice for one answer'));
  stop({ kind: 'threw', text, line: position?.line ?? null, column: position?.column ?? null });
}

/** What was asked for, as JSON text. */
export const nextText = (): string => asked ?? 'null';
