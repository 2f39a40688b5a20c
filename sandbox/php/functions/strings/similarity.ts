/** How much two strings are alike. */
import { fail } from '../../faults.ts';
import { float, type Ref } from '../../values/value.ts';
import type { Functions } from '../define.ts';
import { lower, upper } from './letters.ts';

/** More is not worth the time: both are quadratic and worse. */
const longest = 20_000;

function checkLength(name: string, a: string, b: string): void {
  if (a.length > longest || b.length > longest)
    fail('ValueError', `${name}(): texts of more than ${longest} bytes are not compared`);
}

function similar(a: string, b: string): number {
  let [max, atA, atB] = [0, 0, 0];
  for (let i = 0; i < a.length - max; i++) {
    for (let j = 0; j < b.length - max; j++) {
      let n = 0;
      while (i + n < a.length && j + n < b.length && a.charCodeAt(i + n) === b.charCodeAt(j + n)) n++;
      if (n > max) [max, atA, atB] = [n, i, j];
    }
  }
  if (max === 0) return 0;
  return max + similar(a.slice(0, atA), b.slice(0, atB)) + similar(a.slice(atA + max), b.slice(atB + max));
}

function levenshtein(a: string, b: string, insert = 1, replace = 1, remove = 1): number {
  checkLength('levenshtein', a, b);
  if (a === '') return b.length * insert;
  if (b === '') return a.length * remove;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i * insert);
  for (let i = 0; i < a.length; i++) {
    const next = [(row[0] as number) + remove];
    for (let j = 0; j < b.length; j++) {
      let cost = (row[j] as number) + (a[i] === b[j] ? 0 : replace);
      cost = Math.min(cost, (row[j + 1] as number) + remove, (next[j] as number) + insert);
      next.push(cost);
    }
    row = next;
  }
  return row[b.length] as number;
}

function soundex(text: string): string {
  const codes = '01230120022455012623010202';
  let out = '';
  let before = '';
  for (const letter of upper(text)) {
    const code = codes[letter.charCodeAt(0) - 65];
    if (code === undefined) continue;
    if (out === '') {
      out = letter;
      before = code;
    } else {
      if (code !== before && code !== '0') out += code;
      if (letter !== 'H' && letter !== 'W') before = code;
    }
    if (out.length === 4) break;
  }
  return out.padEnd(4, '0');
}

const chunk = /(\d+)|([^\d]+)/g;

/** How people sort: runs of digits by their number. */
export function naturalOrder(a: string, b: string, folded: boolean): number {
  const chunks = (text: string): string[] => (folded ? lower(text) : text).match(chunk) ?? [];
  const [x, y] = [chunks(a), chunks(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [m, n] = [x[i] as string, y[i] as string];
    if (/^\d/.test(m) && /^\d/.test(n)) {
      const fraction = (m.startsWith('0') || n.startsWith('0')) && i > 0;
      if (!fraction) {
        const by = Number(m) - Number(n);
        if (by !== 0) return by < 0 ? -1 : 1;
        continue;
      }
    }
    const [p, q] = [m.trim(), n.trim()];
    if (p !== q) return p < q ? -1 : 1;
  }
  return x.length === y.length ? 0 : x.length < y.length ? -1 : 1;
}

export const similarity: Functions = {
  similar_text: [
    'string string1,string string2,mixed &percent=',
    (a: string, b: string, percent?: Ref) => {
      checkLength('similar_text', a, b);
      const common = similar(a, b);
      if (percent !== undefined)
        percent.v = float(a.length + b.length === 0 ? 0 : (common * 2 * 100) / (a.length + b.length));
      return common;
    },
  ],
  levenshtein: [
    'string string1,string string2,int insertion_cost=,int replacement_cost=,int deletion_cost=',
    levenshtein,
  ],
  soundex: ['string string', soundex],
  strnatcmp: ['string string1,string string2', (a: string, b: string) => naturalOrder(a, b, false)],
  strnatcasecmp: ['string string1,string string2', (a: string, b: string) => naturalOrder(a, b, true)],
};
