/** `[…]` as JavaScript. */
import { readCode, readShorthand } from './characters.ts';
import { PatternError } from './pattern-error.ts';
import { point, posixClass } from './properties.ts';
import type { PatternReader } from './reader.ts';

/**
 * @param from behind the opening bracket
 * @param ignoresCase the flag `i`
 */
export function readCharacterClass(from: PatternReader, ignoresCase: boolean): string {
  const negated = from.take(/^\^/, 1) !== null;
  let items = '';
  const unlike: string[] = [];
  const ranged = (low: number, high: number): string => rangeOf(low, high, from.unicode, ignoresCase);
  for (let first = true; ; first = false) {
    const letter = from.peek();
    if (letter === '') throw new PatternError('missing terminating ] for character class');
    if (letter === ']' && !first) {
      from.at++;
      break;
    }
    const posix = from.take(/^\[:(\^?)([a-z]+):\]/, 16);
    if (posix !== null) {
      const set = posixClass(posix[2] as string, from.unicode);
      if (posix[1] === '^') unlike.push(set);
      else items += set;
      continue;
    }
    if (from.rest(2) === '\\Q') {
      from.at += 2;
      while (!from.ended && from.rest(2) !== '\\E') {
        const code = from.next().codePointAt(0) as number;
        items += ranged(code, code);
      }
      from.at += 2;
      continue;
    }
    if (letter === '\\') {
      from.at++;
      const set = readShorthand(from, from.next());
      if (set !== null) {
        if (set.negated) unlike.push(set.items);
        else items += set.items;
        continue;
      }
      from.at -= 2;
    }
    const low = readMember(from);
    const next = from.peek(1);
    if (from.peek() === '-' && next !== ']' && next !== '' && !/^-(?:\[:|\\[dDwWsShHvVpP])/.test(from.rest(3))) {
      from.at++;
      const high = readMember(from);
      if (high < low) throw new PatternError(`range out of order in character class at offset ${from.at}`);
      items += ranged(low, high);
    } else items += ranged(low, low);
  }
  // What is not in a set cannot stand in a class beside others: it is another branch.
  if (unlike.length === 0)
    return negated ? (items === '' ? '[^]' : `[^${items}]`) : items === '' ? '(?!)' : `[${items}]`;
  const branches = [...(items === '' ? [] : [`[${items}]`]), ...unlike.map((set) => `[^${set}]`)];
  return negated ? `(?:(?!${branches.join('|')})[^])` : `(?:${branches.join('|')})`;
}

function readMember(from: PatternReader): number {
  const letter = from.next();
  if (letter !== '\\') return letter.codePointAt(0) as number;
  return from.take(/^b/, 1) === null ? readCode(from) : 8;
}

function rangeOf(low: number, high: number, unicode: boolean, ignoresCase: boolean): string {
  let items = low === high ? point(low, unicode) : `${point(low, unicode)}-${point(high, unicode)}`;
  // Characters are left to JavaScript's own flag.
  if (!ignoresCase || unicode) return items;
  for (const [from, to, shift] of [
    [65, 90, 32],
    [97, 122, -32],
  ] as const) {
    const [a, b] = [Math.max(low, from), Math.min(high, to)];
    if (a <= b) items += `${point(a + shift, false)}-${point(b + shift, false)}`;
  }
  return items;
}
