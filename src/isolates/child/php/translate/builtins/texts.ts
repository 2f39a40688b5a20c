/** Texts: searching, cutting, putting together, formatting. */
import { toText } from '../../../../../../sandbox/php/values/bytes.ts';
import { bytesOf } from '../../literals.ts';
import type { Node } from '../../parse.ts';
import { literal } from '../code.ts';
import type { Helper } from '../helpers/index.ts';
import { cannot, need } from '../state.ts';
import { elementsOf, isOnly, mayBe } from '../types.ts';
import { typeOf } from '../typing.ts';
import { js } from '../values.ts';
import {
  at,
  flagsOf,
  type Given,
  helped,
  isLiteral,
  literalOf,
  method,
  numberOf,
  plain,
  rowsOf,
  textOf,
  type Writer,
  type Writers,
} from './given.ts';

const trimming =
  (helper: Helper, ends: readonly string[]): Writer =>
  (given) => {
    if (given.args.length === 1) return `${need(given.s, helper)}(${plain(given, 0)})`;
    const set = literalOf(given, 1);
    if (set.includes('..')) return cannot(given.node, 'A range of characters to trim');
    const letters = `[${set
      .replace(/[\\\]^/-]/g, '\\$&')
      .replaceAll('\n', '\\n')
      .replaceAll('\r', '\\r')
      .replaceAll('\t', '\\t')}]+`;
    return `${textOf(given, 0)}.replace(/${ends.map((end) => (end === '^' ? `^${letters}` : `${letters}$`)).join('|')}/g, '')`;
  };

export const texts: Writers = {
  trim: trimming('trim', ['^', '$']),
  ltrim: trimming('ltrim', ['^']),
  rtrim: trimming('rtrim', ['$']),
  strlen: (given: Given) => `${need(given.s, 'bytes')}(${plain(given, 0)}).length`,
  mb_strlen: (given: Given) => `[...${textOf(given, 0)}].length`,
  strtolower: helped('lower'),
  strtoupper: helped('upper'),
  mb_strtolower: method('toLowerCase'),
  mb_strtoupper: method('toUpperCase'),
  ucfirst: helped('ucfirst'),
  ucwords: helped('ucwords'),
  str_contains: method('includes'),
  str_starts_with: method('startsWith'),
  str_ends_with: method('endsWith'),
  str_repeat: (given: Given) => `${textOf(given, 0)}.repeat(${numberOf(given, 1)})`,
  strrev: (given: Given) => `[...${textOf(given, 0)}].reverse().join('')`,
  strcmp: (given: Given) =>
    `(${textOf(given, 0)} < ${textOf(given, 1)} ? -1 : Number(${textOf(given, 0)} !== ${textOf(given, 1)}))`,
  substr: (given: Given) => {
    const [from, length] = given.args.slice(1).map((_, i) => numberOf(given, i + 1));
    return `${need(given.s, 'substr')}(${plain(given, 0)}, ${from}${length === undefined || length === 'null' ? '' : `, ${length}`})`;
  },
  mb_substr: (given: Given) =>
    `${need(given.s, 'substrChars')}(${given.args
      .slice(0, 3)
      .map((_, i) => (i === 0 ? plain(given, 0) : numberOf(given, i)))
      .join(', ')})`,
  strpos: (given: Given) =>
    given.args.length > 2 ? cannot(given.node, 'strpos() from a place on') : helped('position')(given),
  str_pad: (given: Given) => {
    const side = flagsOf(given.args[3])[0] ?? 'STR_PAD_RIGHT';
    if (!/^STR_PAD_(?:LEFT|RIGHT)$/.test(side)) return cannot(given.node, `str_pad() with ${side}`);
    const filler = given.args[2] ? textOf(given, 2) : "' '";
    return `${need(given.s, 'pad')}(${plain(given, 0)}, ${numberOf(given, 1)}, ${filler}${side === 'STR_PAD_LEFT' ? ', true' : ''})`;
  },
  str_replace: replaceText,
  addslashes: helped('slash'),
  stripslashes: helped('unslash'),
  htmlspecialchars: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'htmlspecialchars() with flags')
      : `${need(given.s, 'html')}(${plain(given, 0)})`,
  nl2br: (given: Given) =>
    given.args.length > 1
      ? cannot(given.node, 'This nl2br()')
      : `${textOf(given, 0)}.replace(/\\r\\n|\\n\\r|\\n|\\r/g, '<br />$&')`,
  sprintf: (given: Given) => {
    const pattern = literalOf(given, 0);
    if (/%(?:\d+\$)?[-+0-9.']*[^%dsfFxu0-9.'+-]/.test(pattern.replace(/'./g, '')))
      return cannot(given.node, 'This sprintf()');
    return `${need(given.s, 'sprintf')}(${given.args.map((_, i) => plain(given, i)).join(', ')})`;
  },
  number_format: (given: Given) =>
    `${need(given.s, 'format')}(${given.args.map((_, i) => (i < 2 ? numberOf(given, i) : textOf(given, i))).join(', ')})`,
  explode: (given: Given) => {
    if (!isLiteral(given.args[0]) || literalOf(given, 0) === '' || given.args.length > 2)
      return cannot(given.node, 'This explode()');
    return `${textOf(given, 1)}.split(${textOf(given, 0)})`;
  },
  implode: joined,
  join: joined,
};

function joined(given: Given): string {
  const [first, second] = given.args;
  if (first === undefined || (second === undefined && first.kind === 'string'))
    return cannot(given.node, 'This implode()');
  const [list, separator] = second === undefined ? [0, "''"] : [1, textOf(given, 0)];
  const node = at(given, list);
  const isKeys =
    node.kind === 'call' && String(node['what'].name).toLowerCase() === 'array_keys' && node['arguments'].length === 1;
  if (isKeys) return `Object.keys(${js(given.s, node['arguments'][0])}).join(${separator})`;
  const isPlain = isOnly(elementsOf(typeOf(given.s, node)), 'string', 'int');
  return `${rowsOf(given, list)}${isPlain ? '' : `.map(${need(given.s, 'text')})`}.join(${separator})`;
}

function replaceText(given: Given): string {
  const [what, by] = [at(given, 0), at(given, 1)];
  if (given.args.length > 3) return cannot(given.node, 'str_replace() that counts');
  const pairs =
    what.kind === 'array'
      ? (what['items'] as Node[]).map((item, i): [Node, Node | undefined] => [
          item['value'],
          by.kind === 'array' ? by['items'][i]?.value : by,
        ])
      : [[what, by] as [Node, Node]];
  const simple = pairs.every(([one, other]) => isLiteral(one) && bytesOf(one) !== '' && isLiteral(other));
  if (!simple) return `${need(given.s, 'replace')}(${plain(given, 0)}, ${plain(given, 1)}, ${plain(given, 2)})`;
  if (mayBe(typeOf(given.s, at(given, 2)), 'array') && isOnly(typeOf(given.s, at(given, 2)), 'array'))
    return cannot(given.node, 'str_replace() in an array');
  const calls = pairs.map(
    ([one, other]) =>
      `.replaceAll(${literal(toText(bytesOf(one)))}, ${literal(toText(bytesOf(other as Node)).replaceAll('$', '$$$$'))})`,
  );
  return textOf(given, 2) + calls.join('');
}
