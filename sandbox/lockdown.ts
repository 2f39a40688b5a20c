/** Makes a bare context fit for scripts: what they do not need is gone, what differs from run to run is fixed. */
import {
  construct,
  dateToString,
  defineProperty,
  deleteProperty,
  getPrototypeOf,
  TheTypeError,
} from './primordials.ts';

/**
 * Globals that scripts do without: ways to more processor time, to memory that nobody counts, to when garbage is collected.
 * Named one by one, since looking through all globals costs every run a tenth of a millisecond; a test holds the list of
 * what is left.
 */
const unwanted = ['Atomics', 'SharedArrayBuffer', 'WebAssembly', 'FinalizationRegistry', 'WeakRef', 'Intl', 'eval'];

let clock = 0;
let randomState = 0;

/** Sets what `Date` says, in UNIX seconds, and what `Math.random` gives. */
export function fixTimeAndChance(now: number, seed: number): void {
  clock = now * 1000;
  randomState = seed | 0;
}

export function lockDown(): void {
  for (let i = 0; i < unwanted.length; i++) deleteProperty(globalThis, unwanted[i] as string);
  removeCodeFromText();
  fixDate();
  Math.random = random;
}

/** No code from text: functions know their constructors, and each of them would compile what it is given. */
function removeCodeFromText(): void {
  const { Function: refuse } = {
    // A name that the bundler keeps.
    Function: function () {
      throw new TheTypeError('Making code from text is not possible here');
    },
  };
  const { prototype } = Function;
  refuse.prototype = prototype;
  prototype.constructor = globalThis.Function = refuse as unknown as FunctionConstructor;
  // Those of the other kinds cannot be written; without one of their own they have the one above.
  deleteProperty(
    getPrototypeOf(function* () {}),
    'constructor',
  );
  deleteProperty(
    getPrototypeOf(async function () {}),
    'constructor',
  );
  deleteProperty(
    getPrototypeOf(async function* () {}),
    'constructor',
  );
}

/** A function and no Proxy of V8's own, which would take five times as long for every date. */
function fixDate(): void {
  const RealDate = Date;
  const { Date: FixedDate } = {
    Date: function (...given: unknown[]) {
      if (new.target === undefined) return dateToString(new RealDate(clock));
      return construct(RealDate, given.length === 0 ? [clock] : given, new.target);
    } as unknown as DateConstructor,
  };
  defineProperty(FixedDate, 'prototype', { value: RealDate.prototype, writable: false });
  defineProperty(FixedDate, 'length', { value: 7 });
  FixedDate.now = () => clock;
  FixedDate.parse = RealDate.parse;
  FixedDate.UTC = RealDate.UTC;
  globalThis.Date = RealDate.prototype.constructor = FixedDate;
}

/** Mulberry32: small, and the same everywhere. */
function random(): number {
  randomState = (randomState + 0x6d2b79f5) | 0;
  // Not `Math.imul` by name: a script may have replaced it.
  let mixed = imul(randomState ^ (randomState >>> 15), 1 | randomState);
  mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const { imul } = Math;
