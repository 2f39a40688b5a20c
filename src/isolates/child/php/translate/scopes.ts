/** What a function's text tells of its variables: what they may hold, which are written into, and where they are declared. */
import type { Node } from '../parse.ts';
import { eachChild } from '../scopes.ts';
import { place, targets, writes } from './places.ts';
import { aliasOf, injected, requestNames, type Scope, type State } from './state.ts';
import { any, elementsOf, isOnly, join, kinds, listOf, nothing, of, type Type } from './types.ts';
import { typeOf } from './typing.ts';

export type Opened = Scope;

const rootName = (node: Node): string | null => {
  let at = node;
  while (['offsetlookup', 'propertylookup'].includes(at.kind)) at = at['what'];
  return at.kind === 'variable' && typeof at['name'] === 'string' ? aliasOf(at['name']) : null;
};

const isLookup = (node: Node): boolean =>
  ['offsetlookup', 'propertylookup', 'nullsafepropertylookup'].includes(node.kind);

interface Found {
  names: Set<string>;
  assigned: Set<string>;
  changed: Set<string>;
  /** Each adds to what a variable may hold. */
  sources: [name: string, type: (s: State) => Type][];
  globals: Set<string>;
  statics: Set<string>;
  /** Variables whose elements are read without a question. */
  sure: Set<string>;
  unset: Set<string>;
}

const sorts = /^(?:sort|rsort|usort|array_push|array_unshift|array_pop|array_shift|array_walk|array_splice|shuffle)$/;

function survey(nodes: readonly Node[]): Found {
  const found: Found = {
    names: new Set(),
    assigned: new Set(),
    changed: new Set(),
    sources: [],
    globals: new Set(),
    statics: new Set(),
    sure: new Set(),
    unset: new Set(),
  };
  const { names, assigned, changed, sources } = found;

  const give = (to: Node, type: (s: State) => Type): void => {
    for (const name of targets(to)) {
      assigned.add(name);
      sources.push([name, to.kind === 'variable' ? type : () => any]);
    }
    if (to.kind === 'offsetlookup' || to.kind === 'propertylookup') {
      const root = rootName(to);
      if (root === null) return;
      changed.add(root);
      if (to.kind === 'propertylookup') return;
      const direct = to['what'].kind === 'variable';
      if (direct && to['offset'] === false) sources.push([root, (s) => listOf(type(s))]);
      else if (direct) sources.push([root, (s) => ({ may: kinds.array, shape: 'keyed', element: type(s) })]);
      else sources.push([root, () => ({ may: kinds.array, shape: 'keyed' })]);
    }
  };

  const rows = new Set<string>();
  const visit = (node: Node): void => {
    switch (node.kind) {
      case 'function':
        return;
      case 'isset':
      case 'empty':
      case 'silent':
        asked(node);
        return;
      case 'bin':
        if (node['type'] !== '??') break;
        asked(node['left']);
        visit(node['right']);
        return;
      case 'offsetlookup':
        if (node['what'].kind === 'variable' && rows.has(node['what'].name)) found.sure.add(node['what'].name);
        break;
      case 'closure':
        for (const use of node['uses'] as Node[]) names.add(aliasOf(use['name']));
        return;
      case 'arrowfunc': {
        // Its parameters are its own; what it takes along is not.
        const own = new Set((node['arguments'] as Node[]).map((param) => param['name'].name));
        const inner = survey([node['body']]);
        for (const name of inner.names) if (!own.has(name)) names.add(name);
        return;
      }
      case 'variable':
        if (typeof node['name'] === 'string') names.add(aliasOf(node['name']));
        break;
      case 'assign': {
        const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
        if (operator === '=' || operator === '??=') give(left, (s) => typeOf(s, right));
        else give(left, () => of(operator === '.=' ? 'string' : 'number'));
        break;
      }
      case 'pre':
      case 'post':
        give(node['what'], () => of('int'));
        break;
      case 'foreach': {
        const { source, key, value } = node as unknown as { source: Node; key: Node | null; value: Node };
        give(value, (s) => elementsOf(typeOf(s, source)));
        for (const name of targets(value)) rows.add(name);
        if (key) give(key, (s) => (typeOf(s, source).shape === 'list' ? of('int') : of('string', 'int')));
        if (value['byref']) {
          const root = rootName(source);
          if (root !== null) changed.add(root);
        }
        break;
      }
      case 'catch':
        if (node['variable']) give(node['variable'], () => of('object'));
        break;
      case 'global':
        for (const item of node['items'] as Node[])
          if (typeof item['name'] === 'string') found.globals.add(item['name']);
        break;
      case 'static':
        for (const item of node['variables'] as Node[]) {
          const variable = item.kind === 'staticvariable' ? item['variable'] : item;
          found.statics.add(variable['name']);
          if (item['defaultValue']) sources.push([variable['name'], (s) => typeOf(s, item['defaultValue'])]);
        }
        break;
      case 'unset':
        for (const one of node['variables'] as Node[]) {
          const root = rootName(one);
          if (root !== null && one.kind !== 'variable') changed.add(root);
          if (root !== null && one.kind === 'variable') {
            assigned.add(root);
            found.unset.add(root);
            sources.push([root, () => nothing]);
          }
        }
        break;
      case 'call': {
        const name = node['what'].kind === 'name' ? String(node['what'].name).toLowerCase() : '';
        const args = node['arguments'] as Node[];
        const [first] = args;
        const root = first ? rootName(first) : null;
        if (sorts.test(name) && root !== null) changed.add(root);
        if (/^array_(?:push|unshift)$/.test(name) && first?.kind === 'variable')
          sources.push([root as string, () => listOf(any)]);
        if (name.endsWith('sort') && first?.kind === 'variable')
          sources.push([root as string, (s) => listOf(elementsOf(typeOf(s, first)))]);
        if (name === 'compact') for (const one of args) if (one.kind === 'string') names.add(one['value']);
        if (name === 'preg_match' && args[2])
          give(args[2], () => ({ may: kinds.array, shape: 'list', element: of('string') }));
        // An edit is an object even where it is empty.
        const method =
          node['what'].kind === 'propertylookup' && node['what'].offset.kind === 'identifier'
            ? node['what'].offset.name
            : '';
        if (method === 'edit' && args[1]?.kind === 'variable')
          sources.push([
            aliasOf(args[1]['name']),
            (s) => (typeOf(s, args[1] as Node).shape === 'empty' ? { may: kinds.array, shape: 'keyed' } : nothing),
          ]);
        break;
      }
    }
    eachChild(node, visit);
  };
  /** What is asked about may not be there. */
  const asked = (node: Node): void => {
    if (isLookup(node)) {
      let at = node;
      while (isLookup(at)) {
        if (at['offset'] && at['offset'].kind !== 'identifier') visit(at['offset']);
        at = at['what'];
      }
      visit(at);
    } else if (node.kind === 'isset' || node.kind === 'empty' || node.kind === 'silent') eachChild(node, asked);
    else visit(node);
  };
  nodes.forEach(visit);
  return found;
}

/** @param captured names that a closure takes along, or all that there are */
export function openScope(
  s: State,
  params: Node[],
  body: readonly Node[],
  captured: readonly string[] | 'all',
  name: string,
): Opened {
  const main = name === '';
  const found = survey(body);
  const given = new Set(params.map((param) => aliasOf(param['name'].name)));
  const isOuter = (one: string): boolean => !given.has(one) && (captured === 'all' || captured.includes(one));
  const own = main
    ? new Set([...injected].filter((one) => found.assigned.has(one) && isOwn(one, body)))
    : new Set<string>();
  const scope: Opened = {
    main: main || captured === 'all' || captured.length > 0 ? s.scope.main : false,
    own: main ? own : new Set([...s.scope.own, ...given, ...[...found.assigned].filter((one) => !isOuter(one))]),
    types: new Map(),
    changed: found.changed,
    constants: new Set(
      [...found.assigned].filter((one) => body.reduce((sum, node) => sum + writes(node, one), 0) === 1),
    ),
    sure: found.sure,
    unset: found.unset,
    narrowed: new Map(),
    placed: { inline: new Map(), above: new Map(), constant: new Map() },
    renamed: new Map(),
    loops: [],
    assigned: found.assigned,
  };
  const inner: State = { ...s, scope };
  for (const one of given) scope.types.set(one, any);
  if (!main) for (const [one, type] of s.scope.types) if (isOuter(one)) scope.types.set(one, type);
  if (main && readsXml(body)) scope.types.set('data', of('xml'));
  const fixed = new Set(scope.types.keys());
  for (const one of found.globals) scope.types.set(one, any);
  // What a variable may hold follows from what others may: a few rounds settle it.
  for (let round = 0; round < 4; round++) {
    const types = new Map<string, Type>();
    for (const [one, type] of found.sources) {
      if (fixed.has(one) && !given.has(one)) continue;
      if (main && injected.has(one) && !own.has(one)) continue;
      types.set(one, join(types.get(one) ?? (given.has(one) ? any : nothing), type(inner)));
    }
    for (const [one, type] of types) scope.types.set(one, type);
  }
  for (const [one, type] of scope.types) if (type.may === 0) scope.types.set(one, of('null'));
  const isDeclared = (one: string): boolean =>
    !given.has(one) &&
    !isOuter(one) &&
    one !== 'core' &&
    one !== 'this' &&
    one !== 'GLOBALS' &&
    !found.globals.has(one) &&
    !found.statics.has(one) &&
    !(scope.main && main && injected.has(one) && !own.has(one)) &&
    !(captured === 'all');
  scope.placed = place(body, [...found.names].filter(isDeclared), main ? s.scope.changed : new Set());
  return scope;
}

/** An injected name that the script gives a value before it looks at it is a variable of its own. */
function isOwn(name: string, body: readonly Node[]): boolean {
  if (requestNames.has(name)) return false;
  for (const node of body) {
    let seen: 'read' | 'write' | null = null;
    const visit = (each: Node): void => {
      if (seen !== null || each.kind === 'function') return;
      if (each.kind === 'assign' && each['operator'] === '=' && targets(each['left']).includes(name)) {
        visit(each['right']);
        seen ??= 'write';
        return;
      }
      if (each.kind === 'variable' && each['name'] === name) seen = 'read';
      eachChild(each, visit);
    };
    visit(node);
    if (seen !== null) return seen === 'write' && node.kind === 'expressionstatement';
  }
  return false;
}

/** Whether the answer is read as XML: by properties and methods of `$data` itself. */
function readsXml(body: readonly Node[]): boolean {
  let found = false;
  const visit = (node: Node): void => {
    found ||= node.kind === 'propertylookup' && node['what'].kind === 'variable' && node['what'].name === 'data';
    eachChild(node, visit);
  };
  body.forEach(visit);
  return found;
}

/** Variables of the script that its functions reach by `global`. */
export function globalsIn(functions: Iterable<Node>): Set<string> {
  const names = new Set<string>();
  for (const node of functions) for (const name of survey(node['body'].children).globals) names.add(name);
  return names;
}

export const isXml = (s: State, node: Node): boolean => isOnly(typeOf(s, node), 'xml');
