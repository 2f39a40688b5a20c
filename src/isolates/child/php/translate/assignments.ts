/** Assignments: where a value goes, and what becomes of it on the way. */
import { toText } from '../../../../../sandbox/php/values/bytes.ts';
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { binding, type Code, infix, literal, whole, within } from './code.ts';
import { keyed } from './elements.ts';
import { cannot, need, plainName, type State, variable } from './state.ts';
import { numberCode, template, textCode, withoutNull } from './texts.ts';
import { isOnly, mayBe, type Type } from './types.ts';
import { typeOf } from './typing.ts';
import { js, value } from './values.ts';

/** A value that is put somewhere: a list or an object is copied where one of both is changed later. */
export function stored(s: State, node: Node, to: Node | null): Code {
  const plain = withoutNull(node);
  const type = typeOf(s, node);
  const from = rootOf(plain);
  const shares = from !== null && mayBe(type, 'array');
  const changes =
    shares &&
    (s.scope.changed.has(from) || (to !== null && to.kind === 'variable' && s.scope.changed.has(plainName(to))));
  if (plain.kind === 'array' && (plain['items'] as Node[]).length === 0 && to !== null) return whole(emptyOf(s, to));
  return changes ? whole(`${need(s, 'copy')}(${js(s, plain)})`) : value(s, plain);
}

/** `[]` or `{}`, by what becomes of it. */
function emptyOf(s: State, to: Node): string {
  const type = typeOf(s, to);
  if (type.shape === 'both') return cannot(to, 'An array with keys and without');
  return type.shape === 'keyed' ? '{}' : '[]';
}

/** The variable that a value is a part of; null where it is new. */
export function rootOf(node: Node): string | null {
  switch (node.kind) {
    case 'variable':
      return typeof node['name'] === 'string' ? plainName(node) : null;
    case 'offsetlookup':
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return rootOf(node['what']);
    case 'silent':
      return rootOf(node['expr']);
    case 'bin':
      return node['type'] === '??' ? (rootOf(node['left']) ?? rootOf(node['right'])) : null;
    case 'retif':
      return (node['trueExpr'] && rootOf(node['trueExpr'])) ?? rootOf(node['falseExpr']);
    default:
      return null;
  }
}

export function assignment(s: State, node: Node): Code {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
  const to = target(s, left);
  const written = (code: Code, sign = '='): Code => ({
    js: `${to} ${sign} ${within(code, binding.assign)}`,
    binds: binding.assign,
  });
  if (left.kind === 'offsetlookup' && left['offset'] === false) {
    if (operator !== '=') return cannot(node, 'This assignment');
    return whole(`${to}.push(${js(s, right)})`);
  }
  switch (operator) {
    case '=': {
      const slashed = isCommentKey(left) ? unslashed(right) : right;
      return written(stored(s, slashed, left));
    }
    case '.=': {
      if (isOnly(typeOf(s, left), 'string')) return written(whole(textCode(s, right)), '+=');
      return written(whole(template(s, [left, ...concatenated(right)])));
    }
    case '??=':
      return written(stored(s, right, left), '??=');
    case '+=':
    case '-=':
    case '*=':
      if (isOnly(typeOf(s, left), 'number')) return written(numberCode(s, right), operator);
      if (operator === '+=' && isOnly(typeOf(s, right), 'array')) return cannot(node, 'This assignment');
      return written(
        infix(
          numberCode(s, left),
          operator.slice(0, 1),
          numberCode(s, right),
          operator === '*=' ? binding.product : binding.sum,
        ),
      );
    case '/=':
    case '%=':
    case '**=':
      return written(
        s.parts.binary(s, { kind: 'bin', type: operator.slice(0, -1), left, right, loc: node.loc } as Node),
      );
    default:
      return cannot(node, 'This assignment');
  }
}

/** The parts of `a . b . c` */
export const concatenated = (node: Node): Node[] =>
  node.kind === 'bin' && node['type'] === '.'
    ? [...concatenated(node['left']), ...concatenated(node['right'])]
    : [node];

export const isCommentKey = (node: Node): boolean =>
  node.kind === 'offsetlookup' &&
  node['offset'] !== false &&
  node['offset'].kind === 'string' &&
  bytesOf(node['offset']) === 'comment';

/** The slashes that PHP scripts add to a comment for a database go with the database. */
export const unslashed = (node: Node): Node =>
  node.kind === 'call' && node['what'].kind === 'name' && String(node['what'].name).toLowerCase() === 'addslashes'
    ? (node['arguments'][0] as Node)
    : node;

/** An array that may be missing; of what may be anything at all, a row, it is taken to be there. */
export const isNullable = (type: Type): boolean =>
  mayBe(type, 'null') && (type.unsure === true || isOnly(type, 'null', 'array'));

/** What stands left of `=`. */
export function target(s: State, node: Node): string {
  switch (node.kind) {
    case 'variable':
      if (['core', 'e2i', 'ids', 'i2t'].includes(String(node['name'])))
        return cannot(node, `A new value of $${node['name']}`);
      return variable(s, node);
    case 'offsetlookup': {
      const { what, offset } = node as unknown as { what: Node; offset: Node | false };
      const type = typeOf(s, what);
      if (isOnly(type, 'xml') || isOnly(type, 'string')) return cannot(node, 'Writing into a text or XML');
      if (offset === false && type.shape !== 'list' && what.kind === 'variable')
        return cannot(node, '[] with something that may be no list');
      if (offset !== false && type.shape === 'list') return cannot(node, 'A key in a list');
      if (type.shape === 'both') return cannot(node, 'An array with keys and without');
      if (!mayBe(type, 'array')) return cannot(node, 'Writing into what is no array');
      if (isOnly(type, 'bool', 'array', 'number', 'string') && !isOnly(type, 'array'))
        return cannot(node, 'Writing into what may be no array');
      const made = offset === false ? '[]' : '{}';
      // What is null becomes an array by being written into.
      const isThere = what.kind === 'variable' && !isNullable(type);
      const container = isThere ? target(s, what) : `(${target(s, what)} ??= ${made})`;
      return offset === false ? container : container + keyed(s, offset, false);
    }
    case 'list':
    case 'array':
      return pattern(s, node);
    default:
      return cannot(node, 'This assignment');
  }
}

/** `[a, b]` or `{id: a}` */
export function pattern(s: State, node: Node): string {
  const items = node['items'] as (Node | null)[];
  if (items.some((item) => item?.['byRef'] || item?.['unpack'])) return cannot(node, 'A list with references');
  const keys = items.filter((item) => item?.kind === 'entry' && item['key']);
  if (keys.length === 0)
    return `[${items.map((item) => (item?.kind === 'entry' ? target(s, item['value']) : '')).join(', ')}]`;
  if (keys.length < items.length) return cannot(node, 'A list with keys and without');
  const parts = (items as Node[]).map((item) => {
    if (item['key'].kind !== 'string') return cannot(item, 'This key');
    const key = toText(bytesOf(item['key']));
    const to = target(s, item['value']);
    return key === to ? key : `${literalKey(key)}: ${to}`;
  });
  return `{ ${parts.join(', ')} }`;
}

const literalKey = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : literal(key));

export function step(s: State, node: Node): Code {
  const what = node['what'] as Node;
  if (!isOnly(typeOf(s, what), 'number'))
    return cannot(node, `${node['type']}${node['type']} of what may be no number`);
  const sign = node['type'] === '+' ? '++' : '--';
  const to = target(s, what);
  return { js: node.kind === 'pre' ? `${sign}${to}` : `${to}${sign}`, binds: binding.unary };
}
