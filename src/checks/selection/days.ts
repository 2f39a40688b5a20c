import { TZDate } from '@date-fns/tz';
import { startOfDay } from 'date-fns/startOfDay';

/**
 * Days of an IANA time zone, written `yyyy-MM-dd`. A day begins at its first moment, which is not midnight everywhere
 * (clocks that go forward at midnight), and ends a second before the next one begins; a day that a zone skipped
 * is empty: it begins when the next one does.
 */

const dayMs = 86_400_000;

/** Whether it is a day of the calendar, written `yyyy-MM-dd`. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && printDay(ms) === text;
}

/** The day of a moment. @throws RangeError where the zone is unknown */
export function localDay(at: Date, zone: string): string {
  const local = inZone(at, zone);
  return printDay(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()));
}

/** The first moment of a day. @throws RangeError where the zone or the day does not exist */
export function dayStart(day: string, zone: string): Date {
  const [year, month, date] = parseDay(day);
  // Noon, since the clocks of every zone have left it alone on days that exist.
  const noon = new TZDate(year, month - 1, date, 12, 0, 0, zone);
  return new Date(knownZone(startOfDay(noon), zone).getTime());
}

/** The last second of a day: one before the next day begins. */
export function dayEnd(day: string, zone: string): Date {
  return new Date(dayStart(addDays(day, 1), zone).getTime() - 1000);
}

/** So many days of the calendar later. */
export function addDays(day: string, count: number): string {
  const [year, month, date] = parseDay(day);
  return printDay(Date.UTC(year, month - 1, date) + count * dayMs);
}

/** The moment with the clock of the zone, for date-fns. @throws RangeError where the zone is unknown */
export function inZone(at: Date, zone: string): TZDate {
  return knownZone(new TZDate(at.getTime(), zone), zone);
}

/** An unknown zone makes a date without a value rather than an error. */
function knownZone(local: TZDate, zone: string): TZDate {
  if (Number.isNaN(local.getTime()) || Number.isNaN(local.getFullYear())) {
    throw new RangeError(`Not a moment in a known time zone: "${zone}"`);
  }
  return local;
}

function parseDay(day: string): [year: number, month: number, date: number] {
  if (!isDay(day)) throw new RangeError(`Not a day of the form yyyy-MM-dd: "${day}"`);
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))];
}

const printDay = (utcMs: number): string => new Date(utcMs).toISOString().slice(0, 10);
