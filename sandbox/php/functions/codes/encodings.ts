/** base64, hexadecimal and other writings of bytes. */

import { fail } from '../../faults.ts';
import { warn } from '../../host.ts';
import { str, toInt } from '../../values/convert.ts';
import type { Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function toBase64(bytes: string): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes.charCodeAt(i), bytes.charCodeAt(i + 1), bytes.charCodeAt(i + 2)];
    const bits = (a << 16) | ((b || 0) << 8) | (c || 0);
    out += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    out += i + 1 < bytes.length ? alphabet.charAt((bits >> 6) & 63) : '=';
    out += i + 2 < bytes.length ? alphabet.charAt(bits & 63) : '=';
  }
  return out;
}

function fromBase64(text: string, strict = false): string | false {
  let digits = text;
  if (strict) {
    digits = text.replace(/[ \t\n\r]/g, '');
    const padded = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(digits);
    if (padded === null) return false;
    digits = padded[1] as string;
    if (
      digits.length % 4 === 1 ||
      ((padded[2] as string) !== '' && (digits.length + (padded[2] as string).length) % 4 !== 0)
    )
      return false;
  } else digits = text.replace(/[^A-Za-z0-9+/]/g, '');
  let bytes = '';
  let [bits, count] = [0, 0];
  for (let i = 0; i < digits.length; i++) {
    bits = (bits << 6) | alphabet.indexOf(digits.charAt(i));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += String.fromCharCode((bits >> count) & 255);
    bits &= (1 << count) - 1;
  }
  return bytes;
}

export const toHex = (bytes: string): string => {
  let out = '';
  for (let i = 0; i < bytes.length; i++) out += (bytes.charCodeAt(i) + 256).toString(16).slice(1);
  return out;
};

export function fromHex(hex: string): string {
  let out = '';
  for (let i = 0; i < hex.length; i += 2) out += String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16));
  return out;
}

/** The codes of `pack` that signatures use. */
function pack(format: string, ...values: Value[]): string {
  let out = '';
  let next = 0;
  for (const [, code = '', count = ''] of format.matchAll(/([a-zA-Z@])(\*|\d*)/g)) {
    const take = (): Value => values[next++] ?? fail('ValueError', `Type ${code}: not enough arguments`);
    if (code === 'H' || code === 'h') {
      const hex = str(take());
      const digits =
        count === '*' || count === '' ? (count === '' ? hex.slice(0, 1) : hex) : hex.slice(0, Number(count));
      out += fromHex(digits.length % 2 === 1 ? `${digits}0` : digits);
    } else if (code === 'a' || code === 'A' || code === 'Z') {
      const text = str(take());
      const size = count === '*' ? text.length + (code === 'Z' ? 1 : 0) : count === '' ? 1 : Number(count);
      out += text.slice(0, code === 'Z' ? Math.max(size - 1, 0) : size).padEnd(size, code === 'A' ? ' ' : '\0');
    } else if (sizes[code] !== undefined) {
      const [size, little] = sizes[code] as [number, boolean];
      const times = count === '*' ? values.length - next : count === '' ? 1 : Number(count);
      for (let i = 0; i < times; i++) {
        let n = BigInt.asUintN(size * 8, BigInt(toInt(take())));
        let bytes = '';
        for (let k = 0; k < size; k++) {
          bytes += String.fromCharCode(Number(n & 255n));
          n >>= 8n;
        }
        out += little ? bytes : [...bytes].reverse().join('');
      }
    } else fail('ValueError', `Type ${code}: unknown format code`);
  }
  return out;
}

const sizes: Record<string, [size: number, little: boolean]> = {
  c: [1, true],
  C: [1, true],
  n: [2, false],
  v: [2, true],
  s: [2, true],
  S: [2, true],
  N: [4, false],
  V: [4, true],
  l: [4, true],
  L: [4, true],
  J: [8, false],
  P: [8, true],
  q: [8, true],
  Q: [8, true],
};

export const encodings: Functions = {
  base64_encode: ['string string', toBase64],
  base64_decode: ['string string,bool strict=', fromBase64],
  bin2hex: ['string string', toHex],
  hex2bin: [
    'string string',
    (text: string) => {
      if (text.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(text)) {
        warn(
          text.length % 2 === 1
            ? 'hex2bin(): Hexadecimal input string must have an even length'
            : 'hex2bin(): Input string must be hexadecimal string',
        );
        return false;
      }
      return fromHex(text);
    },
  ],
  str_rot13: [
    'string string',
    (text: string) =>
      text.replace(/[A-Za-z]/g, (letter) =>
        String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)),
      ),
  ],
  quoted_printable_encode: [
    'string string',
    (text: string) => text.replace(/[^\x20-\x3c\x3e-\x7e\r\n]/g, (byte) => `=${toHex(byte).toUpperCase()}`),
  ],
  quoted_printable_decode: [
    'string string',
    (text: string) => text.replace(/=[ \t]*\r?\n/g, '').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => fromHex(hex)),
  ],
  pack: ['string format,mixed ...values', pack],
};
