/** What arrays have in common, and what one has alone. */
import { type Callable, callable as callableOf } from '../../language/calls.ts';
import type { PhpArray } from '../../values/array.ts';
import { str, toInt } from '../../values/convert.ts';
import type { Key, Value } from '../../values/value.ts';
import { caller, type Functions } from '../define.ts';
import { mapOf } from './basics.ts';

type Same = (a: Value, b: Value) => boolean;
interface Ways {
  keep: 'common' | 'alone';
  values: boolean;
  keys: boolean;
  /** Comparing by functions of the script. */
  valueBy?: Same;
  keyBy?: Same;
}

function select([first, ...others]: PhpArray[], { keep, values, keys, valueBy, keyBy }: Ways): PhpArray {
  // Texts of values are looked up; only functions of the script need every pair.
  const plain = valueBy === undefined && keyBy === undefined;
  const sets =
    plain && values && !keys ? others.map((other) => new Set(other.values().map((value) => str(value)))) : [];
  const inside = (key: Key, value: Value, other: PhpArray, i: number): boolean => {
    if (plain && !keys) return (sets[i] as Set<string>).has(str(value));
    if (plain) {
      const there = other.get(key);
      return there !== undefined && (!values || str(there) === str(value));
    }
    return other.entries().some(([otherKey, otherValue]) => {
      if (keys && !(keyBy === undefined ? otherKey === key : keyBy(key as Value, otherKey as Value))) return false;
      return !values || (valueBy === undefined ? str(otherValue) === str(value) : valueBy(value, otherValue));
    });
  };
  return mapOf(
    (first as PhpArray).entries().filter(([key, value]) => {
      const found = others.map((other, i) => inside(key, value, other, i));
      return keep === 'common' ? found.every(Boolean) : !found.some(Boolean);
    }),
  );
}

const plain = (ways: Ways) => ['array array,array ...arrays', (...arrays: PhpArray[]) => select(arrays, ways)] as const;

const zero =
  (callback: Callable): Same =>
  (a, b) =>
    Number(toInt(caller(callback)(a, b))) === 0;

function byFunctions(ways: Ways, count: 1 | 2, keyLast: boolean) {
  return [
    'array array,mixed ...rest',
    (first: PhpArray, ...rest: Value[]) => {
      const callbacks = rest.splice(-count).map((one) => zero(callableOf(one)));
      const arrays = [first, ...(rest as unknown as PhpArray[])];
      const [a, b] = callbacks;
      if (count === 2) return select(arrays, { ...ways, valueBy: a as Same, keyBy: b as Same });
      return select(arrays, keyLast ? { ...ways, keyBy: a as Same } : { ...ways, valueBy: a as Same });
    },
  ] as const;
}

const common = { keep: 'common' } as const;
const alone = { keep: 'alone' } as const;

export const arraySets: Functions = {
  array_diff: plain({ ...alone, values: true, keys: false }),
  array_diff_key: plain({ ...alone, values: false, keys: true }),
  array_diff_assoc: plain({ ...alone, values: true, keys: true }),
  array_intersect: plain({ ...common, values: true, keys: false }),
  array_intersect_key: plain({ ...common, values: false, keys: true }),
  array_intersect_assoc: plain({ ...common, values: true, keys: true }),
  array_udiff: byFunctions({ ...alone, values: true, keys: false }, 1, false),
  array_uintersect: byFunctions({ ...common, values: true, keys: false }, 1, false),
  array_udiff_assoc: byFunctions({ ...alone, values: true, keys: true }, 1, false),
  array_uintersect_assoc: byFunctions({ ...common, values: true, keys: true }, 1, false),
  array_diff_ukey: byFunctions({ ...alone, values: false, keys: true }, 1, true),
  array_intersect_ukey: byFunctions({ ...common, values: false, keys: true }, 1, true),
  array_diff_uassoc: byFunctions({ ...alone, values: true, keys: true }, 1, true),
  array_intersect_uassoc: byFunctions({ ...common, values: true, keys: true }, 1, true),
  array_udiff_uassoc: byFunctions({ ...alone, values: true, keys: true }, 2, true),
};
