/** All functions by name. Names are PHP's, in lower case. */
import type { Callable } from '../language/calls.ts';
import { arrays } from './arrays/basics.ts';
import { arraysByCallback } from './arrays/callbacks.ts';
import { arraysByKey } from './arrays/keys.ts';
import { arraySets } from './arrays/sets.ts';
import { sorts } from './arrays/sorts.ts';
import { calling } from './calling.ts';
import { encodings } from './codes/encodings.ts';
import { hashing } from './codes/hashing.ts';
import { json } from './codes/json.ts';
import { serials } from './codes/serialize.ts';
import { urls } from './codes/urls.ts';
import { dates } from './dates/functions.ts';
import { type Functions, wrap, wrapFor } from './define.ts';
import { math } from './math.ts';
import { preg } from './preg/functions.ts';
import { strings } from './strings/basics.ts';
import { charsets } from './strings/charsets.ts';
import { formats } from './strings/format.ts';
import { markup } from './strings/markup.ts';
import { multibyte } from './strings/multibyte.ts';
import { search } from './strings/search.ts';
import { similarity } from './strings/similarity.ts';
import { classTypes } from './types/ctype.ts';
import { dumps } from './types/dumps.ts';
import { filters } from './types/filter.ts';
import { types } from './types/types.ts';
import { xml } from './xml.ts';

const groups: readonly Functions[] = [
  strings,
  search,
  arrays,
  arraysByKey,
  types,
  arraysByCallback,
  sorts,
  arraySets,
  math,
  dates,
  json,
  preg,
  multibyte,
  formats,
  markup,
  similarity,
  charsets,
  encodings,
  hashing,
  urls,
  serials,
  dumps,
  filters,
  classTypes,
  calling,
  xml,
];

export function definitionOf(name: string): Functions[string] | null {
  for (const group of groups) if (Object.hasOwn(group, name)) return group[name] as Functions[string];
  return null;
}

const made = new Map<string, Callable>();

export function functionNamed(name: string): Callable | null {
  const known = made.get(name);
  if (known !== undefined) return known;
  const definition = definitionOf(name);
  if (definition === null) return null;
  const callable = wrap(name, definition);
  made.set(name, callable);
  return callable;
}

/** A function as a program calls it with so many arguments. */
export function builtin(name: string, count: number): Callable['call'] {
  const definition = definitionOf(name);
  // The compiler has asked the same table.
  if (definition === null) throw new Error(`${name}() is not there`);
  return wrapFor(count, name, definition);
}

export const functionNames = (): string[] => groups.flatMap((group) => Object.keys(group));
