/** Which word was meant by one that is not known. */

/** Letters of a word that are looked at. */
const maxLength = 40;
/** Letters from which on a word is taken for the beginning of a longer one. */
const minStem = 3;

/** The known word that is at most two slips away, letter case aside. */
export function nearest(word: string, known: readonly string[]): string | null {
  const lower = lowerOf(word);
  let best: { each: string; slips: number } | null = null;
  for (const each of known) {
    if (each === word || Math.abs(each.length - lower.length) > 2) continue;
    const slips = slipsBetween(lower, each.toLowerCase());
    // Of a short word hardly a letter may be wrong.
    const shorter = Math.min(each.length, lower.length);
    if (slips <= (shorter < 3 ? 0 : shorter < 5 ? 1 : 2) && slips < (best?.slips ?? 3)) best = { each, slips };
  }
  return best?.each ?? null;
}

/** The known word that is a longer or a shorter form of this one, or else the nearest; of few words, which mean different things. */
export function nearestForm(word: string, known: readonly string[]): string | null {
  const lower = lowerOf(word);
  const form = known.find((each) => lower.length >= minStem && isForm(lower, each.toLowerCase()));
  return form ?? nearest(word, known);
}

const lowerOf = (word: string): string => word.slice(0, maxLength).toLowerCase();
const isForm = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/** Letters missing, added, exchanged, or swapped with their neighbour. */
function slipsBetween(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const slips = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      rows[i]?.push(swapped ? Math.min(slips, at(i - 2, j - 2) + 1) : slips);
    }
  }
  return at(a.length, b.length);
}
