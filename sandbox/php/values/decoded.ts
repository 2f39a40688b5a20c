/**
 * Decoded JSON under an array: read where it lies, and never changed, so that any number of arrays may lie over the same.
 * Rows of an answer are mostly looked at once and never written to.
 */
import { isAscii, toBytes, toText } from './bytes.ts';
import { normalKey } from './keys.ts';
import type { Key } from './value.ts';

export type DecodedObject = Readonly<Record<string, unknown>>;

/** Its member's name, of a key as arrays have it. */
export const memberName = (key: Key): string =>
  typeof key === 'string' ? (isAscii(key) ? key : toText(key)) : String(key);

/** A number that is int or float as it stands. What JSON writes beyond 2^53 is more likely a float than an int that lost digits. */
export const isPlainNumber = (number: number): boolean =>
  number === (number | 0)
    ? number !== 0 || !Object.is(number, -0)
    : !Number.isInteger(number) || Number.isSafeInteger(number);

export const keysOfObject = (object: DecodedObject): Key[] =>
  Object.keys(object).map((name) => normalKey(toBytes(name)));
