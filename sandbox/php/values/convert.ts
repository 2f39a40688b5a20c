/** Conversions between types, as PHP's operators and casts make them. */
import { fail } from '../faults.ts';
import { warn } from '../host.ts';
import { PhpArray } from './array.ts';
import { normalKey } from './keys.ts';
import { echoFloat, readNumeric } from './number-text.ts';
import { Float, float, int, type Key, PhpObject, type Value } from './value.ts';

export function bool(v: Value | undefined): boolean {
  switch (typeof v) {
    case 'boolean':
      return v;
    case 'string':
      return v !== '' && v !== '0';
    case 'number':
      return v !== 0;
    case 'bigint':
      return true;
    case 'object':
      if (v === null) return false;
      if (v instanceof PhpArray) return v.size > 0;
      if (v instanceof Float) return v.n !== 0;
      return v.cls.toBool === undefined || v.cls.toBool(v);
    default:
      return false;
  }
}

/** As `.` and `echo` have it. */
export function str(v: Value | undefined): string {
  switch (typeof v) {
    case 'string':
      return v;
    case 'number':
      return Number.isInteger(v) ? `${v}` : echoFloat(v);
    case 'boolean':
      return v ? '1' : '';
    case 'bigint':
      return `${v}`;
    case 'object':
      if (v === null) return '';
      if (v instanceof Float) return echoFloat(v.n);
      if (v instanceof PhpArray) {
        warn('Array to string conversion');
        return 'Array';
      }
      return objectText(v);
    default:
      return '';
  }
}

export function objectText(v: PhpObject): string {
  if (v.cls.toText === undefined) fail('Error', `Object of class ${v.cls.name} could not be converted to string`);
  return v.cls.toText(v);
}

/** The type's name as error messages have it. */
export function typeName(v: Value | undefined): string {
  if (v === null || v === undefined) return 'null';
  switch (typeof v) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(v) ? 'int' : 'float';
    default:
      return v instanceof PhpArray ? 'array' : v instanceof Float ? 'float' : v.cls.name;
  }
}

/** `(int)`, of floats and strings as well. */
export function toInt(v: Value | undefined): number | bigint {
  switch (typeof v) {
    case 'number':
      return Number.isInteger(v) ? v : truncate(v);
    case 'bigint':
      return v;
    case 'boolean':
      return v ? 1 : 0;
    case 'string': {
      const read = readNumeric(v);
      if (read === null) return 0;
      return typeof read.value === 'string' ? 0 : toInt(saturate(v, read.value));
    }
    case 'object':
      if (v === null) return 0;
      if (v instanceof Float) return truncate(v.n);
      if (v instanceof PhpArray) return v.size > 0 ? 1 : 0;
      return toInt(objectNumber(v, 'int'));
    default:
      return 0;
  }
}

/** A string of too many digits becomes the highest int, where a float of that size would wrap. */
function saturate(text: string, value: Value): Value {
  if (value instanceof Float && !/[.eE]/.test(text)) return value.n > 0 ? 2n ** 63n - 1n : -(2n ** 63n);
  return value;
}

function truncate(n: number): number | bigint {
  if (!Number.isFinite(n)) return 0;
  const whole = Math.trunc(n) + 0;
  if (Number.isSafeInteger(whole)) return whole;
  const wrapped = BigInt.asIntN(64, BigInt(whole));
  return int(wrapped) as number | bigint;
}

export function objectNumber(v: PhpObject, type: string): Value {
  if (v.cls.toNumber !== undefined) return v.cls.toNumber(v);
  warn(`Object of class ${v.cls.name} could not be converted to ${type}`);
  return 1;
}

export function toFloat(v: Value | undefined): number {
  switch (typeof v) {
    case 'number':
      return v;
    case 'bigint':
      return Number(v);
    case 'boolean':
      return v ? 1 : 0;
    case 'string': {
      const read = readNumeric(v);
      return read === null ? 0 : toFloat(read.value);
    }
    case 'object':
      if (v === null) return 0;
      if (v instanceof Float) return v.n;
      if (v instanceof PhpArray) return v.size > 0 ? 1 : 0;
      return toFloat(objectNumber(v, 'float'));
    default:
      return 0;
  }
}

export const castFloat = (v: Value): Value => float(toFloat(v));

/** An int or float for arithmetic: number, bigint or `Float`. @throws a TypeError for what is no operand */
export function operand(v: Value | undefined, refuse: () => never): number | bigint | Float {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return v;
    case 'boolean':
      return v ? 1 : 0;
    case 'string': {
      const read = readNumeric(v);
      if (read === null) return refuse();
      if (!read.whole) warn('A non-numeric value encountered');
      return read.value as number | bigint | Float;
    }
    case 'object':
      if (v === null) return 0;
      if (v instanceof Float) return v;
      if (v instanceof PhpArray) return refuse();
      if (v.cls.toNumber !== undefined) return operand(v.cls.toNumber(v), refuse);
      return refuse();
    default:
      return 0;
  }
}

/** A value as a key. @throws a TypeError for arrays and objects */
export function key(v: Value | undefined, use = 'Illegal offset type'): Key {
  switch (typeof v) {
    case 'string':
      return normalKey(v);
    case 'number':
      return Number.isInteger(v) ? v : toInt(v);
    case 'bigint':
      return v;
    case 'boolean':
      return v ? 1 : 0;
    case 'object':
      if (v === null) return '';
      if (v instanceof Float) return toInt(v);
      return fail('TypeError', use);
    default:
      return '';
  }
}

/** `(array)` */
export function toArray(v: Value): PhpArray {
  if (v === null) return PhpArray.empty();
  if (v instanceof PhpArray) return v.copy();
  if (v instanceof PhpObject) {
    const props = v.cls.properties?.(v) ?? (v.cls.name === 'Closure' ? null : v.props);
    if (props === null) return PhpArray.of([v]);
    const array = PhpArray.empty();
    for (const [name, slot] of props) {
      const at = normalKey(name);
      if (slot instanceof Object && 'holders' in slot) array.bind(at, slot);
      else array.set(at, slot instanceof PhpArray ? slot.copy() : slot);
    }
    return array;
  }
  return PhpArray.of([v]);
}
