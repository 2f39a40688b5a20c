/** Where a script threw what is no error, and so knows no place: told by its text where there is one answer alone. */
import type { Position, ScriptError } from '../../sandbox/contract/job.ts';

/** The place of the only `throw` that can have thrown this; null where there is none, or more than one. */
export function thrownAt(code: string, { code: kind, params }: ScriptError): Position | null {
  const what = params.error;
  if (kind !== 'script_threw' || typeof what !== 'string') return null;
  // What stands in comments was not thrown. A text may look like one, which only takes the place away.
  const spoken = code.replace(/\/\/.*|\/\*[^]*?(?:\*\/|$)/g, (comment) => comment.replace(/[^\n\r\u2028\u2029]/g, ' '));
  const [, again] = /^SyntaxError: Identifier '(\$\w+)' has already been declared$/.exec(what) ?? [];
  if (again !== undefined) {
    const index = declarationOf(again, spoken);
    return index === null ? null : placeOf(code, index);
  }
  const throws = [...spoken.matchAll(/\bthrow\b[ \t]*(['"`]?)/g)];
  const literal = throws.filter(({ index, 0: text, 1: quote }) =>
    quote === '' ? false : code.startsWith(`${what}${quote}`, index + text.length),
  );
  // There are other ways to throw.
  if (/\breject\b|\.throw\b/.test(spoken)) return null;
  if (literal.length === 1) return placeOf(code, literal[0]?.index ?? 0);
  // The engine's own errors know their place, so this is no such one.
  const isOwn = /^\w*Error\b/.test(what);
  return throws.length === 1 && literal.length === 0 && !isOwn ? placeOf(code, throws[0]?.index ?? 0) : null;
}

/** Where a name stands behind `let`, `const` or `class` in one statement; read once from the front, however many of them there are. */
function declarationOf(name: string, code: string): number | null {
  let isDeclared = false;
  for (const { 0: word, index } of code.matchAll(/;|\b(?:let|const|class)\b|\$\w+/g)) {
    if (word === name) {
      if (isDeclared) return index;
    } else if (!word.startsWith('$')) isDeclared = word !== ';';
  }
  return null;
}

function placeOf(code: string, index: number): Position {
  const lines = code.slice(0, index).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
