/** Arrays with a function for each element. */
import { type Callable, callWith } from '../../language/calls.ts';
import { PhpArray } from '../../values/array.ts';
import { bool } from '../../values/convert.ts';
import { PhpObject, Ref, type Value } from '../../values/value.ts';
import { caller, type Functions } from '../define.ts';
import { arrayIn, cp, listOf, mapOf } from './basics.ts';

function map(callback: Callable | null, array: PhpArray, ...more: PhpArray[]): PhpArray {
  if (more.length === 0) {
    if (callback === null) return array.copy();
    const call = caller(callback);
    const list = array.plainList();
    if (list !== null) return PhpArray.of(list.map((value) => call(cp(value))));
    const out = PhpArray.empty();
    for (const [key, value] of array.entries()) out.set(key, call(cp(value)));
    return out;
  }
  const lists = [array, ...more].map((one) => one.values());
  const length = Math.max(...lists.map((list) => list.length));
  const rows = Array.from({ length }, (_, i) => lists.map((list) => list[i] ?? null));
  if (callback === null) return PhpArray.of(rows.map((row) => listOf(row)));
  const call = caller(callback);
  return PhpArray.of(rows.map((row) => call(...row.map(cp))));
}

function filter(array: PhpArray, callback: Callable | null = null, mode = 0): PhpArray {
  const call = callback === null ? null : caller(callback);
  return mapOf(
    array.entries().filter(([key, value]) => {
      if (call === null) return bool(value);
      return bool(mode === 2 ? call(key as Value) : mode === 1 ? call(cp(value), key as Value) : call(cp(value)));
    }),
  );
}

function walk(name: string, ref: Ref, callback: Callable, extra: Value | undefined, deep: boolean): boolean {
  const array = ref.v;
  if (array instanceof PhpObject) {
    for (const [key, value] of array.props) callWith(callback, [value, key]);
    return true;
  }
  const byRef = callback.params[0]?.byRef === true;
  const target = arrayIn(ref, name);
  for (const key of target.keys()) {
    if (!target.has(key)) continue;
    const value = target.get(key) as Value;
    if (deep && value instanceof PhpArray) {
      const inner = new Ref(target.inner(key));
      walk(name, inner, callback, extra, true);
      continue;
    }
    const rest: Value[] = extra === undefined ? [key as Value] : [key as Value, extra];
    if (!byRef) {
      callWith(callback, [value, ...rest]);
      continue;
    }
    // A reference of its own: the element is no reference for others afterwards.
    const element = new Ref(cp(value));
    callWith(callback, [element, ...rest]);
    target.set(key, element.v ?? null);
  }
  return true;
}

export const arraysByCallback: Functions = {
  array_map: ['?callable callback,array array,array ...arrays', map],
  array_filter: ['array array,?callable callback=,int mode=', filter],
  array_reduce: [
    'array array,callable callback,mixed initial=',
    (array: PhpArray, callback: Callable, initial: Value = null) => {
      const call = caller(callback);
      return array.values().reduce((carry: Value, value) => call(carry, cp(value)), initial);
    },
  ],
  array_walk: [
    'mixed &array,callable callback,mixed arg=',
    (ref: Ref, callback: Callable, extra?: Value) => walk('array_walk', ref, callback, extra, false),
  ],
  array_walk_recursive: [
    'mixed &array,callable callback,mixed arg=',
    (ref: Ref, callback: Callable, extra?: Value) => walk('array_walk_recursive', ref, callback, extra, true),
  ],
};
