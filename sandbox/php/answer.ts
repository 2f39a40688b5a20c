/**
 * The answer's JSON as PHP reads it. JavaScript's own reader is many times faster than one of ours, but keeps neither the order
 * of keys that look like ints nor that `1.0` is a float: both go through it marked, and are looked for in what it gives.
 */
import { readJson } from './functions/codes/json-read.ts';
import { fromJson, PhpArray } from './values/array.ts';
import { toBytes } from './values/bytes.ts';
import { normalKey } from './values/keys.ts';
import { Float, float, int, type Key, type Slot, type Value } from './values/value.ts';

/** As deep as `json_decode` goes. */
const maxDepth = 512;
const marker = '\ue000';
const markerCode = 0xe000;
const holdsMarker = /\ue000|\\u[eE]000/;

/** A quote that begins a key has no backslash before it. */
const intKeys = /(?<!\\)"(-?\d+)"(?=\s*:)/g;
/** In the middle of a text there may be such as well: what comes in its place ends the text, and makes the whole unreadable. */
const numbers = /([:,[]\s*)(-?\d+(?:\d{15}|\.0+(?=\s*[,}\]])|(?:\.\d+)?[eE])[-+.\d]*)/g;

/** @param text JSON; undefined where it is none, or deeper than PHP goes */
export function readAnswer(text: string): Value | undefined {
  const quickly = holdsMarker.test(text) ? undefined : readMarked(text);
  if (quickly !== undefined) return quickly;
  const read = readJson(toBytes(text), { arrays: true, depth: maxDepth, bigAsText: true });
  return read.ok ? read.value : undefined;
}

function readMarked(text: string): Value | undefined {
  let decoded: unknown;
  try {
    decoded = JSON.parse(text.replace(intKeys, `"${marker}$1"`).replace(numbers, `$1{"${marker}":"$2"}`));
  } catch {
    return undefined;
  }
  const unmarked = unmark(decoded, 1);
  return unmarked === undefined ? undefined : valueOf(unmarked);
}

/** Changed where it lies, which an array over it may be; undefined where it is too deep. */
function unmark(json: unknown, depth: number): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (depth > maxDepth) return undefined;
  return Array.isArray(json) ? unmarkList(json, depth) : unmarkObject(json as Record<string, unknown>, depth);
}

function unmarkList(list: unknown[], depth: number): unknown {
  let changed = false;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const unmarked = unmark(item, depth + 1);
    if (unmarked === item) continue;
    if (unmarked === undefined) return undefined;
    list[i] = unmarked;
    changed = true;
  }
  return changed ? PhpArray.of(list.map(valueOf)) : list;
}

/** Numbers may lie among the members of an object, arrays may not. */
function unmarkObject(object: Record<string, unknown>, depth: number): unknown {
  let holdsArrays = false;
  for (const name in object) {
    const member = object[name];
    if (name.charCodeAt(0) === markerCode) {
      if (name.length === 1) return numberOf(member as string);
      holdsArrays = true;
    }
    const unmarked = unmark(member, depth + 1);
    if (unmarked === member) continue;
    if (unmarked === undefined) return undefined;
    object[name] = unmarked;
    holdsArrays ||= unmarked instanceof PhpArray;
  }
  return holdsArrays ? arrayOf(object) : object;
}

function arrayOf(object: Record<string, unknown>): PhpArray {
  const map: Map<Key, Slot> = new Map();
  for (const name in object) {
    const key = name.charCodeAt(0) === markerCode ? name.slice(1) : toBytes(name);
    map.set(normalKey(key), valueOf(object[name]));
  }
  return PhpArray.ofMap(map);
}

const valueOf = (json: unknown): Value => (json instanceof PhpArray ? json : fromJson(json));

/** What is beyond 64 bits is more likely an id than a number. */
function numberOf(text: string): Value {
  if (/[.eE]/.test(text)) return float(Number(text));
  const whole = int(BigInt(text));
  return whole instanceof Float ? text : whole;
}
