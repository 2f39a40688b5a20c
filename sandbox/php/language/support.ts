/** What compiled programs call besides the operators: literals, comparisons, throwing and catching, the way in and out. */
import { Exit, fail, isThrowable, makeThrowable, Thrown } from '../faults.ts';
import { constantNamed } from '../functions/constants.ts';
import { defineConstant, findOwnConstant } from '../functions/own-constants.ts';
import { stdClass } from '../objects/stdclass.ts';
import { PhpArray } from '../values/array.ts';
import { toText } from '../values/bytes.ts';
import { equal, orderOf, same } from '../values/compare.ts';
import { key, str, toArray, typeName } from '../values/convert.ts';
import { Float, isSubclass, type Key, numberOf, PhpObject, Ref, type Slot, type Value } from '../values/value.ts';
import { at, cp, Prop } from './access.ts';
import { callable, callNamed, callWith, make as makeObject } from './calls.ts';
import { pairsOf } from './loops.ts';
import { flush, print } from './output.ts';
import type { Scope } from './scope.ts';

export const P = (name: Value): Prop => new Prop(str(name));
export const cat = (a: Value, b: Value): string => str(a) + str(b);

export const less = (a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a < b : orderOf(a, b) < 0;
export const atMost = (a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a <= b : orderOf(a, b) <= 0;
/** `$a > $b` is `$b < $a` to PHP. */
export const more = (a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a > b : orderOf(b, a) < 0;
export const atLeast = (a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a >= b : orderOf(b, a) <= 0;
/** `==` with a text that is no number. */
export const is = (a: Value, word: string): boolean => (typeof a === 'string' ? a === word : equal(a, word));

/** The first of the words that a value which is no text equals; null where it is none. */
export const wordOf = (v: Value, words: readonly string[]): string | null =>
  words.find((word) => equal(v, word)) ?? null;

/** The same in characters. */
export function wordTextOf(v: Value, words: readonly string[]): string | null {
  const word = wordOf(v, words);
  return word === null ? null : toText(word);
}

export const listOf = (values: Value[]): PhpArray => PhpArray.of(values);
export const argument = (v: Value | Ref | undefined): Value => (v instanceof Ref ? cp(v.v ?? null) : cp(v ?? null));

export function listOfRefs(refs: Ref[]): PhpArray {
  const array = PhpArray.empty();
  for (const ref of refs) array.bind(undefined, ref);
  return array;
}

/** An array of keys that are normal already, each followed by its value. */
export function pairs(keysAndValues: Value[]): PhpArray {
  const map: Map<Key, Slot> = new Map();
  for (let i = 0; i < keysAndValues.length; i += 2) map.set(keysAndValues[i] as Key, keysAndValues[i + 1] as Value);
  return PhpArray.ofMap(map);
}

interface Builder {
  array: PhpArray;
  push(v: Value): Builder;
  set(k: Value, v: Value): Builder;
  bind(k: Value | undefined, ref: Ref): Builder;
  spread(v: Value): Builder;
}

/** An array written with keys, references or `...`. */
export function arrayOf(): Builder {
  // Not `empty`, whose next key is 0 even after one below zero.
  const array = PhpArray.ofMap(new Map());
  const builder: Builder = {
    array,
    push(v) {
      if (!array.push(v)) fail('Error', 'Cannot add element to the array as the next element is already occupied');
      return builder;
    },
    set(k, v) {
      array.set(key(k), v);
      return builder;
    },
    bind(k, ref) {
      array.bind(k === undefined ? undefined : key(k), ref);
      return builder;
    },
    spread(v) {
      if (!(v instanceof PhpArray) && !(v instanceof PhpObject && v.cls.iterate !== undefined))
        fail('Error', 'Only arrays and Traversables can be unpacked');
      for (const [k, value] of pairsOf(v)) {
        if (typeof k === 'string') array.set(key(k), cp(value));
        else array.push(cp(value));
      }
      return builder;
    },
  };
  return builder;
}

/** One value of what is taken apart. */
export function part(from: Value, k: Value): Value {
  if (from instanceof PhpArray || from instanceof PhpObject) return at(from, k);
  return null;
}

/** `...$args` */
export function spread(v: Value): Value[] {
  if (!(v instanceof PhpArray) && !(v instanceof PhpObject && v.cls.iterate !== undefined))
    fail('Error', 'Only arrays and Traversables can be unpacked');
  return pairsOf(v).map(([, value]) => cp(value));
}

/** The elements of an array as arguments: names in it are names of parameters. */
export function spreadNamed(v: Value): (Value | Named)[] {
  if (!(v instanceof PhpArray)) return spread(v);
  return pairsOf(v).map(([name, value]) => (typeof name === 'string' ? new Named(name, cp(value)) : cp(value)));
}

class Named {
  readonly name: string;
  readonly value: Value;
  constructor(name: string, value: Value) {
    this.name = name;
    this.value = value;
  }
}

/** A function called with `...`: names in the array are names of parameters. */
export function callSpread(name: string, args: (Value | Named)[]): Value {
  const named: Named[] = [];
  const plain: Value[] = [];
  for (const one of args) {
    if (one instanceof Named) named.push(one);
    else plain.push(one);
  }
  if (named.length === 0) return callWith(callable(name), plain);
  if (args.indexOf(named[0] as Named) < plain.length)
    return fail('Error', 'Cannot use positional argument after named argument during unpacking');
  return callNamed(
    callable(name),
    plain,
    named.map((one) => [one.name, one.value]),
  );
}
export { callNamed };

export function raise(v: Value): never {
  if (!(v instanceof PhpObject) || !isThrowable(v)) return fail('Error', 'Can only throw objects');
  throw new Thrown(v);
}

/** What a `catch` sees of what was thrown; null where it is none of PHP's business. */
export function caught(thrown: unknown): PhpObject | null {
  return thrown instanceof Thrown ? thrown.object : null;
}

export function leave(v: Value): never {
  if (typeof v === 'string') print(v);
  throw new Exit();
}

export function make(name: string, args: Value[], line: number): PhpObject {
  const object = makeObject(name, args);
  if (object.props.has('line') && isThrowable(object)) object.props.set('line', line);
  return object;
}

export function clone(v: Value): Value {
  if (!(v instanceof PhpObject)) return fail('Error', '__clone method called on non-object');
  const copy = new PhpObject(v.cls);
  for (const [name, slot] of v.props) copy.props.set(name, slot instanceof PhpArray ? slot.copy() : slot);
  copy.inner = v.inner;
  v.cls.clone?.(v, copy);
  return copy;
}

const shortened = (text: string): string =>
  (text.length > 15 ? `${text.slice(0, 15)}...` : text).replace(/[\\']/g, '\\$&');

export function unmatched(v: Value): never {
  const shown =
    typeof v === 'string'
      ? `'${shortened(v)}'`
      : typeof v === 'boolean'
        ? String(v)
        : v === null
          ? 'NULL'
          : v instanceof PhpArray || v instanceof PhpObject
            ? `of type ${typeName(v)}`
            : exactNumber(v);
  throw new Thrown(makeThrowable('UnhandledMatchError', `Unhandled match case ${shown}`));
}

const exactNumber = (v: number | bigint | Float): string =>
  v instanceof Float ? `${str(v)}.0` : typeof v === 'number' ? String(numberOf(v)) : String(v);

export function constant(name: string): Value {
  const found = findOwnConstant(name) ?? constantNamed(name);
  return found === undefined ? fail('Error', `Undefined constant "${name}"`) : found;
}

export function extract(scope: Scope, from: Value, flags: Value = 0, prefix: Value = ''): number {
  if (!(from instanceof PhpArray))
    return fail('TypeError', `extract(): Argument #1 ($array) must be of type array, ${typeName(from)} given`);
  return scope.extract(from, Number(flags), str(prefix));
}

export const isaValue = (v: Value, cls: Value): boolean =>
  v instanceof PhpObject && (cls instanceof PhpObject ? v.cls === cls.cls : isSubclass(v.cls, str(cls)));

export function toObject(v: Value): Value {
  if (v instanceof PhpObject) return v;
  const object = new PhpObject(stdClass);
  if (v instanceof PhpArray) for (const [name, value] of v.entries()) object.props.set(String(name), cp(value));
  else if (v !== null) object.props.set('scalar', v);
  return object;
}

/** Runs the script. @param back the variables that are the request, to be read when it is over */
export function run(body: () => void, back: () => void): void {
  try {
    body();
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
  } finally {
    flush();
  }
  back();
}

export { defineConstant, same, toArray };
