/** Arrays by their keys, their columns and their internal pointer. */
import { fail } from '../../faults.ts';
import { PhpArray } from '../../values/array.ts';
import { equal, same } from '../../values/compare.ts';
import { str, key as toKey } from '../../values/convert.ts';
import { type Key, PhpObject, type Ref, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { lower, upper } from '../strings/letters.ts';
import { listOf, mapOf, member } from './basics.ts';

function keyExists(key: Value, v: Value): boolean {
  if (v instanceof PhpArray) return v.has(toKey(key));
  if (v instanceof PhpObject) return v.props.has(str(key));
  return fail('TypeError', 'array_key_exists(): Argument #2 ($array) must be of type array, string given');
}

function keysOf(array: PhpArray, wanted?: Value, strict = false): PhpArray {
  if (wanted === undefined) return PhpArray.of(array.keys() as Value[]);
  const matches = strict ? same : equal;
  return PhpArray.of(
    array
      .entries()
      .filter(([, value]) => matches(value, wanted))
      .map(([key]) => key as Value),
  );
}

function column(rows: PhpArray, name: Value, index: Value = null): PhpArray {
  const out = PhpArray.empty();
  for (const row of rows.values()) {
    const value = name === null ? row : member(row, name);
    if (value === undefined) continue;
    const kept = value instanceof PhpArray ? value.copy() : value;
    const key = index === null ? undefined : member(row, index);
    if (key === undefined || key === null) out.push(kept);
    else out.set(toKey(typeof key === 'object' && key instanceof PhpObject ? str(key) : key), kept);
  }
  return out;
}

/** The element that the internal pointer stands at. */
function pointed(array: PhpArray): [Key, Value] | null {
  const keys = array.keys();
  const key = keys[array.pointer];
  return key === undefined ? null : [key, array.get(key) as Value];
}

function move(name: string, to: (array: PhpArray) => number) {
  return [
    'mixed &array',
    (ref: Ref) => {
      const array = ref.v;
      if (!(array instanceof PhpArray))
        return fail(
          'TypeError',
          `${name}(): Argument #1 ($array) must be of type array, ${str(array === undefined ? null : '')}null given`,
        );
      array.pointer = to(array);
      return pointed(array)?.[1] ?? (array.size > 0 && pointed(array) !== null ? null : false);
    },
  ] as const;
}

function changeCase(array: PhpArray, mode = 0): PhpArray {
  return mapOf(
    array
      .entries()
      .map(([key, value]) => [typeof key === 'string' ? (mode === 1 ? upper(key) : lower(key)) : key, value] as const),
  );
}

export const arraysByKey: Functions = {
  array_keys: ['array array,mixed filter_value=,bool strict=', keysOf],
  array_values: ['array array', (array: PhpArray) => listOf(array.values())],
  array_key_exists: ['mixed key,mixed array', keyExists],
  key_exists: ['mixed key,mixed array', keyExists],
  array_key_first: ['array array', (array: PhpArray) => array.keys()[0] ?? null],
  array_key_last: ['array array', (array: PhpArray) => array.keys().at(-1) ?? null],
  array_flip: [
    'array array',
    (array: PhpArray) =>
      mapOf(
        array
          .entries()
          .filter(([, value]) => typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value)))
          .map(([key, value]) => [toKey(value), key as Value] as const),
      ),
  ],
  array_column: ['array array,mixed column_key,mixed index_key=', column],
  array_change_key_case: ['array array,int case=', changeCase],
  current: [
    'mixed &array',
    (ref: Ref) =>
      ref.v instanceof PhpArray ? (pointed(ref.v)?.[1] ?? (pointed(ref.v) === null ? false : null)) : false,
  ],
  pos: ['mixed &array', (ref: Ref) => (ref.v instanceof PhpArray ? (pointed(ref.v)?.[1] ?? false) : false)],
  key: ['mixed &array', (ref: Ref) => (ref.v instanceof PhpArray ? (pointed(ref.v)?.[0] ?? null) : null)],
  reset: move('reset', () => 0),
  end: move('end', (array) => Math.max(array.size - 1, 0)),
  next: move('next', (array) => Math.min(array.pointer + 1, array.size)),
  prev: move('prev', (array) => (array.pointer <= 0 ? array.size : array.pointer - 1)),
};
