/** Finding and replacing in strings of bytes. */
import { fail } from '../../faults.ts';
import { PhpArray } from '../../values/array.ts';
import { str } from '../../values/convert.ts';
import type { Ref, Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { lower, order } from './letters.ts';

/** Where a search begins; negative offsets count from the end. */
function start(name: string, length: number, offset: number): number {
  const at = offset < 0 ? length + offset : offset;
  if (at < 0 || at > length)
    fail('ValueError', `${name}(): Argument #3 ($offset) must be contained in argument #1 ($haystack)`);
  return at;
}

function first(name: string, haystack: string, needle: string, offset = 0): Value {
  const at = haystack.indexOf(needle, start(name, haystack.length, offset));
  return at === -1 ? false : at;
}

function last(name: string, haystack: string, needle: string, offset = 0): Value {
  const { length } = haystack;
  if (offset > length || -offset > length)
    fail('ValueError', `${name}(): Argument #3 ($offset) must be contained in argument #1 ($haystack)`);
  const at = offset >= 0 ? haystack.lastIndexOf(needle) : haystack.lastIndexOf(needle, length + offset);
  return at === -1 || (offset > 0 && at < offset) ? false : at;
}

/** `needle` may be long and the text full of it: `split` is linear. */
const count = (haystack: string, needle: string): number => haystack.split(needle).length - 1;

function replace(
  search: string | PhpArray,
  put: string | PhpArray,
  subject: string | PhpArray,
  folded: boolean,
  counter: Ref | undefined,
): Value {
  let total = 0;
  if (!(search instanceof PhpArray) && put instanceof PhpArray)
    fail(
      'TypeError',
      `${folded ? 'str_ireplace' : 'str_replace'}(): Argument #2 ($replace) must be of type string when argument #1 ($search) is a string`,
    );
  const pairs: [string, string][] = [];
  const puts = put instanceof PhpArray ? put.values() : null;
  if (search instanceof PhpArray)
    search.values().forEach((one, i) => pairs.push([str(one), puts === null ? (put as string) : str(puts[i] ?? '')]));
  else pairs.push([search, put as string]);
  const one = (text: string): string => {
    let out = text;
    for (const [from, to] of pairs) {
      if (from === '' || out === '') continue;
      if (!folded) {
        const parts = out.split(from);
        total += parts.length - 1;
        out = parts.join(to);
        continue;
      }
      const [low, needle] = [lower(out), lower(from)];
      let made = '';
      let at = 0;
      for (let found = low.indexOf(needle); found !== -1; found = low.indexOf(needle, at)) {
        made += out.slice(at, found) + to;
        at = found + needle.length;
        total++;
      }
      out = made + out.slice(at);
    }
    return out;
  };
  const result =
    subject instanceof PhpArray
      ? PhpArray.fromEntries(
          subject
            .entries()
            .map(([key, value]) => [key, value instanceof PhpArray ? value.copy() : one(str(value))] as const),
        )
      : one(subject);
  if (counter !== undefined) counter.v = total;
  return result;
}

const mask = (characters: string, text: string, inside: boolean, offset: number, length: number | null): number => {
  const from = offset < 0 ? Math.max(text.length + offset, 0) : offset;
  const to = length === null ? text.length : length < 0 ? text.length + length : Math.min(from + length, text.length);
  let i = from;
  while (i < to && characters.includes(text.charAt(i)) === inside) i++;
  return Math.max(i - from, 0);
};

export const search: Functions = {
  strpos: [
    'string haystack,string needle,int offset=',
    (haystack: string, needle: string, offset?: number) => first('strpos', haystack, needle, offset),
  ],
  stripos: [
    'string haystack,string needle,int offset=',
    (haystack: string, needle: string, offset?: number) => first('stripos', lower(haystack), lower(needle), offset),
  ],
  strrpos: [
    'string haystack,string needle,int offset=',
    (haystack: string, needle: string, offset?: number) => last('strrpos', haystack, needle, offset),
  ],
  strripos: [
    'string haystack,string needle,int offset=',
    (haystack: string, needle: string, offset?: number) => last('strripos', lower(haystack), lower(needle), offset),
  ],
  strstr: [
    'string haystack,string needle,bool before_needle=',
    (haystack: string, needle: string, before = false) => {
      const at = haystack.indexOf(needle);
      return at === -1 ? false : before ? haystack.slice(0, at) : haystack.slice(at);
    },
  ],
  stristr: [
    'string haystack,string needle,bool before_needle=',
    (haystack: string, needle: string, before = false) => {
      const at = lower(haystack).indexOf(lower(needle));
      return at === -1 ? false : before ? haystack.slice(0, at) : haystack.slice(at);
    },
  ],
  strchr: [
    'string haystack,string needle,bool before_needle=',
    (haystack: string, needle: string, before = false) => {
      const at = haystack.indexOf(needle);
      return at === -1 ? false : before ? haystack.slice(0, at) : haystack.slice(at);
    },
  ],
  strrchr: [
    'string haystack,string needle',
    (haystack: string, needle: string) => {
      const at = haystack.lastIndexOf(needle === '' ? '\0' : needle.charAt(0));
      return at === -1 ? false : haystack.slice(at);
    },
  ],
  strpbrk: [
    'string string,string characters',
    (text: string, characters: string) => {
      if (characters === '') fail('ValueError', 'strpbrk(): Argument #2 ($characters) must be a non-empty string');
      for (let i = 0; i < text.length; i++) if (characters.includes(text.charAt(i))) return text.slice(i);
      return false;
    },
  ],
  str_contains: ['string haystack,string needle', (haystack: string, needle: string) => haystack.includes(needle)],
  str_starts_with: ['string haystack,string needle', (haystack: string, needle: string) => haystack.startsWith(needle)],
  str_ends_with: ['string haystack,string needle', (haystack: string, needle: string) => haystack.endsWith(needle)],
  substr_count: [
    'string haystack,string needle,int offset=,?int length=',
    (haystack: string, needle: string, offset = 0, length: number | null = null) => {
      if (needle === '') fail('ValueError', 'substr_count(): Argument #2 ($needle) cannot be empty');
      const from = start('substr_count', haystack.length, offset);
      const to = length === null ? haystack.length : length < 0 ? haystack.length + length : from + length;
      if (to < from || to > haystack.length)
        fail('ValueError', 'substr_count(): Argument #4 ($length) must be contained in argument #1 ($haystack)');
      return count(haystack.slice(from, to), needle);
    },
  ],
  str_replace: [
    'list search,list replace,list subject,mixed &count=',
    (from: string, to: string, subject: string, counter?: Ref) => replace(from, to, subject, false, counter),
  ],
  str_ireplace: [
    'list search,list replace,list subject,mixed &count=',
    (from: string, to: string, subject: string, counter?: Ref) => replace(from, to, subject, true, counter),
  ],
  substr_compare: [
    'string haystack,string needle,int offset,?int length=,bool case_insensitive=',
    (haystack: string, needle: string, offset: number, length: number | null = null, folded = false) => {
      const from = offset < 0 ? Math.max(haystack.length + offset, 0) : offset;
      if (from > haystack.length)
        fail('ValueError', 'substr_compare(): Argument #3 ($offset) must be contained in argument #1 ($haystack)');
      if (length !== null && length < 0)
        fail('ValueError', 'substr_compare(): Argument #4 ($length) must be greater than or equal to 0');
      const cut = (text: string): string => (length === null ? text : text.slice(0, length));
      const [a, b] = [cut(haystack.slice(from)), cut(needle)].map((text) => (folded ? lower(text) : text)) as [
        string,
        string,
      ];
      return order(a, b);
    },
  ],
  strspn: [
    'string string,string characters,int offset=,?int length=',
    (text: string, characters: string, offset = 0, length: number | null = null) =>
      mask(characters, text, true, offset, length),
  ],
  strcspn: [
    'string string,string characters,int offset=,?int length=',
    (text: string, characters: string, offset = 0, length: number | null = null) =>
      mask(characters, text, false, offset, length),
  ],
};
