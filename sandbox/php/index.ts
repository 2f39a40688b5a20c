/**
 * The entry of PHP's run-time support: one script of its own, which only the isolates of PHP scripts run, after the runtime
 * and before the run. It leaves the global `php` behind, by which compiled programs reach what they need; PHP's own text has no
 * way to it, since every name in it is changed or looked up in tables of ours.
 */
import { trimmedWhite } from './functions/strings/white.ts';
import { builtin, functionNamed } from './functions/table.ts';
import { type Host, useHost } from './host.ts';
import { at, atKey, atName, atOf, cp, prop, q, qc, qp, u, wordAt } from './language/access.ts';
import {
  callable,
  callNamed,
  callStatic,
  callv,
  classConstant,
  closure,
  declare,
  isa,
  method,
  toClosure,
  tooFew,
  typed,
  useFunctions,
} from './language/calls.ts';
import { RefSteps, steps } from './language/loops.ts';
import { print } from './language/output.ts';
import { Scope } from './language/scope.ts';
import {
  argument,
  arrayOf,
  atLeast,
  atMost,
  callSpread,
  cat,
  caught,
  clone,
  constant,
  defineConstant,
  extract,
  is,
  isaValue,
  leave,
  less,
  listOf,
  listOfRefs,
  make,
  more,
  P,
  pairs,
  part,
  raise,
  run,
  spread,
  spreadNamed,
  toObject,
  unmatched,
  wordOf,
  wordTextOf,
} from './language/support.ts';
import { bind, change, ensure, now, old, rebind, refTo, set, set1, unset } from './language/writing.ts';
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
import {
  add,
  bitAnd,
  bitNot,
  bitOr,
  bitXor,
  decrement,
  div,
  increment,
  mod,
  mul,
  negate,
  plus,
  pow,
  shiftLeft,
  shiftRight,
  sub,
} from './values/arithmetic.ts';
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
  /** A variable of the request, or the result, as the script left it. */
  giveBack(name: string, value: unknown): void;
}

let opening: Opening;
/** The answer, where it had to be read as only PHP reads it. */
let answer: Value | undefined;

useFunctions(functionNamed);

/** Keys that look like ints lose their order in JavaScript's objects, `1.0` its being a float, and long ints their last digits. */
const special = /"-?\d+"\s*:|[:,[]\s*-?\d+(?:\d{15}|\.0+\s*[,}\]]|(?:\.\d+)?[eE])/;
/** Of anything that `special` finds, found faster: most answers have none of it. */
const suspicious = /\d(?:[eE]|\.0*\s*[,}\]]|\d{15}|"\s*:)/;

function injected(name: string): Value | undefined {
  if (name === 'core') return coreObject(opening.core, opening.oneRow);
  if (name === 'data') {
    if (opening.source !== null) return require('./objects/simplexml.ts').xmlObject(toBytes(opening.source));
    if (answer !== undefined) return answer;
  }
  const found = opening.global(name);
  return found === undefined ? undefined : fromJson(found);
}

// Written out, since objects that bundlers make of modules take a fresh context longer.
const program = {
  add,
  argument,
  arrayOf,
  at,
  atKey,
  atLeast,
  atMost,
  atName,
  atOf,
  bind,
  bitAnd,
  bitNot,
  bitOr,
  bitXor,
  bool,
  builtin,
  callable,
  callNamed,
  callSpread,
  callStatic,
  callv,
  castFloat,
  cat,
  caught,
  change,
  classConstant,
  clone,
  closure,
  compare,
  constant,
  cp,
  declare,
  decrement,
  defineConstant,
  div,
  ensure,
  equal,
  extract,
  Float,
  increment,
  injected,
  is,
  isa,
  isaValue,
  js,
  jsAt,
  leave,
  less,
  listOf,
  listOfRefs,
  make,
  method,
  mod,
  more,
  mul,
  negate,
  now,
  old,
  P,
  pairs,
  part,
  plus,
  pow,
  print,
  prop,
  q,
  qc,
  qp,
  raise,
  rebind,
  Ref,
  RefSteps,
  refTo,
  same,
  Scope,
  set,
  set1,
  shiftLeft,
  shiftRight,
  spread,
  spreadNamed,
  steps,
  str,
  sub,
  textAt,
  toArray,
  toClosure,
  toInt,
  toObject,
  tooFew,
  trimmedWhite,
  typed,
  u,
  unmatched,
  unset,
  unslashed,
  wordAt,
  wordOf,
  wordTextOf,
  ...leadCalls(() => opening.core),
  main(body: () => void, back: () => [string, Value | undefined][]): void {
    run(body, () => {
      for (const [name, value] of back())
        if (opening.global(name) !== undefined)
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
    // Reading belongs to decoding the answer, not to what the script has time for.
    const { answer: text } = given;
    if (text !== null && suspicious.test(text) && special.test(text)) answer = require('./answer.ts').readAnswer(text);
  },
};

export type Php = typeof php;

Object.defineProperty(globalThis, 'php', { value: php, writable: false, enumerable: false, configurable: true });
