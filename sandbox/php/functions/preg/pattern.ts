/** PCRE's regular expressions on JavaScript's engine: what cannot be said exactly there is refused, so that no match is wrong. */
import { isUtf8, toBytes, toText } from '../../values/bytes.ts';
import { type Flags, type Parsed, type Piece, parsePattern } from './parse.ts';
import { PatternError } from './pattern-error.ts';

/** One match: by group number the text, and with places the byte it begins at; undefined where the group took no part. */
export interface Match {
  groups: ({ text: string; at: number } | undefined)[];
  start: number;
  end: number;
}

export interface Pattern {
  ok: true;
  /** Groups, the whole match not counted. */
  count: number;
  /** Names of groups by their number. */
  names: (string | undefined)[];
  /** All about a subject; null where it is no UTF-8 although the pattern wants it. */
  on(subject: string): Finder | null;
}

export interface Finder {
  /** The first match from a byte on. @param notEmpty an empty match at that very byte does not count, nor does one later */
  find(from: number, notEmpty?: boolean): Match | null;
  /** Where the next character begins. */
  after(at: number): number;
}

export type NoPattern = { ok: false; unsupported: boolean; why: string };

const known = new Map<string, Pattern | NoPattern>();

export function compilePattern(pattern: string): Pattern | NoPattern {
  let found = known.get(pattern);
  if (found === undefined) {
    if (known.size > 500) known.clear();
    found = compile(pattern);
    known.set(pattern, found);
  }
  return found;
}

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' };

function compile(pattern: string): Pattern | NoPattern {
  try {
    return build(pattern);
  } catch (thrown) {
    if (thrown instanceof PatternError) return { ok: false, unsupported: thrown.unsupported, why: thrown.message };
    if (thrown instanceof SyntaxError)
      return { ok: false, unsupported: true, why: 'this regular expression cannot be carried over' };
    throw thrown;
  }
}

function build(pattern: string): Pattern {
  const trimmed = pattern.replace(/^[\s\0]+/, '');
  const open = trimmed.charAt(0);
  if (open === '') throw new PatternError('Empty regular expression');
  if (/[A-Za-z0-9\\]/.test(open)) throw new PatternError('Delimiter must not be alphanumeric, backslash, or NUL');
  const close = closing[open] ?? open;
  const end = endOf(trimmed, open, close);
  if (end === -1)
    throw new PatternError(
      closing[open] === undefined
        ? `No ending delimiter '${open}' found`
        : `No ending matching delimiter '${close}' found`,
    );
  const flags: Flags = { i: false, m: false, s: false, x: false, U: false, u: false, D: false, n: false };
  let anchored = false;
  for (const letter of trimmed.slice(end + 1)) {
    if (letter in flags) flags[letter as keyof Flags] = true;
    else if (letter === 'A') anchored = true;
    else if (letter === 'e')
      throw new PatternError('The modifier e is not there any more: use preg_replace_callback()', true);
    else if (letter === 'J') throw new PatternError('The modifier J is not supported here', true);
    else if (!/[SX\s]/.test(letter)) throw new PatternError(`Unknown modifier '${letter}'`);
  }
  const body = trimmed.slice(1, end);
  if (flags.u && !isUtf8(body)) throw new PatternError('Compilation failed: UTF-8 error at offset 0');
  const parsed = parsePattern(flags.u ? toText(body) : body, flags);
  check(parsed);
  return finderOf(parsed, flags, anchored);
}

function endOf(text: string, open: string, close: string): number {
  let depth = 0;
  for (let i = 1; i < text.length; i++) {
    const letter = text.charAt(i);
    if (letter === '\\') i++;
    else if (letter === close && depth === 0) return i;
    else if (letter === close) depth--;
    else if (letter === open) depth++;
  }
  return -1;
}

/** Whether a piece may match nothing at all. */
function maybeEmpty(piece: Piece): boolean {
  switch (piece.kind) {
    case 'alt':
      return piece.branches.some(maybeEmpty);
    case 'seq':
      return piece.items.every(maybeEmpty);
    case 'js':
      return piece.empty;
    case 'look':
    case 'back':
      return true;
    case 'quant':
      return piece.min === 0 || maybeEmpty(piece.body);
    default:
      return maybeEmpty(piece.body);
  }
}

/** Groups in a piece, and whether each takes part in every match of it. */
function groupsIn(piece: Piece, sure = true, found: Map<number, boolean> = new Map()): Map<number, boolean> {
  switch (piece.kind) {
    case 'alt':
      for (const branch of piece.branches) groupsIn(branch, false, found);
      break;
    case 'seq':
      for (const item of piece.items) groupsIn(item, sure, found);
      break;
    case 'quant':
      groupsIn(piece.body, sure && piece.min > 0, found);
      break;
    case 'look':
      groupsIn(piece.body, sure && !piece.open.endsWith('!'), found);
      break;
    case 'group':
      found.set(piece.number, sure);
      groupsIn(piece.body, sure, found);
      break;
    case 'plain':
    case 'atomic':
      groupsIn(piece.body, sure, found);
  }
  return found;
}

/** Refuses what JavaScript would match differently. */
function check({ tree, names, groups }: Parsed): void {
  const walk = (piece: Piece, certain: ReadonlySet<number>): void => {
    switch (piece.kind) {
      case 'alt':
        for (const branch of piece.branches) walk(branch, certain);
        return;
      case 'seq': {
        const known = new Set(certain);
        for (const item of piece.items) {
          walk(item, known);
          for (const [number, sure] of groupsIn(item)) if (sure) known.add(number);
        }
        return;
      }
      case 'quant': {
        const inside = groupsIn(piece.body);
        // A group in a repetition keeps its last text in PCRE, and loses it in JavaScript where the last round went without it.
        if (piece.max > 1 && ([...inside.values()].includes(false) || (inside.size > 0 && maybeEmpty(piece.body))))
          throw new PatternError(
            'A repeated group that need not take part in every round cannot be carried over: make the inner group (?:…), or match in a loop',
            true,
          );
        walk(piece.body, certain);
        return;
      }
      case 'back': {
        const number = piece.name === null ? piece.number : names.get(piece.name);
        if (number === undefined || number > groups || number < 1)
          throw new PatternError('reference to non-existent subpattern');
        // To nothing PCRE's reference does not match, JavaScript's does.
        if (!certain.has(number))
          throw new PatternError('A reference to a group that may not have matched cannot be carried over', true);
        return;
      }
      case 'group':
      case 'plain':
      case 'atomic':
      case 'look':
        walk(piece.body, certain);
    }
  };
  walk(tree, new Set());
}

/** JavaScript's text. @param first number of the first group */
function emit(parsed: Parsed, first: number): { code: string; numbers: number[] } {
  const numbers: number[] = [];
  let next = first;
  const write = (piece: Piece): string => {
    switch (piece.kind) {
      case 'alt':
        return `(?:${piece.branches.map(write).join('|')})`;
      case 'seq':
        return piece.items.map(write).join('');
      case 'js':
        return piece.code;
      case 'group': {
        numbers[piece.number] = next++;
        return `(${write(piece.body)})`;
      }
      case 'plain':
        return piece.fold === null ? `(?:${write(piece.body)})` : `(?${piece.fold ? 'i' : '-i'}:${write(piece.body)})`;
      case 'look':
        return `(${piece.open}${write(piece.body)})`;
      case 'atomic': {
        const number = next++;
        return `(?:(?=(${write(piece.body)}))\\${number})`;
      }
      case 'quant': {
        const { min, max, mode } = piece;
        const number = mode === 'possessive' ? next++ : 0;
        const sign =
          min === 0 && max === Infinity
            ? '*'
            : min === 1 && max === Infinity
              ? '+'
              : min === 0 && max === 1
                ? '?'
                : max === Infinity
                  ? `{${min},}`
                  : min === max
                    ? `{${min}}`
                    : `{${min},${max}}`;
        const repeated = `(?:${write(piece.body)})${sign}${mode === 'lazy' ? '?' : ''}`;
        return mode === 'possessive' ? `(?:(?=(${repeated}))\\${number})` : repeated;
      }
      case 'back': {
        const number = numbers[piece.name === null ? piece.number : (parsed.names.get(piece.name) as number)] as number;
        return `(?:${piece.fold ? `(?i:\\${number})` : `\\${number}`})`;
      }
    }
  };
  return { code: write(parsed.tree), numbers };
}

function finderOf(parsed: Parsed, flags: Flags, anchored: boolean): Pattern {
  const { code, numbers } = emit(parsed, 1);
  const letters = `${flags.u ? 'u' : ''}${flags.u && flags.i ? 'i' : ''}d`;
  const regular = new RegExp(code, `${letters}${anchored ? 'y' : 'g'}`);
  let notEmpty: { regex: RegExp; numbers: number[] } | null = null;
  const names: (string | undefined)[] = [];
  for (const [name, number] of parsed.names) names[number] = name;

  const finder = (subject: string): Finder => {
    const text = flags.u ? toText(subject) : subject;
    const same = text === subject;
    const toUnits = (bytes: number): number => (same ? bytes : toText(subject.slice(0, bytes)).length);
    const toByte = (units: number): number => (same ? units : toBytes(text.slice(0, units)).length);
    return {
      find(from, mustNotBeEmpty = false) {
        let regex = regular;
        let numbering = numbers;
        if (mustNotBeEmpty) {
          if (notEmpty === null) {
            // The rest of the subject is taken first: after an empty match it is still the same.
            const other = emit(parsed, 2);
            notEmpty = {
              regex: new RegExp(`(?=([^]*))(?:${other.code})(?!\\1(?![^]))`, `${letters}y`),
              numbers: other.numbers,
            };
          }
          ({ regex, numbers: numbering } = notEmpty);
        }
        regex.lastIndex = toUnits(from);
        const found = regex.exec(text);
        if (found === null) return null;
        const indices = (found as RegExpExecArray & { indices: ([number, number] | undefined)[] }).indices;
        const groups: Match['groups'] = [];
        for (let number = 0; number <= parsed.groups; number++) {
          const place = indices[number === 0 ? 0 : (numbering[number] as number)];
          groups.push(
            place === undefined
              ? undefined
              : { text: same ? text.slice(...place) : toBytes(text.slice(...place)), at: toByte(place[0]) },
          );
        }
        const [whole] = groups as [{ text: string; at: number }];
        return { groups, start: whole.at, end: whole.at + whole.text.length };
      },
      after(at) {
        if (!flags.u) return at + 1;
        let next = at + 1;
        while (next < subject.length && (subject.charCodeAt(next) & 0xc0) === 0x80) next++;
        return next;
      },
    };
  };
  return {
    ok: true,
    count: parsed.groups,
    names,
    on: (subject) => (flags.u && !isUtf8(subject) ? null : finder(subject)),
  };
}
