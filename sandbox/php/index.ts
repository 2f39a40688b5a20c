/**
 * The entry of PHP's run-time support: one script of its own, which only the isolates of PHP scripts run, after the runtime
 * and before the run. It leaves the global `php` behind, by which compiled programs reach what they need; PHP's own text has no
 * way to it, since every name in it is changed or looked up in tables of ours.
 */
import { Exit } from './faults.ts';
import { type Host, useHost } from './host.ts';
import * as access from './language/access.ts';
import * as calls from './language/calls.ts';
import * as loops from './language/loops.ts';
import { print } from './language/output.ts';
import { Scope } from './language/scope.ts';
import * as support from './language/support.ts';
import {
  type CoreLike,
  coreObject,
  js,
  jsAt,
  leadCalls,
  type OneRow,
  textAt,
  toJs,
  toRecord,
  unslashed,
} from './objects/core.ts';
import './objects/stdclass.ts';
import { readJson } from './functions/codes/json-read.ts';
import { trimmedWhite } from './functions/strings/basics.ts';
import { builtin, functionNamed } from './functions/table.ts';
import { xmlObject } from './objects/simplexml.ts';
import * as arithmetic from './values/arithmetic.ts';
import { fromJson, PhpArray } from './values/array.ts';
import { toBytes } from './values/bytes.ts';
import { compare, equal, same } from './values/compare.ts';
import { bool, castFloat, str, toArray, toInt } from './values/convert.ts';
import { Float, Ref, type Value } from './values/value.ts';

/** How the runtime begins a run: what it is around, and what the script finds by name. */
export interface Opening extends Host {
  core: CoreLike;
  /** The answer in JSON; null where there is none. */
  answer: string | null;
  /** The answer as it came, where it is XML. */
  source: string | null;
  oneRow: OneRow;
  /** A global by its name without the `$`; undefined where this run has none. */
  global(name: string): unknown;
  /** The request's variable as the script left it. */
  giveBack(name: string, value: unknown): void;
}

let opening: Opening;

calls.useFunctions(functionNamed);

/** Keys that look like ints lose their order in JavaScript's objects, and `1.0` its being a float. */
const careful = /"-?\d+"\s*:|[-\d]\.0*\s*[,}\]]|\d[eE]|\d{16}/;

function injected(name: string): Value | undefined {
  if (name === 'core') return coreObject(opening.core, opening.oneRow);
  if (name === 'data') {
    if (opening.source !== null) return xmlObject(toBytes(opening.source));
    if (opening.answer !== null && careful.test(opening.answer)) {
      const read = readJson(toBytes(opening.answer), { arrays: true, depth: 512, bigAsText: true });
      if (read.ok) return read.value;
    }
  }
  const found = opening.global(name);
  return found === undefined ? undefined : fromJson(found);
}

const program = {
  ...arithmetic,
  ...access,
  ...calls,
  ...loops,
  ...support,
  ...leadCalls(() => opening.core),
  js,
  jsAt,
  textAt,
  trimmedWhite,
  unslashed,
  compare,
  equal,
  same,
  bool,
  castFloat,
  str,
  toArray,
  toInt,
  Float,
  Ref,
  Scope,
  print,
  injected,
  builtin,
  main(body: () => void, back: () => [string, Value | undefined][]): void {
    support.run(body, () => {
      for (const [name, value] of back())
        opening.giveBack(name, value instanceof PhpArray ? toRecord(value, 0) : toJs(value ?? null, 0));
    });
  },
};

/** The runtime takes `open` away before the script begins. */
const php = {
  ...program,
  open(given: Opening): void {
    opening = given;
    // The script's own frames lie below those of this support.
    (Error as { stackTraceLimit?: number }).stackTraceLimit = 64;
    useHost(given);
  },
};

export type Php = typeof php;
export { Exit };

Object.defineProperty(globalThis, 'php', { value: php, writable: false, enumerable: false, configurable: true });
