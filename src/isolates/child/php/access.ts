/** Variables, elements and properties: reading, writing, testing and removing them. */

import { isAscii, toBytes } from '../../../../sandbox/php/values/bytes.ts';
import { normalKey } from '../../../../sandbox/php/values/keys.ts';
import {
  bytes,
  type Context,
  canHaveEffects,
  isCertain,
  isPlainVariable,
  isShared,
  mark,
  place,
  refuse,
  rt,
  slot,
  stored,
  temp,
} from './context.ts';
import { bytesOf, quoted } from './literals.ts';
import type { Node } from './parse.ts';

const isGlobals = (node: Node): boolean => node.kind === 'variable' && node['name'] === 'GLOBALS';

/** A variable whose name is worked out: the scope that has it, and the name. */
export function dynamicVariable(c: Context, node: Node): { scope: string; name: string } | null {
  if (node.kind === 'offsetlookup' && isGlobals(node['what']) && node['offset'])
    return { scope: 'G', name: c.expr(c, node['offset']) };
  if (node.kind === 'variable' && typeof node['name'] !== 'string')
    return { scope: c.scope.main ? 'G' : 'S', name: c.expr(c, node['name']) };
  return null;
}

export function readVariable(c: Context, node: Node): string {
  const name = node['name'] as string;
  if (name === 'GLOBALS') return `G.all()`;
  if (name === 'this') return refuse(c, node, '$this is not there: scripts have no classes');
  const at = place(c, name);
  if (isCertain(c, name)) return isShared(c, name) ? `(${at} ?? null)` : at;
  return `(${at} ?? ${rt(c, 'u')}(${bytes(name)}, ${at}))`;
}

const nameOf = (c: Context, node: Node): string => {
  const offset = node['offset'] as Node;
  if (offset.kind === 'identifier') return bytes(offset['name']);
  return c.expr(c, offset.kind === 'encapsedpart' ? offset['expression'] : offset);
};

/** The key of `…['key']` where it is a name of ASCII letters. */
export function nameIn(node: Node): string | null {
  const key = node['offset']?.kind === 'string' ? bytesOf(node['offset']) : null;
  return key !== null && isAscii(key) && typeof normalKey(key) === 'string' ? key : null;
}

/** In `"$a[key]"` the key stands without quotes. */
const keyOf = (c: Context, node: Node): string =>
  node['offset'].kind === 'identifier' ? bytes(node['offset'].name) : c.expr(c, node['offset']);

/** `$a['key']` or `$a[…]['key']`; null where it is anything else. */
function namedElement(node: Node): { of: Node; name: string } | null {
  const name = node.kind === 'offsetlookup' ? nameIn(node) : null;
  if (name === null) return null;
  let root = node['what'] as Node;
  while (root.kind === 'offsetlookup') root = root['what'];
  return isPlainVariable(root) ? { of: node['what'], name } : null;
}

/** An element as a value whose text is in characters, for comparing it with words; null for any other expression. */
export function wordIn(c: Context, node: Node): string | null {
  const element = namedElement(node);
  if (element === null) return null;
  return `${mark(node['offset'])}${rt(c, 'wordAt')}(${c.expr(c, element.of)}, ${quoted(element.name)})`;
}

/** A chain of elements and properties; what a `?->` in it finds null makes the whole chain null. */
export function chain(c: Context, node: Node): string {
  const guards: string[] = [];
  const code = link(c, node, guards);
  return guards.length === 0 ? code : `(${guards.join(' || ')} ? null : ${code})`;
}

export function link(c: Context, node: Node, guards: string[]): string {
  switch (node.kind) {
    case 'offsetlookup': {
      const dynamic = dynamicVariable(c, node);
      if (dynamic !== null) return `${mark(node)}${dynamic.scope}.get(${dynamic.name})`;
      if (!node['offset']) return refuse(c, node, 'Cannot use [] for reading');
      const container = link(c, node['what'], guards);
      const offset = node['offset'] as Node;
      const place = mark(offset);
      const literal =
        offset.kind === 'string'
          ? normalKey(bytesOf(offset))
          : offset.kind === 'identifier'
            ? normalKey(toBytes(offset['name']))
            : null;
      if (typeof literal === 'string')
        return `${place}${rt(c, isAscii(literal) ? 'atName' : 'atKey')}(${container}, ${quoted(literal)})`;
      if (typeof literal === 'number' && offset.kind !== 'string')
        return `${place}${rt(c, 'atKey')}(${container}, ${literal})`;
      const inner = namedElement(offset);
      if (inner !== null)
        return `${place}${rt(c, 'atOf')}(${container}, ${c.expr(c, inner.of)}, ${quoted(inner.name)})`;
      return `${place}${rt(c, 'at')}(${container}, ${keyOf(c, node)})`;
    }
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return `${mark(node['offset'])}${rt(c, 'prop')}(${target(c, node, guards)}, ${nameOf(c, node)})`;
    default:
      return c.expr(c, node);
  }
}

/** What stands before `->` or `?->`. */
function target(c: Context, node: Node, guards: string[]): string {
  const object = link(c, node['what'], guards);
  if (node.kind !== 'nullsafepropertylookup') return object;
  const t = temp(c);
  guards.push(`(${t} = ${object}) === null`);
  return t;
}

export function methodCall(c: Context, node: Node, args: string, guards: string[]): string {
  const what = node['what'] as Node;
  return `${mark(what['offset'])}${rt(c, 'method')}(${target(c, what, guards)}, ${nameOf(c, what)}, [${args}])`;
}

/** The value or undefined, without a warning: for `isset`, `empty` and `??`. */
/** @param how `q`, or `qc` for `??` */
export function quiet(c: Context, node: Node, how: 'q' | 'qc' = 'q'): string {
  const dynamic = dynamicVariable(c, node);
  if (dynamic !== null) return `${dynamic.scope}.quiet(${dynamic.name})`;
  switch (node.kind) {
    case 'variable':
      return node['name'] === 'GLOBALS' || node['name'] === 'this' ? c.expr(c, node) : place(c, node['name']);
    case 'offsetlookup':
      if (!node['offset']) return refuse(c, node, 'Cannot use [] for reading');
      return `${mark(node['offset'])}${rt(c, how)}(${quiet(c, node['what'], how)}, ${keyOf(c, node)})`;
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return `${mark(node['offset'])}${rt(c, 'qp')}(${quiet(c, node['what'], how)}, ${nameOf(c, node)})`;
    case 'silent':
      return quiet(c, node['expr'], how);
    default:
      return c.expr(c, node);
  }
}

export interface Path {
  root: Node;
  /** Code of each step; `undefined` for `[]`. */
  steps: string[];
}

/** @param once where the steps stand in the program more than once, so that what they do must not happen twice */
export function pathOf(c: Context, node: Node, once = false): { path: Path; before: string[] } {
  const steps: string[] = [];
  const before: string[] = [];
  let at = node;
  while (
    (at.kind === 'offsetlookup' && dynamicVariable(c, at) === null) ||
    at.kind === 'propertylookup' ||
    at.kind === 'nullsafepropertylookup'
  ) {
    if (at.kind === 'nullsafepropertylookup') refuse(c, at, "Can't use nullsafe operator in write context");
    let code: string;
    if (at.kind === 'propertylookup') code = `${rt(c, 'P')}(${nameOf(c, at)})`;
    else code = at['offset'] ? keyOf(c, at) : 'undefined';
    if (once && at['offset'] && canHaveEffects(at['offset'])) {
      const t = temp(c);
      before.unshift(`${t} = ${code}`);
      code = t;
    }
    steps.unshift(code);
    at = at['what'];
  }
  return { path: { root: at, steps }, before };
}

/** `root = how(root)` */
export function update(c: Context, root: Node, how: (value: string) => string): string {
  const dynamic = dynamicVariable(c, root);
  if (dynamic !== null) {
    const t = temp(c);
    return `(${t} = ${dynamic.name}, ${dynamic.scope}.set(${t}, ${how(`${dynamic.scope}.quiet(${t})`)}))`;
  }
  if (root.kind === 'variable') {
    if (root['name'] === 'this') return refuse(c, root, 'Cannot re-assign $this');
    if (root['name'] === 'GLOBALS')
      return refuse(c, root, '$GLOBALS can only be modified using the $GLOBALS[$name] = $value syntax');
    const at = place(c, root['name']);
    return `${at} = ${how(at)}`;
  }
  // An object that a call gave can be changed, an array is nobody's.
  return how(c.expr(c, root));
}

/** @param value code of the value, copied already */
export function assign(c: Context, node: Node, value: string, wanted: boolean): string {
  if (node.kind === 'list' || node.kind === 'array') {
    const t = temp(c);
    return `(${t} = ${value}${unpack(c, node, t)}, ${t})`;
  }
  if (isPlainVariable(node)) {
    if (node['name'] === 'this') return refuse(c, node, 'Cannot re-assign $this');
    return `(${place(c, node['name'])} = ${value})`;
  }
  const dynamic = dynamicVariable(c, node);
  if (dynamic !== null) return `${dynamic.scope}.set(${dynamic.name}, ${value})`;
  const { path } = pathOf(c, node);
  if (path.steps.length === 0) return refuse(c, node, 'This cannot be assigned to');
  const t = wanted ? temp(c) : '';
  const kept = wanted ? `(${t} = ${value})` : value;
  const code = update(c, path.root, (root) =>
    path.steps.length === 1 && !path.steps[0]?.startsWith('P(')
      ? `${mark(node)}${rt(c, 'set1')}(${path.steps[0]}, ${kept}, ${root})`
      : `${mark(node)}${rt(c, 'set')}([${path.steps.join(', ')}], ${kept}, ${root})`,
  );
  return wanted ? `(${code}, ${t})` : `(${code})`;
}

/** `[$a, 'k' => [$b]] = value`, as what follows it: each begins with a comma. */
export function unpack(c: Context, list: Node, from: string): string {
  let code = '';
  let index = 0;
  for (const item of list['items'] as Node[]) {
    const i = index++;
    if (item.kind === 'noop' || item === null) continue;
    if (item['unpack'] || item.kind === 'variadic') {
      refuse(c, item, 'Spread operator is not supported in assignments');
      continue;
    }
    const key = item['key'] ? c.expr(c, item['key']) : String(i);
    if (item['byRef']) {
      code += `, ${bindTo(c, item['value'], `${rt(c, 'refTo')}([${key}], ${from})`)}`;
    } else if (item['value'].kind === 'list' || item['value'].kind === 'array') {
      const t = temp(c);
      code += `, ${t} = ${mark(item)}${rt(c, 'part')}(${from}, ${key})${unpack(c, item['value'], t)}`;
    } else {
      code += `, ${assign(c, item['value'], `${rt(c, 'cp')}(${mark(item)}${rt(c, 'part')}(${from}, ${key}))`, false)}`;
    }
  }
  return code;
}

/** A `Ref` to a variable, element or property. */
export function reference(c: Context, node: Node): string {
  if (isPlainVariable(node)) {
    if (node['name'] === 'this') return refuse(c, node, 'Cannot re-assign $this');
    if (isShared(c, node['name'])) return slot(c, node['name']);
    return refuse(c, node, `$${node['name']} cannot be taken by reference here`);
  }
  const dynamic = dynamicVariable(c, node);
  if (dynamic !== null) return refuse(c, node, 'Variables whose name is worked out cannot be taken by reference');
  const { path } = pathOf(c, node);
  if (path.steps.length === 0) return `new ${rt(c, 'Ref')}(${stored(c, node)})`;
  if (path.root.kind !== 'variable')
    return `${mark(node)}${rt(c, 'refTo')}([${path.steps.join(', ')}], ${c.expr(c, path.root)})`;
  const root = update(c, path.root, (value) => `${rt(c, 'ensure')}(${value})`);
  return `${mark(node)}${rt(c, 'refTo')}([${path.steps.join(', ')}], (${root}))`;
}

/** `$node = &ref` */
export function bindTo(c: Context, node: Node, ref: string): string {
  if (isPlainVariable(node)) {
    const at = slot(c, node['name']);
    if (!c.scope.main) c.scope.binds.add(at);
    return `${at} = ${rt(c, 'rebind')}(${at}, ${ref})`;
  }
  const { path } = pathOf(c, node);
  if (path.steps.length === 0) return refuse(c, node, 'This cannot be assigned to by reference');
  return update(c, path.root, (root) => `${mark(node)}${rt(c, 'bind')}([${path.steps.join(', ')}], ${ref}, ${root})`);
}

export function removal(c: Context, node: Node): string {
  const dynamic = dynamicVariable(c, node);
  if (dynamic !== null) return `${dynamic.scope}.unset(${dynamic.name});`;
  if (isPlainVariable(node)) {
    const at = slot(c, node['name']);
    return isShared(c, node['name'])
      ? `${at}.holders--; ${at} = new ${rt(c, 'Ref')}(undefined);`
      : `${at} = undefined;`;
  }
  const { path } = pathOf(c, node);
  if (path.steps.length === 0) return `${refuse(c, node, 'This cannot be unset')};`;
  return `${update(c, path.root, (root) => `${mark(node)}${rt(c, 'unset')}([${path.steps.join(', ')}], ${root})`)};`;
}
