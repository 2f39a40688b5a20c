/** What a call of one of PHP’s functions is given, and the ways most of them are written. */
import { toText } from '../../../../../../sandbox/php/values/bytes.ts';
import { bytesOf } from '../../literals.ts';
import type { Node } from '../../parse.ts';
import { binding, type Code, within } from '../code.ts';
import type { Helper } from '../helpers/index.ts';
import { cannot, need, type State } from '../state.ts';
import { numberCode, textCode, withoutNull } from '../texts.ts';
import { isOnly } from '../types.ts';
import { typeOf } from '../typing.ts';
import { js, operand } from '../values.ts';

export interface Given {
  s: State;
  node: Node;
  args: Node[];
  /** Whether the call is only looked at as true or false. */
  asCondition: boolean;
}
export type Writer = (given: Given) => Code | string;

export const at = ({ node, args }: Given, i: number): Node =>
  args[i] ?? cannot(node, `This ${String(node['what'].name)}()`);
/** An argument as it is, as a text, as a number. */
export const plain = (given: Given, i: number): string => {
  const node = at(given, i);
  return isOnly(typeOf(given.s, node), 'xml') ? textCode(given.s, node) : js(given.s, withoutNull(node));
};
export const textOf = (given: Given, i: number): string => textCode(given.s, at(given, i));
export const numberOf = (given: Given, i: number): string => within(numberCode(given.s, at(given, i)), binding.assign);
export const isLiteral = (node: Node | undefined): node is Node => node?.kind === 'string';
export const literalOf = (given: Given, i: number): string => {
  const node = at(given, i);
  return isLiteral(node) ? toText(bytesOf(node)) : cannot(node, 'This argument');
};

/** A helper with all arguments as they are. */
export const helped =
  (helper: Helper): Writer =>
  (given) =>
    `${need(given.s, helper)}(${given.args.map((_, i) => plain(given, i)).join(', ')})`;
/** A method of a text. */
export const method =
  (name: string): Writer =>
  (given) =>
    `${textOf(given, 0)}.${name}(${given.args
      .slice(1)
      .map((_, i) => textOf(given, i + 1))
      .join(', ')})`;

/** The elements as a list. */
export const rowsOf = (given: Given, i: number): string => {
  const node = at(given, i);
  return typeOf(given.s, node).shape === 'list' && isOnly(typeOf(given.s, node), 'array')
    ? operand(given.s, node)
    : `${need(given.s, 'rows')}(${plain(given, i)})`;
};
export const isList = (given: Given, i: number): boolean =>
  typeOf(given.s, at(given, i)).shape === 'list' && isOnly(typeOf(given.s, at(given, i)), 'array');

export const flagsOf = (node: Node | undefined): string[] =>
  node === undefined
    ? []
    : node.kind === 'bin' && node['type'] === '|'
      ? [...flagsOf(node['left']), ...flagsOf(node['right'])]
      : [String(node['name'] ?? node['value'] ?? '')];

export type Writers = { readonly [name: string]: Writer };
