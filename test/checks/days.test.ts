import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayEnd, dayStart, isDay, localDay } from '../../src/checks/selection/days.ts';
import { formatRangeMoment, isPattern, rangeVariables } from '../../src/checks/selection/ranges.ts';
import { isTimezone } from '../../src/network/integrations.ts';

describe('a local day', () => {
  test.each([
    ['an ordinary one', 'Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15:00Z', '2026-01-01T18:14:59Z'],
    ['of 23 hours', 'Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
    ['of 25 hours', 'Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z'],
    ['that begins at one', 'America/Havana', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z'],
    [
      'that begins with its first midnight of two',
      'America/Havana',
      '2026-11-01',
      '2026-11-01T04:00:00Z',
      '2026-11-02T04:59:59Z',
    ],
    ['that begins at one', 'Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00Z', '2026-03-29T20:59:59Z'],
    ['whose last hour comes twice', 'Asia/Beirut', '2026-10-24', '2026-10-23T21:00:00Z', '2026-10-24T21:59:59Z'],
    ['that begins at one', 'America/Asuncion', '2023-10-01', '2023-10-01T04:00:00Z', '2023-10-02T02:59:59Z'],
    ['whose last hour comes twice', 'America/Asuncion', '2024-03-23', '2024-03-23T03:00:00Z', '2024-03-24T03:59:59Z'],
    ['before the one that was skipped', 'Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00Z', '2011-12-30T09:59:59Z'],
    [
      'that was skipped and holds nothing',
      'Pacific/Apia',
      '2011-12-30',
      '2011-12-30T10:00:00Z',
      '2011-12-30T09:59:59Z',
    ],
    ['after the one that was skipped', 'Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z', '2011-12-31T09:59:59Z'],
    ['of a leap year', 'UTC', '2028-02-29', '2028-02-29T00:00:00Z', '2028-02-29T23:59:59Z'],
  ])('%s (%s %s) runs from %s to %s', (_what, zone, day, start, end) => {
    expect(dayStart(day, zone)).toEqual(new Date(start));
    expect(dayEnd(day, zone)).toEqual(new Date(end));
  });

  test('is that of every moment from its beginning to its end, in any zone since 2012', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const first = Date.UTC(2012, 0, 1) / 1000;
    const moment = fc.integer({ min: first, max: first + 20 * 365 * 86_400 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (zone, seconds) => {
        const at = new Date(seconds * 1000);
        const day = localDay(at, zone);
        const shown = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' });
        expect(day).toBe(shown.format(at));
        const start = dayStart(day, zone);
        const end = dayEnd(day, zone);
        expect(start.getTime()).toBeLessThanOrEqual(at.getTime());
        expect(end.getTime()).toBeGreaterThanOrEqual(at.getTime());
        expect(shown.format(start)).toBe(day);
        expect(shown.format(end)).toBe(day);
        expect(shown.format(new Date(start.getTime() - 1000)) < day).toBe(true);
        expect(shown.format(new Date(end.getTime() + 1000)) > day).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('is counted by the calendar', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-03-29', -1)).toBe('2026-03-28');
    expect(addDays('2026-12-31', 366)).toBe('2028-01-01');
  });

  test('is refused where it is none', () => {
    expect(isDay('2028-02-29')).toBe(true);
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '2026-01-01T00:00', '', 'today']) {
      expect(isDay(text)).toBe(false);
      expect(() => dayStart(text, 'UTC')).toThrow(`Not a day of the form yyyy-MM-dd: "${text}"`);
    }
  });

  test('needs a zone that exists', () => {
    for (const zone of ['Europe/Moscow', 'UTC', 'Asia/Kolkata', 'Europe/Kyiv']) expect(isTimezone(zone)).toBe(true);
    for (const zone of ['Europe/Atlantis', '', '+03:00', '-0300', 'Москва', '../UTC'])
      expect(isTimezone(zone)).toBe(false);
    expect(() => localDay(new Date(0), 'Europe/Atlantis')).toThrow('known time zone: "Europe/Atlantis"');
    expect(() => dayStart('2026-01-01', 'Europe/Atlantis')).toThrow('known time zone: "Europe/Atlantis"');
  });
});

describe('the variables of a range', () => {
  const unix = (text: string): number => Date.parse(text) / 1000;

  test('are days of the zone when its clocks go forward', () => {
    expect(rangeVariables({ from: '2026-03-28', to: '2026-03-29', zone: 'Europe/Berlin' })).toEqual({
      from: '2026-03-28',
      to: '2026-03-29',
      tom: '2026-03-30',
      ffrom: '2026-28-03 00:00:00',
      fto: '2026-29-03 23:59:59',
      ftom: '2026-30-03 23:59:59',
      ufrom: unix('2026-03-27T23:00:00Z'),
      uto: unix('2026-03-29T21:59:59Z'),
      utom: unix('2026-03-30T21:59:59Z'),
    });
  });

  test('are days of the zone when its clocks go back', () => {
    expect(rangeVariables({ from: '2026-10-24', to: '2026-10-24', zone: 'Europe/Berlin' })).toMatchObject({
      tom: '2026-10-25',
      fto: '2026-24-10 23:59:59',
      ftom: '2026-25-10 23:59:59',
      uto: unix('2026-10-24T21:59:59Z'),
      utom: unix('2026-10-25T22:59:59Z'),
    });
  });

  test('begin when the day does, even if that is not at midnight', () => {
    expect(rangeVariables({ from: '2026-03-08', to: '2026-03-08', zone: 'America/Havana' })).toMatchObject({
      ffrom: '2026-08-03 01:00:00',
      ufrom: unix('2026-03-08T05:00:00Z'),
      fto: '2026-08-03 23:59:59',
    });
  });

  test('name the next day that the zone had', () => {
    expect(rangeVariables({ from: '2011-12-29', to: '2011-12-29', zone: 'Pacific/Apia' })).toMatchObject({
      tom: '2011-12-31',
      ftom: '2011-31-12 23:59:59',
      utom: unix('2011-12-31T09:59:59Z'),
    });
  });

  test('can be printed by a pattern', () => {
    const days = { from: '2026-03-28', to: '2026-03-29', zone: 'Europe/Berlin' };
    expect(formatRangeMoment('from', 'dd.MM.yyyy', days)).toBe('28.03.2026');
    expect(formatRangeMoment('to', "yyyy-MM-dd'T'HH:mm:ssxxx", days)).toBe('2026-03-29T23:59:59+02:00');
    expect(formatRangeMoment('tom', 't', days)).toBe(String(unix('2026-03-30T21:59:59Z')));
    expect(formatRangeMoment('from', "'D'dd", days)).toBe('D28');
  });

  test('are not printed by what is no pattern', () => {
    for (const pattern of ['dd.MM.yyyy', 'HH:mm', "yyyy-MM-dd'T'HH:mm", 't', 'yyyyMMdd'])
      expect(isPattern(pattern)).toBe(true);
    for (const pattern of ['DD.MM.YYYY', 'dd.MM.YYYY', 'n', 'format', '', ' ']) expect(isPattern(pattern)).toBe(false);
    expect(() => formatRangeMoment('to', 'DD.MM', { from: '2026-03-28', to: '2026-03-29', zone: 'UTC' })).toThrow(
      '{to:DD.MM} is not a date pattern that can be printed (write {to:dd.MM.yyyy}).',
    );
  });
});
