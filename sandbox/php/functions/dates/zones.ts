/** Time zones: fixed offsets, and names whose rules come from the engine. */
import { host } from '../../host.ts';

export interface Zone {
  /** As PHP names it: `UTC`, `Europe/Moscow`, `+03:00`, `EST`. */
  name: string;
  kind: 'offset' | 'abbreviation' | 'id';
  /** Seconds east of Greenwich at a moment in UNIX seconds. */
  offset(at: number): number;
  /** `MSK`, `EDT`, `+03`. */
  short(at: number): string;
  summer(at: number): boolean;
}

const fixed = (name: string, kind: Zone['kind'], seconds: number, short: string, summer = false): Zone => ({
  name,
  kind,
  offset: () => seconds,
  short: () => short,
  summer: () => summer,
});

export const utc: Zone = fixed('UTC', 'id', 0, 'UTC');

/** Hours east of Greenwich, with a star for summer time. */
const abbreviations: Record<string, string> = {
  utc: '0',
  gmt: '0',
  z: '0',
  est: '-5',
  edt: '-4*',
  cst: '-6',
  cdt: '-5*',
  mst: '-7',
  mdt: '-6*',
  pst: '-8',
  pdt: '-7*',
  cet: '1',
  cest: '2*',
  eet: '2',
  eest: '3*',
  msk: '3',
  msd: '4*',
  bst: '1*',
  wet: '0',
  west: '1*',
  ist: '5.5',
  jst: '9',
};

export function offsetText(seconds: number, colon: boolean): string {
  const all = Math.abs(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(all / 3600))}${colon ? ':' : ''}${two(Math.floor((all % 3600) / 60))}`;
}

const named = new Map<string, Zone | null>();

export function findZone(name: string): Zone | null {
  const lower = name.toLowerCase();
  if (lower === 'utc') return utc;
  const offset = /^(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(name);
  if (offset !== null) {
    const seconds = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * 60 * (offset[1] === '-' ? -1 : 1);
    const text = offsetText(seconds, true);
    return fixed(text, 'offset', seconds, text);
  }
  if (Object.hasOwn(abbreviations, lower)) {
    const hours = abbreviations[lower] as string;
    return fixed(
      name.toUpperCase(),
      'abbreviation',
      Number.parseFloat(hours) * 3600,
      name.toUpperCase(),
      hours.endsWith('*'),
    );
  }
  let found = named.get(lower);
  if (found === undefined) {
    found = byRules(name);
    named.set(lower, found);
  }
  return found;
}

/** What people call the time of the commonest zones: in winter, in summer. */
const shortNames: Record<string, readonly [string, string]> = {
  'Europe/Moscow': ['MSK', 'MSD'],
  'Europe/Simferopol': ['MSK', 'MSD'],
  'Europe/Kiev': ['EET', 'EEST'],
  'Europe/Kyiv': ['EET', 'EEST'],
  'Europe/Bucharest': ['EET', 'EEST'],
  'Europe/Sofia': ['EET', 'EEST'],
  'Europe/Athens': ['EET', 'EEST'],
  'Europe/Helsinki': ['EET', 'EEST'],
  'Europe/Riga': ['EET', 'EEST'],
  'Europe/Vilnius': ['EET', 'EEST'],
  'Europe/Tallinn': ['EET', 'EEST'],
  'Europe/Chisinau': ['EET', 'EEST'],
  'Europe/Berlin': ['CET', 'CEST'],
  'Europe/Paris': ['CET', 'CEST'],
  'Europe/Madrid': ['CET', 'CEST'],
  'Europe/Rome': ['CET', 'CEST'],
  'Europe/Vienna': ['CET', 'CEST'],
  'Europe/Warsaw': ['CET', 'CEST'],
  'Europe/Prague': ['CET', 'CEST'],
  'Europe/Budapest': ['CET', 'CEST'],
  'Europe/Amsterdam': ['CET', 'CEST'],
  'Europe/Brussels': ['CET', 'CEST'],
  'Europe/Zurich': ['CET', 'CEST'],
  'Europe/Belgrade': ['CET', 'CEST'],
  'Europe/London': ['GMT', 'BST'],
  'Europe/Lisbon': ['WET', 'WEST'],
  'America/New_York': ['EST', 'EDT'],
  'America/Chicago': ['CST', 'CDT'],
  'America/Denver': ['MST', 'MDT'],
  'America/Los_Angeles': ['PST', 'PDT'],
  'Asia/Kolkata': ['IST', 'IST'],
  'Asia/Tokyo': ['JST', 'JST'],
  'Asia/Jakarta': ['WIB', 'WIB'],
  'Asia/Manila': ['PST', 'PST'],
  'Asia/Hong_Kong': ['HKT', 'HKT'],
};

function byRules(name: string): Zone | null {
  const Format = host.dateTimeFormat;
  if (Format === null || !/^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)+$/.test(name)) return null;
  let format: Intl.DateTimeFormat;
  try {
    format = new Format('en-US', { timeZone: name, timeZoneName: 'longOffset', year: 'numeric' });
  } catch {
    return null;
  }
  const cache = new Map<number, number>();
  const offset = (at: number): number => {
    // Rules change at quarters of an hour.
    const slot = Math.floor(at / 900);
    let seconds = cache.get(slot);
    if (seconds === undefined) {
      const text = format.formatToParts(slot * 900_000).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
      const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(text);
      seconds =
        match === null
          ? 0
          : (Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0)) * (match[1] === '-' ? -1 : 1);
      if (cache.size > 5_000) cache.clear();
      cache.set(slot, seconds);
    }
    return seconds;
  };
  const proper = properName(name);
  const summer = (at: number): boolean => {
    const year = new Date(at * 1000).getUTCFullYear();
    const [winter, july] = [Date.UTC(year, 0, 1) / 1000, Date.UTC(year, 6, 1) / 1000].map(offset) as [number, number];
    return winter !== july && offset(at) === Math.max(winter, july);
  };
  return {
    name: proper,
    kind: 'id',
    offset,
    summer,
    short(at) {
      const names = shortNames[proper];
      if (names !== undefined) return names[summer(at) ? 1 : 0];
      const text = offsetText(offset(at), true);
      return text.endsWith(':00') ? text.slice(0, 3) : text.replace(':', '');
    },
  };
}

const properName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(^|[/_-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/_(Of|Es)_/g, (all) => all.toLowerCase());
