/** All functions by name. Names are PHP's, in lower case. */
import { declareWhenAsked } from '../classes.ts';
import type { Callable } from '../language/calls.ts';
import { type Functions, wrap, wrapFor } from './define.ts';
import { groups } from './groups.ts';

const all = Object.values(groups);

export function definitionOf(name: string): Functions[string] | null {
  for (const { names, functions } of all) {
    if (!names.includes(` ${name} `)) continue;
    const defined = functions();
    if (Object.hasOwn(defined, name)) return defined[name] as Functions[string];
  }
  return null;
}

declareWhenAsked((lowerName) => {
  // These functions' modules declare classes as well.
  if (lowerName.startsWith('date')) definitionOf('date_create');
  if (lowerName === 'simplexmlelement') definitionOf('simplexml_load_string');
});

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

/**
 * A function as a program calls it with so many arguments, found when it is first called.
 * @param found puts the function that was found in the place of this one
 */
export function builtin(name: string, count: number, found: (call: Callable['call']) => void): Callable['call'] {
  return (...args) => {
    const definition = definitionOf(name);
    // The compiler has asked the same table.
    if (definition === null) throw new Error(`${name}() is not there`);
    const call = wrapFor(count, name, definition);
    found(call);
    return call(...args);
  };
}

export const functionNames = (): string[] => all.flatMap(({ names }) => names.trim().split(' '));
