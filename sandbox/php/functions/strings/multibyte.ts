/** `mb_*`: the same by characters of UTF-8, or of another charset that is named. */
import { fail } from '../../faults.ts';
import { PhpArray } from '../../values/array.ts';
import { characters, isAscii, isUtf8, toBytes, toText } from '../../values/bytes.ts';
import { str } from '../../values/convert.ts';
import type { Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { range } from './letters.ts';
import { canonicalCharset, decodeFrom, encodeTo } from './tables.ts';

/** Text in, bytes out, in a named charset. */
function inCharset(name: string, i: number, charset: string | null | undefined) {
  if (charset === null || charset === undefined) return { read: toText, write: toBytes };
  const found = canonicalCharset(charset);
  if (found === null)
    return fail('ValueError', `${name}(): Argument #${i} ($encoding) must be a valid encoding, "${charset}" given`);
  return {
    read: (bytes: string) => decodeFrom(bytes, found),
    write: (text: string) => encodeTo(text, found, '?') ?? '',
  };
}

/** Characters, each as its bytes. */
function lettersIn(name: string, i: number, text: string, charset: string | null | undefined): string[] {
  if (charset === null || charset === undefined || /^utf-?8$/i.test(charset)) return characters(text);
  const { read, write } = inCharset(name, i, charset);
  return [...read(text)].map(write);
}

const upperText = (text: string): string => text.toUpperCase();
const lowerText = (text: string): string => text.toLowerCase();
/** A word begins with a letter that no letter stands before; apostrophes, dots and accents between them do not part words. */
function title(text: string): string {
  let inWord = false;
  let out = '';
  for (const letter of text) {
    if (inWord) out += letter.toLowerCase();
    else {
      const [first = '', ...more] = letter.toUpperCase();
      out += first + more.join('').toLowerCase();
    }
    if (!/\p{Case_Ignorable}/u.test(letter)) inWord = /\p{Cased}/u.test(letter);
  }
  return out;
}

function position(
  name: string,
  haystack: string,
  needle: string,
  offset: number,
  charset: string | null | undefined,
  how: { last: boolean; folded: boolean },
): Value {
  const fold = (letters: string[]): string[] =>
    how.folded ? letters.map((letter) => toBytes(lowerText(toText(letter)))) : letters;
  const [all, wanted] = [fold(lettersIn(name, 4, haystack, charset)), fold(lettersIn(name, 4, needle, charset))];
  if (offset > all.length || -offset > all.length)
    fail('ValueError', `${name}(): Argument #3 ($offset) must be contained in argument #1 ($haystack)`);
  const least = offset < 0 ? (how.last ? 0 : all.length + offset) : offset;
  const most =
    how.last && offset < 0 ? Math.min(all.length + offset, all.length - wanted.length) : all.length - wanted.length;
  const matches = (at: number): boolean => wanted.every((letter, i) => all[at + i] === letter);
  if (how.last) {
    for (let at = most; at >= least; at--) if (matches(at)) return at;
  } else for (let at = least; at <= most; at++) if (matches(at)) return at;
  return false;
}

const positions = (name: string, last: boolean, folded: boolean) =>
  [
    'string haystack,string needle,int offset=,?string encoding=',
    (haystack: string, needle: string, offset = 0, charset?: string | null) =>
      position(name, haystack, needle, offset, charset, { last, folded }),
  ] as const;

function part(name: string, last: boolean, folded: boolean) {
  return [
    'string haystack,string needle,bool before_needle=,?string encoding=',
    (haystack: string, needle: string, before = false, charset?: string | null) => {
      const at = position(name, haystack, needle, 0, charset, { last, folded });
      if (at === false) return false;
      const letters = lettersIn(name, 4, haystack, charset);
      return (before ? letters.slice(0, at as number) : letters.slice(at as number)).join('');
    },
  ] as const;
}

/** Columns on a screen: wide characters take two. */
function width(text: string): number {
  let columns = 0;
  for (const letter of toText(text)) {
    const code = letter.codePointAt(0) as number;
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x11a3 && code <= 0x11a7) ||
      (code >= 0x11fa && code <= 0x11ff) ||
      (code >= 0x2329 && code <= 0x232a) ||
      (code >= 0x2e80 && code <= 0x303e) ||
      (code >= 0x3041 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1f64f) ||
      (code >= 0x1f900 && code <= 0x1f9ff) ||
      (code >= 0x20000 && code <= 0x3fffd);
    columns += wide ? 2 : 1;
  }
  return columns;
}

export const multibyte: Functions = {
  mb_strlen: [
    'string string,?string encoding=',
    (text: string, charset?: string | null) => lettersIn('mb_strlen', 2, text, charset).length,
  ],
  mb_substr: [
    'string string,int start,?int length=,?string encoding=',
    (text: string, from: number, length?: number | null, charset?: string | null) => {
      if ((charset === undefined || charset === null) && isAscii(text))
        return text.slice(...range(text.length, from, length));
      const letters = lettersIn('mb_substr', 4, text, charset);
      return letters.slice(...range(letters.length, from, length)).join('');
    },
  ],
  mb_strtoupper: [
    'string string,?string encoding=',
    (text: string, charset?: string | null) => caseIn('mb_strtoupper', text, charset, upperText),
  ],
  mb_strtolower: [
    'string string,?string encoding=',
    (text: string, charset?: string | null) => caseIn('mb_strtolower', text, charset, lowerText),
  ],
  mb_convert_case: [
    'string string,int mode,?string encoding=',
    (text: string, mode: number, charset?: string | null) => {
      const how = [upperText, lowerText, title, lowerText, upperText, lowerText, title][mode];
      if (how === undefined)
        fail('ValueError', 'mb_convert_case(): Argument #2 ($mode) must be one of the MB_CASE_* constants');
      return caseIn('mb_convert_case', text, charset, how);
    },
  ],
  mb_strpos: positions('mb_strpos', false, false),
  mb_stripos: positions('mb_stripos', false, true),
  mb_strrpos: positions('mb_strrpos', true, false),
  mb_strripos: positions('mb_strripos', true, true),
  mb_strstr: part('mb_strstr', false, false),
  mb_stristr: part('mb_stristr', false, true),
  mb_strrchr: part('mb_strrchr', true, false),
  mb_substr_count: [
    'string haystack,string needle,?string encoding=',
    (haystack: string, needle: string) => {
      if (needle === '') fail('ValueError', 'mb_substr_count(): Argument #2 ($needle) must not be empty');
      return haystack.split(needle).length - 1;
    },
  ],
  mb_str_split: [
    'string string,int length=,?string encoding=',
    (text: string, length = 1, charset?: string | null) => {
      if (length < 1) fail('ValueError', 'mb_str_split(): Argument #2 ($length) must be greater than 0');
      const letters = lettersIn('mb_str_split', 3, text, charset);
      const parts: string[] = [];
      for (let i = 0; i < letters.length; i += length) parts.push(letters.slice(i, i + length).join(''));
      return PhpArray.of(parts);
    },
  ],
  mb_str_pad: [
    'string string,int length,string pad_string=,int pad_type=',
    (text: string, length: number, pad = ' ', type = 1) => {
      const missing = length - characters(text).length;
      if (missing <= 0) return text;
      const left = type === 0 ? missing : type === 2 ? Math.floor(missing / 2) : 0;
      const letters = characters(pad);
      const fill = (count: number): string =>
        Array.from({ length: count }, (_, i) => letters[i % letters.length]).join('');
      return fill(left) + text + fill(missing - left);
    },
  ],
  mb_strwidth: ['string string,?string encoding=', (text: string) => width(text)],
  mb_strimwidth: [
    'string string,int start,int width,string trim_marker=,?string encoding=',
    (text: string, start: number, most: number, marker = '') => {
      const all = characters(text);
      const from = start < 0 ? all.length + start : start;
      if (from < 0 || from > all.length) fail('ValueError', 'mb_strimwidth(): Argument #2 ($start) is out of range');
      const letters = all.slice(from);
      const columns = most < 0 ? width(letters.join('')) + most : most;
      if (columns < 0) fail('ValueError', 'mb_strimwidth(): Argument #3 ($width) is out of range');
      if (width(letters.join('')) <= columns) return letters.join('');
      const room = columns - width(marker);
      let out = '';
      for (const letter of letters) {
        if (width(out + letter) > room) break;
        out += letter;
      }
      return out + marker;
    },
  ],
  mb_check_encoding: [
    'mixed value=,?string encoding=',
    (v: Value = null, charset?: string | null) =>
      charset === null || charset === undefined || /^utf-?8$/i.test(charset)
        ? isUtf8(str(v))
        : canonicalCharset(charset) === 'ascii'
          ? isAscii(str(v))
          : true,
  ],
  mb_detect_encoding: [
    'string string,mixed encodings=,bool strict=',
    (text: string, charsets: Value = null, strict = false) => {
      const given =
        charsets instanceof PhpArray
          ? charsets.values().map((one) => str(one))
          : typeof charsets === 'string'
            ? charsets.split(',')
            : ['ASCII', 'UTF-8'];
      const names = given.flatMap((name) =>
        name.trim().toLowerCase() === 'auto' ? ['ASCII', 'UTF-8'] : [name.trim()],
      );
      for (const name of names) {
        if (/^utf-?8$/i.test(name) && isUtf8(text)) return 'UTF-8';
        if (/^ascii$/i.test(name) && isAscii(text)) return 'ASCII';
        if (!/^(utf-?8|ascii)$/i.test(name) && canonicalCharset(name) !== null) return shownCharset(name);
      }
      return strict
        ? false
        : isUtf8(text) || names.length === 0
          ? false
          : shownCharset(names[names.length - 1] as string);
    },
  ],
  mb_internal_encoding: [
    '?string encoding=',
    (charset?: string | null) => (charset === undefined || charset === null ? 'UTF-8' : true),
  ],
  mb_regex_encoding: [
    '?string encoding=',
    (charset?: string | null) => (charset === undefined || charset === null ? 'UTF-8' : true),
  ],
  mb_language: [
    '?string language=',
    (name?: string | null) => (name === undefined || name === null ? 'neutral' : true),
  ],
  mb_substitute_character: ['mixed substitute_character=', (v?: Value) => (v === undefined || v === null ? 63 : true)],
  mb_ord: [
    'string string,?string encoding=',
    (text: string) =>
      text === ''
        ? fail('ValueError', 'mb_ord(): Argument #1 ($string) must not be empty')
        : (toText(text).codePointAt(0) ?? false),
  ],
  mb_chr: [
    'int codepoint,?string encoding=',
    (code: number) =>
      code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? toBytes(String.fromCodePoint(code)) : false,
  ],
  mb_scrub: ['string string,?string encoding=', (text: string) => toBytes(toText(text).replaceAll('\ufffd', '?'))],
};

function caseIn(name: string, text: string, charset: string | null | undefined, how: (text: string) => string): string {
  const { read, write } = inCharset(name, 2, charset);
  const letters = read(text);
  return write(how(isUtf8(text) ? letters : letters.replaceAll('\ufffd', '?')));
}

const shownCharset = (name: string): string => (/^(windows-|cp)1251$/i.test(name) ? 'Windows-1251' : name);
