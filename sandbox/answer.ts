/** Reading a JSON answer as CRMs send it: with PHP's warnings before it, and ids longer than a number can hold. */
import { isSyntaxError } from './faults.ts';
import { exec, isArray, isSafeInteger, parseJson, slice } from './primordials.ts';
import { countWarning } from './warnings.ts';

const integer = /^-?\d+$/;
const opening = /[[{]/;

export type Reading = { ok: true; data: unknown } | { ok: false; why: string };

/** @param longIntegers whether the text may hold integers beyond 2^53, which take a slower reading */
export function readJson(text: string, longIntegers: boolean): Reading {
  try {
    return { ok: true, data: parse(text, longIntegers) };
  } catch (thrown) {
    const start = exec(opening, text)?.index ?? 0;
    if (start > 0 && isSyntaxError(thrown)) {
      try {
        const data = parse(slice(text, start), longIntegers);
        countWarning('junk_skipped', start);
        return { ok: true, data };
      } catch {
        // What the whole text says is more telling.
      }
    }
    return { ok: false, why: isSyntaxError(thrown) ? (thrown as SyntaxError).message : 'it is nested too deeply' };
  }
}

function parse(text: string, longIntegers: boolean): unknown {
  return longIntegers ? parseJson(text, keepDigits as never) : parseJson(text);
}

/** Integers that a number would round arrive as the digits the CRM wrote. */
function keepDigits(_key: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || isSafeInteger(value) || source === undefined) return value;
  return exec(integer, source) === null ? value : source;
}

/** Length of the top-level list, else null. */
export const countRows = (data: unknown): number | null => (isArray(data) ? data.length : null);
