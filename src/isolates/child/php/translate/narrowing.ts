/** What the tests of a script tell of its variables: behind `if (!$x) continue;` there is an `$x`. */
import type { Node } from '../parse.ts';
import { writes } from './places.ts';
import { aliasOf, type State } from './state.ts';
import { kinds } from './types.ts';

const nameOf = (node: Node): string | null =>
  node.kind === 'variable' && typeof node['name'] === 'string' ? aliasOf(node['name']) : null;

/** By name: the kinds that a variable is not of, where the test holds, or where it does not. */
export function told(test: Node, holds: boolean): [name: string, not: number][] {
  const name = nameOf(test);
  if (name !== null) return holds ? [[name, kinds.null]] : [];
  switch (test.kind) {
    case 'unary':
      return test['type'] === '!' ? told(test['what'], !holds) : [];
    case 'isset':
      return holds
        ? (test['variables'] as Node[]).flatMap((one): [string, number][] => {
            const set = nameOf(one);
            return set === null ? [] : [[set, kinds.null]];
          })
        : [];
    case 'empty':
      return told(test['expression'], !holds);
    case 'bin': {
      const { left, right, type } = test as unknown as { left: Node; right: Node; type: string };
      if (type === '&&' || type === 'and') return holds ? [...told(left, true), ...told(right, true)] : [];
      if (type === '||' || type === 'or') return holds ? [] : [...told(left, false), ...told(right, false)];
      const compared = nameOf(left);
      if (compared === null || !/^[=!]==$/.test(type)) return [];
      if ((type === '===') === holds) return [];
      if (right.kind === 'nullkeyword') return [[compared, kinds.null]];
      return right.kind === 'boolean' && right['value'] === false ? [[compared, kinds.bool]] : [];
    }
    default:
      return [];
  }
}

/** Writes what stands where the facts hold; a variable that gets another value there is not known any more. */
export function knowing<T>(s: State, facts: readonly [string, number][], nodes: readonly Node[], write: () => T): T {
  const { narrowed } = s.scope;
  const inner = new Map(narrowed);
  for (const [name, not] of facts) {
    if (nodes.every((node) => writes(node, name) === 0)) inner.set(name, (inner.get(name) ?? 0) | not);
  }
  s.scope.narrowed = inner;
  const made = write();
  s.scope.narrowed = narrowed;
  return made;
}
