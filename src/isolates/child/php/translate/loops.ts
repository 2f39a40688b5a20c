/** Loops and switches, and the ways out of them. */
import type { Node } from '../parse.ts';
import { pattern, target } from './assignments.ts';
import { inner, keyword } from './blocks.ts';
import { within } from './code.ts';
import { quiet } from './elements.ts';
import { condition, isWord } from './operators.ts';
import { isPath } from './paths.ts';
import { targets } from './places.ts';
import { cannot, need, plainName, type State } from './state.ts';
import { textCode, withoutNull } from './texts.ts';
import { isOnly } from './types.ts';
import { typeOf } from './typing.ts';
import { js, value } from './values.ts';

export function looping(s: State, kind: 'loop' | 'switch', write: () => string): string {
  s.scope.loops.push(kind);
  const code = write();
  s.scope.loops.pop();
  return code;
}

export function foreach(s: State, node: Node): string {
  const { indent } = s;
  const { source, key, value: to } = node as unknown as { source: Node; key: Node | null; value: Node };
  const type = typeOf(s, source);
  const names = [...(key ? targets(key) : []), ...targets(to)];
  const changes = targets(to).some((name) => s.scope.changed.has(name));
  const byRef = to['byref'] === true;
  if (byRef && (givesValue(node['body'], plainName(to)) || !isPath(source)))
    return cannot(node, 'foreach by reference that gives its elements other values');
  if (byRef && !unsets(s, plainName(to))) return cannot(node, 'foreach by reference without unset() of its variable');
  const { before, word } = keyword(s, node, names);
  const body = (): string => inner(s, node['body']);
  const head = (left: string, over: string): string =>
    `${before}${indent}for (${word}${left} of ${over}) {\n${body()}${indent}}\n`;
  if (isOnly(type, 'xml')) {
    if (key !== null || (source.kind === 'variable' && source['name'] === 'data'))
      return cannot(node, 'This foreach over XML');
    return head(target(s, to), `${need(s, 'list')}(${js(s, source)})`);
  }
  const bare = emptyFallback(source) ?? withoutNull(source);
  // Elements that are written into are those of a copy, unless they are taken by reference.
  const over =
    changes && !byRef
      ? `${need(s, 'copy')}(${js(s, bare)})`
      : isPath(bare) && bare !== source
        ? quiet(s, bare)
        : js(s, bare);
  const left = to.kind === 'variable' ? target(s, to) : pattern(s, to);
  if (key !== null) return head(`[${target(s, key)}, ${left}]`, `${need(s, 'entries')}(${over})`);
  const isList =
    type.shape === 'list' &&
    isOnly(type, 'array') &&
    !(source.kind === 'variable' && s.scope.changed.has(plainName(source)));
  return head(left, isList ? over : `${need(s, 'rows')}(${over})`);
}

/** Whether a variable that is a reference to the last element is read or written no more. */
const unsets = (s: State, name: string): boolean => s.scope.unset.has(name) || s.scope.constants.has(name);

/** `x ?? []`: the elements of nothing are none. */
const emptyFallback = (node: Node): Node | null =>
  node.kind === 'bin' &&
  node['type'] === '??' &&
  node['right'].kind === 'array' &&
  node['right'].items.length === 0 &&
  isPath(node['left'])
    ? { kind: 'silent', expr: node['left'] }
    : null;

function givesValue(body: Node, name: string): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node.kind === 'assign' && targets(node['left']).includes(name)) found = true;
    if ((node.kind === 'pre' || node.kind === 'post') && node['what'].kind === 'variable' && node['what'].name === name)
      found = true;
    for (const field of Object.keys(node)) {
      const child = node[field] as unknown;
      if (field === 'loc' || typeof child !== 'object' || child === null) continue;
      for (const one of Array.isArray(child) ? child : [child]) if (typeof one?.kind === 'string') visit(one);
    }
  };
  visit(body);
  return found;
}

export function forCode(s: State, node: Node): string {
  const { indent } = s;
  const init = node['init'] as Node[];
  const { before, word } = keyword(
    s,
    node,
    init.flatMap((one) => (one.kind === 'assign' ? targets(one['left']) : [])),
  );
  const list = (nodes: Node[]): string => nodes.map((one) => within(value(s, one), 0)).join(', ');
  const tests = (node['test'] as Node[]).map((one) => condition(s, one).js).join(', ');
  return `${before}${indent}for (${word.replace('const', 'let')}${list(init)}; ${tests}; ${list(node['increment'])}) {\n${inner(s, node['body'])}${indent}}\n`;
}

export function switchCode(s: State, node: Node): string {
  const { indent } = s;
  const subject = node['test'] as Node;
  const cases = node['body'].children as Node[];
  const tests = cases.flatMap((one) => (one['test'] ? [one['test'] as Node] : []));
  const type = typeOf(s, subject);
  const isTrue = subject.kind === 'boolean' && subject['value'] === true;
  const plain =
    (tests.every(isWord) && !isOnly(type, 'bool')) ||
    (isOnly(type, 'number') && tests.every((one) => isOnly(typeOf(s, one), 'number')));
  const over = isTrue
    ? 'true'
    : plain
      ? isOnly(type, 'xml')
        ? textCode(s, subject)
        : js(s, withoutNull(subject))
      : `${need(s, 'oneOf')}(${isOnly(type, 'xml') ? textCode(s, subject) : js(s, withoutNull(subject))}, [${tests.map((one) => js(s, one)).join(', ')}])`;
  if (!plain && !isTrue && tests.some((one) => !['string', 'number', 'boolean', 'nullkeyword'].includes(one.kind)))
    return cannot(node, 'A case that is worked out');
  const deeper = `${indent}  `;
  s.indent = deeper;
  const codes = cases.map((one) => {
    const before = one.loc ? s.script.comments.before(one.loc.start.offset, deeper).replace(/^\n/, '') : '';
    const test = one['test'] ? `case ${isTrue ? condition(s, one['test'], true).js : js(s, one['test'])}` : 'default';
    const body = one['body'] ? inner(s, one['body']) : '';
    const declares = /^\s*(?:const|let) /m.test(body);
    return `${before}${deeper}${test}:${declares ? ' {' : ''}\n${body}${declares ? `${deeper}}\n` : ''}`;
  });
  s.indent = indent;
  return `${indent}switch (${over}) {\n${codes.join('')}${indent}}\n`;
}

export function jump(s: State, node: Node): string {
  const level = node['level'] === null ? 1 : Number(node['level'].value);
  const { loops } = s.scope;
  const at = loops.at(-level);
  if (at === undefined) return cannot(node, node.kind);
  if (level === 1) return `${s.indent}${node.kind === 'continue' && at === 'loop' ? 'continue' : 'break'};\n`;
  // A loop around a switch is what `continue` means in JavaScript.
  if (node.kind === 'continue' && at === 'loop' && loops.slice(-level + 1).every((one) => one === 'switch'))
    return `${s.indent}continue;\n`;
  return cannot(node, `${node.kind} ${level}`);
}
