/** `+ - * / % **`, bits and increments. */
import { fail } from '../faults.ts';
import { warn } from '../host.ts';
import { PhpArray } from './array.ts';
import { operand, toInt, typeName } from './convert.ts';
import { readNumeric } from './number-text.ts';
import { Float, float, int, maxInt, minInt, numberOf, type Value } from './value.ts';

type Num = number | bigint | Float;

const refuseOperands = (a: Value, sign: string, b: Value) => (): never =>
  fail('TypeError', `Unsupported operand types: ${typeName(a)} ${sign} ${typeName(b)}`);

const isWhole = (n: Num): n is number | bigint => typeof n === 'bigint' || Number.isInteger(n);

export function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (!Number.isInteger(sum)) return sum;
    if (Number.isInteger(a) && Number.isInteger(b)) return Number.isSafeInteger(sum) ? sum : int(BigInt(a) + BigInt(b));
    return new Float(sum);
  }
  if (a instanceof PhpArray && b instanceof PhpArray) return union(a, b);
  return calculate(
    a,
    '+',
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
}

function union(a: PhpArray, b: PhpArray): PhpArray {
  const both = a.copy();
  for (const [key, value] of b.entries())
    if (!both.has(key)) both.set(key, value instanceof PhpArray ? value.copy() : value);
  return both;
}

export function sub(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (!Number.isInteger(difference)) return difference;
    if (Number.isInteger(a) && Number.isInteger(b))
      return Number.isSafeInteger(difference) ? difference : int(BigInt(a) - BigInt(b));
    return new Float(difference);
  }
  return calculate(
    a,
    '-',
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  );
}

export function mul(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (!Number.isInteger(product)) return product;
    // No int is minus nothing.
    if (Number.isInteger(a) && Number.isInteger(b))
      return Number.isSafeInteger(product) ? product + 0 : int(BigInt(a) * BigInt(b));
    return new Float(product);
  }
  return calculate(
    a,
    '*',
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  );
}

function calculate(
  a: Value,
  sign: string,
  b: Value,
  whole: (x: bigint, y: bigint) => bigint,
  real: (x: number, y: number) => number,
): Value {
  const refuse = refuseOperands(a, sign, b);
  const [x, y] = [operand(a, refuse), operand(b, refuse)];
  if (isWhole(x) && isWhole(y)) return int(whole(BigInt(x), BigInt(y)));
  return float(real(numberOf(x), numberOf(y)));
}

export function div(a: Value, b: Value): Value {
  const refuse = refuseOperands(a, '/', b);
  const [x, y] = [operand(a, refuse), operand(b, refuse)];
  const by = numberOf(y);
  if (by === 0) fail('DivisionByZeroError', 'Division by zero');
  if (isWhole(x) && isWhole(y)) {
    if (typeof x === 'number' && typeof y === 'number') return x % y === 0 ? x / y + 0 : float(x / y);
    const [m, n] = [BigInt(x), BigInt(y)];
    if (m % n === 0n) return int(m / n);
  }
  return float(numberOf(x) / by);
}

export function mod(a: Value, b: Value): Value {
  const refuse = refuseOperands(a, '%', b);
  const [x, y] = [toInt(operand(a, refuse)), toInt(operand(b, refuse))];
  if (Number(y) === 0) fail('DivisionByZeroError', 'Modulo by zero');
  if (typeof x === 'number' && typeof y === 'number') return (x % y) + 0;
  return int(BigInt(x) % BigInt(y));
}

export function pow(a: Value, b: Value): Value {
  const refuse = refuseOperands(a, '**', b);
  const [x, y] = [operand(a, refuse), operand(b, refuse)];
  if (isWhole(x) && isWhole(y) && y >= 0) {
    if (x === 1 || x === -1) return x === 1 || BigInt(y) % 2n === 0n ? 1 : -1;
    const approximate = Number(x) ** Number(y);
    if (Number.isSafeInteger(approximate)) return approximate + 0;
    if (Math.abs(approximate) < 1e20) {
      const exact = int(BigInt(x) ** BigInt(y));
      if (!(exact instanceof Float)) return exact;
    }
    return float(powOfInts(BigInt(x), BigInt(y)));
  }
  const [base, exponent] = [numberOf(x), numberOf(y)];
  // JavaScript has NaN here, C and PHP one.
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return float(1);
  return float(base ** exponent);
}

/** As PHP goes from ints to floats: where squaring or multiplying first leaves the ints, which may differ in the last digit. */
function powOfInts(base: bigint, exponent: bigint): number {
  let [made, square, left] = [1n, base, exponent];
  while (left > 0n) {
    if (left % 2n === 1n) {
      left--;
      if (outside(made * square)) return Number(made) * Number(square) * Number(square) ** Number(left);
      made *= square;
    } else {
      left /= 2n;
      if (outside(square * square)) return Number(made) * (Number(square) * Number(square)) ** Number(left);
      square *= square;
    }
  }
  return Number(made);
}

const outside = (n: bigint): boolean => n > maxInt || n < minInt;

export const negate = (v: Value): Value => (v instanceof Float ? new Float(-v.n) : mul(v, -1));
export const plus = (v: Value): Value => mul(v, 1);

function bitwise(
  a: Value,
  sign: string,
  b: Value,
  small: (x: number, y: number) => number,
  big: (x: bigint, y: bigint) => bigint,
): Value {
  const refuse = refuseOperands(a, sign, b);
  const [x, y] = [toInt(operand(a, refuse)), toInt(operand(b, refuse))];
  if (typeof x === 'number' && typeof y === 'number' && x === (x | 0) && y === (y | 0)) return small(x, y);
  return int(BigInt.asIntN(64, big(BigInt(x), BigInt(y))));
}

const ofBytes = (a: string, b: string, length: number, join: (x: number, y: number) => number): string => {
  let bytes = '';
  for (let i = 0; i < length; i++) bytes += String.fromCharCode(join(a.charCodeAt(i) || 0, b.charCodeAt(i) || 0));
  return bytes;
};

export const bitAnd = (a: Value, b: Value): Value =>
  typeof a === 'string' && typeof b === 'string'
    ? ofBytes(a, b, Math.min(a.length, b.length), (x, y) => x & y)
    : bitwise(
        a,
        '&',
        b,
        (x, y) => x & y,
        (x, y) => x & y,
      );
export const bitOr = (a: Value, b: Value): Value =>
  typeof a === 'string' && typeof b === 'string'
    ? ofBytes(a, b, Math.max(a.length, b.length), (x, y) => x | y)
    : bitwise(
        a,
        '|',
        b,
        (x, y) => x | y,
        (x, y) => x | y,
      );
export const bitXor = (a: Value, b: Value): Value =>
  typeof a === 'string' && typeof b === 'string'
    ? ofBytes(a, b, Math.min(a.length, b.length), (x, y) => x ^ y)
    : bitwise(
        a,
        '^',
        b,
        (x, y) => x ^ y,
        (x, y) => x ^ y,
      );

export function bitNot(v: Value): Value {
  if (typeof v === 'string') return ofBytes(v, v, v.length, (x) => ~x & 255);
  if (v === null || typeof v === 'boolean' || v instanceof PhpArray || (typeof v === 'object' && !(v instanceof Float)))
    fail('TypeError', `Cannot perform bitwise not on ${typeName(v)}`);
  return int(~BigInt(toInt(v)));
}

function shift(a: Value, sign: string, b: Value): { n: bigint; by: bigint } {
  const refuse = refuseOperands(a, sign, b);
  const [n, by] = [BigInt(toInt(operand(a, refuse))), BigInt(toInt(operand(b, refuse)))];
  if (by < 0n) fail('ArithmeticError', 'Bit shift by negative number');
  return { n, by };
}

export function shiftLeft(a: Value, b: Value): Value {
  const { n, by } = shift(a, '<<', b);
  return by > 63n ? 0 : int(BigInt.asIntN(64, n << by));
}

export function shiftRight(a: Value, b: Value): Value {
  const { n, by } = shift(a, '>>', b);
  return by > 63n ? (n < 0n ? -1 : 0) : int(n >> by);
}

export function increment(v: Value | undefined): Value {
  if (typeof v === 'number' || typeof v === 'bigint' || v instanceof Float) return add(v, 1);
  if (v === null || v === undefined) return 1;
  if (typeof v !== 'string') return step(v, 'increment');
  if (v === '') return '1';
  const read = readNumeric(v);
  return read?.whole ? add(read.value, 1) : nextText(v);
}

export function decrement(v: Value | undefined): Value {
  if (typeof v === 'number' || typeof v === 'bigint' || v instanceof Float) return sub(v, 1);
  if (v === null || v === undefined) return null;
  if (typeof v !== 'string') return step(v, 'decrement');
  if (v === '') return -1;
  const read = readNumeric(v);
  return read?.whole ? sub(read.value, 1) : v;
}

function step(v: Value, what: string): Value {
  if (typeof v === 'boolean') return v;
  return fail('TypeError', `Cannot ${what} ${typeName(v)}`);
}

/** "Az" → "Ba", "zZ9" → "aaA0". */
function nextText(text: string): string {
  let rest = '';
  for (let i = text.length - 1; i >= 0; i--) {
    const letter = text.charAt(i);
    if (!/[A-Za-z0-9]/.test(letter)) return text.slice(0, i + 1) + rest;
    if (letter !== 'z' && letter !== 'Z' && letter !== '9')
      return text.slice(0, i) + String.fromCharCode(letter.charCodeAt(0) + 1) + rest;
    const zero = letter === 'z' ? 'a' : letter === 'Z' ? 'A' : '0';
    rest = zero + rest;
    if (i === 0 || !/[A-Za-z0-9]/.test(text.charAt(i - 1)))
      return text.slice(0, i) + (letter === '9' ? '1' : zero) + rest;
  }
  return rest;
}

export function warnPrecision(n: number): void {
  if (!Number.isInteger(n)) warn('Implicit conversion from float to int loses precision');
}
