/** What the parts of the compiler share while they write one script's JavaScript. */
import { toBytes } from '../../../../sandbox/php/values/bytes.ts';
import { quoted } from './literals.ts';
import { type Node, PhpError, placeOf } from './parse.ts';
import type { ScopeFacts, UnitFacts } from './scopes.ts';

export interface Unit {
  facts: UnitFacts;
  errors: PhpError[];
  /** Names of the run-time support that the program calls. */
  used: Set<string>;
  /** PHP's own functions that the program calls, and how each is found. */
  builtins: Map<string, string>;
  /** Static variables and constant arrays, declared before everything else. */
  labels: number;
}

export interface Scope {
  main: boolean;
  facts: ScopeFacts;
  /** Temporaries, declared at the function's beginning. */
  temps: number;
  /** Loops and switches around, the innermost last. */
  loops: { label: string; isSwitch: boolean }[];
  /** Variables that are there wherever the program has come to: parameters, and what was assigned on the way. */
  certain: Set<string>;
  /** For messages and magic constants. */
  name: string;
  returns: string | null;
  /** Declarations of static variables. */
  statics: string[];
  /** Shared variables bound to elements, which let go when the function ends. */
  binds: Set<string>;
}

export interface Context {
  unit: Unit;
  scope: Scope;
  expr(c: Context, node: Node): string;
  block(c: Context, nodes: readonly Node[]): string;
  closure(c: Context, node: Node): string;
}

/** A name of the run-time support. */
export function rt(c: Context, name: string): string {
  c.unit.used.add(name);
  return name;
}

/** A line of its own for what follows, by which an error's place is found again. */
export function mark(node: Node | null | undefined): string {
  const { line, column } = placeOf(node);
  return `\ue000${line}:${column}\ue001`;
}

export function refuse(c: Context, node: Node, message: string): string {
  const { line, column } = placeOf(node);
  c.unit.errors.push(new PhpError(message, line, column));
  return 'null';
}

export function temp(c: Context): string {
  c.scope.temps++;
  return `t${c.scope.temps}`;
}

/** PHP's names begin with letters that JavaScript's own cannot have after this. */
export const mangled = (name: string): string =>
  name.replace(/[^A-Za-z0-9_]/g, (letter) => `$${letter.codePointAt(0)?.toString(16)}$`);

/** Older snippets know two of the injected variables by other names. */
const aliases: Record<string, string> = { post: 'fields', ofps: 'params' };

export const variableName = (c: Context, name: string): string =>
  c.scope.main && Object.hasOwn(aliases, name) ? (aliases[name] as string) : name;

/** The JavaScript variable itself: a value, or a `Ref` where it is shared. */
export const slot = (c: Context, name: string): string =>
  `${c.scope.main ? 'g' : 'v'}_${mangled(variableName(c, name))}`;
export const isShared = (c: Context, name: string): boolean => c.scope.facts.shared.has(variableName(c, name));
/** Its value, to read or to write. */
export const place = (c: Context, name: string): string => (isShared(c, name) ? `${slot(c, name)}.v` : slot(c, name));
export const isCertain = (c: Context, name: string): boolean => c.scope.certain.has(variableName(c, name));

/** From here on it is there, unless something may take it away unseen. */
export function becomesCertain(c: Context, node: Node): void {
  if (!isPlainVariable(node)) return;
  const name = variableName(c, node['name']);
  const { facts, certain } = c.scope;
  if (!facts.dynamic && !facts.shared.has(name) && !facts.unsets.has(name)) certain.add(name);
}

/** What may be passed by: what is assigned there is not certain afterwards. */
export function passable(c: Context, code: () => string): string {
  const { scope } = c;
  const before = scope.certain;
  scope.certain = new Set(before);
  const made = code();
  scope.certain = before;
  return made;
}

export const bytes = (text: string): string => quoted(toBytes(text));

export const isPlainVariable = (node: Node): boolean =>
  node.kind === 'variable' && typeof node['name'] === 'string' && node['name'] !== 'GLOBALS';

/** A condition of JavaScript. */
export function test(c: Context, node: Node): string {
  if (isPlainVariable(node) && isCertain(c, node['name'])) {
    const at = place(c, node['name']);
    return `(typeof ${at} === "number" ? ${at} !== 0 : ${rt(c, 'bool')}(${at}))`;
  }
  return typeOf(node) === 'bool' ? c.expr(c, node) : `${rt(c, 'bool')}(${c.expr(c, node)})`;
}

/** A string. */
export function text(c: Context, node: Node): string {
  return typeOf(node) === 'string' ? c.expr(c, node) : `${mark(node)}${rt(c, 'str')}(${c.expr(c, node)})`;
}

export type StaticType = 'bool' | 'string' | 'array' | 'any';

const boolOperators = new Set([
  '==',
  '!=',
  '<>',
  '===',
  '!==',
  '<',
  '>',
  '<=',
  '>=',
  '&&',
  '||',
  'and',
  'or',
  'xor',
  'instanceof',
]);

/** What an expression is sure to give. */
export function typeOf(node: Node): StaticType {
  switch (node.kind) {
    case 'boolean':
    case 'isset':
    case 'empty':
      return 'bool';
    case 'string':
    case 'nowdoc':
      return 'string';
    case 'encapsed':
      return node['type'] === 'shell' ? 'any' : 'string';
    case 'array':
      return 'array';
    case 'unary':
      return node['type'] === '!' ? 'bool' : 'any';
    case 'cast':
      return node['type'] === 'string' ? 'string' : String(node['type']).startsWith('bool') ? 'bool' : 'any';
    case 'bin':
      return boolOperators.has(node['type']) ? 'bool' : node['type'] === '.' ? 'string' : 'any';
    default:
      return 'any';
  }
}

/** A value that is stored somewhere else than where it comes from: arrays are copied. */
export function stored(c: Context, node: Node): string {
  return mayAlias(node) ? `${rt(c, 'cp')}(${c.expr(c, node)})` : c.expr(c, node);
}

function mayAlias(node: Node): boolean {
  switch (node.kind) {
    case 'bin':
      return node['type'] === '??';
    case 'array':
    case 'number':
    case 'string':
    case 'encapsed':
    case 'nowdoc':
    case 'boolean':
    case 'nullkeyword':
    case 'unary':
    case 'isset':
    case 'empty':
    case 'closure':
    case 'arrowfunc':
    case 'new':
    case 'name':
    case 'magic':
    case 'pre':
    case 'post':
      return false;
    case 'cast':
      return false;
    default:
      return true;
  }
}

export const canHaveEffects = (node: Node | null): boolean =>
  node !== null &&
  !['string', 'number', 'variable', 'nullkeyword', 'boolean', 'name', 'identifier'].includes(node.kind);
