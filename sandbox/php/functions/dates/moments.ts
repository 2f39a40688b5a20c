/** Days, months and clocks. */
import type { Zone } from './zones.ts';

export interface Clock {
  y: number;
  /** From 1. */
  m: number;
  d: number;
  h: number;
  i: number;
  s: number;
}

const daySeconds = 86_400;

/** Days since 1970-01-01; months and days beyond their bounds run over. */
export function daysOf(y: number, m: number, d: number): number {
  const date = new Date(0);
  date.setUTCFullYear(y, m - 1, d);
  return Math.floor(date.getTime() / (daySeconds * 1000));
}

/** UNIX seconds as if the clock stood in Greenwich. */
export const secondsOf = ({ y, m, d, h, i, s }: Clock): number => daysOf(y, m, d) * daySeconds + h * 3600 + i * 60 + s;

export function clockOf(seconds: number): Clock {
  const date = new Date(seconds * 1000);
  return {
    y: date.getUTCFullYear(),
    m: date.getUTCMonth() + 1,
    d: date.getUTCDate(),
    h: date.getUTCHours(),
    i: date.getUTCMinutes(),
    s: date.getUTCSeconds(),
  };
}

export const clockIn = (at: number, zone: Zone): Clock => clockOf(at + zone.offset(at));

/** UNIX seconds of a clock in a zone. An hour that is skipped comes after the gap, one that comes twice is the second. */
export function momentOf(clock: Clock, zone: Zone): number {
  const local = secondsOf(clock);
  const before = zone.offset(local - daySeconds);
  const after = zone.offset(local + daySeconds);
  const late = local - after;
  return before === after || zone.offset(late) === after ? late : local - before;
}

export const isLeap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
export const monthLength = (y: number, m: number): number => daysOf(y, m + 1, 1) - daysOf(y, m, 1);
/** 0 is Sunday. */
export const weekday = (y: number, m: number, d: number): number => (((daysOf(y, m, d) + 4) % 7) + 7) % 7;
export const dayOfYear = (y: number, m: number, d: number): number => daysOf(y, m, d) - daysOf(y, 1, 1);

/** Week and its year as ISO 8601 counts them. */
export function isoWeek(y: number, m: number, d: number): { week: number; year: number } {
  const day = weekday(y, m, d) || 7;
  const thursday = daysOf(y, m, d) + 4 - day;
  const { y: year } = clockOf(thursday * daySeconds);
  return { week: Math.floor((thursday - daysOf(year, 1, 1)) / 7) + 1, year };
}

export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
