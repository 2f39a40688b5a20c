/** `createFromFormat` */
import { type Clock, clockIn, clockOf, momentOf, months, secondsOf } from './moments.ts';
import type { Moment } from './parse.ts';
import { findZone, type Zone } from './zones.ts';

/** @returns null where the text is not of the format */
export function readFormat(pattern: string, text: string, now: number, given: Zone): Moment | null {
  const found: Partial<Clock> & { half?: string; micros?: number; at?: number; zone?: Zone } = {};
  let rest = text;
  let fresh = false;
  const take = (what: RegExp): string | null => {
    const match = what.exec(rest);
    if (match === null) return null;
    rest = rest.slice(match[0].length);
    return match[1] ?? match[0];
  };
  const number = (name: 'y' | 'm' | 'd' | 'h' | 'i' | 's', what: RegExp, shift = 0): boolean => {
    const digits = take(what);
    if (digits === null) return false;
    found[name] = Number(digits) + shift;
    return true;
  };
  const two = /^\d{1,2}/;

  const one = (letter: string): boolean => {
    switch (letter) {
      case 'd':
      case 'j':
        return number('d', two);
      case 'm':
      case 'n':
        return number('m', two);
      case 'Y':
        return number('y', /^-?\d{1,4}/);
      case 'y': {
        const digits = take(/^\d{2}/);
        if (digits === null) return false;
        found.y = Number(digits) < 70 ? 2000 + Number(digits) : 1900 + Number(digits);
        return true;
      }
      case 'H':
      case 'G':
      case 'h':
      case 'g':
        return number('h', two);
      case 'i':
        return number('i', /^\d{2}/);
      case 's':
        return number('s', /^\d{2}/);
      case 'a':
      case 'A': {
        const half = take(/^[ap]\.?m\.?/i);
        if (half !== null) found.half = half.toLowerCase();
        return half !== null;
      }
      case 'M':
      case 'F': {
        const name = take(/^[A-Za-z]{3,9}/);
        const month =
          name === null ? -1 : months.findIndex((one) => one.toLowerCase().startsWith(name.toLowerCase().slice(0, 3)));
        found.m = month + 1;
        return month !== -1;
      }
      case 'D':
      case 'l':
        return take(/^[A-Za-z]{3,9}/) !== null;
      case 'S':
        return take(/^(?:st|nd|rd|th)/i) !== null;
      case 'u':
      case 'v': {
        const digits = take(letter === 'u' ? /^\d{1,6}/ : /^\d{1,3}/);
        if (digits !== null) found.micros = Number(digits.padEnd(6, '0'));
        return digits !== null;
      }
      case 'U': {
        const digits = take(/^-?\d+/);
        if (digits === null) return false;
        found.at = Number(digits);
        found.zone = findZone('+00:00') as Zone;
        return true;
      }
      case 'e':
      case 'T':
      case 'P':
      case 'O':
      case 'p': {
        const name = take(/^(?:[+-]\d{1,2}:?\d{0,2}|[A-Za-z_]+(?:\/[A-Za-z_+-]+)*)/);
        const zone = name === null ? null : findZone(name);
        if (zone !== null) found.zone = zone;
        return zone !== null;
      }
      case '!':
      case '|':
        fresh = true;
        return true;
      case '?':
        return take(/^[^]/) !== null;
      case '*':
        take(/^[^\s,;:/.\\()-]*/);
        return true;
      case '+':
        rest = '';
        return true;
      case '#':
        return take(/^[;:/.,()-]/) !== null;
      case ' ':
        return take(/^\s/) !== null;
      default:
        return take(new RegExp(`^${letter.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`)) !== null;
    }
  };

  for (let k = 0; k < pattern.length; k++) {
    let letter = pattern.charAt(k);
    if (letter === '\\') {
      letter = pattern.charAt(++k);
      if (!rest.startsWith(letter)) return null;
      rest = rest.slice(1);
    } else if (!one(letter)) return null;
  }
  if (rest !== '') return null;
  const zone = found.zone ?? given;
  if (found.at !== undefined) return { at: found.at, micros: 0, zone };
  const anyTime = found.h !== undefined || found.i !== undefined || found.s !== undefined;
  const base: Clock = fresh ? { y: 1970, m: 1, d: 1, h: 0, i: 0, s: 0 } : clockIn(now, zone);
  let h = found.h ?? (anyTime ? 0 : base.h);
  if (found.half !== undefined) h = (h % 12) + (found.half.startsWith('p') ? 12 : 0);
  const clock: Clock = {
    y: found.y ?? base.y,
    m: found.m ?? base.m,
    d: found.d ?? base.d,
    h,
    i: found.i ?? (anyTime ? 0 : base.i),
    s: found.s ?? (anyTime ? 0 : base.s),
  };
  return { at: momentOf(clockOf(secondsOf(clock)), zone), micros: found.micros ?? 0, zone };
}
