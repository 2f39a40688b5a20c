/** Letters of strings of bytes, and pieces by their place. */
import { fail } from '../../faults.ts';
import { host } from '../../host.ts';
import { trimmedWhite, white } from './white.ts';

/** `a..z` among the characters stands for all between. */
export function byteSet(characters: string): Set<string> {
  const set = new Set<string>();
  for (let i = 0; i < characters.length; i++) {
    const last = characters.charCodeAt(i + 3);
    if (characters.slice(i + 1, i + 3) === '..' && last >= characters.charCodeAt(i)) {
      for (let code = characters.charCodeAt(i); code <= last; code++) set.add(String.fromCharCode(code));
      i += 3;
    } else set.add(characters.charAt(i));
  }
  return set;
}

export function trimmed(text: string, characters: string, left: boolean, right: boolean): string {
  if (characters === white) return trimmedWhite(text, left, right);
  const set = byteSet(characters);
  let [from, to] = [0, text.length];
  if (left) while (from < to && set.has(text.charAt(from))) from++;
  if (right) while (to > from && set.has(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

export const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
export const upper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

/** Where `substr` begins and ends. */
export function range(length: number, offset: number, count: number | null | undefined): [from: number, to: number] {
  const from = offset < 0 ? Math.max(length + offset, 0) : Math.min(offset, length);
  const to =
    count === null || count === undefined ? length : count < 0 ? length + count : Math.min(from + count, length);
  return [from, Math.max(from, to)];
}

/** No string is made that could not be kept anyway. */
export function sized(name: string, length: number): void {
  if (length > 512 * 1024 * 1024)
    fail('Error', `${name}(): the result would have ${length} bytes, more than a script may hold`);
}

export function shuffled<T>(list: readonly T[]): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(host.random() * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

/** By how much the first byte that differs does; -1, 0 or 1 where one text begins with the other. */
export function order(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const by = a.charCodeAt(i) - b.charCodeAt(i);
    if (by !== 0) return by;
  }
  return Math.sign(a.length - b.length);
}
