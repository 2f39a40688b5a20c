/** Arrays that stand in the text, and edits. */
import { toText } from '../../../../../sandbox/php/values/bytes.ts';
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { isCommentKey, stored, unslashed } from './assignments.ts';
import { binding, property, within } from './code.ts';
import { cannot, need, type State } from './state.ts';
import { withoutNull } from './texts.ts';
import { isOnly, join, nothing, type Type } from './types.ts';
import { typeOf } from './typing.ts';
import { js, operand } from './values.ts';

export function arrayCode(s: State, node: Node, empty = '[]'): string {
  const items = node['items'] as Node[];
  if (items.length === 0) return empty;
  if (items.some((item) => item.kind !== 'entry' || item['byRef'])) return cannot(node, 'An array with references');
  const type = typeOf(s, node);
  const isList = type.shape === 'list';
  const among = items.reduce<Type>(
    (sum, item) => (item['unpack'] ? sum : join(sum, typeOf(s, item['value']))),
    nothing,
  );
  const inner = among.shape === 'keyed' ? '{}' : '[]';
  const rows = inside(s, () => items.map((item) => (isList ? listItem(s, item, inner) : entryOf(s, item, inner))));
  return lines(s, node, items, rows, isList ? ['[', ']'] : ['{', '}']);
}

/** On one line or on several, as the script has it, its comments beside. */
function lines(s: State, node: Node, items: Node[], rows: string[], [open, close]: [string, string]): string {
  const spread = node.loc !== undefined && node.loc.start.line !== node.loc.end.line;
  if (!spread) return open === '{' ? `{ ${rows.join(', ')} }` : `[${rows.join(', ')}]`;
  const indent = `${s.indent}  `;
  const code = items.map((item, i) => {
    const place = item.loc;
    const before = place ? s.script.comments.before(place.start.offset, indent).replace(/^\n/, '') : '';
    const sameLine = i > 0 && place !== undefined && items[i - 1]?.loc?.end.line === place.start.line;
    return `${sameLine && before === '' ? ' ' : `\n${before}${indent}`}${rows[i]},${place ? s.script.comments.behind(place.end.offset) : ''}`;
  });
  return `${open}${code.join('')}\n${s.indent}${close}`;
}

function inside<T>(s: State, write: () => T): T {
  const { indent } = s;
  s.indent = `${indent}  `;
  const made = write();
  s.indent = indent;
  return made;
}

const spreadCode = (s: State, node: Node): string => `...${operand(s, withoutNull(node), binding.choice)}`;

function listItem(s: State, item: Node, empty: string): string {
  return item['unpack'] ? spreadCode(s, item['value']) : elementCode(s, item['value'], empty);
}

const elementCode = (s: State, node: Node, empty: string): string =>
  node.kind === 'array' && node['items'].length === 0
    ? empty
    : within(node.kind === 'bin' && node['type'] === '??' ? keepNull(s, node) : stored(s, node, null), binding.assign);

/** What is left out of an object is not what is null in it. */
const keepNull = (s: State, node: Node) => ({
  js: `${operand(s, withoutNull(node), binding.coalesce)}${node['right'].kind === 'nullkeyword' ? ' ?? null' : ''}`,
  binds: binding.coalesce,
});

function entryOf(s: State, item: Node, empty: string): string {
  const { key, value } = item as unknown as { key: Node | null; value: Node };
  if (item['unpack']) return spreadCode(s, value);
  if (key === null) return cannot(item, 'An array with keys and without');
  const isComment = isCommentKey({ kind: 'offsetlookup', offset: key });
  const code = elementCode(s, isComment ? unslashed(value) : value, empty);
  if (key.kind === 'string') {
    const text = toText(bytesOf(key));
    if (text === '__proto__') return cannot(item, 'This key');
    return text === code ? text : `${property(text)}: ${code}`;
  }
  if (key.kind === 'number' && /^(?:0|[1-9]\d{0,14})$/.test(key['value'])) return `${key['value']}: ${code}`;
  if (key.kind === 'unary' && key['type'] === '-' && key['what'].kind === 'number')
    return `'-${key['what'].value}': ${code}`;
  return `[${isOnly(typeOf(s, key), 'bool') ? `Number(${js(s, key)})` : js(s, key)}]: ${code}`;
}

/** The second argument of `$core->lead->edit` and its kin: the slashes that were put before quotes go, an empty one is an object. */
export function editCode(s: State, node: Node): string {
  if (node.kind === 'array') return arrayCode(s, node, '{}');
  if (node.kind === 'retif' && node['trueExpr'] !== null) return js(s, node);
  return js(s, withoutNull(node));
}

/** `a + b` of arrays: what the first has stays. */
export function union(s: State, left: Node, right: Node): string {
  const part = (node: Node): string => {
    const code = node.kind === 'array' ? arrayCode(s, node, '{}') : '';
    const [, inner] = /^\{ (.*) \}$/s.exec(code) ?? [];
    return inner !== undefined && !code.includes('\n')
      ? inner
      : `...${node.kind === 'array' ? code : operand(s, withoutNull(node), binding.choice)}`;
  };
  return `{ ${part(right)}, ${part(left)} }`;
}

export function merged(s: State, args: readonly Node[]): string {
  const types = args.map((one) => typeOf(s, one));
  if (types.every(({ shape }) => shape === 'list')) return `[${args.map((one) => spreadCode(s, one)).join(', ')}]`;
  if (
    types.some((type) => type.shape === 'keyed') &&
    types.every((type) => type.shape === 'keyed' || isWordKeyed(type))
  ) {
    const parts = args.map((one) => {
      const code = one.kind === 'array' ? arrayCode(s, one, '{}') : '';
      const [, inner] = /^\{ (.*) \}$/s.exec(code) ?? [];
      return inner !== undefined && !code.includes('\n') ? inner : `...${operand(s, withoutNull(one), binding.choice)}`;
    });
    return `{ ${parts.join(', ')} }`;
  }
  return `${need(s, 'merge')}(${args.map((one) => js(s, withoutNull(one))).join(', ')})`;
}

const isWordKeyed = (type: Type): boolean => type.shape === 'empty';
