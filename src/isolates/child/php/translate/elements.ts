/** Elements and properties, and how sure it is that they are there. */
import { toText } from '../../../../../sandbox/php/values/bytes.ts';
import { normalKey } from '../../../../../sandbox/php/values/keys.ts';
import { bytesOf } from '../literals.ts';
import type { Node } from '../parse.ts';
import { member } from './code.ts';
import { isPath } from './paths.ts';
import { cannot, isInjected, need, plainName, type State } from './state.ts';
import { textCode } from './texts.ts';
import { isOnly, mayBe } from './types.ts';
import { typeOf } from './typing.ts';
import { js, operand } from './values.ts';

/** A table of the script's own, or one that is always there, needs no `?.`. */
const isThere = (s: State, node: Node): boolean => {
  const type = typeOf(s, node);
  return (
    (node.kind === 'variable' && s.scope.sure.has(String(node['name']))) ||
    isOnly(type, 'array') ||
    (node.kind === 'variable' && isInjected(s, plainName(node)) && !/^(?:data|carry)$/.test(plainName(node)))
  );
};

/** Read without a word where it is not there. */
export function quiet(s: State, node: Node): string {
  if (node.kind === 'offsetlookup') return element(s, node, true);
  if (node.kind === 'propertylookup' || node.kind === 'nullsafepropertylookup') return propertyCode(s, node, true);
  return operand(s, node);
}

export function element(s: State, node: Node, quietly: boolean): string {
  const { what, offset } = node as unknown as { what: Node; offset: Node | false };
  if (!offset) return cannot(node, '[] as a value');
  if (isOnly(typeOf(s, what), 'xml')) return xmlElement(s, node, what, offset);
  const container = quietly && isPath(what) ? quiet(s, what) : operand(s, what);
  // What a variable holds is taken to be there, as the script takes it; what a row holds may not be.
  const optional = quietly ? !isThere(s, what) : what.kind !== 'variable' && what.kind !== 'call' && !isThere(s, what);
  return container + keyed(s, offset, optional);
}

/** `.name`, `[0]` or `[key]` */
export function keyed(s: State, offset: Node, optional: boolean): string {
  if (offset.kind === 'string')
    return member(
      String(normalKey(bytesOf(offset))) === bytesOf(offset)
        ? toText(bytesOf(offset))
        : String(normalKey(bytesOf(offset))),
      optional,
    );
  if (offset.kind === 'number' && /^(?:0|[1-9]\d{0,14})$/.test(offset['value']))
    return member(String(offset['value']), optional);
  if (offset.kind === 'unary' && offset['type'] === '-' && offset['what'].kind === 'number')
    return member(`-${offset['what'].value}`, optional);
  return `${optional ? '?.' : ''}[${keyOf(s, offset)}]`;
}

/** A key that is worked out. Null is the key '' in PHP, which is nobody's. */
function keyOf(s: State, node: Node): string {
  const type = typeOf(s, node);
  if (isOnly(type, 'xml')) return textCode(s, node);
  if (mayBe(type, 'bool') && isOnly(type, 'bool')) return `Number(${js(s, node)})`;
  return js(
    s,
    node.kind === 'bin' && node['type'] === '??' && node['right'].kind === 'nullkeyword' ? node['left'] : node,
  );
}

function xmlElement(s: State, node: Node, what: Node, offset: Node): string {
  if (offset.kind === 'number') return `${need(s, 'list')}(${js(s, what)})[${offset['value']}]`;
  if (offset.kind !== 'string') return cannot(node, 'This part of XML');
  return `${need(s, 'attribute')}(${js(s, what)}, ${js(s, offset)})`;
}

export function propertyCode(s: State, node: Node, optional: boolean): string {
  const { what, offset } = node as unknown as { what: Node; offset: Node };
  if (what.kind === 'variable' && what['name'] === 'core') return cannot(node, '$core as a value');
  const isXml = isOnly(typeOf(s, what), 'xml');
  if (isXml && what.kind === 'propertylookup' && offset.kind === 'identifier')
    return `${need(s, 'list')}(${js(s, what)})[0]${member(offset['name'], true)}`;
  const name =
    offset.kind === 'identifier'
      ? member(offset['name'], optional || what.kind !== 'variable')
      : `${optional ? '?.' : ''}[${js(s, offset)}]`;
  return (optional && isPath(what) ? quiet(s, what) : operand(s, what)) + name;
}
