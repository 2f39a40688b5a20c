/** Blocks within others, and how the variables in them are declared. */
import type { Node } from '../parse.ts';
import { isNullable } from './assignments.ts';
import { ownName, type State } from './state.ts';
import { any } from './types.ts';

/** The statements of a block, one step further in. */
export function inner(s: State, node: Node | null): string {
  if (node === null) return '';
  const { indent } = s;
  s.indent = `${indent}  `;
  const code = s.parts.block(s, node.kind === 'block' ? node['children'] : [node]);
  s.indent = indent;
  return code;
}

/** Whether an array that may be missing is written into, which makes one. */
const isRevived = (s: State, name: string): boolean =>
  s.scope.changed.has(name) && isNullable(s.scope.types.get(name) ?? any);

/** `const`, `let`, or nothing where the variables are declared elsewhere. */
export function keyword(s: State, node: Node, names: readonly string[]): { before: string; word: string } {
  const inline = s.scope.placed.inline.get(node);
  const declared = names.filter((name) => inline?.has(name));
  if (declared.length === 0) return { before: '', word: '' };
  // Those that are known from before cannot be declared along with the others.
  if (declared.length < names.length)
    return {
      before: `${s.indent}let ${declared.map(ownName).join(', ')};
`,
      word: '',
    };
  const constant = s.scope.placed.constant.get(node);
  const isFixed = (name: string): boolean => constant?.has(name) === true && !isRevived(s, name);
  return { before: '', word: names.every(isFixed) ? 'const ' : 'let ' };
}
