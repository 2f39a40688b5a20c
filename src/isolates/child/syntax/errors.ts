/**
 * Every error of syntax in a script. An engine stops at the first; so the statement around it is taken out, its lines and
 * columns kept, and the rest is compiled again.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import type { Diagnostic } from '../../../../sandbox/contract/job.ts';
import { parseScript, placesIn } from './parse.ts';

const maxErrors = 20;
/** Milliseconds that looking for further ones may take. */
const searchMs = 1_500;

/**
 * @param first the error that `errorIn` finds in the code
 * @param errorIn the first error of a text, null where it compiles
 */
export function everyError(
  code: string,
  language: 'js' | 'ts',
  first: Diagnostic,
  errorIn: (code: string) => Diagnostic | null,
): Diagnostic[] {
  const found = [first];
  const deadline = performance.now() + searchMs;
  const tree = parseScript(code, language);
  if (tree === null) return found;
  const places = placesIn(code);
  const end = code.trimEnd().length;
  let text = code;
  let at = places.offset(first);
  while (found.length < maxErrors && performance.now() < deadline) {
    const { from, to } = statementAround(tree, code, at);
    text = text.slice(0, from) + blank(text.slice(from, to)) + text.slice(to);
    const error = errorIn(text);
    if (error === null) break;
    const next = places.offset(error);
    // What stands before, or misses its end, does so because of what was taken out.
    if (next <= at || next < to || next >= end) break;
    found.push(error);
    at = next;
  }
  return found;
}

/** The statement that an error at this place belongs to, with the one before where it stands between two. */
function statementAround(tree: Tree, code: string, at: number): { from: number; to: number } {
  const before = code.slice(0, at).trimEnd().length;
  const here = statementOf(tree.resolveInner(at, 1));
  const last = statementOf(tree.resolveInner(before, -1));
  const parts = [here, last].filter((node) => node !== null);
  return {
    from: Math.min(at, ...parts.map(({ from }) => from)),
    to: Math.max(at + 1, ...parts.map(({ to }) => to)),
  };
}

function statementOf(node: SyntaxNode): SyntaxNode | null {
  let statement: SyntaxNode | null = node;
  while (statement !== null && !/(?:Statement|Declaration)$/.test(statement.name)) statement = statement.parent;
  return statement;
}

const blank = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, ' ');
