/** Classes by name; scripts make none of their own. */
import type { PhpClass } from './values/value.ts';

const classes = new Map<string, PhpClass>();

/** Each declares classes that are only made when somebody asks for them: a fresh context has no time for all. */
const makers: ((lowerName: string) => void)[] = [];

export function declareClass(cls: PhpClass): void {
  classes.set(cls.name.toLowerCase(), cls);
}

export function declareWhenAsked(make: (lowerName: string) => void): void {
  makers.push(make);
}

/** @param name in any letter case */
export function findClass(name: string): PhpClass | null {
  const lower = name.toLowerCase();
  for (let i = 0; i < makers.length && !classes.has(lower); i++) makers[i]?.(lower);
  return classes.get(lower) ?? null;
}
