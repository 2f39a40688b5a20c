/** What a backslash makes of a character, within a class and without. */
import { PatternError, refuse } from './pattern-error.ts';
import { property } from './properties.ts';
import type { PatternReader } from './reader.ts';

const controls: Record<string, number> = { n: 10, t: 9, r: 13, f: 12, e: 27, a: 7 };

/** The character behind a backslash, which has been read. */
export function readCode(from: PatternReader): number {
  const letter = from.next();
  if (letter === '') throw new PatternError('\\ at end of pattern');
  const control = controls[letter];
  if (control !== undefined) return control;
  if (letter === 'x') {
    const digits = from.take(/^\{([0-9A-Fa-f]+)\}/, 10) ?? from.take(/^([0-9A-Fa-f]{0,2})/, 2);
    const value = Number.parseInt(digits?.[1] || '0', 16);
    if (value > (from.unicode ? 0x10ffff : 0xff))
      throw new PatternError(`character code point value in \\x{} or \\o{} is too large at offset ${from.at}`);
    return value;
  }
  if (letter === 'c') return from.next().toUpperCase().charCodeAt(0) ^ 64;
  if (letter === 'o') return Number.parseInt(from.take(/^\{([0-7]+)\}/, 12)?.[1] ?? '0', 8);
  if (/[0-7]/.test(letter)) {
    const digits = from.take(/^[0-7]{0,2}/, 2)?.[0] ?? '';
    return Number.parseInt(letter + digits, 8) & (from.unicode ? 0x1ff : 0xff);
  }
  if (/[A-Za-z]/.test(letter)) throw new PatternError(`unrecognized character follows \\ at offset ${from.at - 1}`);
  return letter.codePointAt(0) as number;
}

const setsOfBytes: Record<string, string> = {
  d: '0-9',
  w: 'A-Za-z0-9_',
  s: ' \\t-\\r',
  h: '\\t \\xa0',
  v: '\\n-\\r\\x85',
};
const setsOfCharacters: Record<string, string> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s: '\\p{Z}\\t-\\r\\x85',
  h: '\\t \\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000',
  v: '\\n-\\r\\x85\\u2028\\u2029',
};

/**
 * `\d` and its kin as what stands between the brackets of a class; null where it is none of them.
 * @param letter behind the backslash, read
 */
export function readShorthand(from: PatternReader, letter: string): { items: string; negated: boolean } | null {
  const lower = letter.toLowerCase();
  const items = (from.unicode ? setsOfCharacters : setsOfBytes)[lower];
  if (items !== undefined) return { items, negated: letter !== lower };
  if (lower !== 'p') return null;
  const name = from.take(/^(?:\{(\^?)\s*([A-Za-z_&]+)\s*\}|([A-Za-z]))/, 40);
  if (name === null) throw new PatternError('malformed \\P or \\p sequence');
  if (!from.unicode) return refuse('\\p without the modifier u');
  return { items: property((name[2] ?? name[3]) as string), negated: (letter === 'P') !== (name[1] === '^') };
}
