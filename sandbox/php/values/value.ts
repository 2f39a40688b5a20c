/**
 * PHP's values as JavaScript has them.
 *
 * | PHP    | here |
 * |--------|------|
 * | null   | `null`; `undefined` stands only for a variable or element that is not there |
 * | bool   | boolean |
 * | int    | an integral number up to 2^53, a bigint from there to 2^63 |
 * | float  | a number with a fraction, NaN or infinite; an integral one is a `Float` |
 * | string | a string whose every character is one byte |
 * | array  | `PhpArray` |
 * | object | `PhpObject` |
 */
import type { PhpArray } from './array.ts';

/** A float whose value is a whole number: told apart from an int by its box. */
export class Float {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

/** What several variables or elements share. */
export class Ref {
  v: Value | undefined;
  /** How many variables and elements hold it, as far as is known; one that a single element holds is no reference any more. */
  holders = 1;
  constructor(v: Value | undefined) {
    this.v = v;
  }
}

export type Value = null | boolean | number | bigint | string | Float | PhpArray | PhpObject;
export type Slot = Value | Ref;
/** As an array has it: integral strings are numbers already. */
export type Key = number | string | bigint;

export type Method = (self: PhpObject, args: Value[]) => Value;

/** A class of ours; scripts make none. All names in `methods` are in lower case. */
export interface PhpClass {
  name: string;
  parent: PhpClass | null;
  interfaces?: readonly string[];
  methods: ReadonlyMap<string, Method>;
  statics?: ReadonlyMap<string, (args: Value[]) => Value>;
  constants?: ReadonlyMap<string, Value>;
  construct?(self: PhpObject, args: Value[]): void;
  /** Reading and writing `->name`; undefined where there is none. */
  get?(self: PhpObject, name: string): Value | undefined;
  /** Whether `isset` sees it, where `get` gives something for every name. */
  has?(self: PhpObject, name: string): boolean;
  set?(self: PhpObject, name: string, value: Value): void;
  unset?(self: PhpObject, name: string): void;
  /** Reading and writing `[key]`. */
  at?(self: PhpObject, key: Value): Value | undefined;
  setAt?(self: PhpObject, key: Value | undefined, value: Value): void;
  toText?(self: PhpObject): string;
  toBool?(self: PhpObject): boolean;
  toNumber?(self: PhpObject): Value;
  count?(self: PhpObject): number;
  iterate?(self: PhpObject): [Value, Value][];
  /** Its properties, for casts, dumps and loops. */
  properties?(self: PhpObject): Map<string, Slot>;
  /** -1, 0, 1; undefined for what cannot be compared. */
  compare?(a: PhpObject, b: PhpObject): number | undefined;
  clone?(from: PhpObject, to: PhpObject): void;
}

let objects = 0;

export class PhpObject {
  readonly cls: PhpClass;
  props: Map<string, Slot> = new Map();
  readonly id = ++objects;
  /** What the class keeps of its own. */
  inner: unknown = null;
  constructor(cls: PhpClass) {
    this.cls = cls;
  }
}

/** A float of any value. */
export const float = (n: number): Value => (Number.isInteger(n) ? new Float(n) : n);

const safe = 9007199254740991n;
const min64 = -(2n ** 63n);
const max64 = 2n ** 63n - 1n;

/** An int; beyond 64 bits a float, as PHP's arithmetic gives it. */
export function int(n: bigint): Value {
  if (n >= -safe && n <= safe) return Number(n);
  return n >= min64 && n <= max64 ? n : float(Number(n));
}

export const maxInt = max64;
export const minInt = min64;

export const isInt = (v: unknown): v is number | bigint =>
  typeof v === 'number' ? Number.isInteger(v) : typeof v === 'bigint';
export const isFloat = (v: unknown): v is number | Float =>
  typeof v === 'number' ? !Number.isInteger(v) : v instanceof Float;

/** The number that an int or float is nearest to. */
export const numberOf = (v: number | bigint | Float): number =>
  typeof v === 'number' ? v : typeof v === 'bigint' ? Number(v) : v.n;

export function isSubclass(cls: PhpClass, name: string): boolean {
  const wanted = name.toLowerCase();
  for (let at: PhpClass | null = cls; at !== null; at = at.parent) {
    if (at.name.toLowerCase() === wanted) return true;
    if (at.interfaces?.some((one) => one.toLowerCase() === wanted)) return true;
  }
  return false;
}
