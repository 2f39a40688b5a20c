/**
 * Small functions that stand below a translation where it needs them: what PHP does and JavaScript does not. Each names the
 * others that it calls.
 */
import { arrays } from './arrays.ts';
import { codes } from './codes.ts';
import { others } from './others.ts';
import { texts } from './texts.ts';
import { values } from './values.ts';

export const helpers = {
  ...values,
  ...texts,
  ...arrays,
  ...codes,
  ...others,
} as const;

export type Helper = keyof typeof helpers;

/** Those that are named, and those that they call, in an order in which each stands below what it calls. */
export function withNeeded(used: ReadonlySet<Helper>): Helper[] {
  const ordered: Helper[] = [];
  const visit = (helper: Helper): void => {
    if (ordered.includes(helper)) return;
    const words = new Set(
      helpers[helper].replace(/\/\*\*.*?\*\//gs, '').match(/(?<![\w$']|(?<!\.\.)\.)[A-Za-z]\w*(?=\(|\))/g),
    );
    for (const other of words) if (other !== helper && Object.hasOwn(helpers, other)) visit(other as Helper);
    if (!ordered.includes(helper)) ordered.push(helper);
  };
  for (const helper of Object.keys(helpers) as Helper[]) if (used.has(helper)) visit(helper);
  return ordered;
}

export const helperNames: readonly string[] = Object.keys(helpers);
