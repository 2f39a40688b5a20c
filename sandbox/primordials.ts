/**
 * The built-in functions the runtime lives on, taken before any script can touch them. The runtime calls these, and no
 * method of a value that a script could reach, wherever it handles what a run decided.
 */
import type { Position } from './contract/job.ts';

type Method = (this: never, ...args: never[]) => unknown;

/** `slice.call(text, 0, 5)` becomes `slice(text, 0, 5)`, whatever a script does to `call` or `slice` later. */
const uncurried = Function.prototype.bind.bind(Function.prototype.call) as <F extends Method>(
  method: F,
) => (self: ThisParameterType<F>, ...args: Parameters<F>) => ReturnType<F>;

export const { parse: parseJson, stringify: stringifyJson } = JSON;
export const { isArray } = Array;
export const { create, defineProperty, freeze, getPrototypeOf, hasOwn, keys } = Object;
export const { isFinite, isSafeInteger } = Number;
export const { construct, deleteProperty, set: setProperty } = Reflect;
export const TheError = Error;
export const TheTypeError = TypeError;
export const TheSyntaxError = SyntaxError;
export const toText = String;
/** Knows the time zones; gone from the globals when a script begins. */
export const TheDateTimeFormat = Intl.DateTimeFormat;

export const charCodeAt = uncurried(String.prototype.charCodeAt as (this: string, at: number) => number);
export const slice = uncurried(String.prototype.slice as (this: string, from: number, to?: number) => string);
export const includes = uncurried(String.prototype.includes as (this: string, part: string) => boolean);
export const trim = uncurried(String.prototype.trim as (this: string) => string);
export const toWellFormed = uncurried(String.prototype.toWellFormed as (this: string) => string);
export const exec = uncurried(RegExp.prototype.exec as (this: RegExp, text: string) => RegExpExecArray | null);
export const dateToString = uncurried(Date.prototype.toString as (this: Date) => string);
export const weakMapGet = uncurried(
  WeakMap.prototype.get as (this: WeakMap<object, Position>, key: object) => Position | undefined,
);
export const weakMapSet = uncurried(
  WeakMap.prototype.set as (this: WeakMap<object, Position>, key: object, value: Position) => unknown,
);

export const TheMap = Map;
export const mapGet = uncurried(Map.prototype.get as (this: Map<number, number>, key: number) => number | undefined);
export const mapSet = uncurried(
  Map.prototype.set as (this: Map<number, number>, key: number, value: number) => unknown,
);
