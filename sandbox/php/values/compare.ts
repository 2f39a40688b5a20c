/** `==`, `===`, `<=>` and what sorts. */

import { fail } from '../faults.ts';
import { warn } from '../host.ts';
import { PhpArray } from './array.ts';
import { bool, objectText, str } from './convert.ts';
import { readNumeric } from './number-text.ts';
import { Float, numberOf, PhpObject, type Value } from './value.ts';

type Num = number | bigint | Float;

/** What comparing gives for what has no order: neither less, equal nor greater. */
const unordered = Number.NaN;

export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Float) return b instanceof Float && a.n === b.n;
  if (a instanceof PhpArray && b instanceof PhpArray) {
    if (a.size !== b.size) return false;
    const [x, y] = [a.entries(), b.entries()];
    return x.every(([key, value], i) => key === y[i]?.[0] && same(value, y[i]?.[1] as Value));
  }
  return false;
}

export function equal(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return equalTexts(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  if (a instanceof PhpArray && b instanceof PhpArray) {
    if (a === b) return true;
    if (a.size !== b.size) return false;
    return a.entries().every(([key, value]) => {
      const other = b.get(key);
      return other !== undefined && equal(value, other);
    });
  }
  if (a instanceof PhpObject && b instanceof PhpObject && a.cls.compare === undefined) return equalObjects(a, b);
  return orderOf(a, b) === 0;
}

function equalTexts(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [a.charCodeAt(0), b.charCodeAt(0)];
  // Two texts are numbers only where both begin like one.
  if (x > 57 || y > 57) return false;
  return compareTexts(a, b) === 0;
}

let depth = 0;

function equalObjects(a: PhpObject, b: PhpObject): boolean {
  if (a === b) return true;
  if (a.cls !== b.cls || a.cls.name === 'Closure') return false;
  if (depth > 200) fail('Error', 'Nesting level too deep - recursive dependency?');
  depth++;
  try {
    const [x, y] = [a.cls.properties?.(a) ?? a.props, b.cls.properties?.(b) ?? b.props];
    if (x.size !== y.size) return false;
    for (const [name, value] of x) {
      const other = y.get(name);
      if (other === undefined || !equal(plain(value), plain(other))) return false;
    }
    return true;
  } finally {
    depth--;
  }
}

const plain = (slot: unknown): Value =>
  slot !== null && typeof slot === 'object' && 'holders' in slot
    ? ((slot as { v?: Value }).v ?? null)
    : (slot as Value);

/** `<=>`: -1, 0 or 1, which is also what has no order. */
export function compare(a: Value, b: Value): number {
  const by = orderOf(a, b);
  return Number.isNaN(by) ? 1 : by;
}

/** -1, 0 or 1, NaN for what has no order. */
export function orderOf(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return order(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' || typeof b === 'boolean' || a === null || b === null) return compareLoosely(a, b);
  if (a instanceof PhpArray || b instanceof PhpArray) return compareArrays(a, b);
  if (a instanceof PhpObject || b instanceof PhpObject) return compareObjects(a, b);
  if (typeof a === 'string') return compareTextWithNumber(a, b as Num);
  if (typeof b === 'string') return -compareTextWithNumber(b, a as Num) as number;
  return orderNumbers(a as Num, b as Num);
}

const order = (a: number, b: number): number => (a < b ? -1 : a === b ? 0 : a > b ? 1 : unordered);

function orderNumbers(a: Num, b: Num): number {
  if (typeof a === 'bigint' || typeof b === 'bigint') {
    const [x, y] = [a instanceof Float ? a.n : a, b instanceof Float ? b.n : b];
    // PHP compares an int with a float as floats.
    if (a instanceof Float || b instanceof Float || !Number.isInteger(Number(x)) || !Number.isInteger(Number(y)))
      return order(Number(x), Number(y));
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return order(numberOf(a), numberOf(b));
}

export function compareTexts(a: string, b: string): number {
  const x = readNumeric(a);
  if (x?.whole) {
    const y = readNumeric(b);
    if (y?.whole) {
      const [m, n] = [x.value as Num, y.value as Num];
      // Both too long for an int: equal only where the texts are.
      if (m instanceof Float && n instanceof Float && m.n === n.n && !/[.eE]/.test(a) && !/[.eE]/.test(b))
        return a.trim() < b.trim() ? -1 : a.trim() > b.trim() ? 1 : 0;
      return orderNumbers(m, n);
    }
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareTextWithNumber(text: string, n: Num): number {
  if (typeof n === 'number' && Number.isNaN(n)) return unordered;
  const read = readNumeric(text);
  if (read?.whole) return orderNumbers(read.value as Num, n);
  const shown = str(n);
  return text < shown ? -1 : text > shown ? 1 : 0;
}

function compareLoosely(a: Value, b: Value): number {
  if (a === null && typeof b === 'string') return b === '' ? 0 : -1;
  if (b === null && typeof a === 'string') return a === '' ? 0 : 1;
  const [x, y] = [bool(a), bool(b)];
  return x === y ? 0 : x ? 1 : -1;
}

function compareArrays(a: Value, b: Value): number {
  if (!(a instanceof PhpArray)) return a instanceof PhpObject ? 1 : -1;
  if (!(b instanceof PhpArray)) return b instanceof PhpObject ? -1 : 1;
  if (a.size !== b.size) return a.size < b.size ? -1 : 1;
  for (const [key, value] of a.entries()) {
    const other = b.get(key);
    if (other === undefined) return unordered;
    const by = orderOf(value, other);
    if (by !== 0) return by;
  }
  return 0;
}

function compareObjects(a: Value, b: Value): number {
  if (a instanceof PhpObject && b instanceof PhpObject) {
    const by = a.cls.compare?.(a, b);
    if (by !== undefined) return by;
    if (equalObjects(a, b)) return 0;
    if (a.cls !== b.cls) return unordered;
    for (const [name, value] of a.props) {
      const other = b.props.get(name);
      if (other === undefined) return unordered;
      const order = orderOf(plain(value), plain(other));
      if (order !== 0) return order;
    }
    return unordered;
  }
  if (a instanceof PhpObject) return compareObjectWith(a, b);
  return -compareObjectWith(b as PhpObject, a) as number;
}

function compareObjectWith(a: PhpObject, b: Value): number {
  if (typeof b === 'string') return a.cls.toText === undefined ? 1 : compareTexts(objectText(a), b);
  if (a.cls.toNumber !== undefined) return orderOf(a.cls.toNumber(a), b);
  warn(`Object of class ${a.cls.name} could not be converted to ${b instanceof Float ? 'float' : 'int'}`);
  return orderOf(1, b);
}
