/** What the parts of the translation share: the script, the function that is being written, and what stands in the way. */
import { type Node, PhpError, placeOf } from '../parse.ts';
import type { Code } from './code.ts';
import type { Comments } from './comments.ts';
import { type Helper, helperNames } from './helpers/index.ts';
import type { Placed } from './places.ts';
import type { Type } from './types.ts';

export interface Script {
  helpers: Set<Helper>;
  functions: ReadonlyMap<string, Node>;
  constants: Set<string>;
  comments: Comments;
  /** Statements of `static` variables, which stand above everything. */
  statics: string[];
  /** Whether something leaves the script before its end. */
  leaves: boolean;
}

/** A function, or the script itself. */
export interface Scope {
  /** The script, or a closure in it: it knows the injected names. */
  main: boolean;
  /** The script itself. */
  top?: boolean;
  /** The injected names that are the script's own variables here, since it gives them a value first. */
  own: ReadonlySet<string>;
  types: Map<string, Type>;
  /** Variables whose elements are written. */
  changed: ReadonlySet<string>;
  /** Variables that `unset()` ends. */
  unset: ReadonlySet<string>;
  /** Variables that get a value as a whole. */
  assigned: ReadonlySet<string>;
  /** Variables that get a value in one place only. */
  constants: ReadonlySet<string>;
  /** Rows and other variables that are read without asking whether they are there. */
  sure: ReadonlySet<string>;
  /** Of `kinds`: what a variable is known not to be, from here to the end of the block. */
  narrowed: Map<string, number>;
  /** Where each variable is declared. */
  placed: Placed;
  /** In the place of a variable: what a static variable is called above. */
  renamed: Map<string, string>;
  loops: ('loop' | 'switch')[];
}

/** What the parts of the translation know of each other without importing in a circle. */
export interface Parts {
  arrayCode(s: State, node: Node): string;
  binary(s: State, node: Node): Code;
  block(s: State, nodes: readonly Node[]): string;
  callCode(s: State, node: Node, asCondition?: boolean): Code;
  closure(s: State, node: Node, immediate?: boolean): Code;
  condition(s: State, node: Node, wanted?: boolean): Code;
  matching(s: State, node: Node): Code;
  value(s: State, node: Node): Code;
}

export interface State {
  parts: Parts;
  script: Script;
  scope: Scope;
  indent: string;
}

export const cannot = (node: Node, what: string): never => {
  const { line, column } = placeOf(node);
  throw new PhpError(`${what} is not translated; the script goes on running in PHP`, line, column);
};

export const need = (s: State, helper: Helper): Helper => {
  s.script.helpers.add(helper);
  return helper;
};

export const injected: ReadonlySet<string> = new Set(
  'core params offer now token data response page carry e2i ids i2t inid url method headers fields idl ide idsl idel from to ffrom fto ufrom uto tom ftom utom'.split(
    ' ',
  ),
);
/** Of them, those that a script gives back. */
export const requestNames: ReadonlySet<string> = new Set(['url', 'method', 'headers', 'fields']);

const taken = new Set([
  ...'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval undefined NaN Infinity console Object Array Math Number String JSON Date Error encodeURIComponent decodeURIComponent escape unescape'.split(
    ' ',
  ),
  ...helperNames,
]);

/** Older snippets know two of the injected variables by other names. */
export const aliasOf = (name: string): string => (name === 'post' ? 'fields' : name === 'ofps' ? 'params' : name);

export const plainName = (node: Node): string =>
  typeof node['name'] === 'string' ? aliasOf(node['name']) : cannot(node, 'A variable whose name is worked out');

export const ownName = (name: string): string => (taken.has(name) ? `${name}_` : name);

export const isInjected = (s: State, name: string): boolean =>
  s.scope.main && injected.has(name) && !s.scope.own.has(name);

export function variable(s: State, node: Node): string {
  const name = plainName(node);
  if (isInjected(s, name)) return `$${name}`;
  if (name === 'core') return '$core';
  if (!/^[A-Za-z_]\w*$/.test(name) || name === 'this' || name === 'GLOBALS') return cannot(node, `The name $${name}`);
  return s.scope.renamed.get(name) ?? ownName(name);
}

export const functionName = (name: string): string => ownName(name);
