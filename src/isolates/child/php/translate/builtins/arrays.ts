/** Arrays, and the functions that are called for each of their elements. */
import { bytesOf } from '../../literals.ts';
import type { Node } from '../../parse.ts';
import { merged } from '../arrays.ts';
import { target } from '../assignments.ts';
import { closure } from '../functions.ts';
import { cannot, need, type State } from '../state.ts';
import { elementsOf, isOnly } from '../types.ts';
import { typeOf } from '../typing.ts';
import { js, operand } from '../values.ts';
import {
  at,
  type Given,
  helped,
  isList,
  isLiteral,
  literalOf,
  numberOf,
  plain,
  rowsOf,
  type Writer,
  type Writers,
} from './given.ts';

/** A function that is an argument: a closure, or one by its name. */
function callback(given: Given, i: number, params = ['x']): string {
  const node = at(given, i);
  if (node.kind === 'closure' || node.kind === 'arrowfunc') return closure(given.s, node, true).js;
  if (!isLiteral(node)) return cannot(node, 'This function');
  const called: Node = {
    kind: 'call',
    what: { kind: 'name', name: bytesOf(node) },
    arguments: params.map((name) => ({ kind: 'variable', name, loc: node.loc })),
    loc: node.loc as NonNullable<Node['loc']>,
  };
  const own = given.s.script.functions.get(bytesOf(node).toLowerCase());
  if (own !== undefined) return js(given.s, { kind: 'name', name: own['name'].name });
  const inner: State = { ...given.s, scope: { ...given.s.scope, main: false, types: new Map(), renamed: new Map() } };
  const code = inner.parts.callCode(inner, called).js;
  const alone = /^(\w+)\(x\)$/.exec(code);
  return alone?.[1] !== undefined && params.length === 1 ? alone[1] : `(${params.join(', ')}) => ${code}`;
}

/** A variable that is sorted or otherwise changed as a whole. */
function changed(given: Given, change: (list: string) => string): string {
  const node = at(given, 0);
  if (isList(given, 0)) return change(operand(given.s, node));
  return `${target(given.s, node)} = ${change(`${need(given.s, 'rows')}(${js(given.s, node)})`)}`;
}

export const arrays: Writers = {
  count: counted,
  sizeof: counted,
  in_array: (given: Given) => {
    const strict = given.args[2]?.kind === 'boolean' && given.args[2]['value'] === true;
    const [needle, list] = [typeOf(given.s, at(given, 0)), elementsOf(typeOf(given.s, at(given, 1)))];
    if (strict || (isOnly(needle, 'number') && isOnly(list, 'number')))
      return `${rowsOf(given, 1)}.includes(${plain(given, 0)})`;
    return given.args.length > 2
      ? cannot(given.node, 'This in_array()')
      : `${need(given.s, 'inArray')}(${plain(given, 0)}, ${plain(given, 1)})`;
  },
  array_key_exists: (given: Given) => `Object.hasOwn(${plain(given, 1)}, ${plain(given, 0)})`,
  key_exists: (given: Given) => `Object.hasOwn(${plain(given, 1)}, ${plain(given, 0)})`,
  array_keys: (given: Given) =>
    given.args.length > 1 ? cannot(given.node, 'This array_keys()') : `${need(given.s, 'keys')}(${plain(given, 0)})`,
  array_values: (given: Given) => `Object.values(${plain(given, 0)})`,
  array_merge: (given: Given) => merged(given.s, given.args),
  array_replace: (given: Given) => `{ ${given.args.map((_, i) => `...${plain(given, i)}`).join(', ')} }`,
  array_map: (given: Given) => {
    if (given.args.length !== 2) return cannot(given.node, 'array_map() over several arrays');
    return isList(given, 1)
      ? `${operand(given.s, at(given, 1))}.map(${callback(given, 0)})`
      : `${need(given.s, 'map')}(${callback(given, 0)}, ${plain(given, 1)})`;
  },
  array_filter: (given: Given) => {
    if (given.args.length > 2) return cannot(given.node, 'array_filter() by keys');
    return `${need(given.s, 'filter')}(${plain(given, 0)}, ${given.args[1] ? truthyCallback(given) : need(given.s, 'truthy')})`;
  },
  array_column: helped('column'),
  array_sum: (given: Given) => {
    const number = isOnly(elementsOf(typeOf(given.s, at(given, 0))), 'number');
    return `${rowsOf(given, 0)}.reduce((sum, one) => sum + ${number ? 'one' : `${need(given.s, 'number')}(one)`}, 0)`;
  },
  array_unique: helped('unique'),
  array_search: (given: Given) =>
    given.args.length > 2
      ? cannot(given.node, 'This array_search()')
      : `${need(given.s, 'search')}(${plain(given, 0)}, ${plain(given, 1)})`,
  array_reverse: (given: Given) => `[...${rowsOf(given, 0)}].reverse()`,
  array_slice: (given: Given) => {
    if (given.args.length > 3) return cannot(given.node, 'This array_slice()');
    return `${need(given.s, 'part')}(${rowsOf(given, 0)}, ${given.args
      .slice(1)
      .map((_, i) => numberOf(given, i + 1))
      .join(', ')})`;
  },
  array_pad: (given: Given) =>
    isList(given, 0)
      ? `${need(given.s, 'padList')}(${plain(given, 0)}, ${numberOf(given, 1)}, ${plain(given, 2)})`
      : cannot(given.node, 'This array_pad()'),
  array_flip: (given: Given) =>
    `Object.fromEntries(${need(given.s, 'entries')}(${plain(given, 0)}).map(([k, v]) => [v, k]))`,
  array_combine: (given: Given) => `Object.fromEntries(${rowsOf(given, 0)}.map((k, i) => [k, ${rowsOf(given, 1)}[i]]))`,
  array_fill_keys: (given: Given) => `Object.fromEntries(${rowsOf(given, 0)}.map((k) => [k, ${plain(given, 1)}]))`,
  array_intersect_key: keyed((name) => name),
  array_diff_key: keyed((name) => `!${name}`),
  array_diff: (given: Given) =>
    `${need(given.s, 'filter')}(${plain(given, 0)}, (x) => !${rowsOf(given, 1)}.some((one) => ${need(given.s, 'text')}(one) === text(x)))`,
  range: (given: Given) =>
    given.args.some((one) => !isOnly(typeOf(given.s, one), 'number'))
      ? cannot(given.node, 'range() of what may be no numbers')
      : `${need(given.s, 'range')}(${given.args.map((_, i) => numberOf(given, i)).join(', ')})`,
  array_push: (given: Given) =>
    isList(given, 0)
      ? `${js(given.s, at(given, 0))}.push(${given.args
          .slice(1)
          .map((_, i) => plain(given, i + 1))
          .join(', ')})`
      : cannot(given.node, 'array_push() with what may be no list'),
  array_pop: (given: Given) =>
    isList(given, 0)
      ? `${js(given.s, at(given, 0))}.pop()`
      : cannot(given.node, 'array_pop() with what may be no list'),
  array_shift: (given: Given) =>
    isList(given, 0)
      ? `${js(given.s, at(given, 0))}.shift()`
      : cannot(given.node, 'array_shift() with what may be no list'),
  usort: (given: Given) => changed(given, (list) => `${list}.sort(${comparator(given)})`),
  sort: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'sort() with flags')
      : changed(given, (list) => `${list}.sort(${need(given.s, 'compare')})`),
  rsort: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'rsort() with flags')
      : changed(given, (list) => `${list}.sort((a, b) => ${need(given.s, 'compare')}(b, a))`),
  array_walk: (given: Given) => {
    if (given.args.length > 2) return cannot(given.node, 'This array_walk()');
    const params = (at(given, 1)['arguments'] ?? []) as Node[];
    if (params.length < 2) return `${rowsOf(given, 0)}.forEach((x) => (${callback(given, 1)})(x))`;
    const code = callback(given, 1).replace(/^\(([\w$]+), ([\w$]+)\)/, '([$2, $1])');
    return `${need(given.s, 'entries')}(${plain(given, 0)}).forEach(${code})`;
  },
  compact: (given: Given) => `{ ${given.args.map((_, i) => shorthand(given, i)).join(', ')} }`,
  call_user_func: (given: Given) =>
    `${operand(given.s, at(given, 0))}(${given.args
      .slice(1)
      .map((_, i) => plain(given, i + 1))
      .join(', ')})`,
};

function counted(given: Given): string {
  if (given.args.length > 1) return cannot(given.node, 'This count()');
  const type = typeOf(given.s, at(given, 0));
  if (isOnly(type, 'xml')) return `${need(given.s, 'list')}(${js(given.s, at(given, 0))}).length`;
  return isList(given, 0)
    ? `${operand(given.s, at(given, 0))}.length`
    : `${need(given.s, 'count')}(${plain(given, 0)})`;
}

function keyed(test: (name: string) => string): Writer {
  return (given) => {
    if (given.args.length !== 2) return cannot(given.node, 'This call');
    const there = test(`Object.hasOwn(${plain(given, 1)}, k)`);
    return `Object.fromEntries(Object.entries(${plain(given, 0)}).filter(([k]) => ${there}))`;
  };
}

/** A closure that answers with something that JavaScript tests differently answers with what PHP makes of it. */
function truthyCallback(given: Given): string {
  const node = at(given, 1);
  if (node.kind === 'arrowfunc') {
    const code = callback(given, 1);
    // What it gives is known only inside of it, so it is written as a condition there.
    const body = node['body'] as Node;
    const isBool =
      ['isset', 'empty'].includes(body.kind) ||
      (body.kind === 'unary' && body['type'] === '!') ||
      (body.kind === 'bin' && /^(?:[=!]==?|[<>]=?|&&|\|\|)$/.test(body['type'])) ||
      (body.kind === 'call' && isOnly(typeOf(given.s, body), 'bool'));
    return isBool ? code : `(x) => ${need(given.s, 'truthy')}((${code})(x))`;
  }
  return `(x) => ${need(given.s, 'truthy')}((${callback(given, 1)})(x))`;
}

/** PHP takes bools for an order too, JavaScript does not. */
function comparator(given: Given): string {
  const node = at(given, 1);
  const body = node.kind === 'arrowfunc' ? (node['body'] as Node) : null;
  if (body !== null && isOnly(typeOf(given.s, body), 'bool')) return cannot(node, 'An order that says only yes or no');
  return callback(given, 1, ['a', 'b']);
}

function shorthand(given: Given, i: number): string {
  const name = literalOf(given, i);
  const code = js(given.s, { kind: 'variable', name, loc: given.node.loc as NonNullable<Node['loc']> });
  return code === name ? name : `${name}: ${code}`;
}
