/** Numbers. */
import { fail } from '../faults.ts';
import { host } from '../host.ts';
import { add, mul, pow } from '../values/arithmetic.ts';
import { PhpArray } from '../values/array.ts';
import { compare } from '../values/compare.ts';
import { toInt, typeName as typeOf } from '../values/convert.ts';
import { readNumeric } from '../values/number-text.ts';
import { Float, float, int, isInt, numberOf, type Value } from '../values/value.ts';
import type { Functions } from './define.ts';

type Num = number | bigint | Float;

/** To decimals, half away from zero. What is a half in decimal counts as one although its binary form is a little off. */
export function roundTo(n: number, places: number, mode = 1): number {
  if (!Number.isFinite(n) || n === 0) return n;
  const scale = 10 ** Math.abs(places);
  if (!Number.isFinite(scale)) return places > 0 ? n : 0;
  let scaled = places >= 0 ? n * scale : n / scale;
  if (!Number.isFinite(scaled) || Math.abs(scaled) >= 1e15) return n;
  // Off by less than the fifteenth digit: take the decimal that was meant.
  const meant = Number(scaled.toPrecision(15));
  scaled = meant;
  const rounded = halves(scaled, mode);
  if (Math.abs(places) < 23) {
    const result = places >= 0 ? rounded / scale : rounded * scale;
    return result;
  }
  return Number(`${rounded}e${-places}`);
}

function halves(n: number, mode: number): number {
  const whole = Math.trunc(n);
  const rest = Math.abs(n - whole);
  const away = whole + Math.sign(n);
  if (rest > 0.5) return away;
  if (rest < 0.5) return whole;
  switch (mode) {
    case 2:
      return whole;
    case 3:
      return whole % 2 === 0 ? whole : away;
    case 4:
      return whole % 2 === 0 ? away : whole;
    default:
      return away;
  }
}

function extreme(name: string, sign: number) {
  return (first: Value, ...rest: Value[]): Value => {
    let list = [first, ...rest];
    if (rest.length === 0) {
      if (!(first instanceof PhpArray))
        return fail('TypeError', `${name}(): Argument #1 ($value) must be of type array, ${typeOf(first)} given`);
      list = first.values();
      if (list.length === 0)
        return fail('ValueError', `${name}(): Argument #1 ($value) must contain at least one element`);
    }
    let best = list[0] as Value;
    for (const one of list.slice(1)) if (sign > 0 ? compare(one, best) > 0 : compare(one, best) < 0) best = one;
    return best instanceof PhpArray ? best.copy() : best;
  };
}

const real = (calculate: (n: number) => number) => ['float num', (n: number) => float(calculate(n))] as const;

function convertBase(digits: string, from: number, to: number, name: string): string {
  for (const [base, i] of [
    [from, 2],
    [to, 3],
  ] as const)
    if (base < 2 || base > 36)
      fail(
        'ValueError',
        `${name}(): Argument #${i} ($${i === 2 ? 'from' : 'to'}_base) must be between 2 and 36 (inclusive)`,
      );
  return readBase(digits, from).toString(to);
}

function readBase(digits: string, base: number): bigint {
  let n = 0n;
  for (const digit of digits
    .toLowerCase()
    .replace(base === 16 ? /^0x/ : base === 8 ? /^0o/ : base === 2 ? /^0b/ : /^$/, '')) {
    const value = Number.parseInt(digit, 36);
    if (value < base) n = n * BigInt(base) + BigInt(value);
  }
  return n;
}

const fromBase = (base: number) => (digits: string) => int(readBase(digits, base));
const toBase = (base: number) => (v: Num) => BigInt.asUintN(64, BigInt(toInt(v))).toString(base);

function randomInt(name: string, least: number, most: number): number {
  if (least > most) {
    if (name === 'rand') return randomInt(name, most, least);
    fail(
      'ValueError',
      name === 'mt_rand'
        ? 'mt_rand(): Argument #2 ($max) must be greater than or equal to argument #1 ($min)'
        : `${name}(): Argument #1 ($min) must be less than or equal to argument #2 ($max)`,
    );
  }
  return least + Math.floor(host.random() * (most - least + 1));
}

const random = (name: string) => (least?: number, most?: number) => {
  if (least === undefined) return randomInt(name, 0, 2147483647);
  if (most === undefined) return fail('ArgumentCountError', `${name}() expects exactly 2 arguments, 1 given`);
  return randomInt(name, least, most);
};

export const math: Functions = {
  abs: [
    'num num',
    (n: Num) =>
      n instanceof Float ? new Float(Math.abs(n.n)) : typeof n === 'number' ? Math.abs(n) : int(n < 0n ? -n : n),
  ],
  ceil: ['num num', (n: Num) => float(Math.ceil(numberOf(n)))],
  floor: ['num num', (n: Num) => float(Math.floor(numberOf(n)))],
  round: [
    'num num,int precision=,int mode=',
    (n: Num, places = 0, mode = 1) => {
      if (isInt(n) && places >= 0) return float(Number(n));
      return float(roundTo(numberOf(n), places, mode));
    },
  ],
  max: ['mixed value,mixed ...values', extreme('max', 1)],
  min: ['mixed value,mixed ...values', extreme('min', -1)],
  sqrt: real(Math.sqrt),
  sin: real(Math.sin),
  cos: real(Math.cos),
  tan: real(Math.tan),
  asin: real(Math.asin),
  acos: real(Math.acos),
  atan: real(Math.atan),
  sinh: real(Math.sinh),
  cosh: real(Math.cosh),
  tanh: real(Math.tanh),
  atan2: ['float y,float x', (y: number, x: number) => float(Math.atan2(y, x))],
  exp: real(Math.exp),
  log10: real(Math.log10),
  log2: real(Math.log2),
  log1p: real(Math.log1p),
  expm1: real(Math.expm1),
  log: [
    'float num,float base=',
    (n: number, base?: number) => {
      if (base === undefined) return float(Math.log(n));
      if (base <= 0) fail('ValueError', 'log(): Argument #2 ($base) must be greater than 0');
      if (base === 1) return Number.NaN;
      return float(base === 2 ? Math.log2(n) : base === 10 ? Math.log10(n) : Math.log(n) / Math.log(base));
    },
  ],
  pi: ['', () => Math.PI],
  pow: ['mixed num,mixed exponent', (a: Value, b: Value) => pow(a, b)],
  intdiv: [
    'num num1,num num2',
    (a: Num, b: Num) => {
      const [x, y] = [BigInt(toInt(a)), BigInt(toInt(b))];
      if (y === 0n) fail('DivisionByZeroError', 'Division by zero');
      if (y === -1n && x === -(2n ** 63n)) fail('ArithmeticError', 'Division of PHP_INT_MIN by -1 is not an integer');
      return int(x / y);
    },
  ],
  fmod: ['float num1,float num2', (a: number, b: number) => float(a % b)],
  fdiv: ['float num1,float num2', (a: number, b: number) => float(a / b)],
  hypot: ['float x,float y', (x: number, y: number) => float(Math.hypot(x, y))],
  deg2rad: real((n) => (n / 180) * Math.PI),
  rad2deg: real((n) => (n / Math.PI) * 180),
  is_nan: ['float num', (n: number) => Number.isNaN(n)],
  is_finite: ['float num', (n: number) => Number.isFinite(n)],
  is_infinite: ['float num', (n: number) => n === Number.POSITIVE_INFINITY || n === Number.NEGATIVE_INFINITY],
  array_sum: [
    'array array',
    (array: PhpArray) =>
      array.values().reduce((sum, one) => (one instanceof PhpArray ? sum : add(sum, numeric(one))), 0 as Value),
  ],
  array_product: [
    'array array',
    (array: PhpArray) =>
      array
        .values()
        .reduce((product, one) => (one instanceof PhpArray ? product : mul(product, numeric(one))), 1 as Value),
  ],
  base_convert: [
    'string num,int from_base,int to_base',
    (digits: string, from: number, to: number) => convertBase(digits, from, to, 'base_convert'),
  ],
  bindec: ['string binary_string', fromBase(2)],
  hexdec: ['string hex_string', fromBase(16)],
  octdec: ['string octal_string', fromBase(8)],
  decbin: ['num num', toBase(2)],
  dechex: ['num num', toBase(16)],
  decoct: ['num num', toBase(8)],
  rand: ['int min=,int max=', random('rand')],
  mt_rand: ['int min=,int max=', random('mt_rand')],
  random_int: ['int min,int max', (least: number, most: number) => randomInt('random_int', least, most)],
  mt_srand: ['int seed=,int mode=', () => null],
  srand: ['int seed=,int mode=', () => null],
  mt_getrandmax: ['', () => 2147483647],
  getrandmax: ['', () => 2147483647],
  lcg_value: ['', () => float(host.random())],
};

/** As sums take their members: a text counts for the number at its beginning. */
function numeric(v: Value): Value {
  if (typeof v !== 'string') return v;
  const read = readNumeric(v);
  return read === null ? 0 : read.value;
}
