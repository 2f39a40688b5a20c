/** Strings with parts of them replaced. */
import { fail } from '../../faults.ts';
import { warn } from '../../host.ts';
import { PhpArray } from '../../values/array.ts';
import { str } from '../../values/convert.ts';
import type { Value } from '../../values/value.ts';
import { range } from './letters.ts';

/** The longest of the keys first, and nothing that was put in is looked at again. */
export function translate(text: string, pairs: PhpArray): string {
  const map = new Map<string, string>();
  let longest = 0;
  for (const [key, value] of pairs.entries()) {
    const name = str(key as Value);
    if (name === '') {
      warn('strtr(): Ignoring replacement of empty string');
      continue;
    }
    map.set(name, str(value));
    longest = Math.max(longest, name.length);
  }
  let out = '';
  let i = 0;
  scan: while (i < text.length) {
    for (let length = Math.min(longest, text.length - i); length > 0; length--) {
      const found = map.get(text.slice(i, i + length));
      if (found === undefined) continue;
      out += found;
      i += length;
      continue scan;
    }
    out += text.charAt(i++);
  }
  return out;
}

export function wordwrap(text: string, width = 75, end = '\n', cut = false): string {
  if (text === '') return '';
  if (end === '') fail('ValueError', 'wordwrap(): Argument #3 ($break) cannot be empty');
  if (width === 0 && cut)
    fail('ValueError', 'wordwrap(): Argument #4 ($cut_long_words) cannot be true when argument #2 ($width) is 0');
  if (end.length === 1 && !cut) return wrapInPlace(text, width, end);
  let out = '';
  let [lineStart, lastSpace] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i);
    if (text.startsWith(end, i) && i + end.length < text.length) {
      out += text.slice(lineStart, i + end.length);
      i += end.length - 1;
      lineStart = lastSpace = i + 1;
    } else if (letter === ' ') {
      if (i - lineStart >= width) {
        out += text.slice(lineStart, i) + end;
        lineStart = i + 1;
      }
      lastSpace = i;
    } else if (i - lineStart >= width && cut && lineStart >= lastSpace) {
      out += text.slice(lineStart, i) + end;
      lineStart = lastSpace = i;
    } else if (i - lineStart >= width && lineStart < lastSpace) {
      out += text.slice(lineStart, lastSpace) + end;
      lineStart = lastSpace = lastSpace + 1;
    }
  }
  return out + text.slice(lineStart);
}

/** PHP has a way of its own for a break of one byte, which takes spaces before a break of the text's for the end of a line. */
function wrapInPlace(text: string, width: number, end: string): string {
  const letters = text.split('');
  let [lineStart, lastSpace] = [0, 0];
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i];
    if (letter === end) lineStart = lastSpace = i + 1;
    else if (letter === ' ') {
      if (i - lineStart >= width) {
        letters[i] = end;
        lineStart = i + 1;
      }
      lastSpace = i;
    } else if (i - lineStart >= width && lineStart !== lastSpace) {
      letters[lastSpace] = end;
      lineStart = lastSpace + 1;
    }
  }
  return letters.join('');
}

export function substrReplace(
  text: string | PhpArray,
  replace: string | PhpArray,
  offset: Value,
  length: Value = null,
): Value {
  const one = (subject: string, put: string, from: number, count: number | null): string => {
    const [start, end] = range(subject.length, from, count ?? subject.length);
    return subject.slice(0, start) + put + subject.slice(end);
  };
  const numberAt = (v: Value, i: number, otherwise: number | null): number | null =>
    v instanceof PhpArray
      ? v.values()[i] === undefined
        ? otherwise
        : Number(str(v.values()[i]))
      : v === null
        ? otherwise
        : Number(str(v));
  const putAt = (i: number): string => (replace instanceof PhpArray ? str(replace.values()[i] ?? '') : replace);
  if (text instanceof PhpArray)
    return PhpArray.fromEntries(
      text
        .entries()
        .map(
          ([key, value], i) =>
            [key, one(str(value), putAt(i), numberAt(offset, i, 0) ?? 0, numberAt(length, i, null))] as const,
        ),
    );
  return one(text, putAt(0), Number(str(offset)), length === null ? null : Number(str(length)));
}
