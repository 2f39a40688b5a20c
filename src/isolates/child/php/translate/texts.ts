/** Values as texts and numbers, and texts made of several. */
import { toText } from '../../../../../sandbox/php/values/bytes.ts';
import { bytesOf, pieceBytes } from '../literals.ts';
import type { Node } from '../parse.ts';
import { type Code, whole } from './code.ts';
import { isPath } from './paths.ts';
import { cannot, need, type State } from './state.ts';
import { isOnly } from './types.ts';
import { typeOf } from './typing.ts';
import { js, operand, value } from './values.ts';

/** The value as a text. */
export function textCode(s: State, node: Node): string {
  const type = typeOf(s, node);
  if (isOnly(type, 'xml') && !isAttribute(s, node)) return `${need(s, 'content')}(${js(s, node)})`;
  if (isOnly(type, 'string')) return operand(s, node);
  if (isOnly(type, 'int')) return `String(${js(s, node)})`;
  return `${need(s, 'text')}(${js(s, withoutNull(node))})`;
}

/** What gives a text already. */
export const isAttribute = (s: State, node: Node): boolean =>
  node.kind === 'offsetlookup' && node['offset']?.kind === 'string' && isOnly(typeOf(s, node['what']), 'xml');

/** `x ?? null` is `x` to whoever takes undefined for null. */
export const withoutNull = (node: Node): Node =>
  node.kind === 'bin' && node['type'] === '??' && ['nullkeyword'].includes(node['right'].kind) && isPath(node['left'])
    ? { kind: 'silent', expr: node['left'], loc: node.loc as NonNullable<Node['loc']> }
    : node;

/** Texts, and what stands between them. */
export function template(s: State, nodes: readonly Node[]): string {
  const pieces = nodes.flatMap((node) => (node.kind === 'encapsed' ? encapsedPieces(node) : [node]));
  const codes = pieces.map((piece) => {
    if (typeof piece === 'string') return escaped(piece);
    if (piece.kind === 'string' || piece.kind === 'nowdoc') return escaped(toText(bytesOf(piece)));
    const type = typeOf(s, piece);
    // Text and numbers are written in the same way.
    return `\${${isOnly(type, 'string', 'int') ? js(s, piece) : textCode(s, piece)}}`;
  });
  return `\`${codes.join('')}\``;
}

const escaped = (text: string): string =>
  JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('`', '\\`').replaceAll('${', '\\${');

function encapsedPieces(node: Node): (string | Node)[] {
  if (node['type'] === 'shell') return cannot(node, '`…`');
  const parts = node['value'] as Node[];
  return parts.map((part, i) => {
    const inner = part['expression'] as Node;
    if (inner.kind === 'string' && part['syntax'] === null)
      return toText(pieceBytes(inner, node, i === 0, i === parts.length - 1));
    if (inner.kind === 'offsetlookup' && inner['offset'].kind === 'identifier')
      return Object.assign({}, inner, { offset: { kind: 'string', raw: `'${inner['offset'].name}'`, loc: inner.loc } });
    if (inner.kind === 'name') return cannot(node, 'This variable');
    return inner;
  });
}

/** The value as a number. */
export function numberCode(s: State, node: Node): Code {
  const type = typeOf(s, node);
  if (isOnly(type, 'number')) return value(s, node);
  if (isOnly(type, 'xml')) return whole(`${need(s, 'number')}(${textCode(s, node)})`);
  return whole(`${need(s, 'number')}(${js(s, withoutNull(node))})`);
}
