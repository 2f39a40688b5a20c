/** Floats as PHP writes them, and numbers as PHP reads them. */
import { Float, float, int, type Value } from './value.ts';

/** As `echo` writes it: 14 digits at most. */
export const echoFloat = (n: number): string => general(n, 14, 'E', false);

/** As `var_dump` and `json_encode` write it: as many digits as tell it from every other. */
export const exactFloat = (n: number, e: 'E' | 'e' = 'E'): string => general(n, 17, e, true);

/** @param shortest the fewest digits that read back as `n`, else `digits` of them */
export function general(n: number, digits: number, e: 'E' | 'e', shortest: boolean): string {
  if (Number.isNaN(n)) return 'NAN';
  if (!Number.isFinite(n)) return n < 0 ? '-INF' : 'INF';
  if (n === 0) return Object.is(n, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = (
    shortest ? n.toExponential() : n.toExponential(Math.max(digits - 1, 0))
  ).split('e');
  const sign = n < 0 ? '-' : '';
  const exponent = Number(exponentText);
  const plain = mantissa.replace('-', '').replace('.', '').replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= digits) {
    const fraction = plain.length > 1 ? plain.slice(1) : '0';
    return `${sign}${plain[0]}.${fraction}${e}${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${plain}`;
  if (plain.length <= exponent + 1) return sign + plain + '0'.repeat(exponent + 1 - plain.length);
  return `${sign}${plain.slice(0, exponent + 1)}.${plain.slice(exponent + 1)}`;
}

const whole = /^[ \t\n\r\v\f]*([+-]?[0-9]+)[ \t\n\r\v\f]*$/;
const number = /^[ \t\n\r\v\f]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/;
const trailing = /^[ \t\n\r\v\f]*$/;

export interface Numeric {
  /** Number, bigint or `Float`. */
  value: Value;
  /** Whether nothing but the number stands there. */
  whole: boolean;
}

/** The number at the beginning of a string; null where there is none. */
export function readNumeric(text: string): Numeric | null {
  const first = text.charCodeAt(0);
  // Letters, the most common case of what is no number.
  if (first > 57 || Number.isNaN(first)) return null;
  const integral = whole.exec(text);
  if (integral !== null) return { value: readInt(integral[1] as string), whole: true };
  const match = number.exec(text);
  if (match === null) return null;
  const digits = match[1] as string;
  const value = /[.eE]/.test(digits) ? float(Number(digits)) : readInt(digits);
  return { value, whole: trailing.test(text.slice(match[0].length)) };
}

function readInt(digits: string): Value {
  const n = Number(digits);
  if (Number.isSafeInteger(n)) return n + 0;
  const big = int(BigInt(digits.replace('+', '')));
  return big instanceof Float ? new Float(n) : big;
}
