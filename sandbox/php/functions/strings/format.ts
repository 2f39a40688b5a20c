/** `sprintf`, `number_format` and their kin. */
import { fail } from '../../faults.ts';
import { print } from '../../language/output.ts';
import { PhpArray } from '../../values/array.ts';
import { str, toFloat, toInt } from '../../values/convert.ts';
import { general } from '../../values/number-text.ts';
import type { Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { roundTo } from '../math.ts';
import { sized } from './letters.ts';

const directive = /%(?:%|(?:(\d+)\$)?([-+ 0]|'[^])*(\*|\d+)?(?:\.(\*|\d*))?l?([a-zA-Z]))/g;

export function format(name: string, pattern: string, args: Value[], first = 1): string {
  let next = 0;
  let last = 0;
  let out = '';
  for (const match of pattern.matchAll(directive)) {
    const between = pattern.slice(last, match.index);
    if (between.includes('%')) badFormat(between.slice(between.indexOf('%') + 1));
    out += between;
    last = match.index + match[0].length;
    if (match[0] === '%%') {
      out += '%';
      continue;
    }
    const [, position, , , precisionText, type = ''] = match;
    const flags = /^%(?:\d+\$)?((?:[-+ 0]|'[^])*)/.exec(match[0])?.[1] ?? '';
    const widthText = /^%(?:\d+\$)?(?:[-+ 0]|'[^])*(\*|\d+)?/.exec(match[0])?.[1];
    const width = widthText === '*' ? Number(toInt(take(next++))) : Number(widthText ?? 0);
    const precision =
      precisionText === undefined
        ? null
        : precisionText === '*'
          ? Number(toInt(take(next++)))
          : Number(precisionText || 0);
    if (position === '0')
      fail('ValueError', 'Argument number specifier must be greater than zero and less than 2147483647');
    const value = take(position === undefined ? next++ : Number(position) - 1);
    const pad = /'([^])/.exec(flags)?.[1] ?? (/(?:^|[-+ ])0/.test(flags.replace(/'[^]/g, '')) ? '0' : ' ');
    const marks = flags.replace(/'[^]/g, '');
    out += padded(one(type, value, precision, marks.includes('+')), width, pad, marks.includes('-'), type);
    sized(name, out.length);
  }
  const rest = pattern.slice(last);
  if (rest.includes('%')) badFormat(rest.slice(rest.indexOf('%') + 1));
  return out + rest;

  function take(i: number): Value {
    const value = args[i];
    return value === undefined
      ? fail(
          'ArgumentCountError',
          first < 0
            ? 'The arguments array must contain ' + (i + 1) + ' items, ' + args.length + ' given'
            : `${i + 1 + first} arguments are required, ${args.length + first} given`,
        )
      : value;
  }
}

function badFormat(rest: string): never {
  const letter = /[^\d$.'+\- ]/.exec(rest)?.[0];
  return fail(
    'ValueError',
    letter === undefined ? 'Missing format specifier at end of string' : `Unknown format specifier "${letter}"`,
  );
}

function one(type: string, v: Value, precision: number | null, plus: boolean): string {
  const signed = (text: string): string => (plus && !text.startsWith('-') ? `+${text}` : text);
  if (/[fFeEgG]/.test(type)) {
    const n = toFloat(v);
    if (Number.isNaN(n)) return 'NaN';
    if (!Number.isFinite(n)) return 'INF';
  }
  switch (type) {
    case 'd':
    case 'i':
      return signed(String(toInt(v)));
    case 'u':
      return String(BigInt.asUintN(64, BigInt(toInt(v))));
    case 's': {
      const text = str(v);
      return precision === null ? text : text.slice(0, precision);
    }
    case 'f':
    case 'F':
      return signed(exactly(toFloat(v), precision ?? 6));
    case 'e':
    case 'E': {
      const n = toFloat(v);
      const text = n.toExponential(Math.min(precision ?? 6, 100));
      return signed(type === 'E' ? text.toUpperCase() : text);
    }
    case 'g':
    case 'G': {
      const text = general(toFloat(v), precision === 0 ? 1 : (precision ?? 6), type === 'G' ? 'E' : 'e', false);
      return signed(text);
    }
    case 'x':
      return BigInt.asUintN(64, BigInt(toInt(v))).toString(16);
    case 'X':
      return BigInt.asUintN(64, BigInt(toInt(v)))
        .toString(16)
        .toUpperCase();
    case 'o':
      return BigInt.asUintN(64, BigInt(toInt(v))).toString(8);
    case 'b':
      return BigInt.asUintN(64, BigInt(toInt(v))).toString(2);
    case 'c':
      return String.fromCharCode(Number(toInt(v)) & 255);
    default:
      return fail('ValueError', `Unknown format specifier "${type}"`);
  }
}

function padded(text: string, width: number, pad: string, left: boolean, type: string): string {
  // What is no number stands there as it is, even without its sign.
  if (type === 'c' || text.length >= width || text === 'INF' || text === 'NaN') return text;
  sized('sprintf', width);
  const fill = width - text.length;
  if (left) return text + (pad === '0' && type !== 's' && /[difFeE]/.test(type) ? '0' : pad).repeat(fill);
  if (pad === '0' && /^[+-]/.test(text) && type !== 's') return text.charAt(0) + '0'.repeat(fill) + text.slice(1);
  return pad.repeat(fill) + text;
}

/** As C prints it: by the exact binary value, a tie to the even digit. */
function exactly(n: number, decimals: number): string {
  if (!Number.isFinite(n) || Math.abs(n) >= 1e21 || decimals > 53) return fixed(n, decimals);
  const text = n.toFixed(decimals);
  const long = n.toFixed(Math.min(decimals + 40, 100));
  const rest = long.slice(long.indexOf('.') + 1 + decimals);
  const kept = long.slice(0, long.length - rest.length).replace(/\.$/, '');
  return /^50*$/.test(rest) && /[02468]$/.test(kept) ? kept : text;
}

/** A number with so many decimals, rounded half away from zero as PHP rounds. */
export function fixed(n: number, decimals: number): string {
  if (Number.isNaN(n)) return 'nan';
  if (!Number.isFinite(n)) return n < 0 ? '-inf' : 'inf';
  const places = Math.min(decimals, 53);
  const rounded = roundTo(n, places);
  if (Math.abs(rounded) < 1e21) return rounded.toFixed(places) + '0'.repeat(decimals - places);
  const whole = BigInt(rounded).toString();
  return decimals > 0 ? `${whole}.${'0'.repeat(decimals)}` : whole;
}

function numberFormat(n: number, decimals = 0, point: string | null = '.', separator: string | null = ','): string {
  const places = Math.max(decimals, 0);
  const rounded = roundTo(n, places);
  const text = fixed(Math.abs(rounded), places);
  if (!/^\d/.test(text)) return n < 0 ? `-${text}` : text;
  const [whole = '', fraction = ''] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, () => separator ?? ',');
  const sign = rounded < 0 && /[1-9]/.test(text) ? '-' : '';
  return sign + grouped + (places > 0 ? (point ?? '.') + fraction : '');
}

export const formats: Functions = {
  sprintf: [
    'string format,mixed ...values',
    (pattern: string, ...values: Value[]) => format('sprintf', pattern, values),
  ],
  vsprintf: [
    'string format,array values',
    (pattern: string, values: PhpArray) => format('vsprintf', pattern, values.values(), -1),
  ],
  printf: [
    'string format,mixed ...values',
    (pattern: string, ...values: Value[]) => {
      const text = format('printf', pattern, values);
      print(text);
      return text.length;
    },
  ],
  vprintf: [
    'string format,array values',
    (pattern: string, values: PhpArray) => {
      const text = format('vprintf', pattern, values.values(), -1);
      print(text);
      return text.length;
    },
  ],
  number_format: ['float num,int decimals=,?string decimal_separator=,?string thousands_separator=', numberFormat],
};
