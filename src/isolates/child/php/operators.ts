/** Operators between values, and before one. */
import { isAscii } from '../../../../sandbox/php/values/bytes.ts';
import { quiet, wordIn } from './access.ts';
import { type Context, mark, refuse, rt, test, text } from './context.ts';
import { bytesOf, charactersOf, numberLiteral, quoted, realLiteral } from './literals.ts';
import type { Node } from './parse.ts';

export const arithmetic: Record<string, string> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
  '**': 'pow',
  '&': 'bitAnd',
  '|': 'bitOr',
  '^': 'bitXor',
  '<<': 'shiftLeft',
  '>>': 'shiftRight',
};

export const box = (c: Context) => (n: string) => `new ${rt(c, 'Float')}(${n})`;

export function binary(c: Context, node: Node): string {
  const { left, right, type } = node as unknown as { left: Node; right: Node; type: string };
  const both = (name: string): string => `${mark(node)}${rt(c, name)}(${c.expr(c, left)}, ${c.expr(c, right)})`;
  switch (type) {
    case '&&':
    case 'and':
      return `(${test(c, left)} && ${test(c, right)})`;
    case '||':
    case 'or':
      return `(${test(c, left)} || ${test(c, right)})`;
    case 'xor':
      return `(${test(c, left)} !== ${test(c, right)})`;
    case '??':
      return `(${quiet(c, left, 'qc')} ?? ${c.expr(c, right)})`;
    case '.':
      return `(${text(c, left)} + ${text(c, right)})`;
    case '===':
      return identical(c, left, right);
    case '!==':
      return `!${identical(c, left, right)}`;
    case '==':
      return loosely(c, node, left, right);
    case '!=':
    case '<>':
      return `!${loosely(c, node, left, right)}`;
    case '<':
      return both('less');
    case '<=':
      return both('atMost');
    case '>':
      return `${mark(node)}${rt(c, 'more')}(${c.expr(c, left)}, ${c.expr(c, right)})`;
    case '>=':
      return both('atLeast');
    case '<=>':
      return both('compare');
    case 'instanceof': {
      if (right.kind !== 'name') return `${rt(c, 'isaValue')}(${c.expr(c, left)}, ${c.expr(c, right)})`;
      return `${rt(c, 'isa')}(${c.expr(c, left)}, ${quoted(String(right['name']).replace(/^\\/, ''))})`;
    }
    default: {
      const name = arithmetic[type];
      return name === undefined ? refuse(c, node, `The operator ${type} is not supported`) : both(name);
    }
  }
}

export const simple = (node: Node): boolean =>
  ['string', 'nowdoc', 'boolean', 'nullkeyword'].includes(node.kind) ||
  (node.kind === 'number' && /^\d{1,15}$/.test(node['value']));

/** Texts, bools, null and small ints are the same where JavaScript says so. */
function identical(c: Context, left: Node, right: Node): string {
  const word = charactersOf(right);
  const spelt = word === null ? null : wordIn(c, left);
  if (spelt !== null) return `(${spelt} === ${quoted(word as string)})`;
  const [a, b] = [c.expr(c, left), c.expr(c, right)];
  return simple(left) || simple(right) ? `(${a} === ${b})` : `${rt(c, 'same')}(${a}, ${b})`;
}

function loosely(c: Context, node: Node, left: Node, right: Node): string {
  const [a, b] = [c.expr(c, left), c.expr(c, right)];
  if (isWord(right)) {
    const spelt = isAscii(bytesOf(right)) ? wordIn(c, left) : null;
    return `${rt(c, 'is')}(${spelt ?? a}, ${b})`;
  }
  return `${mark(node)}${rt(c, 'equal')}(${a}, ${b})`;
}

/** A text that is no number, so that a text equals it only where it is the same. */
export const isWord = (node: Node): boolean => node.kind === 'string' && /^[^\s\d.+-]/.test(bytesOf(node));

export function unary(c: Context, node: Node): string {
  const what = node['what'] as Node;
  switch (node['type']) {
    case '!':
      return `!${test(c, what)}`;
    case '-':
      if (what.kind === 'number') {
        if (what['value'] === '9223372036854775808') return realLiteral(-9223372036854775808, box(c));
        const literal = numberLiteral(String(what['value']), box(c));
        if (/^[\d.]+n?$/.test(literal) && literal !== '0') return `-${literal}`;
      }
      return `${mark(node)}${rt(c, 'negate')}(${c.expr(c, what)})`;
    case '+':
      return `${mark(node)}${rt(c, 'plus')}(${c.expr(c, what)})`;
    case '~':
      return `${mark(node)}${rt(c, 'bitNot')}(${c.expr(c, what)})`;
    default:
      return refuse(c, node, `The operator ${node['type']} is not supported`);
  }
}
