/** Sorting: stable, as PHP 8 sorts. */
import { fail } from '../../faults.ts';
import type { Callable } from '../../language/calls.ts';
import { PhpArray } from '../../values/array.ts';
import { compare } from '../../values/compare.ts';
import { str, toFloat, toInt } from '../../values/convert.ts';
import { type Key, numberOf, Ref, type Value } from '../../values/value.ts';
import { caller, type Functions } from '../define.ts';
import { lower, order } from '../strings/letters.ts';
import { naturalOrder } from '../strings/similarity.ts';
import { arrayIn, listOf, mapOf, renumbered } from './basics.ts';

type Order = (a: Value, b: Value) => number;
type Pair = [Key, Value];

function orderOf(flags: number): Order {
  const folded = (flags & 8) !== 0;
  switch (flags & ~8) {
    case 1:
      return (a, b) => toFloat(a) - toFloat(b);
    case 2:
    case 5:
      return folded ? (a, b) => order(lower(str(a)), lower(str(b))) : (a, b) => order(str(a), str(b));
    case 6:
      return (a, b) => naturalOrder(str(a), str(b), folded);
    default:
      return compare;
  }
}

/** What a script's function says, as a whole number; true and false are more and not more. */
function scripted(callback: Callable): Order {
  const call = caller(callback);
  return (a, b) => {
    const said = call(a, b);
    if (typeof said === 'boolean') {
      if (said) return 1;
      return call(b, a) === true ? -1 : 0;
    }
    return numberOf(toInt(said));
  };
}

function sort(name: string, by: 'value' | 'key', keep: boolean, descending: boolean) {
  return [
    'mixed &array,int flags=',
    (ref: Ref, flags = 0) => {
      const array = arrayIn(ref, name);
      const compareBy = orderOf(flags);
      sortArray(array, by, keep, descending ? (a, b) => compareBy(b, a) : compareBy);
      return true;
    },
  ] as const;
}

function sortBy(name: string, by: 'value' | 'key', keep: boolean) {
  return [
    'mixed &array,callable callback',
    (ref: Ref, callback: Callable) => {
      sortArray(arrayIn(ref, name), by, keep, scripted(callback));
      return true;
    },
  ] as const;
}

function sortArray(array: PhpArray, by: 'value' | 'key', keep: boolean, compareBy: Order): void {
  const at = by === 'value' ? 1 : 0;
  const pairs = array.entries().sort((a, b) => compareBy(a[at] as Value, b[at] as Value));
  array.replace(keep ? mapOf(pairs) : listOf(pairs.map(([, value]) => value)));
}

/** Several arrays by the first, then by the second… Arguments: arrays by reference, each followed by how it is sorted. */
function multisort(...given: (Value | Ref)[]): boolean {
  const columns: { ref: Ref; values: Pair[]; descending: boolean; flags: number }[] = [];
  for (const one of given) {
    const value = one instanceof Ref ? one.v : one;
    if (value instanceof PhpArray)
      columns.push({
        ref: one instanceof Ref ? one : new Ref(value),
        values: value.entries(),
        descending: false,
        flags: 0,
      });
    else {
      const column = columns.at(-1);
      if (column === undefined || typeof value !== 'number')
        return fail('TypeError', 'array_multisort(): Argument #1 ($array) must be an array or a sort flag');
      if (value === 3 || value === 4) column.descending = value === 3;
      else column.flags = value;
    }
  }
  const [first] = columns;
  if (first === undefined || columns.some(({ values }) => values.length !== first.values.length))
    return fail('ValueError', 'Array sizes are inconsistent');
  const rows = first.values.map((_, i) => i);
  const orders = columns.map(({ flags }) => orderOf(flags));
  rows.sort((a, b) => {
    for (const [i, { values, descending }] of columns.entries()) {
      const by = (orders[i] as Order)((values[a] as Pair)[1], (values[b] as Pair)[1]);
      if (by !== 0) return descending ? -by : by;
    }
    return 0;
  });
  for (const { ref, values } of columns) {
    const sorted = renumbered(rows.map((row) => values[row] as Pair));
    if (ref.v instanceof PhpArray) ref.v.replace(sorted);
  }
  return true;
}

export const sorts: Functions = {
  sort: sort('sort', 'value', false, false),
  rsort: sort('rsort', 'value', false, true),
  asort: sort('asort', 'value', true, false),
  arsort: sort('arsort', 'value', true, true),
  ksort: sort('ksort', 'key', true, false),
  krsort: sort('krsort', 'key', true, true),
  usort: sortBy('usort', 'value', false),
  uasort: sortBy('uasort', 'value', true),
  uksort: sortBy('uksort', 'key', true),
  natsort: [
    'mixed &array',
    (ref: Ref) => {
      sortArray(arrayIn(ref, 'natsort'), 'value', true, orderOf(6));
      return true;
    },
  ],
  natcasesort: [
    'mixed &array',
    (ref: Ref) => {
      sortArray(arrayIn(ref, 'natcasesort'), 'value', true, orderOf(14));
      return true;
    },
  ],
  array_multisort: ['mixed &...arrays', multisort],
};
