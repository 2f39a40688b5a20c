/** What values are, and what they become. */
import { fail } from '../../faults.ts';
import { findCallable, isDeclared } from '../../language/calls.ts';
import { PhpArray } from '../../values/array.ts';
import { bool, str, toFloat, toInt, typeName } from '../../values/convert.ts';
import { readNumeric } from '../../values/number-text.ts';
import { Float, float, int, isFloat, isInt, isSubclass, PhpObject, type Ref, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';

export function getType(v: Value): string {
  const name = typeName(v);
  const long: Record<string, string> = { null: 'NULL', bool: 'boolean', int: 'integer', float: 'double' };
  return v instanceof PhpObject ? 'object' : (long[name] ?? name);
}

export const isNumeric = (v: Value): boolean =>
  typeof v === 'number' ||
  typeof v === 'bigint' ||
  v instanceof Float ||
  (typeof v === 'string' && (readNumeric(v)?.whole ?? false));

function intval(v: Value, base = 10): Value {
  if (typeof v !== 'string' || base === 10) return toInt(v);
  let text = v.trim().toLowerCase();
  const sign = text.startsWith('-') ? -1n : 1n;
  text = text.replace(/^[+-]/, '');
  let radix = base;
  if (radix === 0) radix = text.startsWith('0x') ? 16 : text.startsWith('0b') ? 2 : text.startsWith('0') ? 8 : 10;
  if (radix === 16) text = text.replace(/^0x/, '');
  if (radix === 2) text = text.replace(/^0b/, '');
  if (radix === 8) text = text.replace(/^0o/, '');
  if (radix < 2 || radix > 36) return 0;
  let n = 0n;
  for (const letter of text) {
    const digit = Number.parseInt(letter, 36);
    if (!(digit < radix)) break;
    n = n * BigInt(radix) + BigInt(digit);
  }
  const result = int(n * sign);
  return result instanceof Float ? (sign > 0n ? 2n ** 63n - 1n : -(2n ** 63n)) : result;
}

function setType(ref: Ref, type: string): boolean {
  const v = ref.v ?? null;
  switch (type.toLowerCase()) {
    case 'int':
    case 'integer':
      ref.v = toInt(v);
      return true;
    case 'float':
    case 'double':
      ref.v = float(toFloat(v));
      return true;
    case 'string':
      ref.v = str(v);
      return true;
    case 'bool':
    case 'boolean':
      ref.v = bool(v);
      return true;
    case 'array':
      ref.v = v instanceof PhpArray ? v : v === null ? PhpArray.empty() : PhpArray.of([v]);
      return true;
    case 'null':
      ref.v = null;
      return true;
    default:
      return fail('ValueError', 'settype(): Argument #2 ($type) must be a valid type');
  }
}

const is = (test: (v: Value) => boolean) => ['mixed value', test] as const;

export const types: Functions = {
  gettype: ['mixed value', getType],
  get_debug_type: ['mixed value', (v: Value) => typeName(v)],
  settype: ['mixed &var,string type', setType],
  intval: ['mixed value,int base=', intval],
  floatval: ['mixed value', (v: Value) => float(toFloat(v))],
  doubleval: ['mixed value', (v: Value) => float(toFloat(v))],
  boolval: ['mixed value', (v: Value) => bool(v)],
  is_null: is((v) => v === null),
  is_bool: is((v) => typeof v === 'boolean'),
  is_int: is(isInt),
  is_integer: is(isInt),
  is_long: is(isInt),
  is_float: is(isFloat),
  is_double: is(isFloat),
  is_string: is((v) => typeof v === 'string'),
  is_array: is((v) => v instanceof PhpArray),
  is_object: is((v) => v instanceof PhpObject),
  is_numeric: is(isNumeric),
  is_scalar: is((v) => v !== null && !(v instanceof PhpArray) && !(v instanceof PhpObject)),
  is_iterable: is((v) => v instanceof PhpArray || (v instanceof PhpObject && v.cls.iterate !== undefined)),
  is_countable: is((v) => v instanceof PhpArray || (v instanceof PhpObject && v.cls.count !== undefined)),
  is_resource: is(() => false),
  is_callable: ['mixed value,bool syntax_only=,mixed &callable_name=', (v: Value) => findCallable(v) !== null],
  is_a: [
    'mixed object_or_class,string class,bool allow_string=',
    (v: Value, name: string) => v instanceof PhpObject && isSubclass(v.cls, name),
  ],
  is_subclass_of: [
    'mixed object_or_class,string class,bool allow_string=',
    (v: Value, name: string) =>
      v instanceof PhpObject && v.cls.name.toLowerCase() !== name.toLowerCase() && isSubclass(v.cls, name),
  ],
  get_class: [
    'mixed object',
    (v: Value) =>
      v instanceof PhpObject
        ? v.cls.name
        : fail('TypeError', `get_class(): Argument #1 ($object) must be of type object, ${typeName(v)} given`),
  ],
  function_exists: [
    'string function',
    (name: string) => isDeclared(name) || findCallable(name.includes('::') ? '' : name) !== null,
  ],
};
