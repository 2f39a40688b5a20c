/** Reading what a child gave, of which nothing is believed. */
import { logLevels } from '../../sandbox/border.ts';
import { storableText } from '../../sandbox/contract/edit.ts';
import type { Json, LogLine } from '../../sandbox/contract/job.ts';
import { maxLogLines, maxResultValues } from '../../sandbox/contract/limits.ts';

export type JsonObject = { [key: string]: Json };

/** `values` and `levels`: there are more of them than a result may have. */
export type ResultRead = { ok: true; result: JsonObject } | { ok: false; why: 'no_object' | 'values' | 'levels' };

/** Levels of nesting in what a script gives back: more than any edit or request needs, few enough to go through. */
export const maxDepth = 64;

/** Reads a result as JSON text, every text of it, names included, as a database takes it. */
export function readResult(json: Buffer): ResultRead {
  if (holdsMoreValues(json, maxResultValues)) return { ok: false, why: 'values' };
  const text = json.toString();
  let result: JsonObject | null;
  try {
    result = asObject(JSON.parse(text));
  } catch {
    return { ok: false, why: 'no_object' };
  }
  if (result === null) return { ok: false, why: 'no_object' };
  // What the script gave stands one level down.
  if (isDeeperThan(maxDepth + 1, result)) return { ok: false, why: 'levels' };
  // Half a surrogate pair and NUL. Only a look at the text, since hardly any has them.
  const suspicious = /\\u(?:0000|d[89a-f])/i.test(text);
  return { ok: true, result: suspicious ? (storable(result) as JsonObject) : result };
}

const quote = 0x22;
const comma = 0x2c;
const bracket = 0x5b;
const backslash = 0x5c;
const brace = 0x7b;

/** Many small values take this process far longer to read than a few long ones. Those of a list or an object count, and itself. */
function holdsMoreValues(json: Buffer, most: number): boolean {
  // Each takes two bytes at least.
  if (json.length < 2 * most) return false;
  let values = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === quote) isInText = !isInText;
    else if (isInText) at += byte === backslash ? 1 : 0;
    else if (byte === comma || byte === bracket || byte === brace) values++;
  }
  return values > most;
}

/** In its place but for objects, whose names may have to change. */
function storable(value: Json): Json {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = storable(value[i] as Json);
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [storableText(name), storable(item)]));
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

/** The lines of a log as far as there may be any; what is none is left out. */
export const logLines = (value: Json | undefined): LogLine[] =>
  list(Array.isArray(value) ? value.slice(0, maxLogLines) : null, (item) => {
    const { level, text } = asObject(item) ?? {};
    if (typeof text !== 'string') return null;
    const known = logLevels.find((name) => name === level);
    return { level: known ?? 'log', text: storableText(text) };
  });

function isDeeperThan(levels: number, value: Json | undefined): boolean {
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
