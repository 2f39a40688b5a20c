/** Reading a JSON answer as CRMs send it: with PHP's warnings before it, and ids longer than a number can hold. */
import { isSyntaxError } from './faults.ts';
import { exec, isArray, isSafeInteger, parseJson, slice } from './primordials.ts';
import { countWarning } from './warnings.ts';

const integer = /^-?\d+$/;
const opening = /[[{]/;
/** Brackets that are looked at. */
const maxOpenings = 8;
/**
 * A bracket and what follows it in JSON: a list of nothing, of texts, of lists, of one number (`[5]` or `[5,`), an object. A warning may
 * hold a bracket as well, as those with a link to PHP's manual do, or a date (`[14-Nov-2023 22:13:20 UTC]`).
 */
const jsonOpening =
  /^(?:\{\s*["}]|\[\s*(?:[[{"\]]|(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*[,\]]))/;
/** Characters behind a bracket that tell whether it opens data. */
const openingLength = 1_000;

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

/**
 * What stands behind a warning or two. It is all that follows the first bracket which opens data: were it read from a later one,
 * the last row of an answer that breaks off would pass for the whole.
 */
function behindJunk(text: string, longIntegers: boolean): { data: unknown } | null {
  let start = -1;
  for (let looks = 0; looks < maxOpenings; looks++) {
    const match = exec(opening, slice(text, start + 1));
    if (match === null) return null;
    start += 1 + match.index;
    if (exec(jsonOpening, slice(text, start, start + openingLength)) === null) continue;
    // All of it has been tried.
    if (start === 0) return null;
    try {
      const data = parse(slice(text, start), longIntegers);
      countWarning('junk_skipped', start);
      return { data };
    } catch {
      return null;
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
