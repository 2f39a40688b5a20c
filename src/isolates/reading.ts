/** Reading JSON that a child gave, of which nothing is believed. */
import type { Json } from '../../sandbox/contract/job.ts';
import { clean } from './script-error.ts';

export type JsonObject = { [key: string]: Json };

/** Null where it is no JSON text of an object. */
export function readObject(json: string): JsonObject | null {
  // Half a surrogate pair and NUL are text that no database takes; looked for first, since a reviver takes its time.
  const suspicious = /\\u(?:0000|d[89a-f])/i.test(json);
  try {
    return asObject(
      suspicious
        ? JSON.parse(json, (_key, value) => (typeof value === 'string' ? clean(value) : value))
        : JSON.parse(json),
    );
  } catch {
    return null;
  }
}

export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

/** What can be read of a list; nothing where it is none. @param read null leaves an item out */
export function list<T>(value: Json | undefined, read: (item: Json) => T | null): T[] {
  if (!Array.isArray(value)) return [];
  const found: T[] = [];
  for (const item of value) {
    const one = read(item);
    if (one !== null) found.push(one);
  }
  return found;
}

export function isDeeperThan(levels: number, value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  // Loops make no list of every edit's values; one over a list's keys would make a text of each.
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (isDeeperThan(levels - 1, value[i])) return true;
  } else {
    for (const key in value) if (isDeeperThan(levels - 1, value[key])) return true;
  }
  return false;
}
