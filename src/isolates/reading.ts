/** Reading what a child gave, of which nothing is believed. */
import { logLevels } from '../../sandbox/border.ts';
import { storableText } from '../../sandbox/contract/edit.ts';
import type { Json, LogLine } from '../../sandbox/contract/job.ts';
import { maxLogLines, maxResultNames, maxResultValues } from '../../sandbox/contract/limits.ts';

export type JsonObject = { [key: string]: Json };

/** Of which a result may hold so many. */
export type Counted = 'values' | 'names' | 'levels';
export type ResultRead = { ok: true; result: JsonObject } | { ok: false; why: 'no_object' | Counted };

/** Levels of nesting in what a script gives back: more than any edit or request needs, few enough to go through. */
export const maxDepth = 64;

/** Reads a result in JSON, every text of it, names included, as a database takes it. What is given may be changed by that. */
export function readResult(json: Buffer): ResultRead {
  const tooMany = tooManyOf(json);
  if (tooMany !== null) return { ok: false, why: tooMany };
  // Hardly any text has them.
  if (json.includes('\\u')) repairTexts(json);
  let result: JsonObject | null;
  try {
    result = asObject(JSON.parse(json.toString()));
  } catch {
    return { ok: false, why: 'no_object' };
  }
  if (result === null) return { ok: false, why: 'no_object' };
  // What the script gave stands one level down.
  return isDeeperThan(maxDepth + 1, result) ? { ok: false, why: 'levels' } : { ok: true, result };
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const bracket = 0x5b;
const backslash = 0x5c;
const letterU = 0x75;
const brace = 0x7b;

/**
 * Many small values take this process far longer to read than a few long ones, and so do many different names. Values of a list or
 * an object count, and itself.
 */
function tooManyOf(json: Buffer): Counted | null {
  // Each value takes two bytes at least, and a name with its value six.
  if (json.length < Math.min(2 * maxResultValues, 6 * maxResultNames)) return null;
  const seen = new Uint32Array(nameBits / 32);
  let values = 0;
  let names = 0;
  let isInText = false;
  let hash = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (byte === quote) {
      isInText = !isInText;
      if (isInText) hash = 0;
    } else if (isInText) {
      hash = Math.imul(hash ^ byte, multiplier);
      // What is escaped may be a quote.
      if (byte === backslash) hash = Math.imul(hash ^ (json[++at] ?? 0), multiplier);
    } else if (byte === colon) {
      const bit = (hash ^ (hash >>> 16)) & (nameBits - 1);
      const word = bit >>> 5;
      const mask = 1 << (bit & 31);
      if (((seen[word] ?? 0) & mask) === 0) names++;
      seen[word] = (seen[word] ?? 0) | mask;
    } else if (byte === comma || byte === bracket || byte === brace) values++;
  }
  return values > maxResultValues ? 'values' : names > maxResultNames ? 'names' : null;
}

/** Names are told apart by so many bits of a hash that nobody outside can foresee; a few are taken for others. */
const nameBits = 1 << 18;
const multiplier = (Math.floor(Math.random() * 2 ** 32) | 1) >>> 0;

/**
 * Writes U+FFFD over NUL and over halves of surrogate pairs, in names as well, which take as many bytes. Within JSON there is no
 * other way to write them: a backslash stands in texts alone, and UTF-8 has no such halves.
 */
function repairTexts(json: Buffer): void {
  for (let at = 0; at < json.length; ) {
    if (json[at] !== backslash) {
      at++;
      continue;
    }
    const unit = unitAt(json, at);
    if (unit === null) at += 2;
    else if (isHigh(unit) && isLow(unitAt(json, at + escapeBytes))) at += 2 * escapeBytes;
    else {
      if (unit === 0 || isHigh(unit) || isLow(unit)) json.set(replacement, at);
      at += escapeBytes;
    }
  }
}

const replacement = Buffer.from('\\ufffd');
const escapeBytes = replacement.length;
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number | null): boolean => unit !== null && unit >= 0xdc00 && unit < 0xe000;

/** The UTF-16 unit that is written here as `\uXXXX`; null where something else is. */
function unitAt(json: Buffer, at: number): number | null {
  if (json[at] !== backslash || json[at + 1] !== letterU) return null;
  let unit = 0;
  for (let digit = at + 2; digit < at + escapeBytes; digit++) {
    const value = hexDigit(json[digit] ?? 0);
    if (value === null) return null;
    unit = unit * 16 + value;
  }
  return unit;
}

function hexDigit(byte: number): number | null {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : null;
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
