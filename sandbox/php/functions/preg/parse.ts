/** PCRE's syntax as a tree. */
import { readCharacterClass } from './character-class.ts';
import { readCode, readShorthand } from './characters.ts';
import { PatternError, refuse } from './pattern-error.ts';
import { point } from './properties.ts';
import { PatternReader } from './reader.ts';

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
  const from = new PatternReader(source, start.u);
  let groups = 0;
  const names = new Map<string, number>();
  let flags = { ...start };

  function alternatives(end: string): Piece {
    const before = flags;
    flags = { ...flags };
    const branches = [sequence(end)];
    while (from.peek() === '|') {
      from.at++;
      branches.push(sequence(end));
    }
    flags = before;
    return branches.length === 1 ? (branches[0] as Piece) : { kind: 'alt', branches };
  }

  function sequence(end: string): Piece {
    const items: Piece[] = [];
    for (;;) {
      const letter = from.peek();
      if (letter === '' || letter === '|' || (end !== '' && letter === end)) break;
      if (flags.x && /\s/.test(letter)) {
        from.at++;
        continue;
      }
      if (flags.x && letter === '#') {
        while (!from.ended && from.peek() !== '\n') from.at++;
        continue;
      }
      if (from.rest(3) === '(?#') {
        while (!from.ended && from.peek() !== ')') from.at++;
        from.at++;
        continue;
      }
      if (from.rest(2) === '\\Q') {
        from.at += 2;
        while (!from.ended && from.rest(2) !== '\\E') items.push(quantified(literal(from.next())));
        from.at += 2;
        continue;
      }
      if (from.rest(2) === '\\E') {
        from.at += 2;
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
    while (from.peek() === '|') {
      from.at++;
      branches.push(sequence(end));
    }
    return branches.length === 1 ? (branches[0] as Piece) : { kind: 'alt', branches };
  }

  /** `(?im-s)` */
  function inlineFlags(): Flags | null {
    const match = from.take(/^\(\?([imsxnUJ]*)(?:-([imsxnU]*))?\)/, 24);
    if (match === null) return null;
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
      if (flags.x) while (/\s/.test(from.peek()) && !from.ended) from.at++;
      const match = from.take(/^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/, 16);
      if (match === null) return piece;
      if (piece.kind === 'js' && piece.empty && piece.code === '')
        throw new PatternError(`quantifier does not follow a repeatable item at offset ${from.at - match[0].length}`);
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
      if (from.peek() === '?') {
        mode = flags.U ? 'greedy' : 'lazy';
        from.at++;
      } else if (from.peek() === '+') {
        mode = 'possessive';
        from.at++;
      }
      piece = { kind: 'quant', body: piece, min, max, mode };
    }
  }

  function atom(): Piece {
    const letter = from.next();
    switch (letter) {
      case '(':
        return group();
      case '[':
        return js(readCharacterClass(from, flags.i));
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
        throw new PatternError(`quantifier does not follow a repeatable item at offset ${from.at - 1}`);
      case ')':
        throw new PatternError(`unmatched closing parenthesis at offset ${from.at - 1}`);
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
    if (from.peek() === '*') return refuse('A verb such as (*SKIP)');
    if (from.peek() !== '?') {
      if (flags.n) return close(() => ({ kind: 'plain', body: alternatives(')'), fold: null }));
      const number = ++groups;
      return close(() => ({ kind: 'group', body: alternatives(')'), number }));
    }
    from.at++;
    const look = from.take(/^(?:=|!|<=|<!)/, 2);
    if (look !== null) {
      const open = `?${look[0]}` as '?=';
      return close(() => ({ kind: 'look', open, body: alternatives(')') }));
    }
    const name = from.take(/^(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/, 64);
    if (name !== null) {
      const number = ++groups;
      const label = (name[1] ?? name[2]) as string;
      if (names.has(label)) throw new PatternError('two named subpatterns have the same name (PCRE2_DUPNAMES not set)');
      names.set(label, number);
      return close(() => ({ kind: 'group', body: alternatives(')'), number }));
    }
    const byName = from.take(/^P=([A-Za-z_]\w*)\)/, 64);
    if (byName !== null) {
      return { kind: 'back', number: 0, name: byName[1] as string, fold: flags.i };
    }
    if (from.peek() === '>') {
      from.at++;
      return close(() => ({ kind: 'atomic', body: alternatives(')') }));
    }
    if (from.peek() === '|') return refuse('A branch reset (?|');
    if (from.peek() === '(') return refuse('A condition (?(');
    if (/^(?:R|[+-]?\d|&|P>)/.test(from.rest(2))) return refuse('A recursion such as (?R)');
    if (from.peek() === 'C') return refuse('A callout (?C)');
    const own = from.take(/^([imsxnUJ]*)(?:-([imsxnU]*))?:/, 20);
    if (own === null) throw new PatternError(`unrecognized character after (? or (?- at offset ${from.at}`);
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
    if (from.peek() !== ')') throw new PatternError('missing closing parenthesis');
    from.at++;
    return piece;
  }

  function escape(): Piece {
    const letter = from.next();
    if (letter === '') throw new PatternError('\\ at end of pattern');
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
        const match = from.take(/^(?:\{([+-]?\d+)\}|([+-]?\d+)|\{([A-Za-z_]\w*)\})/, 64);
        if (match === null) return refuse('\\g with < or a quote');
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
        const match = from.take(/^(?:\{(\w+)\}|<(\w+)>|'(\w+)')/, 64);
        if (match === null) throw new PatternError('\\k is not followed by a braced, angle-bracketed, or quoted name');
        return { kind: 'back', number: 0, name: (match[1] ?? match[2] ?? match[3]) as string, fold: flags.i };
      }
    }
    const set = readShorthand(from, letter);
    if (set !== null) return js(set.negated ? `[^${set.items}]` : `[${set.items}]`);
    if (/[1-9]/.test(letter)) {
      const digits = letter + (/^\d*/.exec(from.rest(2))?.[0] ?? '');
      // One digit is always a group, more only where there are so many.
      if (digits.length === 1 || Number(digits) <= groups) {
        from.at += digits.length - 1;
        return { kind: 'back', number: Number(digits), name: null, fold: flags.i };
      }
    }
    from.at--;
    return literal(String.fromCodePoint(readCode(from)));
  }

  const tree = alternatives('');
  if (!from.ended) throw new PatternError(`unmatched closing parenthesis at offset ${from.at}`);
  return { tree, groups, names };
}
