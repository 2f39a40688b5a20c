/**
 * Where each variable is declared. In PHP it belongs to the function; here it is declared in the innermost block in which it
 * is always given a value before it is read, so that what two loops call by one name is two variables.
 */

import type { Node } from '../parse.ts';
import { eachChild } from '../scopes.ts';
import { aliasOf } from './state.ts';

/** Of a statement: the variables that it declares itself, and those that are to be declared before it. */
export interface Placed {
  inline: Map<Node, Set<string>>;
  above: Map<Node, Set<string>>;
  /** Variables that get a value once only, by the statement that declares them. */
  constant: Map<Node, Set<string>>;
}

type Use = 'none' | 'maybe' | 'write' | 'read';

const nameOf = (node: Node | null | undefined): string | null =>
  node?.kind === 'variable' && typeof node['name'] === 'string' ? aliasOf(node['name']) : null;

/** The variables that a list or a variable gives a value to. */
export function targets(node: Node): string[] {
  const name = nameOf(node);
  if (name !== null) return [name];
  if (node.kind !== 'list' && node.kind !== 'array') return [];
  return (node['items'] as Node[]).flatMap((item) => (item?.kind === 'entry' ? targets(item['value']) : []));
}

/** Whether a name stands anywhere in a node; in closures too, where they take it along. */
export function occurs(node: Node, name: string): boolean {
  if (node.kind === 'function') return false;
  if (nameOf(node) === name) return true;
  if (node.kind === 'closure') {
    return (
      (node['uses'] as Node[]).some((use) => aliasOf(use['name']) === name) ||
      (node['arguments'] as Node[]).some((param) => param['value'] && occurs(param['value'], name))
    );
  }
  if (node.kind === 'arrowfunc' && (node['arguments'] as Node[]).some((param) => param['name'].name === name))
    return false;
  if (compacted(node).includes(name)) return true;
  let found = false;
  eachChild(node, (child) => {
    found ||= occurs(child, name);
  });
  return found;
}

/** Names in `compact('a', 'b')`. */
const compacted = (node: Node): string[] =>
  node.kind === 'call' && node['what'].kind === 'name' && String(node['what'].name).toLowerCase() === 'compact'
    ? (node['arguments'] as Node[]).flatMap((one) => (one.kind === 'string' ? [String(one['value'])] : []))
    : [];

/** Functions that give a variable a value: the place of the argument. */
const outArguments: Record<string, number> = { preg_match: 2 };

/** What a node does first with a variable. */
function firstUse(node: Node | null | undefined, name: string): Use {
  if (!node || !occurs(node, name)) return 'none';
  const inOrder = (...parts: (Node | null | undefined)[]): Use =>
    parts.reduce<Use>((use, part) => then(use, () => firstUse(part, name)), 'none');
  switch (node.kind) {
    case 'variable':
      return 'read';
    case 'assign': {
      const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
      const given = firstUse(right, name);
      if (operator !== '=') return then(firstUse(left, name), () => given);
      if (targets(left).includes(name)) return given === 'read' ? 'read' : 'write';
      return inOrder(left, right);
    }
    case 'expressionstatement':
      return firstUse(node['expression'], name);
    case 'block':
      return sequence(node['children'], name);
    case 'if':
      return then(firstUse(node['test'], name), () => branches([node['body'], node['alternate']], name));
    case 'retif':
      return then(firstUse(node['test'], name), () => branches([node['trueExpr'], node['falseExpr']], name));
    case 'bin':
      if (['&&', '||', 'and', 'or', '??'].includes(node['type']))
        return then(firstUse(node['left'], name), () => perhaps(firstUse(node['right'], name)));
      return inOrder(node['left'], node['right']);
    case 'foreach': {
      const header = new Set([...targets(node['value']), ...(node['key'] ? targets(node['key']) : [])]);
      return then(firstUse(node['source'], name), () =>
        header.has(name) ? 'maybe' : perhaps(firstUse(node['body'], name)),
      );
    }
    case 'for':
      return then(sequence(node['init'], name), () =>
        then(sequence(node['test'], name), () =>
          perhaps(sequence([node['body'], ...(node['increment'] as Node[])], name)),
        ),
      );
    case 'while':
      return then(firstUse(node['test'], name), () => perhaps(firstUse(node['body'], name)));
    case 'do':
      return inOrder(node['body'], node['test']);
    case 'switch': {
      const cases = node['body'].children as Node[];
      const tests = then(firstUse(node['test'], name), () =>
        sequence(
          cases.flatMap((one) => (one['test'] ? [one['test']] : [])),
          name,
        ),
      );
      return then(tests, () => {
        const bodies = cases.map((_, i) =>
          sequence(
            cases.slice(i).flatMap((each) => (each['body'] ? [each['body']] : [])),
            name,
          ),
        );
        return either(cases.some((one) => !one['test']) ? bodies : [...bodies, 'none']);
      });
    }
    case 'match': {
      const arms = node['arms'] as Node[];
      return then(firstUse(node['cond'], name), () =>
        perhaps(
          sequence(
            arms.flatMap((arm) => ((arm['conds'] ?? []) as Node[]).concat(arm['body'])),
            name,
          ),
        ),
      );
    }
    case 'unset':
      return (node['variables'] as Node[]).every((one) => nameOf(one) === name || !occurs(one, name)) ? 'none' : 'read';
    case 'call': {
      const called = node['what'].kind === 'name' ? String(node['what'].name).toLowerCase() : '';
      const out = outArguments[called];
      const args = node['arguments'] as Node[];
      if (out !== undefined && nameOf(args[out]) === name)
        return then(sequence(args.slice(0, out), name), () => 'write');
      return inOrder(node['what'], ...args) === 'none' ? 'read' : inOrder(node['what'], ...args);
    }
    case 'try':
      return perhaps(
        sequence(
          [
            node['body'],
            ...(node['catches'] as Node[]).map((one) => one['body']),
            ...(node['always'] ? [node['always']] : []),
          ],
          name,
        ),
      );
    case 'closure':
    case 'arrowfunc':
      return 'read';
    case 'return':
      return firstUse(node['expr'], name);
    default: {
      const children: Node[] = [];
      eachChild(node, (child) => children.push(child));
      return sequence(children, name);
    }
  }
}

const then = (use: Use, next: () => Use): Use => {
  if (use === 'write' || use === 'read') return use;
  const following = next();
  return following === 'none' ? use : following;
};
const perhaps = (use: Use): Use => (use === 'write' ? 'maybe' : use);

function either(uses: Use[]): Use {
  if (uses.includes('read')) return 'read';
  if (uses.every((use) => use === 'write')) return 'write';
  return uses.every((use) => use === 'none') ? 'none' : 'maybe';
}

function branches(parts: (Node | null | undefined)[], name: string): Use {
  // A branch that leaves need not give a value to whoever comes after it.
  return either(
    parts.map((part) => (part && leaves(part) && firstUse(part, name) !== 'read' ? 'write' : firstUse(part, name))),
  );
}

/** Whether nothing behind it is done. */
export function leaves(node: Node): boolean {
  if (node.kind === 'block') return node['children'].length > 0 && leaves(node['children'].at(-1));
  return ['continue', 'break', 'return', 'throw'].includes(node.kind);
}

const sequence = (nodes: readonly Node[], name: string): Use =>
  nodes.reduce<Use>((use, node) => then(use, () => firstUse(node, name)), 'none');

/** The blocks in a statement; the loops' own variables belong to theirs. */
function blocksOf(node: Node): { nodes: Node[]; header: string[] }[] {
  const block = (part: Node | null | undefined, header: string[] = []) =>
    part ? [{ nodes: part.kind === 'block' ? (part['children'] as Node[]) : [part], header }] : [];
  switch (node.kind) {
    case 'if':
      return [
        ...block(node['body']),
        ...(node['alternate']?.kind === 'if' ? blocksOf(node['alternate']) : block(node['alternate'])),
      ];
    case 'foreach':
      return block(node['body'], [...targets(node['value']), ...(node['key'] ? targets(node['key']) : [])]);
    case 'for':
      return [
        {
          nodes: [...node['init'], ...node['test'], node['body'], ...node['increment']],
          header: (node['init'] as Node[]).flatMap((one) => (one.kind === 'assign' ? targets(one['left']) : [])),
        },
      ];
    case 'while':
    case 'do':
      return block(node['body']);
    case 'try':
      return [
        ...block(node['body']),
        ...(node['catches'] as Node[]).flatMap((one) =>
          block(one['body'], one['variable'] ? targets(one['variable']) : []),
        ),
        ...block(node['always']),
      ];
    default:
      return [];
  }
}

/** Whether the statement itself, and not a block in it, has the variable. */
function direct(node: Node, name: string): boolean {
  const blocks = blocksOf(node);
  if (blocks.length === 0) return occurs(node, name) && node.kind !== 'block';
  switch (node.kind) {
    case 'if':
      return occurs(node['test'], name) || (node['alternate']?.kind === 'if' && direct(node['alternate'], name));
    case 'foreach':
      return occurs(node['source'], name);
    case 'while':
    case 'do':
      return occurs(node['test'], name);
    default:
      return false;
  }
}

/** In how many places a variable gets a value. */
export function writes(node: Node, name: string): number {
  let count = 0;
  const visit = (each: Node): void => {
    if (each.kind === 'function') return;
    if (each.kind === 'assign' && targets(each['left']).includes(name)) count++;
    if (
      each.kind === 'foreach' &&
      [...targets(each['value']), ...(each['key'] ? targets(each['key']) : [])].includes(name)
    )
      count++;
    if ((each.kind === 'pre' || each.kind === 'post') && nameOf(each['what']) === name) count++;
    if (each.kind === 'unset' && (each['variables'] as Node[]).some((one) => nameOf(one) === name)) count++;
    if (each.kind === 'static' || each.kind === 'global') count++;
    if (each.kind === 'call' && each['what'].kind === 'name') {
      // Sorting may make a list of an object, and a match is put into its argument.
      const called = String(each['what'].name).toLowerCase();
      const out = outArguments[called] ?? (called.endsWith('sort') ? 0 : undefined);
      if (out !== undefined && nameOf(each['arguments'][out]) === name) count++;
    }
    eachChild(each, visit);
  };
  visit(node);
  return count;
}

/** Places the variables of a function. @param pinned those that are to be declared at its top level */
export function place(nodes: readonly Node[], names: Iterable<string>, pinned: ReadonlySet<string>): Placed {
  const placed: Placed = { inline: new Map(), above: new Map(), constant: new Map() };
  const add = (map: Map<Node, Set<string>>, node: Node, name: string): void => {
    const there = map.get(node) ?? new Set();
    map.set(node, there.add(name));
  };

  const inBlock = (block: readonly Node[], name: string, forced: boolean): void => {
    const with_ = block.filter((node) => occurs(node, name));
    const [first] = with_;
    if (first === undefined) return;
    const nested = with_.filter((node) => !isUnset(node, name));
    const apart =
      !forced &&
      nested.every((node) => node.kind === 'block' || (!direct(node, name) && blocksOf(node).length > 0)) &&
      nested.every((node) => safeInside(node, name));
    if (apart) {
      for (const node of nested) inside(node, name);
      return;
    }
    const total = with_.reduce((sum, node) => sum + writes(node, name), 0);
    if (declares(first, name)) {
      add(placed.inline, first, name);
      if (total === 1 && !forced) add(placed.constant, first, name);
    } else add(placed.above, first, name);
  };

  const safeInside = (node: Node, name: string): boolean =>
    node.kind === 'block'
      ? (node['children'] as Node[])
          .filter((child) => occurs(child, name))
          .every((child) => safeInside(child, name) && !direct(child, name))
      : blocksOf(node).every(({ nodes: inner, header }) => header.includes(name) || sequence(inner, name) !== 'read');

  const inside = (node: Node, name: string): void => {
    if (node.kind === 'block') return inBlock(node['children'], name, false);
    for (const { nodes: inner, header } of blocksOf(node)) {
      if (!header.includes(name)) inBlock(inner, name, false);
      else {
        add(placed.inline, node, name);
        if (inner.reduce((sum, each) => sum + writes(each, name), 0) === 0) add(placed.constant, node, name);
      }
    }
  };

  for (const name of names) inBlock(nodes, name, pinned.has(name));
  return placed;
}

const isUnset = (node: Node, name: string): boolean =>
  node.kind === 'unset' && (node['variables'] as Node[]).some((one) => nameOf(one) === name);

/** Whether a statement gives the variable its value, and can declare it by that. */
function declares(node: Node, name: string): boolean {
  if (node.kind !== 'expressionstatement' || node['expression'].kind !== 'assign') return false;
  const { left, right, operator } = node['expression'];
  return operator === '=' && targets(left).includes(name) && !occurs(right, name);
}
