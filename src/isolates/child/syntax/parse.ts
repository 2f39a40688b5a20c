/** The tree of a script, errors and all; for people only, since whether a script compiles is what the engine says. */
import type { Tree } from '@lezer/common';
import { parser } from '@lezer/javascript';
import type { Diagnostic } from '../../../../sandbox/contract/job.ts';

/** Milliseconds after which a text that takes so long to read is left alone. */
const parseMs = 1_000;

const typescript = parser.configure({ dialect: 'ts' });

/** Null where it takes too long. */
export function parseScript(code: string, language: 'js' | 'ts'): Tree | null {
  const parsing = (language === 'ts' ? typescript : parser).startParse(code);
  const deadline = performance.now() + parseMs;
  for (;;) {
    const tree = parsing.advance();
    if (tree !== null) return tree;
    if (performance.now() > deadline) return null;
  }
}

type Place = Pick<Diagnostic, 'line' | 'column'>;

/** Lines and columns of offsets in a text, and back. */
export interface Places {
  at(offset: number): Place;
  offset(place: Place): number;
}

export function placesIn(code: string): Places {
  const starts = [0];
  for (const { index, 0: end } of code.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + end.length);
  return {
    at(offset) {
      let line = starts.findLastIndex((start) => start <= offset);
      if (line === -1) line = 0;
      return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
    },
    offset: ({ line, column }) => (starts[line - 1] ?? code.length) + column - 1,
  };
}
