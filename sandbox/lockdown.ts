/** Makes a bare context fit for scripts: what they do not need is gone, what differs from run to run is fixed. */
import {
  construct,
  dateToString,
  defineProperty,
  deleteProperty,
  freeze,
  getPrototypeOf,
  TheTypeError,
} from './primordials.ts';

/**
 * Globals that scripts do without: ways to more processor time, to memory that nobody counts, to when garbage is collected.
 * Named one by one, since looking through all globals costs every run a tenth of a millisecond; a test holds the list of
 * what is left.
 */
const unwanted = [
  'Atomics',
  'SharedArrayBuffer',
  'WebAssembly',
  'FinalizationRegistry',
  'WeakRef',
  'Intl',
  'eval',
  'console',
];

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
  const refuse = function () {
    throw new TheTypeError('Making code from text is not possible here');
  };
  refuse.prototype = Function.prototype;
  // The bundler drops names that nothing calls.
  defineProperty(refuse, 'name', { value: 'Function' });
  const kinds = [function () {}, function* () {}, async function () {}, async function* () {}];
  const constructor = { value: refuse, writable: false, configurable: false };
  for (let i = 0; i < kinds.length; i++) defineProperty(getPrototypeOf(kinds[i]), 'constructor', constructor);
  globalThis.Function = freeze(refuse) as unknown as FunctionConstructor;
}

function fixDate(): void {
  const RealDate = Date;
  const FixedDate = function (this: unknown, ...given: unknown[]) {
    if (new.target === undefined) return dateToString(new RealDate(clock));
    return construct(RealDate, given.length === 0 ? [clock] : given, new.target);
  };
  defineProperty(FixedDate, 'prototype', { value: RealDate.prototype, writable: false });
  defineProperty(FixedDate, 'length', { value: 7 });
  defineProperty(FixedDate, 'name', { value: 'Date' });
  hide(FixedDate, 'now', () => clock);
  hide(FixedDate, 'parse', RealDate.parse);
  hide(FixedDate, 'UTC', RealDate.UTC);
  RealDate.prototype.constructor = FixedDate;
  globalThis.Date = FixedDate as unknown as DateConstructor;
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

/** Sets a property that does not show in loops, as the built-in ones. */
export function hide(object: object, name: string, value: unknown): void {
  defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
}
