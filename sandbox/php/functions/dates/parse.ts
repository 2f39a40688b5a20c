/** `strtotime`'s dates: absolute, relative, and mixtures of both. */
import { type Clock, clockIn, clockOf, daysOf, momentOf, monthLength, months, weekday, weekdays } from './moments.ts';
import { findZone, type Zone } from './zones.ts';

export interface Moment {
  /** UNIX seconds. */
  at: number;
  micros: number;
  zone: Zone;
}

const monthName =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec';
const dayName =
  'sunday|monday|tuesday|wednesday|thursday|friday|saturday|sun|mon|tues|tue|wednes|wed|thurs|thur|thu|fri|sat';
const unitName =
  'microseconds?|usecs?|msecs?|milliseconds?|ms|µs|seconds?|secs?|minutes?|mins?|hours?|fortnights?|days?|weekdays?|weeks?|months?|years?|quarters?';
const counts: Record<string, number> = {
  last: -1,
  previous: -1,
  this: 0,
  next: 1,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
};
const countName = Object.keys(counts).join('|');
const space = '[ \\t]*';

const monthOf = (name: string): number =>
  months.findIndex((month) => month.toLowerCase().startsWith(name.toLowerCase().slice(0, 3))) + 1;
const dayOf = (name: string): number =>
  weekdays.findIndex((day) => day.toLowerCase().startsWith(name.toLowerCase().slice(0, 3)));

interface Reading {
  date: { y: number; m: number; d: number } | null;
  time: { h: number; i: number; s: number; micros: number } | null;
  /** The clock is set to midnight unless a time is given. */
  midnight: boolean;
  zone: Zone | null;
  at: number | null;
  relative: { y: number; m: number; d: number; h: number; i: number; s: number };
  workdays: number;
  weekday: { day: number; behaviour: 0 | 1 | 2; count: number } | null;
  /** `first day of`, `last day of`, `second friday of`. */
  special: { kind: 'first' | 'last' } | { kind: 'nth'; n: number; day: number } | null;
}

type Rule = readonly [
  pattern: () => RegExp,
  apply: (match: RegExpExecArray, r: Reading, base: Clock) => boolean | void,
];
/** Made when they are first needed: there are many, and most scripts read no dates. */
function rule(source: string, apply: Rule[1]): Rule {
  let made: RegExp | null = null;
  return [() => (made ??= new RegExp(`^(?:${source})`, 'i')), apply];
}

const setTime = (r: Reading, h: number, i: number, s: number, micros = 0): boolean => {
  if (r.time !== null || h > 24 || i > 59 || s > 59) return false;
  r.time = { h, i, s, micros };
  return true;
};
const setDate = (r: Reading, y: number, m: number, d: number): boolean => {
  if (r.date !== null || m > 12 || d > 31) return false;
  r.date = { y, m, d };
  return true;
};
const fullYear = (text: string): number =>
  text.length > 2 ? Number(text) : Number(text) < 70 ? 2000 + Number(text) : 1900 + Number(text);
const twelve = (h: number, half: string | undefined): number =>
  half === undefined ? h : (h % 12) + (/^p/i.test(half) ? 12 : 0);
const microsOf = (text: string | undefined): number =>
  text === undefined ? 0 : Number(text.slice(0, 6).padEnd(6, '0'));
const half = '([ap]\\.?m\\.?)(?![a-z])';

const rules: readonly Rule[] = [
  rule('@(-?\\d+)(?:\\.(\\d{1,6}))?', (m, r) => {
    r.at = Number(m[1]);
    r.zone = findZone('+00:00');
  }),
  rule('(?:yesterday)(?![a-z])', (_, r) => {
    r.midnight = true;
    r.relative.d -= 1;
  }),
  rule('now(?![a-z])', () => {}),
  rule('(?:today|midnight)(?![a-z])', (_, r) => {
    r.midnight = true;
  }),
  rule('noon(?![a-z])', (_, r) => setTime(r, 12, 0, 0)),
  rule('tomorrow(?![a-z])', (_, r) => {
    r.midnight = true;
    r.relative.d += 1;
  }),
  rule(`(first|last) day of(?![a-z])`, (m, r) => {
    r.special = { kind: (m[1] as string).toLowerCase() as 'first' };
  }),
  rule(`(${countName})[ \\t]+(${dayName})[ \\t]+of(?![a-z])`, (m, r) => {
    r.special = { kind: 'nth', n: counts[(m[1] as string).toLowerCase()] as number, day: dayOf(m[2] as string) };
    r.midnight = true;
  }),
  rule(`(?:back|front) of \\d+`, () => false),
  rule(`(\\d{4})-?W([0-5]\\d)(?:-?([0-7]))?(?!\\d)`, (m, r) => {
    const first = daysOf(Number(m[1]), 1, 4);
    const monday = first - ((weekday(Number(m[1]), 1, 4) || 7) - 1);
    const { y, m: month, d } = clockOf((monday + (Number(m[2]) - 1) * 7 + Number(m[3] ?? 1) - 1) * 86_400);
    return setDate(r, y, month, d);
  }),
  // Dates and times that stand together.
  rule(
    `(\\d{4})-?(\\d{2})-?(\\d{2})[T ]${space}t?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?![\\d:]|${space}[ap]\\.?m)`,
    (m, r) =>
      setDate(r, Number(m[1]), Number(m[2]), Number(m[3])) &&
      setTime(r, Number(m[4]), Number(m[5]), Number(m[6] ?? 0), microsOf(m[7])),
  ),
  rule(
    `(\\d{4})(\\d{2})(\\d{2})t?(\\d{2})(\\d{2})(\\d{2})(?!\\d)`,
    (m, r) =>
      setDate(r, Number(m[1]), Number(m[2]), Number(m[3])) && setTime(r, Number(m[4]), Number(m[5]), Number(m[6])),
  ),
  rule(
    `(\\d{1,2})/(${monthName})/(\\d{4}):(\\d{2}):(\\d{2}):(\\d{2})`,
    (m, r) =>
      setDate(r, Number(m[3]), monthOf(m[2] as string), Number(m[1])) &&
      setTime(r, Number(m[4]), Number(m[5]), Number(m[6])),
  ),
  // Times.
  rule(`t?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,:](\\d{1,9}))?)?${space}${half}`, (m, r) =>
    setTime(r, twelve(Number(m[1]), m[5]), Number(m[2]), Number(m[3] ?? 0), microsOf(m[4])),
  ),
  rule(`(\\d{1,2})${space}${half}`, (m, r) => setTime(r, twelve(Number(m[1]), m[2]), 0, 0)),
  rule(`t?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?!\\d)`, (m, r) =>
    setTime(r, Number(m[1]), Number(m[2]), Number(m[3] ?? 0), microsOf(m[4])),
  ),
  rule('t?([01]?\\d|2[0-4])\\.([0-5]?\\d)\\.([0-5]?\\d)(?![\\d.])', (m, r) =>
    setTime(r, Number(m[1]), Number(m[2]), Number(m[3])),
  ),
  // Dates.
  rule('([+-]?\\d{4})-(\\d{1,2})-(\\d{1,2})(?!\\d)', (m, r) => setDate(r, Number(m[1]), Number(m[2]), Number(m[3]))),
  rule('(\\d{4})/(\\d{1,2})/(\\d{1,2})(?!\\d)', (m, r) => setDate(r, Number(m[1]), Number(m[2]), Number(m[3]))),
  rule('(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})(?!\\d)', (m, r) =>
    setDate(r, fullYear(m[3] as string), Number(m[1]), Number(m[2])),
  ),
  rule('(\\d{1,2})[.\\t-](\\d{1,2})[.-](\\d{4})(?!\\d)', (m, r) =>
    setDate(r, Number(m[3]), Number(m[2]), Number(m[1])),
  ),
  rule('(\\d{1,2})\\.(\\d{1,2})\\.(\\d{2})(?!\\d)', (m, r) =>
    setDate(r, fullYear(m[3] as string), Number(m[2]), Number(m[1])),
  ),
  rule('(\\d{2})-(\\d{1,2})-(\\d{1,2})(?!\\d)', (m, r) =>
    setDate(r, fullYear(m[1] as string), Number(m[2]), Number(m[3])),
  ),
  rule('(\\d{1,2})/(\\d{1,2})(?![\\d/])', (m, r, base) => setDate(r, base.y, Number(m[1]), Number(m[2]))),
  rule('(\\d{4})-(\\d{2})(?![\\d-])', (m, r) => setDate(r, Number(m[1]), Number(m[2]), 1)),
  rule('(\\d{4})(\\d{2})(\\d{2})(?!\\d)', (m, r) => setDate(r, Number(m[1]), Number(m[2]), Number(m[3]))),
  rule(`(\\d{1,2})(?:st|nd|rd|th)?[ \\t.-]*(${monthName})[ \\t.,-]*(\\d{4})(?![\\d:])`, (m, r) =>
    setDate(r, Number(m[3]), monthOf(m[2] as string), Number(m[1])),
  ),
  rule(`(\\d{4})[ \\t.-]*(${monthName})[ \\t.-]*(\\d{1,2})(?!\\d)`, (m, r) =>
    setDate(r, Number(m[1]), monthOf(m[2] as string), Number(m[3])),
  ),
  rule(`(\\d{1,2})(?:st|nd|rd|th)?[ \\t.-]*(${monthName})(?![a-z])[ \\t.-]*(\\d{2})(?![\\d:])`, (m, r) =>
    setDate(r, fullYear(m[3] as string), monthOf(m[2] as string), Number(m[1])),
  ),
  rule(`(\\d{1,2})(?:st|nd|rd|th)?[ \\t.-]*(${monthName})(?![a-z])`, (m, r, base) =>
    setDate(r, base.y, monthOf(m[2] as string), Number(m[1])),
  ),
  rule(`(${monthName})[ \\t.-]*(\\d{1,2})(?:st|nd|rd|th)?(?:[ \\t]*,[ \\t.,]*|[ \\t.-]+)(\\d{4})(?![\\d:])`, (m, r) =>
    setDate(r, Number(m[3]), monthOf(m[1] as string), Number(m[2])),
  ),
  rule(`(${monthName})[ \\t.-]*(\\d{4})(?!\\d)`, (m, r) => setDate(r, Number(m[2]), monthOf(m[1] as string), 1)),
  rule(`(${monthName})[ \\t.-]*(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])`, (m, r, base) =>
    setDate(r, base.y, monthOf(m[1] as string), Number(m[2])),
  ),
  rule(`(\\d{4})[ \\t.-]+(${monthName})(?![a-z])`, (m, r) => setDate(r, Number(m[1]), monthOf(m[2] as string), 1)),
  rule(`(${monthName})(?![a-z])`, (m, r, base) => setDate(r, base.y, monthOf(m[1] as string), base.d)),
  // What is counted from there.
  rule(`([+-]*)${space}(\\d+)${space}(${unitName})(?![a-z])(?:${space}(ago)(?![a-z]))?`, (m, r) => {
    const sign = ((m[1] as string).split('-').length - 1) % 2 === 1 ? -1 : 1;
    return count(r, sign * Number(m[2]) * (m[4] === undefined ? 1 : -1), m[3] as string);
  }),
  rule(`([+-]*)${space}(\\d+)${space}(${dayName})(?![a-z])(?:${space}(ago)(?![a-z]))?`, (m, r) => {
    const sign = ((m[1] as string).split('-').length - 1) % 2 === 1 ? -1 : 1;
    const n = sign * Number(m[2]) * (m[4] === undefined ? 1 : -1);
    r.midnight = true;
    r.weekday = { day: dayOf(m[3] as string), behaviour: 0, count: n };
  }),
  rule(`(${countName})[ \\t]+week(?![a-z])`, (m, r) => {
    r.relative.d += 7 * (counts[(m[1] as string).toLowerCase()] as number);
    if (r.weekday === null) r.weekday = { day: -1, behaviour: 2, count: 0 };
    else r.weekday.behaviour = 2;
  }),
  rule(`(${countName})[ \\t]+(${unitName})(?![a-z])(?:${space}(ago)(?![a-z]))?`, (m, r) =>
    count(r, (counts[(m[1] as string).toLowerCase()] as number) * (m[3] === undefined ? 1 : -1), m[2] as string),
  ),
  rule(`(${countName})[ \\t]+(${dayName})(?![a-z])`, (m, r) => {
    const n = counts[(m[1] as string).toLowerCase()] as number;
    r.midnight = true;
    r.weekday = { day: dayOf(m[2] as string), behaviour: n === 0 ? 1 : 0, count: n };
  }),
  rule(`(${dayName})(?![a-z])`, (m, r) => {
    r.midnight = true;
    const week = r.weekday?.behaviour === 2;
    r.weekday = { day: dayOf(m[1] as string), behaviour: week ? 2 : 1, count: 0 };
  }),
  // Zones.
  rule('(?:gmt|utc)?[+-]\\d{1,2}:?(?:\\d{2})?(?!\\d)', (m, r) => setZone(r, m[0])),
  rule('\\(?((?:[a-z]{1,6}(?![a-z])|[a-z]+(?=/))(?:/[a-z_]+)*(?:/[a-z_+-]+)?)\\)?', (m, r) =>
    setZone(r, m[1] as string),
  ),
  rule('(\\d{4})(?!\\d)', (m, r, base) => {
    // Four digits alone are a clock, unless there is one already.
    const [h, i] = [Number((m[1] as string).slice(0, 2)), Number((m[1] as string).slice(2))];
    if (r.time === null && r.date === null && h < 24 && i < 60) return setTime(r, h, i, 0);
    if (r.date !== null) {
      r.date.y = Number(m[1]);
      return true;
    }
    return setDate(r, Number(m[1]), base.m, base.d);
  }),
];

function setZone(r: Reading, name: string): boolean {
  const zone = findZone(name);
  if (zone === null || r.zone !== null) return false;
  r.zone = name.toLowerCase() === 'z' ? { ...zone, name: 'Z' } : zone;
  return true;
}

function count(r: Reading, n: number, unit: string): boolean {
  const name = unit.toLowerCase();
  const to = r.relative;
  if (/^(?:micro|usec|milli|msec|ms|µs)/.test(name)) return true;
  if (name.startsWith('sec')) to.s += n;
  else if (name.startsWith('min')) to.i += n;
  else if (name.startsWith('hour')) to.h += n;
  else if (name.startsWith('weekday')) r.workdays += n;
  else if (name.startsWith('day')) to.d += n;
  else if (name.startsWith('week')) to.d += 7 * n;
  else if (name.startsWith('fortnight')) to.d += 14 * n;
  else if (name.startsWith('month')) to.m += n;
  else if (name.startsWith('quarter')) to.m += 3 * n;
  else to.y += n;
  return true;
}

/** @returns null where it is no date */
export function parseMoment(text: string, now: number, zone: Zone): Moment | null {
  const r: Reading = {
    date: null,
    time: null,
    midnight: false,
    zone: null,
    at: null,
    relative: { y: 0, m: 0, d: 0, h: 0, i: 0, s: 0 },
    workdays: 0,
    weekday: null,
    special: null,
  };
  const today = clockIn(now, zone);
  let rest = text.replace(/^[\s,]+/, '');
  if (text.trim() === '') return null;
  scan: while (rest !== '') {
    for (const [pattern, apply] of rules) {
      const match = pattern().exec(rest);
      if (match === null || match[0] === '') continue;
      if (apply(match, r, today) === false) continue;
      rest = rest
        .slice(match[0].length)
        .replace(/^[\s,;]+/, '')
        .replace(/^\.(?=\D|$)/, '');
      continue scan;
    }
    return null;
  }
  return settle(r, now, zone);
}

function settle(r: Reading, now: number, given: Zone): Moment {
  const zone = r.zone ?? given;
  const base = clockIn(r.at ?? now, zone);
  let { y, m, d } = r.date ?? base;
  const stands = r.date === null && !r.midnight && r.time === null;
  let { h, i, s } = r.time ?? (stands ? base : { h: 0, i: 0, s: 0 });
  y += r.relative.y;
  m += r.relative.m;
  const carry = Math.floor((m - 1) / 12);
  const [year, month] = [y + carry, m - carry * 12];
  if (r.special?.kind === 'first') d = 1;
  else if (r.special?.kind === 'last') d = monthLength(year, month);
  else if (r.special?.kind === 'nth') {
    const { n, day } = r.special;
    if (n > 0) d = 1 + ((day - weekday(year, month, 1) + 7) % 7) + (n - 1) * 7;
    else {
      const last = monthLength(year, month);
      d = last - ((weekday(year, month, last) - day + 7) % 7);
    }
  }
  d += r.relative.d;
  if (r.weekday !== null) d += towards(r.weekday, weekday(year, month, d));
  for (let left = Math.abs(r.workdays); left > 0 && left < 100_000; ) {
    d += Math.sign(r.workdays);
    const day = weekday(year, month, d);
    if (day !== 0 && day !== 6) left--;
  }
  const local = momentOf({ y: year, m: month, d, h, i, s }, zone);
  const at = local + r.relative.h * 3600 + r.relative.i * 60 + r.relative.s;
  return { at, micros: r.time?.micros ?? 0, zone };
}

/** Days from a weekday to the one that is meant. */
function towards(
  { day, behaviour, count }: { day: number; behaviour: 0 | 1 | 2; count: number },
  today: number,
): number {
  if (behaviour === 2) {
    // Of the week, which begins with Monday; a week without a day is its Monday.
    return (day === -1 ? 1 : day || 7) - (today || 7);
  }
  const ahead = (day - today + 7) % 7;
  if (behaviour === 1) return ahead;
  if (count > 0) return (ahead === 0 ? 7 : ahead) + (count - 1) * 7;
  if (count < 0) return -((today - day + 7) % 7 || 7) + (count + 1) * 7;
  return ahead;
}
