/** Reading a JSON answer as CRMs send it: with PHP's warnings before it, and ids longer than a number can hold. */
import { isSyntaxError } from './faults.ts';
import { exec, isArray, isSafeInteger, parseJson, slice } from './primordials.ts';
import { countWarning } from './warnings.ts';

const integer = /^-?\d+$/;
const opening = /[[{]/;
/** Brackets with which the data may begin. */
const maxOpenings = 8;

export type Reading = { ok: true; data: unknown } | { ok: false; why: string };

/** @param longIntegers whether the text may hold integers beyond 2^53, which take a slower reading */
export function readJson(text: string, longIntegers: boolean): Reading {
  try {
    return { ok: true, data: parse(text, longIntegers) };
  } catch (thrown) {
    const found = isSyntaxError(thrown) ? behindJunk(text, longIntegers) : null;
    // What the whole text says is more telling than what a part of it would.
    if (found !== null) return { ok: true, data: found.data };
    return { ok: false, why: isSyntaxError(thrown) ? (thrown as SyntaxError).message : 'it is nested too deeply' };
  }
}

/** What stands behind a warning or two; a warning may hold a bracket itself, as those with a link to PHP's manual do. */
function behindJunk(text: string, longIntegers: boolean): { data: unknown } | null {
  let start = -1;
  for (let tries = 0; tries < maxOpenings; tries++) {
    const match = exec(opening, slice(text, start + 1));
    if (match === null) return null;
    start += 1 + match.index;
    // All of it has been tried.
    if (start === 0) continue;
    try {
      const data = parse(slice(text, start), longIntegers);
      countWarning('junk_skipped', start);
      return { data };
    } catch {
      // Not here.
    }
  }
  return null;
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
