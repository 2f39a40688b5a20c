/** Classes of characters by name: `\p{…}`, `[:alpha:]`. */
import { PatternError } from './pattern-error.ts';

export const point = (code: number, unicode: boolean): string =>
  unicode ? `\\u{${code.toString(16)}}` : `\\x${code.toString(16).padStart(2, '0')}`;

const categories = new Set(
  'C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs'.split(' '),
);

const scripts = new Set(
  'Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Han Hangul Hebrew Hiragana Katakana Khmer Latin Mongolian Tamil Telugu Thai Tibetan Common'.split(
    ' ',
  ),
);

export function property(name: string): string {
  if (name === 'L&') return '\\p{LC}';
  if (name === 'Any') return '\\p{Any}';
  if (name === 'Xan') return '\\p{L}\\p{N}';
  if (name === 'Xwd') return '\\p{L}\\p{N}_';
  if (name === 'Xsp' || name === 'Xps') return '\\p{Z}\\t-\\r\\x85';
  if (categories.has(name)) return `\\p{${name}}`;
  if (scripts.has(name)) return `\\p{Script=${name}}`;
  throw new PatternError(`unknown property name after \\P or \\p: ${name}`);
}

export function posixClass(name: string, unicode: boolean): string {
  const sets: Record<string, [string, string]> = {
    alpha: ['A-Za-z', '\\p{L}'],
    digit: ['0-9', '\\p{Nd}'],
    alnum: ['A-Za-z0-9', '\\p{L}\\p{N}'],
    upper: ['A-Z', '\\p{Lu}'],
    lower: ['a-z', '\\p{Ll}'],
    space: [' \\t-\\r', '\\p{Z}\\t-\\r\\x85'],
    blank: [' \\t', '\\p{Zs}\\t'],
    punct: ['!-\\/:-@\\[-`\\{-~', '\\p{P}$+<=>^`|~'],
    xdigit: ['0-9A-Fa-f', '0-9A-Fa-f'],
    word: ['A-Za-z0-9_', '\\p{L}\\p{N}_'],
    cntrl: ['\\x00-\\x1f\\x7f', '\\x00-\\x1f\\x7f'],
    print: ['\\x20-\\x7e', '\\x20-\\x7e\\p{L}\\p{N}\\p{P}\\p{S}\\p{M}'],
    graph: ['\\x21-\\x7e', '\\x21-\\x7e\\p{L}\\p{N}\\p{P}\\p{S}\\p{M}'],
    ascii: ['\\x00-\\x7f', '\\x00-\\x7f'],
  };
  const found = sets[name];
  if (found === undefined) throw new PatternError('unknown POSIX class name');
  return unicode ? found[1].replace('$+<=>^`|~', '\\$+<=>\\^`\\|~') : found[0];
}
