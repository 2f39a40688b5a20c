import { PatternError, refuse } from './pattern-error.ts';
import { point, posixClass, property } from './properties.ts';

/** PCRE's syntax as a tree. */

export type Piece =
  | { kind: 'alt'; branches: Piece[] }
  | { kind: 'seq'; items: Piece[] }
  /** JavaScript that takes no part in numbering. */
  | { kind: 'js'; code: string; empty: boolean }
  | { kind: 'group'; body: Piece; number: number }
  | { kind: 'plain'; body: Piece; fold: boolean | null }
  | { kind: 'atomic'; body: Piece }
  | { kind: 'look'; open: '?=' | '?!' | '?<=' | '?<!'; body: Piece }
  | { kind: 'quant'; body: Piece; min: number; max: number; mode: 'greedy' | 'lazy' | 'possessive' }
  | { kind: 'back'; number: number; name: string | null; fold: boolean };

export interface Flags {
  i: boolean;
  m: boolean;
  s: boolean;
  x: boolean;
  /** Quantifiers are lazy. */
  U: boolean;
  /** Characters of UTF-8. */
  u: boolean;
  D: boolean;
  n: boolean;
}

export interface Parsed {
  tree: Piece;
  groups: number;
  names: Map<string, number>;
}

/** @param source characters where the flag u is set, else bytes */
export function parsePattern(source: string, start: Flags): Parsed {
  const text = [...source];
  const letters = start.u ? text : source.split('');
  let at = 0;
  let groups = 0;
  const names = new Map<string, number>();
  let flags = { ...start };

  const peek = (n = 0): string => letters[at + n] ?? '';
  const rest = (n: number): string => letters.slice(at, at + n).join('');

  function alternatives(end: string): Piece {
    const before = flags;
    flags = { ...flags };
    const branches = [sequence(end)];
    while (peek() === '|') {
      at++;
      branches.push(sequence(end));
    }
    flags = before;
    return branches.length === 1 ? (branches[0] as Piece) : { kind: 'alt', branches };
  }

  function sequence(end: string): Piece {
    const items: Piece[] = [];
    for (;;) {
      const letter = peek();
      if (letter === '' || letter === '|' || (end !== '' && letter === end)) break;
      if (flags.x && /\s/.test(letter)) {
        at++;
        continue;
      }
      if (flags.x && letter === '#') {
        while (at < letters.length && peek() !== '\n') at++;
        continue;
      }
      if (rest(3) === '(?#') {
        while (at < letters.length && peek() !== ')') at++;
        at++;
        continue;
      }
      if (rest(2) === '\\Q') {
        at += 2;
        while (at < letters.length && rest(2) !== '\\E') items.push(quantified(literal(letters[at++] as string)));
        at += 2;
        continue;
      }
      if (rest(2) === '\\E') {
        at += 2;
        continue;
      }
      const inline = inlineFlags();
      if (inline !== null) {
        flags = inline;
        // In JavaScript letter case is a matter of groups.
        if (start.u && inline.i !== start.i) {
          const body = alternativesToEnd(end);
          items.push({ kind: 'plain', body, fold: inline.i });
          break;
        }
        continue;
      }
      items.push(quantified(atom()));
    }
    return items.length === 1 ? (items[0] as Piece) : { kind: 'seq', items };
  }

  /** What follows `(?i)`: to the end of the group, other branches included. */
  function alternativesToEnd(end: string): Piece {
    const branches = [sequence(end)];
    while (peek() === '|') {
      at++;
      branches.push(sequence(end));
    }
    return branches.length === 1 ? (branches[0] as Piece) : { kind: 'alt', branches };
  }

  /** `(?im-s)` */
  function inlineFlags(): Flags | null {
    const match = /^\(\?([imsxnUJ]*)(?:-([imsxnU]*))?\)/.exec(rest(24));
    if (match === null) return null;
    at += match[0].length;
    return changed(match[1] ?? '', match[2] ?? '');
  }

  function changed(on: string, off: string): Flags {
    if (on.includes('J')) refuse('Groups of the same name');
    const next = { ...flags };
    for (const letter of on) next[letter as keyof Flags] = true;
    for (const letter of off) next[letter as keyof Flags] = false;
    return next;
  }

  function quantified(body: Piece): Piece {
    let piece = body;
    for (;;) {
      if (flags.x) while (/\s/.test(peek()) && at < letters.length) at++;
      const match = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/.exec(rest(16));
      if (match === null) return piece;
      if (piece.kind === 'js' && piece.empty && piece.code === '')
        throw new PatternError(`quantifier does not follow a repeatable item at offset ${at}`);
      at += match[0].length;
      const [sign, low, comma, high] = match;
      const min = low !== undefined ? Number(low) : sign === '+' ? 1 : 0;
      const max =
        low !== undefined
          ? comma === undefined
            ? min
            : high === ''
              ? Infinity
              : Number(high)
          : sign === '?'
            ? 1
            : Infinity;
      if (max < min) throw new PatternError('numbers out of order in {} quantifier');
      let mode: 'greedy' | 'lazy' | 'possessive' = flags.U ? 'lazy' : 'greedy';
      if (peek() === '?') {
        mode = flags.U ? 'greedy' : 'lazy';
        at++;
      } else if (peek() === '+') {
        mode = 'possessive';
        at++;
      }
      piece = { kind: 'quant', body: piece, min, max, mode };
    }
  }

  function atom(): Piece {
    const letter = letters[at++] as string;
    switch (letter) {
      case '(':
        return group();
      case '[':
        return characterClass();
      case '.':
        return js(flags.s ? '[^]' : '[^\\n]');
      case '^':
        return assertion(flags.m ? '(?:(?<![^])|(?<=\\n)(?=[^]))' : '(?<![^])');
      case '$':
        return assertion(flags.m ? '(?=\\n|(?![^]))' : flags.D ? '(?![^])' : '(?=\\n?(?![^]))');
      case '\\':
        return escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError(`quantifier does not follow a repeatable item at offset ${at - 1}`);
      case ')':
        throw new PatternError(`unmatched closing parenthesis at offset ${at - 1}`);
      default:
        return literal(letter);
    }
  }

  const js = (code: string, empty = false): Piece => ({ kind: 'js', code, empty });
  const assertion = (code: string): Piece => js(code, true);

  function literal(letter: string): Piece {
    const code = letter.codePointAt(0) as number;
    if (flags.i && !start.u && /[A-Za-z]/.test(letter)) return js(`[${letter.toLowerCase()}${letter.toUpperCase()}]`);
    return js(point(code, start.u));
  }

  function group(): Piece {
    if (peek() === '*') return refuse('A verb such as (*SKIP)');
    if (peek() !== '?') {
      if (flags.n) return close(() => ({ kind: 'plain', body: alternatives(')'), fold: null }));
      const number = ++groups;
      return close(() => ({ kind: 'group', body: alternatives(')'), number }));
    }
    at++;
    const look = /^(?:=|!|<=|<!)/.exec(rest(2));
    if (look !== null) {
      at += look[0].length;
      const open = `?${look[0]}` as '?=';
      return close(() => ({ kind: 'look', open, body: alternatives(')') }));
    }
    const name = /^(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest(64));
    if (name !== null) {
      at += name[0].length;
      const number = ++groups;
      const label = (name[1] ?? name[2]) as string;
      if (names.has(label)) throw new PatternError('two named subpatterns have the same name (PCRE2_DUPNAMES not set)');
      names.set(label, number);
      return close(() => ({ kind: 'group', body: alternatives(')'), number }));
    }
    const byName = /^P=([A-Za-z_]\w*)\)/.exec(rest(64));
    if (byName !== null) {
      at += byName[0].length;
      return { kind: 'back', number: 0, name: byName[1] as string, fold: flags.i };
    }
    if (peek() === '>') {
      at++;
      return close(() => ({ kind: 'atomic', body: alternatives(')') }));
    }
    if (peek() === '|') return refuse('A branch reset (?|');
    if (peek() === '(') return refuse('A condition (?(');
    if (/^(?:R|[+-]?\d|&|P>)/.test(rest(2))) return refuse('A recursion such as (?R)');
    if (peek() === 'C') return refuse('A callout (?C)');
    const own = /^([imsxnUJ]*)(?:-([imsxnU]*))?:/.exec(rest(20));
    if (own === null) throw new PatternError(`unrecognized character after (? or (?- at offset ${at}`);
    at += own[0].length;
    const inner = changed(own[1] ?? '', own[2] ?? '');
    const outer = flags;
    return close(() => {
      flags = inner;
      const body = alternatives(')');
      flags = outer;
      return { kind: 'plain', body, fold: start.u && inner.i !== outer.i ? inner.i : null };
    });
  }

  function close(read: () => Piece): Piece {
    const outer = flags;
    const piece = read();
    flags = outer;
    if (peek() !== ')') throw new PatternError('missing closing parenthesis');
    at++;
    return piece;
  }

  function escape(): Piece {
    const letter = letters[at++];
    if (letter === undefined) throw new PatternError('\\ at end of pattern');
    const word = start.u ? '[\\p{L}\\p{N}_]' : '[A-Za-z0-9_]';
    switch (letter) {
      case 'b':
        return assertion(`(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`);
      case 'B':
        return assertion(`(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`);
      case 'A':
        return assertion('(?<![^])');
      case 'z':
        return assertion('(?![^])');
      case 'Z':
        return assertion('(?=\\n?(?![^]))');
      case 'R':
        return js(start.u ? '(?:\\r\\n|[\\n-\\r\\x85\\u2028\\u2029])' : '(?:\\r\\n|[\\n-\\r\\x85])');
      case 'N':
        return js('[^\\n]');
      case 'G':
      case 'K':
      case 'X':
      case 'C':
        return refuse(`\\${letter}`);
      case 'g': {
        const match = /^(?:\{([+-]?\d+)\}|([+-]?\d+)|\{([A-Za-z_]\w*)\})/.exec(rest(64));
        if (match === null) return refuse('\\g with < or a quote');
        at += match[0].length;
        const number = match[1] ?? match[2];
        if (number === undefined) return { kind: 'back', number: 0, name: match[3] as string, fold: flags.i };
        return {
          kind: 'back',
          number: number.startsWith('-') ? groups + 1 + Number(number) : Number(number),
          name: null,
          fold: flags.i,
        };
      }
      case 'k': {
        const match = /^(?:\{(\w+)\}|<(\w+)>|'(\w+)')/.exec(rest(64));
        if (match === null) throw new PatternError('\\k is not followed by a braced, angle-bracketed, or quoted name');
        at += match[0].length;
        return { kind: 'back', number: 0, name: (match[1] ?? match[2] ?? match[3]) as string, fold: flags.i };
      }
    }
    const set = shorthand(letter);
    if (set !== null) return js(set.negated ? `[^${set.items}]` : `[${set.items}]`);
    if (/[1-9]/.test(letter)) {
      const digits = letter + (/^\d*/.exec(rest(2))?.[0] ?? '');
      // One digit is always a group, more only where there are so many.
      if (digits.length === 1 || Number(digits) <= groups) {
        at += digits.length - 1;
        return { kind: 'back', number: Number(digits), name: null, fold: flags.i };
      }
    }
    at--;
    return literal(String.fromCodePoint(code()));
  }

  /** The character behind a backslash. */
  function code(): number {
    const letter = letters[at++] as string;
    const simple: Record<string, number> = { n: 10, t: 9, r: 13, f: 12, e: 27, a: 7 };
    if (simple[letter] !== undefined) return simple[letter] as number;
    if (letter === 'x') {
      const braced = /^\{([0-9A-Fa-f]+)\}/.exec(rest(10));
      const plain = braced ?? /^([0-9A-Fa-f]{0,2})/.exec(rest(2));
      at += plain?.[0].length ?? 0;
      const value = Number.parseInt(plain?.[1] || '0', 16);
      if (value > (start.u ? 0x10ffff : 0xff))
        throw new PatternError(`character code point value in \\x{} or \\o{} is too large at offset ${at}`);
      return value;
    }
    if (letter === 'c') return (letters[at++] ?? '').toUpperCase().charCodeAt(0) ^ 64;
    if (letter === 'o') {
      const braced = /^\{([0-7]+)\}/.exec(rest(12));
      at += braced?.[0].length ?? 0;
      return Number.parseInt(braced?.[1] ?? '0', 8);
    }
    if (/[0-7]/.test(letter)) {
      const digits = /^[0-7]{0,2}/.exec(rest(2))?.[0] ?? '';
      at += digits.length;
      return Number.parseInt(letter + digits, 8) & (start.u ? 0x1ff : 0xff);
    }
    if (/[A-Za-z]/.test(letter)) throw new PatternError(`unrecognized character follows \\ at offset ${at - 1}`);
    return letter.codePointAt(0) as number;
  }

  /** `\d` and its kin as what stands between the brackets of a class. */
  function shorthand(letter: string): { items: string; negated: boolean } | null {
    const unicode = start.u;
    const sets: Record<string, string> = {
      d: unicode ? '\\p{Nd}' : '0-9',
      w: unicode ? '\\p{L}\\p{N}_' : 'A-Za-z0-9_',
      s: unicode ? '\\p{Z}\\t-\\r\\x85' : ' \\t-\\r',
      h: unicode ? '\\t \\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000' : '\\t \\xa0',
      v: unicode ? '\\n-\\r\\x85\\u2028\\u2029' : '\\n-\\r\\x85',
    };
    const lower = letter.toLowerCase();
    if (sets[lower] !== undefined) return { items: sets[lower] as string, negated: letter !== lower };
    if (lower !== 'p') return null;
    const match = /^(?:\{(\^?)\s*([A-Za-z_&]+)\s*\}|([A-Za-z]))/.exec(rest(40));
    if (match === null) throw new PatternError('malformed \\P or \\p sequence');
    at += match[0].length;
    if (!unicode) return refuse('\\p without the modifier u');
    return { items: property((match[2] ?? match[3]) as string), negated: (letter === 'P') !== (match[1] === '^') };
  }

  function characterClass(): Piece {
    let negated = false;
    if (peek() === '^') {
      negated = true;
      at++;
    }
    let items = '';
    const unlike: string[] = [];
    let first = true;
    for (;;) {
      const letter = peek();
      if (letter === '') throw new PatternError('missing terminating ] for character class');
      if (letter === ']' && !first) {
        at++;
        break;
      }
      first = false;
      const posix = /^\[:(\^?)([a-z]+):\]/.exec(rest(16));
      if (posix !== null) {
        at += posix[0].length;
        const set = posixClass(posix[2] as string, start.u);
        if (posix[1] === '^') unlike.push(set);
        else items += set;
        continue;
      }
      if (rest(2) === '\\Q') {
        at += 2;
        while (at < letters.length && rest(2) !== '\\E')
          items += member((letters[at++] as string).codePointAt(0) as number);
        at += 2;
        continue;
      }
      if (letter === '\\') {
        at++;
        const set = shorthand(letters[at++] ?? '');
        if (set !== null) {
          if (set.negated) unlike.push(set.items);
          else items += set.items;
          continue;
        }
        at -= 2;
      }
      const low = classCode();
      if (peek() === '-' && peek(1) !== ']' && peek(1) !== '' && !/^-(?:\[:|\\[dDwWsShHvVpP])/.test(rest(3))) {
        at++;
        const high = classCode();
        if (high < low) throw new PatternError(`range out of order in character class at offset ${at}`);
        items += ranged(low, high);
      } else items += member(low);
    }
    // What is not in a set cannot stand in a class beside others: it is another branch.
    if (unlike.length === 0)
      return js(negated ? (items === '' ? '[^]' : `[^${items}]`) : items === '' ? '(?!)' : `[${items}]`);
    const branches = [...(items === '' ? [] : [`[${items}]`]), ...unlike.map((set) => `[^${set}]`)];
    return negated ? js(`(?:(?!${branches.join('|')})[^])`) : js(`(?:${branches.join('|')})`);
  }

  function classCode(): number {
    const letter = letters[at++] as string;
    if (letter !== '\\') return letter.codePointAt(0) as number;
    if (peek() === 'b') {
      at++;
      return 8;
    }
    return code();
  }

  const member = (one: number): string => ranged(one, one);

  function ranged(low: number, high: number): string {
    let items = low === high ? point(low, start.u) : `${point(low, start.u)}-${point(high, start.u)}`;
    if (!flags.i || start.u) return items;
    for (const [from, to, shift] of [
      [65, 90, 32],
      [97, 122, -32],
    ] as const) {
      const [a, b] = [Math.max(low, from), Math.min(high, to)];
      if (a <= b) items += `${point(a + shift, false)}-${point(b + shift, false)}`;
    }
    return items;
  }

  const tree = alternatives('');
  if (at < letters.length) throw new PatternError(`unmatched closing parenthesis at offset ${at}`);
  return { tree, groups, names };
}
