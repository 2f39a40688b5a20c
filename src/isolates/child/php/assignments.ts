/** Assignments, of values and of references. */
import { assign, bindTo, dynamicVariable, pathOf, quiet, readVariable, reference, update } from './access.ts';
import {
  type Context,
  isCertain,
  isPlainVariable,
  mark,
  place,
  refuse,
  rt,
  stored,
  temp,
  text,
  typeOf,
} from './context.ts';
import { quoted } from './literals.ts';
import { arithmetic } from './operators.ts';
import type { Node } from './parse.ts';

/** @param wanted whether somebody looks at its value */
export function assignment(c: Context, node: Node, wanted: boolean): string {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
  if (operator === '=') {
    if (
      (left.kind === 'list' || left.kind === 'array') &&
      isPlainVariable(right) &&
      /&/.test(JSON.stringify((left['items'] as Node[]).map((item) => (item['byRef'] ? '&' : ''))))
    ) {
      const t = temp(c);
      const at = place(c, right['name']);
      return `(${t} = ${at} = ${rt(c, 'ensure')}(${at}), ${unpackAfter(c, left, t)}, ${t})`;
    }
    return assign(c, left, stored(c, right), wanted);
  }
  const sign = operator.slice(0, -1);
  if (sign === '??') {
    const { path, before } = pathOf(c, left, true);
    if (path.steps.length === 0) return `((${quiet(c, left)}) ?? ${assign(c, left, stored(c, right), true)})`;
    const there = quietPath(c, path.root, path.steps);
    const t = temp(c);
    const write = update(
      c,
      path.root,
      (root) => `${mark(left)}${rt(c, 'set')}([${path.steps.join(', ')}], ${t} = ${stored(c, right)}, ${root})`,
    );
    return `(${[...before, `${there} ?? (${write}, ${t})`].join(', ')})`;
  }
  if (isPlainVariable(left)) {
    const at = place(c, left['name']);
    return `(${at} = ${operation(c, node, sign, readVariable(c, left), left, right)})`;
  }
  const dynamic = dynamicVariable(c, left);
  if (dynamic !== null) {
    const t = temp(c);
    return `(${t} = ${dynamic.name}, ${dynamic.scope}.set(${t}, ${operation(c, node, sign, `${dynamic.scope}.get(${t})`, left, right)}))`;
  }
  const { path } = pathOf(c, left);
  if (path.steps.length === 0) return refuse(c, node, 'This cannot be assigned to');
  const how = rt(c, sign === '.' ? 'cat' : (arithmetic[sign] as string));
  const code = update(
    c,
    path.root,
    (root) => `${mark(node)}${rt(c, 'change')}([${path.steps.join(', ')}], ${how}, ${c.expr(c, right)}, ${root})`,
  );
  return wanted ? `(${code}, ${rt(c, 'now')}())` : `(${code})`;
}

const unpackAfter = (c: Context, list: Node, from: string): string => {
  const code = assign(c, list, from, false);
  return code;
};

function quietPath(c: Context, root: Node, steps: string[]): string {
  let code = quiet(c, root);
  for (const step of steps) {
    const property = /^P\((.*)\)$/s.exec(step);
    code = property === null ? `${rt(c, 'q')}(${code}, ${step})` : `${rt(c, 'qp')}(${code}, ${property[1]})`;
  }
  return code;
}

function operation(c: Context, node: Node, sign: string, left: string, leftNode: Node, right: Node): string {
  if (sign === '.')
    return `(${typeOf(leftNode) === 'string' ? left : `${mark(node)}${rt(c, 'str')}(${left})`} + ${text(c, right)})`;
  return `${mark(node)}${rt(c, arithmetic[sign] as string)}(${left}, ${c.expr(c, right)})`;
}

export function assignmentOfReference(c: Context, node: Node): string {
  const { left, right } = node as unknown as { left: Node; right: Node };
  if (right.kind === 'new' || right.kind === 'call') return assign(c, left, c.expr(c, right), true);
  const t = temp(c);
  return `(${t} = ${reference(c, right)}, ${bindTo(c, left, t)}, ${t}.v)`;
}

export function stepping(c: Context, node: Node, wanted: boolean): string {
  const what = node['what'] as Node;
  const name = rt(c, node['type'] === '+' ? 'increment' : 'decrement');
  if (isPlainVariable(what)) {
    const at = place(c, what['name']);
    const read = isCertain(c, what['name']) ? at : `(${at} ?? ${rt(c, 'u')}(${quoted(what['name'])}, ${at}))`;
    if (node.kind === 'pre' || !wanted) return `(${at} = ${mark(node)}${name}(${read}))`;
    const t = temp(c);
    return `(${t} = ${read}, ${at} = ${mark(node)}${name}(${t}), ${t})`;
  }
  const dynamic = dynamicVariable(c, what);
  if (dynamic !== null) {
    const [t, old] = [temp(c), temp(c)];
    const code = `${t} = ${dynamic.name}, ${old} = ${dynamic.scope}.get(${t}), ${dynamic.scope}.set(${t}, ${name}(${old}))`;
    return node.kind === 'pre' ? `(${code})` : `(${code}, ${old})`;
  }
  const { path } = pathOf(c, what);
  if (path.steps.length === 0) return refuse(c, node, 'This cannot be changed');
  const code = update(
    c,
    path.root,
    (root) => `${mark(node)}${rt(c, 'change')}([${path.steps.join(', ')}], ${name}, null, ${root})`,
  );
  return `(${code}, ${rt(c, node.kind === 'pre' ? 'now' : 'old')}())`;
}
