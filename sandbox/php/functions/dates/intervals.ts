/** `DateInterval`. */
import { declareClass } from '../../classes.ts';
import { fail } from '../../faults.ts';
import { str, toFloat, toInt } from '../../values/convert.ts';
import { float, type PhpClass, PhpObject, type Value } from '../../values/value.ts';
import { type Clock, clockOf, daysOf, monthLength, secondsOf } from './moments.ts';

export interface Span {
  y: number;
  m: number;
  d: number;
  h: number;
  i: number;
  s: number;
  f: number;
  invert: number;
  /** Whole days, where it lies between two dates; false otherwise. */
  days: number | false;
}

const names = ['y', 'm', 'd', 'h', 'i', 's'] as const;

export const intervalClass: PhpClass = {
  name: 'DateInterval',
  parent: null,
  methods: new Map([['format', (self, [pattern = '']) => formatSpan(spanOf(self), str(pattern))]]),
  construct(self, [spec = '']) {
    const text = str(spec);
    const match =
      /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
    if (match === null) fail('Exception', `Unknown or bad format (${text})`);
    const [, y, m, w, d, h, i, s] = match.map((part) => Number(part ?? 0)) as number[];
    fill(self, {
      y: y as number,
      m: m as number,
      d: (d as number) + 7 * (w as number),
      h: h as number,
      i: i as number,
      s: s as number,
      f: 0,
      invert: 0,
      days: false,
    });
  },
};
declareClass(intervalClass);

function fill(object: PhpObject, span: Span): void {
  for (const name of names) object.props.set(name, span[name]);
  object.props.set('f', float(span.f));
  object.props.set('invert', span.invert);
  object.props.set('days', span.days);
  object.props.set('from_string', false);
}

export function makeInterval(span: Span): PhpObject {
  const object = new PhpObject(intervalClass);
  fill(object, span);
  return object;
}

export function spanOf(object: PhpObject): Span {
  const n = (name: string): number => Number(toInt((object.props.get(name) ?? 0) as Value));
  const days = object.props.get('days');
  return {
    y: n('y'),
    m: n('m'),
    d: n('d'),
    h: n('h'),
    i: n('i'),
    s: n('s'),
    f: toFloat((object.props.get('f') ?? 0) as Value),
    invert: n('invert'),
    days: typeof days === 'number' ? days : false,
  };
}

function formatSpan(span: Span, pattern: string): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return pattern.replace(/%([^])/g, (all, letter: string) => {
    const lower = letter.toLowerCase();
    if (letter === '%') return '%';
    if (letter === 'a') return span.days === false ? '(unknown)' : String(span.days);
    if (letter === 'R') return span.invert ? '-' : '+';
    if (letter === 'r') return span.invert ? '-' : '';
    if (letter === 'f') return String(Math.round(span.f * 1e6));
    if (letter === 'F') return String(Math.round(span.f * 1e6)).padStart(6, '0');
    if (!(names as readonly string[]).includes(lower)) return all;
    const n = span[lower as 'y'];
    return letter === lower ? String(n) : two(n);
  });
}

/** @param month of that year, from 1; before and after it those of the years around */
const lengthOf = (year: number, month: number): number =>
  monthLength(year + Math.floor((month - 1) / 12), ((((month - 1) % 12) + 12) % 12) + 1);

/** Between two clocks. @param days whole days between the moments */
export function between(from: Clock, to: Clock, invert: boolean): Span {
  const [a, b] = invert ? [to, from] : [from, to];
  let [y, m, d, h, i, s] = [b.y - a.y, b.m - a.m, b.d - a.d, b.h - a.h, b.i - a.i, b.s - a.s];
  if (s < 0) [s, i] = [s + 60, i - 1];
  if (i < 0) [i, h] = [i + 60, h - 1];
  if (h < 0) [h, d] = [h + 24, d - 1];
  // The month before the later date lends its days, then the one before that; counted back, that of the earlier one and those after it.
  for (let lender = invert ? a.m : b.m - 1; d < 0; lender += invert ? 1 : -1) {
    d += lengthOf(invert ? a.y : b.y, lender);
    m--;
  }
  if (m < 0) [m, y] = [m + 12, y - 1];
  const days = Math.floor((secondsOf(b) - secondsOf(a)) / 86_400);
  return { y, m, d, h, i, s, f: 0, invert: invert ? 1 : 0, days };
}

/** A clock moved by a span; the rest runs over into days and months. */
export function moved(clock: Clock, span: Span, sign: number): Clock {
  const by = sign * (span.invert ? -1 : 1);
  const day = daysOf(clock.y + by * span.y, clock.m + by * span.m, clock.d + by * span.d);
  return clockOf(day * 86_400 + (clock.h + by * span.h) * 3600 + (clock.i + by * span.i) * 60 + clock.s + by * span.s);
}
