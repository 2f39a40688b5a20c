/** Regular expressions that stand in the text are tried before the script is saved. */
import { compilePattern } from '../../../../sandbox/php/functions/preg/pattern.ts';
import { bytesOf } from './literals.ts';
import type { Node } from './parse.ts';

const takers = new Set([
  'preg_match',
  'preg_match_all',
  'preg_replace',
  'preg_replace_callback',
  'preg_split',
  'preg_grep',
  'preg_filter',
]);

/** Why the pattern cannot be used; null where it can, or where it is not known yet. */
export function patternProblem(name: string, argument: Node | undefined): string | null {
  if (!takers.has(name) || argument === undefined) return null;
  const literals =
    argument.kind === 'array' ? (argument['items'] as Node[]).map((item) => item['value'] as Node) : [argument];
  for (const literal of literals) {
    if (literal?.kind !== 'string') continue;
    const compiled = compilePattern(bytesOf(literal));
    if (!compiled.ok && compiled.unsupported) return `${name}(): ${compiled.why}`;
  }
  return null;
}
