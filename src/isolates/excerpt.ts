/** The place in a script that an error speaks of. */
import type { Position } from '../../sandbox/contract/job.ts';

/** Characters of a line that are shown. */
const shownLength = 160;

/** The line with a caret under the column; of a long line the part around it. */
export function excerptAt(code: string, { line, column }: Position): string | null {
  const text = code.split(/\r\n|[\n\r\u2028\u2029]/, line)[line - 1];
  if (text === undefined) return null;
  const from = column > shownLength ? column - shownLength / 2 : 0;
  const shown = text.slice(from, from + shownLength).replaceAll('\t', ' ');
  const cut = from > 0 ? '…' : '';
  return `${cut}${shown}\n${' '.repeat(cut.length + Math.min(column - 1 - from, shown.length))}^`;
}
