import { readFileSync } from 'node:fs';
import type { CheckKind } from '../../sandbox/contract/statuses.ts';
import { type Context, recognise } from '../../sandbox/recognise/index.ts';

/** What a text means for a lead, as the tables write it: `accept`, `accept 8`, `3`, `5/9`, `silent` or `empty`. */
export function meaning(text: unknown, context: Context = { kind: 'processing', current: 2 }): string {
  const recognition = recognise(text, context);
  if (recognition.kind !== 'recognised') return recognition.kind === 'empty' ? 'empty' : 'silent';
  const { edit } = recognition;
  if ('accept' in edit) return edit.status === undefined ? 'accept' : `accept ${edit.status}`;
  return edit.reason === undefined ? `${edit.status}` : `${edit.status}/${edit.reason}`;
}

export const forAccepted: Context = { kind: 'accepted', current: 7 };

export function contextOf(kind: CheckKind): Context {
  return kind === 'accepted' ? forAccepted : { kind, current: 2 };
}

/** Whether an answer is the expected one. A table that names no reason takes any; packing is what acceptance leads to. */
export function isRight(answer: string, expected: string): boolean {
  if (answer === expected) return true;
  if (expected === '5') return answer.startsWith('5/');
  return expected === 'accept' && answer === 'accept 6';
}

export const pays = (answer: string): boolean => answer.startsWith('accept');

/** Rows of a table beside this file, by the names of its columns. */
export function table(name: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(new URL(name, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}
