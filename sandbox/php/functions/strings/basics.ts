/** Strings of bytes: taking apart, putting together, letter case. */
import { fail } from '../../faults.ts';
import { PhpArray } from '../../values/array.ts';
import { str } from '../../values/convert.ts';
import type { Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { byteSet, lower, order, range, shuffled, sized, trimmed, upper } from './letters.ts';
import { substrReplace, translate, wordwrap } from './rewriting.ts';
import { white } from './white.ts';

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
      const set = byteSet(separators);
      let out = '';
      for (let i = 0; i < text.length; i++)
        out += i === 0 || set.has(out.charAt(i - 1)) ? upper(text.charAt(i)) : text.charAt(i);
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
      const missing = length - text.length;
      if (missing <= 0) return text;
      if (pad === '') fail('ValueError', 'str_pad(): Argument #3 ($pad_string) must be a non-empty string');
      if (type < 0 || type > 2)
        fail('ValueError', 'str_pad(): Argument #4 ($pad_type) must be STR_PAD_LEFT, STR_PAD_RIGHT, or STR_PAD_BOTH');
      sized('str_pad', length);
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
      if (format < 0 || format > 2)
        fail('ValueError', 'str_word_count(): Argument #2 ($format) must be a valid format value');
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

function bounded(name: string, n: number): true {
  if (n < 0) fail('ValueError', `${name}(): Argument #3 ($length) must be greater than or equal to 0`);
  return true;
}
