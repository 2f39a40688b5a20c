/** Arrays: making, cutting, joining, looking into. */
import { fail } from '../../faults.ts';
import { host, warn } from '../../host.ts';
import { pairsOf } from '../../language/loops.ts';
import { increment } from '../../values/arithmetic.ts';
import { PhpArray } from '../../values/array.ts';
import { compare, equal, same } from '../../values/compare.ts';
import { str, toFloat, key as toKey, typeName as typeOf } from '../../values/convert.ts';
import { normalKey } from '../../values/keys.ts';
import { readNumeric } from '../../values/number-text.ts';
import { float, type Key, PhpObject, type Ref, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { shuffled } from '../strings/letters.ts';

/** More elements than a script could hold anyway. */
const mostElements = 10_000_000;

export const cp = (v: Value): Value => (v instanceof PhpArray ? v.copy() : v);
/** A list of elements of other arrays. */
export const listOf = (values: readonly Value[]): PhpArray => PhpArray.of(values.map(cp));
export const mapOf = (entries: Iterable<readonly [Key, Value]>): PhpArray => {
  const array = PhpArray.empty();
  for (const [key, value] of entries) array.set(key, cp(value));
  return array;
};
/** Numbered keys anew, names kept. */
export function renumbered(entries: Iterable<readonly [Key, Value]>): PhpArray {
  const array = PhpArray.empty();
  for (const [key, value] of entries) {
    if (typeof key === 'string') array.set(key, cp(value));
    else array.push(cp(value));
  }
  return array;
}

export const arrayIn = (ref: Ref, name: string): PhpArray => {
  if (!(ref.v instanceof PhpArray))
    return fail(
      'TypeError',
      `${name}(): Argument #1 ($array) must be of type array, ${ref.v === undefined || ref.v === null ? 'null' : typeOf(ref.v)} given`,
    );
  return ref.v;
};

function count(v: PhpArray | PhpObject, mode = 0): number {
  if (v instanceof PhpObject) return v.cls.count?.(v) ?? 0;
  if (mode !== 1) return v.size;
  return v.values().reduce((sum: number, one) => sum + 1 + (one instanceof PhpArray ? count(one, 1) : 0), 0);
}

function find(needle: Value, haystack: PhpArray, strict: boolean): Key | null {
  const matches = strict ? same : equal;
  const list = haystack.plainList();
  if (list !== null) {
    const at = list.findIndex((one) => matches(one, needle));
    return at === -1 ? null : at;
  }
  for (const key of haystack.keys()) if (matches(haystack.get(key) as Value, needle)) return key;
  return null;
}

function slice(array: PhpArray, offset: number, length: number | null = null, keepKeys = false): PhpArray {
  const entries = array.entries();
  const from = offset < 0 ? Math.max(entries.length + offset, 0) : offset;
  const to = length === null ? entries.length : length < 0 ? entries.length + length : from + length;
  const part = entries.slice(from, Math.max(to, from));
  return keepKeys ? mapOf(part) : renumbered(part);
}

function splice(ref: Ref, offset: number, length: number | null = null, put: Value = PhpArray.empty()): PhpArray {
  const array = arrayIn(ref, 'array_splice');
  const entries = array.entries();
  const from = offset < 0 ? Math.max(entries.length + offset, 0) : Math.min(offset, entries.length);
  const to =
    length === null
      ? entries.length
      : length < 0
        ? Math.max(entries.length + length, from)
        : Math.min(from + length, entries.length);
  const replacement = put instanceof PhpArray ? put.values() : put === null ? [] : [put];
  array.replace(
    renumbered([...entries.slice(0, from), ...replacement.map((one) => [0, one] as const), ...entries.slice(to)]),
  );
  return renumbered(entries.slice(from, to));
}

function range(first: Value, last: Value, by: Value = 1): PhpArray {
  const asLetters = (v: Value): v is string => typeof v === 'string' && v !== '' && readNumeric(v)?.whole !== true;
  const step = Math.abs(toFloat(by));
  const list: Value[] = [];
  if (asLetters(first) && asLetters(last)) {
    const [a, b] = [first.charCodeAt(0), last.charCodeAt(0)];
    const stride = Math.trunc(step);
    if (stride === 0)
      return a === b ? PhpArray.of([first.charAt(0)]) : fail('ValueError', 'range(): Argument #3 ($step) cannot be 0');
    for (let code = a; a <= b ? code <= b : code >= b; code += a <= b ? stride : -stride)
      list.push(String.fromCharCode(code));
    if (stride > Math.abs(b - a) && a !== b) tooWide();
    return PhpArray.of(list);
  }
  const isReal = (v: Value): boolean => typeOf(numeric(v)) === 'float';
  const [a, b] = [toFloat(numeric(first)), toFloat(numeric(last))];
  const real = isReal(first) || isReal(last) || (isReal(by) && !Number.isInteger(step));
  const stride = real ? step : Math.trunc(step);
  if (a === b) return PhpArray.of([real ? float(a) : a]);
  if (stride === 0) return fail('ValueError', 'range(): Argument #3 ($step) cannot be 0');
  if (stride > Math.abs(b - a)) tooWide();
  const size = Math.floor(Math.abs(b - a) / stride + 1e-9) + 1;
  if (size > mostElements) fail('ValueError', `The supplied range exceeds the maximum array size: start=${a} end=${b}`);
  for (let i = 0; i < size; i++) list.push(real ? float(a + (a < b ? i : -i) * stride) : a + (a < b ? i : -i) * stride);
  return PhpArray.of(list);
}

const tooWide = (): never => fail('ValueError', 'range(): Argument #3 ($step) must not exceed the specified range');
const numeric = (v: Value): Value => (typeof v === 'string' ? (readNumeric(v)?.value ?? 0) : v);

function merge(deep: boolean, arrays: PhpArray[]): PhpArray {
  const out = PhpArray.empty();
  for (const array of arrays) {
    for (const [key, value] of array.entries()) {
      if (typeof key !== 'string') out.push(cp(value));
      else if (deep && out.has(key)) {
        const there = out.get(key) as Value;
        const asArray = (v: Value): PhpArray => (v instanceof PhpArray ? v : PhpArray.of([v]));
        out.set(key, merge(true, [asArray(there), asArray(value)]));
      } else out.set(key, cp(value));
    }
  }
  return out;
}

function replace(deep: boolean, arrays: PhpArray[]): PhpArray {
  const [first, ...rest] = arrays;
  const out = (first as PhpArray).copy();
  for (const array of rest) {
    for (const [key, value] of array.entries()) {
      const there = deep ? out.get(key) : undefined;
      out.set(key, there instanceof PhpArray && value instanceof PhpArray ? replace(true, [there, value]) : cp(value));
    }
  }
  return out;
}

function fillKeys(size: number): void {
  if (size > mostElements) fail('ValueError', 'array_fill(): Argument #2 ($count) is too large');
}

function random(array: PhpArray, count = 1): Value {
  const keys = array.keys();
  if (keys.length === 0) fail('ValueError', 'array_rand(): Argument #1 ($array) cannot be empty');
  if (count < 1 || count > keys.length)
    fail(
      'ValueError',
      'array_rand(): Argument #2 ($num) must be between 1 and the number of elements in argument #1 ($array)',
    );
  if (count === 1) return keys[Math.floor(host.random() * keys.length)] as Value;
  const chosen = new Set(shuffled(keys).slice(0, count));
  return PhpArray.of(keys.filter((key) => chosen.has(key)) as Value[]);
}

/** The key that sorts and columns read from a row. */
export const member = (row: Value, name: Value): Value | undefined =>
  row instanceof PhpArray
    ? row.get(toKey(name))
    : row instanceof PhpObject
      ? ((row.cls.get?.(row, str(name)) ?? row.props.get(str(name))) as Value | undefined)
      : undefined;

export const arrays: Functions = {
  count: ['countable value,int mode=', count],
  sizeof: ['countable value,int mode=', count],
  in_array: [
    'mixed needle,array haystack,bool strict=',
    (needle: Value, haystack: PhpArray, strict = false) => find(needle, haystack, strict) !== null,
  ],
  array_search: [
    'mixed needle,array haystack,bool strict=',
    (needle: Value, haystack: PhpArray, strict = false) => find(needle, haystack, strict) ?? false,
  ],
  array_push: [
    'mixed &array,mixed ...values',
    (ref: Ref, ...values: Value[]) => {
      const array = arrayIn(ref, 'array_push');
      for (const value of values) array.push(cp(value));
      return array.size;
    },
  ],
  array_pop: ['mixed &array', (ref: Ref) => arrayIn(ref, 'array_pop').pop()],
  array_shift: [
    'mixed &array',
    (ref: Ref) => {
      const array = arrayIn(ref, 'array_shift');
      const [first, ...rest] = array.entries();
      if (first === undefined) return null;
      array.replace(renumbered(rest));
      return first[1];
    },
  ],
  array_unshift: [
    'mixed &array,mixed ...values',
    (ref: Ref, ...values: Value[]) => {
      const array = arrayIn(ref, 'array_unshift');
      array.replace(renumbered([...values.map((value) => [0, value] as const), ...array.entries()]));
      return array.size;
    },
  ],
  array_slice: ['array array,int offset,?int length=,bool preserve_keys=', slice],
  array_splice: ['mixed &array,int offset,?int length=,mixed replacement=', splice],
  array_merge: ['array ...arrays', (...given: PhpArray[]) => merge(false, given)],
  array_merge_recursive: ['array ...arrays', (...given: PhpArray[]) => merge(true, given)],
  array_replace: ['array array,array ...replacements', (...given: PhpArray[]) => replace(false, given)],
  array_replace_recursive: ['array array,array ...replacements', (...given: PhpArray[]) => replace(true, given)],
  array_combine: [
    'array keys,array values',
    (keys: PhpArray, values: PhpArray) => {
      if (keys.size !== values.size)
        fail(
          'ValueError',
          'array_combine(): Argument #1 ($keys) and argument #2 ($values) must have the same number of elements',
        );
      const list = values.values();
      return mapOf(keys.values().map((key, i) => [normalKey(str(key)), list[i] as Value] as const));
    },
  ],
  array_fill: [
    'int start_index,int count,mixed value',
    (start: number, size: number, value: Value) => {
      if (size < 0) fail('ValueError', 'array_fill(): Argument #2 ($count) must be greater than or equal to 0');
      fillKeys(size);
      const array = PhpArray.empty();
      for (let i = 0; i < size; i++) array.set(start + i, cp(value));
      return array;
    },
  ],
  array_fill_keys: [
    'array keys,mixed value',
    (keys: PhpArray, value: Value) => mapOf(keys.values().map((key) => [normalKey(str(key)), value] as const)),
  ],
  array_pad: [
    'array array,int length,mixed value',
    (array: PhpArray, length: number, value: Value) => {
      fillKeys(Math.abs(length));
      const missing = Math.abs(length) - array.size;
      if (missing <= 0) return array.copy();
      const fill = Array.from({ length: missing }, () => [0, value] as const);
      return renumbered(length > 0 ? [...array.entries(), ...fill] : [...fill, ...array.entries()]);
    },
  ],
  array_reverse: [
    'array array,bool preserve_keys=',
    (array: PhpArray, keepKeys = false) =>
      keepKeys ? mapOf(array.entries().reverse()) : renumbered(array.entries().reverse()),
  ],
  array_chunk: [
    'array array,int length,bool preserve_keys=',
    (array: PhpArray, length: number, keepKeys = false) => {
      if (length < 1) fail('ValueError', 'array_chunk(): Argument #2 ($length) must be greater than 0');
      const entries = array.entries();
      const chunks: Value[] = [];
      for (let i = 0; i < entries.length; i += length) {
        const part = entries.slice(i, i + length);
        chunks.push(keepKeys ? mapOf(part) : listOf(part.map(([, value]) => value)));
      }
      return PhpArray.of(chunks);
    },
  ],
  array_unique: [
    'array array,int flags=',
    (array: PhpArray, flags = 2) => {
      if (flags === 2) {
        const seen = new Set<string>();
        return mapOf(array.entries().filter(([, value]) => !seen.has(str(value)) && seen.add(str(value))));
      }
      const kept: Value[] = [];
      return mapOf(
        array.entries().filter(([, value]) => {
          if (kept.some((one) => (flags === 1 ? toFloat(one) === toFloat(value) : compare(one, value) === 0)))
            return false;
          kept.push(value);
          return true;
        }),
      );
    },
  ],
  array_count_values: [
    'array array',
    (array: PhpArray) => {
      const counts = PhpArray.empty();
      for (const value of array.values()) {
        if (typeof value !== 'string' && !(typeof value === 'number' && Number.isInteger(value))) {
          warn('array_count_values(): Can only count string and integer values, entry skipped');
          continue;
        }
        const key = toKey(value);
        counts.set(key, increment(counts.get(key) ?? 0));
      }
      return counts;
    },
  ],
  array_is_list: ['array array', (array: PhpArray) => array.isList],
  array_rand: ['array array,int num=', random],
  shuffle: [
    'mixed &array',
    (ref: Ref) => {
      const array = arrayIn(ref, 'shuffle');
      array.replace(listOf(shuffled(array.values())));
      return true;
    },
  ],
  range: ['mixed start,mixed end,mixed step=', range],
  iterator_to_array: [
    'mixed iterator,bool preserve_keys=',
    (v: Value, keepKeys = true) =>
      keepKeys
        ? mapOf(pairsOf(v).map(([key, value]) => [toKey(key), value] as const))
        : listOf(pairsOf(v).map(([, value]) => value)),
  ],
  iterator_count: ['mixed iterator', (v: Value) => pairsOf(v).length],
};
