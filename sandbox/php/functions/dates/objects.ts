/** `DateTime`, `DateTimeImmutable`, `DateTimeZone`, and the functions that stand for their methods. */
import { declareClass } from '../../classes.ts';
import { fail } from '../../faults.ts';
import { host } from '../../host.ts';
import { str, toInt, typeName } from '../../values/convert.ts';
import { type Method, type PhpClass, PhpObject, type Slot, type Value } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { defaultZone } from './default-zone.ts';
import { formatDate } from './format.ts';
import { readFormat } from './from-format.ts';
import { between, intervalClass, makeInterval, moved, spanOf } from './intervals.ts';
import { clockIn, clockOf, daysOf, momentOf, secondsOf } from './moments.ts';
import { type Moment, parseMoment } from './parse.ts';
import { findZone, type Zone } from './zones.ts';

const momentIn = (object: PhpObject): Moment => object.inner as Moment;

const zoneClass: PhpClass = {
  name: 'DateTimeZone',
  parent: null,
  methods: new Map<string, Method>([
    ['getname', (self) => (self.inner as Zone).name],
    ['getoffset', (self, [date]) => (date instanceof PhpObject ? (self.inner as Zone).offset(momentIn(date).at) : 0)],
  ]),
  constants: new Map<string, Value>([['UTC', 1024]]),
  construct(self, [name = '']) {
    const zone = findZone(str(name));
    if (zone === null) fail('Exception', `DateTimeZone::__construct(): Unknown or bad timezone (${str(name)})`);
    self.inner = zone;
  },
  properties: (self) =>
    new Map<string, Slot>([
      ['timezone_type', zoneType(self.inner as Zone)],
      ['timezone', (self.inner as Zone).name],
    ]),
};
declareClass(zoneClass);

const zoneType = (zone: Zone): number => ({ offset: 1, abbreviation: 2, id: 3 })[zone.kind];

function makeZone(zone: Zone): PhpObject {
  const object = new PhpObject(zoneClass);
  object.inner = zone;
  return object;
}

const formats: [string, string][] = [
  ['ATOM', 'Y-m-d\\TH:i:sP'],
  ['COOKIE', 'l, d-M-Y H:i:s T'],
  ['ISO8601', 'Y-m-d\\TH:i:sO'],
  ['RFC822', 'D, d M y H:i:s O'],
  ['RFC2822', 'D, d M Y H:i:s O'],
  ['RFC3339', 'Y-m-d\\TH:i:sP'],
  ['RFC3339_EXTENDED', 'Y-m-d\\TH:i:s.vP'],
  ['RFC7231', 'D, d M Y H:i:s \\G\\M\\T'],
  ['RSS', 'D, d M Y H:i:s O'],
  ['W3C', 'Y-m-d\\TH:i:sP'],
];

/** A change: `DateTime` changes itself, `DateTimeImmutable` gives another. */
function changing(change: (moment: Moment, args: Value[]) => Moment | null): Method {
  return (self, args) => {
    const next = change(momentIn(self), args);
    if (next === null) return false;
    if (self.cls.name === 'DateTime') {
      self.inner = next;
      return self;
    }
    return makeDate(self.cls, next);
  };
}

function makeDate(cls: PhpClass, moment: Moment): PhpObject {
  const object = new PhpObject(cls);
  object.inner = moment;
  return object;
}

const n = (v: Value | undefined, otherwise = 0): number =>
  v === undefined || v === null ? otherwise : Number(toInt(v));

const withClock = (
  moment: Moment,
  change: (clock: ReturnType<typeof clockIn>) => ReturnType<typeof clockIn>,
): Moment => ({
  ...moment,
  at: momentOf(clockOf(secondsOf(change(clockIn(moment.at, moment.zone)))), moment.zone),
});

function shifted(name: string, sign: number): Method {
  return changing((moment, [interval]) => {
    if (!(interval instanceof PhpObject) || interval.cls !== intervalClass)
      return fail(
        'TypeError',
        `${name}(): Argument #1 ($interval) must be of type DateInterval, ${typeName(interval)} given`,
      );
    const span = spanOf(interval);
    const clock = clockIn(moment.at, moment.zone);
    // Hours and less are counted on the one clock that never jumps.
    const local = momentOf(moved(clock, { ...span, h: 0, i: 0, s: 0 }, sign), moment.zone);
    const by = sign * (span.invert ? -1 : 1);
    return { ...moment, at: local + by * (span.h * 3600 + span.i * 60 + span.s) };
  });
}

function difference(from: PhpObject, to: Value | undefined): PhpObject {
  if (!(to instanceof PhpObject) || !isDate(to))
    return fail(
      'TypeError',
      `DateTime::diff(): Argument #1 ($targetObject) must be of type DateTimeInterface, ${typeName(to)} given`,
    );
  const [a, b] = [momentIn(from), momentIn(to)];
  const same = a.zone.name === b.zone.name;
  const clock = ({ at, zone }: Moment) => (same ? clockIn(at, zone) : clockOf(at));
  return makeInterval(between(clock(a), clock(b), b.at < a.at));
}

const isDate = (object: PhpObject): boolean => object.cls === dateTime || object.cls === dateTimeImmutable;

const methods: [string, Method][] = [
  [
    'format',
    (self, [pattern = '']) => formatDate(str(pattern), momentIn(self).at, momentIn(self).zone, momentIn(self).micros),
  ],
  ['gettimestamp', (self) => momentIn(self).at],
  ['getoffset', (self) => momentIn(self).zone.offset(momentIn(self).at)],
  ['gettimezone', (self) => makeZone(momentIn(self).zone)],
  ['settimestamp', changing((moment, [at]) => ({ ...moment, at: n(at), micros: 0 }))],
  [
    'settimezone',
    changing((moment, [zone]) =>
      zone instanceof PhpObject && zone.cls === zoneClass
        ? { ...moment, zone: zone.inner as Zone }
        : fail(
            'TypeError',
            `DateTime::setTimezone(): Argument #1 ($timezone) must be of type DateTimeZone, ${typeName(zone)} given`,
          ),
    ),
  ],
  ['setdate', changing((moment, [y, m, d]) => withClock(moment, (clock) => ({ ...clock, y: n(y), m: n(m), d: n(d) })))],
  [
    'settime',
    changing((moment, [h, i, s]) => ({
      ...withClock(moment, (clock) => ({ ...clock, h: n(h), i: n(i), s: n(s) })),
      micros: 0,
    })),
  ],
  [
    'setisodate',
    changing((moment, [y, w, d]) => {
      const first = daysOf(n(y), 1, 4);
      const monday = first - ((first + 3) % 7);
      const date = clockOf((monday + (n(w) - 1) * 7 + n(d, 1) - 1) * 86_400);
      return withClock(moment, (clock) => ({ ...clock, y: date.y, m: date.m, d: date.d }));
    }),
  ],
  [
    'modify',
    changing((moment, [text = '']) => {
      const next = parseMoment(str(text), moment.at, moment.zone);
      return next === null ? null : { ...next, zone: moment.zone, micros: moment.micros };
    }),
  ],
  ['add', shifted('DateTime::add', 1)],
  ['sub', shifted('DateTime::sub', -1)],
  ['diff', (self, [to]) => difference(self, to)],
];

function dateClass(name: string, more: [string, Method][]): PhpClass {
  const cls: PhpClass = {
    name,
    parent: null,
    interfaces: ['DateTimeInterface'],
    methods: new Map([...methods, ...more]),
    constants: new Map<string, Value>(formats),
    statics: new Map<string, (args: Value[]) => Value>([
      ['createfromformat', (args) => fromFormat(cls, args)],
      ['createfrommutable', ([date]) => makeDate(cls, momentIn(date as PhpObject))],
      ['createfromimmutable', ([date]) => makeDate(cls, momentIn(date as PhpObject))],
      ['createfrominterface', ([date]) => makeDate(cls, momentIn(date as PhpObject))],
    ]),
    construct(self, [text = 'now', zone]) {
      const moment = read(str(text), zone);
      if (moment === null)
        fail(
          'Exception',
          `Failed to parse time string (${str(text)}) at position 0 (${str(text).charAt(0)}): The timezone could not be found in the database`,
        );
      self.inner = moment;
    },
    properties(self) {
      const { at, zone, micros } = momentIn(self);
      return new Map<string, Slot>([
        ['date', formatDate('Y-m-d H:i:s.u', at, zone, micros)],
        ['timezone_type', zoneType(zone)],
        ['timezone', zone.name],
      ]);
    },
    compare(a, b) {
      if (!isDate(b)) return undefined;
      const [x, y] = [momentIn(a), momentIn(b)];
      return Math.sign(x.at - y.at || x.micros - y.micros);
    },
  };
  declareClass(cls);
  return cls;
}

const zoneOf = (zone: Value | undefined): Zone =>
  zone instanceof PhpObject && zone.cls === zoneClass ? (zone.inner as Zone) : defaultZone();

const read = (text: string, zone: Value | undefined): Moment | null =>
  parseMoment(text === '' ? 'now' : text, Math.floor(host.now), zoneOf(zone));

function fromFormat(cls: PhpClass, [pattern = '', text = '', zone]: Value[]): Value {
  const moment = readFormat(str(pattern), str(text), Math.floor(host.now), zoneOf(zone));
  return moment === null ? false : makeDate(cls, moment);
}

const dateTime = dateClass('DateTime', []);
const dateTimeImmutable = dateClass('DateTimeImmutable', []);

const create = (cls: PhpClass) =>
  [
    'string datetime=,mixed timezone=',
    (text = 'now', zone?: Value) => {
      const moment = read(text, zone);
      return moment === null ? false : makeDate(cls, moment);
    },
  ] as const;

const method = (name: string, first: string, rest: string) =>
  [
    `mixed object${rest}`,
    (object: Value, ...args: Value[]) => {
      if (!(object instanceof PhpObject))
        return fail(
          'TypeError',
          `${first}(): Argument #1 ($object) must be of type DateTimeInterface, ${typeName(object)} given`,
        );
      return object.cls.methods.get(name)?.(object, args) ?? null;
    },
  ] as const;

export const objectFunctions: Functions = {
  date_create: create(dateTime),
  date_create_immutable: create(dateTimeImmutable),
  date_create_from_format: [
    'string format,string datetime,mixed timezone=',
    (...args: Value[]) => fromFormat(dateTime, args),
  ],
  date_format: method('format', 'date_format', ',string format'),
  date_timestamp_get: method('gettimestamp', 'date_timestamp_get', ''),
  date_timezone_get: method('gettimezone', 'date_timezone_get', ''),
  date_timezone_set: method('settimezone', 'date_timezone_set', ',mixed timezone'),
  date_modify: method('modify', 'date_modify', ',string modifier'),
  date_add: method('add', 'date_add', ',mixed interval'),
  date_sub: method('sub', 'date_sub', ',mixed interval'),
  date_diff: method('diff', 'date_diff', ',mixed targetObject'),
  date_interval_format: method('format', 'date_interval_format', ',string format'),
  timezone_open: [
    'string timezone',
    (name: string) => (findZone(name) === null ? false : makeZone(findZone(name) as Zone)),
  ],
};
