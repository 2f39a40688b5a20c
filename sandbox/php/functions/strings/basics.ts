/** Strings of bytes: taking apart, putting together, letter case. */
import { fail } from '../../faults.ts';
import { host, warn } from '../../host.ts';
import { PhpArray } from '../../values/array.ts';
import { str } from '../../values/convert.ts';
import type { Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { trimmedWhite, white } from './white.ts';

/** `a..z` among the characters stands for all between. */
export function byteSet(characters: string): Set<string> {
  const set = new Set<string>();
  for (let i = 0; i < characters.length; i++) {
    const last = characters.charCodeAt(i + 3);
    if (characters.slice(i + 1, i + 3) === '..' && last >= characters.charCodeAt(i)) {
      for (let code = characters.charCodeAt(i); code <= last; code++) set.add(String.fromCharCode(code));
      i += 3;
    } else set.add(characters.charAt(i));
  }
  return set;
}

function trimmed(text: string, characters: string, left: boolean, right: boolean): string {
  if (characters === white) return trimmedWhite(text, left, right);
  const set = byteSet(characters);
  let [from, to] = [0, text.length];
  if (left) while (from < to && set.has(text.charAt(from))) from++;
  if (right) while (to > from && set.has(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

export const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
export const upper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

/** Where `substr` begins and ends. */
export function range(length: number, offset: number, count: number | null | undefined): [from: number, to: number] {
  const from = offset < 0 ? Math.max(length + offset, 0) : Math.min(offset, length);
  const to =
    count === null || count === undefined ? length : count < 0 ? length + count : Math.min(from + count, length);
  return [from, Math.max(from, to)];
}

/** No string is made that could not be kept anyway. */
export function sized(name: string, length: number): void {
  if (length > 512 * 1024 * 1024)
    fail('Error', `${name}(): the result would have ${length} bytes, more than a script may hold`);
}

export function implode(separator: Value, pieces: Value): string {
  const [glue, list] = separator instanceof PhpArray ? [pieces, separator] : [separator, pieces];
  if (!(list instanceof PhpArray))
    return fail(
      'TypeError',
      list === null
        ? 'implode(): Argument #1 ($array) must be of type array, string given'
        : 'implode(): Argument #2 ($array) must be of type ?array, string given',
    );
  const between = glue === null ? '' : str(glue);
  let text = '';
  let first = true;
  for (const value of list.values()) {
    text += first ? str(value) : between + str(value);
    first = false;
  }
  return text;
}

export const strings: Functions = {
  strlen: ['string string', (text: string) => text.length],
  substr: [
    'string string,int offset,?int length=',
    (text: string, offset: number, length?: number | null) => text.slice(...range(text.length, offset, length)),
  ],
  trim: [
    'string string,string characters=',
    (text: string, characters = white) => trimmed(text, characters, true, true),
  ],
  ltrim: [
    'string string,string characters=',
    (text: string, characters = white) => trimmed(text, characters, true, false),
  ],
  rtrim: [
    'string string,string characters=',
    (text: string, characters = white) => trimmed(text, characters, false, true),
  ],
  chop: [
    'string string,string characters=',
    (text: string, characters = white) => trimmed(text, characters, false, true),
  ],
  strtolower: ['string string', lower],
  strtoupper: ['string string', upper],
  ucfirst: ['string string', (text: string) => upper(text.slice(0, 1)) + text.slice(1)],
  lcfirst: ['string string', (text: string) => lower(text.slice(0, 1)) + text.slice(1)],
  ucwords: [
    'string string,string separators=',
    (text: string, separators = ' \t\r\n\f\v') => {
      const set = new Set(separators);
      let out = '';
      for (let i = 0; i < text.length; i++)
        out += i === 0 || set.has(text.charAt(i - 1)) ? upper(text.charAt(i)) : text.charAt(i);
      return out;
    },
  ],
  explode: [
    'string separator,string string,int limit=',
    (separator: string, text: string, limit = Number.MAX_SAFE_INTEGER) => {
      if (separator === '') fail('ValueError', 'explode(): Argument #1 ($separator) cannot be empty');
      const parts = text.split(separator);
      if (limit < 0) return PhpArray.of(parts.slice(0, limit));
      const most = Math.max(limit, 1);
      if (parts.length <= most) return PhpArray.of(parts);
      return PhpArray.of([...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)]);
    },
  ],
  implode: ['mixed separator,mixed array=', (separator: Value, array: Value = null) => implode(separator, array)],
  join: ['mixed separator,mixed array=', (separator: Value, array: Value = null) => implode(separator, array)],
  str_repeat: [
    'string string,int times',
    (text: string, times: number) => {
      if (times < 0) fail('ValueError', 'str_repeat(): Argument #2 ($times) must be greater than or equal to 0');
      sized('str_repeat', text.length * times);
      return text.repeat(times);
    },
  ],
  strrev: ['string string', (text: string) => text.split('').reverse().join('')],
  str_pad: [
    'string string,int length,string pad_string=,int pad_type=',
    (text: string, length: number, pad = ' ', type = 1) => {
      if (pad === '') fail('ValueError', 'str_pad(): Argument #3 ($pad_string) must be a non-empty string');
      if (type < 0 || type > 2)
        fail('ValueError', 'str_pad(): Argument #4 ($pad_type) must be STR_PAD_LEFT, STR_PAD_RIGHT, or STR_PAD_BOTH');
      sized('str_pad', length);
      const missing = length - text.length;
      if (missing <= 0) return text;
      const left = type === 0 ? missing : type === 2 ? Math.floor(missing / 2) : 0;
      const fill = (count: number): string => pad.repeat(Math.ceil(count / pad.length)).slice(0, count);
      return fill(left) + text + fill(missing - left);
    },
  ],
  str_split: [
    'string string,int length=',
    (text: string, length = 1) => {
      if (length < 1) fail('ValueError', 'str_split(): Argument #2 ($length) must be greater than 0');
      const parts: string[] = [];
      for (let i = 0; i < text.length; i += length) parts.push(text.slice(i, i + length));
      return PhpArray.of(parts);
    },
  ],
  chunk_split: [
    'string string,int length=,string separator=',
    (text: string, length = 76, separator = '\r\n') => {
      if (length < 1) fail('ValueError', 'chunk_split(): Argument #2 ($length) must be greater than 0');
      if (text.length < length) return text + separator;
      let out = '';
      for (let i = 0; i < text.length; i += length) out += text.slice(i, i + length) + separator;
      return out;
    },
  ],
  wordwrap: ['string string,int width=,string break=,bool cut_long_words=', wordwrap],
  nl2br: [
    'string string,bool use_xhtml=',
    (text: string, xhtml = true) => text.replace(/\r\n|\n\r|\n|\r/g, (end) => `<br${xhtml ? ' /' : ''}>${end}`),
  ],
  strtr: [
    'string string,mixed from,?string to=',
    (text: string, from: Value, to?: string | null) => {
      if (to === undefined || to === null) {
        if (!(from instanceof PhpArray))
          return fail('TypeError', 'strtr(): Argument #2 ($from) must be of type array, string given');
        return translate(text, from);
      }
      if (from instanceof PhpArray)
        return fail('TypeError', 'strtr(): Argument #2 ($from) must be of type string, array given');
      const letters = str(from);
      const length = Math.min(letters.length, to.length);
      let out = '';
      for (const letter of text.split('')) {
        const at = letters.lastIndexOf(letter, length - 1);
        out += at === -1 || length === 0 ? letter : to.charAt(at);
      }
      return out;
    },
  ],
  addslashes: ['string string', (text: string) => text.replace(/['"\\]/g, '\\$&').replaceAll('\0', '\\0')],
  stripslashes: [
    'string string',
    (text: string) => text.replace(/\\(0|[^]|$)/g, (_, letter: string) => (letter === '0' ? '\0' : letter)),
  ],
  addcslashes: [
    'string string,string characters',
    (text: string, characters: string) => {
      const set = byteSet(characters);
      const names: Record<string, string> = {
        '\n': 'n',
        '\t': 't',
        '\r': 'r',
        '\x07': 'a',
        '\v': 'v',
        '\b': 'b',
        '\f': 'f',
      };
      return text.replace(/[^]/g, (letter) => {
        if (!set.has(letter)) return letter;
        const code = letter.charCodeAt(0);
        return names[letter] !== undefined
          ? `\\${names[letter]}`
          : code < 32 || code > 126
            ? `\\${code.toString(8).padStart(3, '0')}`
            : `\\${letter}`;
      });
    },
  ],
  quotemeta: ['string string', (text: string) => text.replace(/[.\\+*?[^\]$()]/g, '\\$&')],
  ord: ['string character', (text: string) => (text === '' ? 0 : text.charCodeAt(0))],
  chr: ['int codepoint', (code: number) => String.fromCharCode(((code % 256) + 256) % 256)],
  strval: ['mixed value', (v: Value) => str(v)],
  substr_replace: ['list string,list replace,mixed offset,mixed length=', substrReplace],
  strncmp: [
    'string string1,string string2,int length',
    (a: string, b: string, n: number) => bounded('strncmp', n) && order(a.slice(0, n), b.slice(0, n)),
  ],
  strcmp: ['string string1,string string2', (a: string, b: string) => order(a, b)],
  strcasecmp: ['string string1,string string2', (a: string, b: string) => order(lower(a), lower(b))],
  strncasecmp: [
    'string string1,string string2,int length',
    (a: string, b: string, n: number) => bounded('strncasecmp', n) && order(lower(a.slice(0, n)), lower(b.slice(0, n))),
  ],
  strcoll: ['string string1,string string2', (a: string, b: string) => order(a, b)],
  count_chars: [
    'string string,int mode=',
    (text: string, mode = 0) => {
      const counts: number[] = Array.from({ length: 256 }, () => 0);
      for (let i = 0; i < text.length; i++) (counts[text.charCodeAt(i)] as number)++;
      if (mode === 3) return counts.map((count, code) => (count > 0 ? String.fromCharCode(code) : '')).join('');
      if (mode === 4) return counts.map((count, code) => (count === 0 ? String.fromCharCode(code) : '')).join('');
      return PhpArray.fromEntries(
        counts
          .map((count, code) => [code, count] as const)
          .filter(([, count]) => mode === 0 || (mode === 1 ? count > 0 : count === 0)),
      );
    },
  ],
  str_word_count: [
    'string string,int format=,?string characters=',
    (text: string, format = 0, characters: string | null = '') => {
      const more = [...byteSet(characters ?? '')]
        .map((one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
        .join('');
      const words = [...text.matchAll(new RegExp(`[A-Za-z'${more}][A-Za-z'\\-${more}]*`, 'g'))].map((match) => {
        const trailing = characters?.includes('-') ? match[0] : match[0].replace(/-+$/, '');
        return [match.index, trailing] as const;
      });
      if (format === 0) return words.length;
      return format === 1 ? PhpArray.of(words.map(([, word]) => word)) : PhpArray.fromEntries(words);
    },
  ],
  str_shuffle: ['string string', (text: string) => shuffled(text.split('')).join('')],
};

export function shuffled<T>(list: readonly T[]): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(host.random() * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

function bounded(name: string, n: number): true {
  if (n < 0) fail('ValueError', `${name}(): Argument #3 ($length) must be greater than or equal to 0`);
  return true;
}

/** -1, 0 or 1. */
export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The longest of the keys first, and nothing that was put in is looked at again. */
function translate(text: string, pairs: PhpArray): string {
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

function wordwrap(text: string, width = 75, end = '\n', cut = false): string {
  if (text === '') return '';
  if (end === '') fail('ValueError', 'wordwrap(): Argument #3 ($break) cannot be empty');
  if (width === 0 && cut)
    fail('ValueError', 'wordwrap(): Argument #4 ($cut_long_words) cannot be true when argument #2 ($width) is 0');
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

function substrReplace(
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
