/** `date`, `strtotime` and their kin. The clock stands at the moment of the run. */
import { host, warn } from '../../host.ts';
import { PhpArray } from '../../values/array.ts';
import type { Functions } from '../define.ts';
import { defaultZone, useZone } from './default-zone.ts';
import { formatDate } from './format.ts';
import { clockIn, clockOf, dayOfYear, momentOf, monthLength, months, secondsOf, weekday, weekdays } from './moments.ts';
import { objectFunctions } from './objects.ts';
import { parseMoment } from './parse.ts';
import { findZone, utc } from './zones.ts';

const nowSeconds = (): number => Math.floor(host.now);

function make(inUtc: boolean) {
  return (h: number, i?: number | null, s?: number | null, m?: number | null, d?: number | null, y?: number | null) => {
    const zone = inUtc ? utc : defaultZone();
    const now = clockIn(nowSeconds(), zone);
    let year = y ?? now.y;
    if (year >= 0 && year < 70) year += 2000;
    else if (year >= 70 && year <= 100) year += 1900;
    const seconds =
      secondsOf({ y: year, m: m ?? now.m, d: d ?? now.d, h: 0, i: 0, s: 0 }) +
      h * 3600 +
      (i ?? now.i) * 60 +
      (s ?? now.s);
    return momentOf(clockOf(seconds), zone);
  };
}

export const dates: Functions = {
  time: ['', nowSeconds],
  date: [
    'string format,?int timestamp=',
    (pattern: string, at: number | null = null) => formatDate(pattern, at ?? nowSeconds(), defaultZone()),
  ],
  gmdate: [
    'string format,?int timestamp=',
    (pattern: string, at: number | null = null) => formatDate(pattern, at ?? nowSeconds(), utc),
  ],
  idate: [
    'string format,?int timestamp=',
    (letter: string, at: number | null = null) => Number(formatDate(letter, at ?? nowSeconds(), defaultZone())),
  ],
  mktime: ['int hour,?int minute=,?int second=,?int month=,?int day=,?int year=', make(false)],
  gmmktime: ['int hour,?int minute=,?int second=,?int month=,?int day=,?int year=', make(true)],
  checkdate: [
    'int month,int day,int year',
    (m: number, d: number, y: number) => m >= 1 && m <= 12 && d >= 1 && y >= 1 && y <= 32767 && d <= monthLength(y, m),
  ],
  strtotime: [
    'string datetime,?int baseTimestamp=',
    (text: string, base: number | null = null) => parseMoment(text, base ?? nowSeconds(), defaultZone())?.at ?? false,
  ],
  date_default_timezone_get: ['', () => defaultZone().name],
  date_default_timezone_set: [
    'string timezoneId',
    (name: string) => {
      const zone = findZone(name);
      if (zone === null || zone.kind === 'offset') {
        warn(`date_default_timezone_set(): Timezone ID '${name}' is invalid`);
        return false;
      }
      useZone(zone);
      return true;
    },
  ],
  getdate: [
    '?int timestamp=',
    (at: number | null = null) => {
      const moment = at ?? nowSeconds();
      const { y, m, d, h, i, s } = clockIn(moment, defaultZone());
      const day = weekday(y, m, d);
      return PhpArray.fromEntries([
        ['seconds', s],
        ['minutes', i],
        ['hours', h],
        ['mday', d],
        ['wday', day],
        ['mon', m],
        ['year', y],
        ['yday', dayOfYear(y, m, d)],
        ['weekday', weekdays[day] as string],
        ['month', months[m - 1] as string],
        [0, moment],
      ]);
    },
  ],
  cal_days_in_month: [
    'int calendar,int month,int year',
    (_calendar: number, m: number, y: number) => monthLength(y, m),
  ],
  ...objectFunctions,
};
