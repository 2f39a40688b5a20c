/** `preg_*` */
import { fail } from '../../faults.ts';
import { warn } from '../../host.ts';
import { type Callable, findCallable } from '../../language/calls.ts';
import { PhpArray } from '../../values/array.ts';
import { str } from '../../values/convert.ts';
import { normalKey } from '../../values/keys.ts';
import type { Key, Ref, Value } from '../../values/value.ts';
import { caller, type Functions } from '../define.ts';
import { compilePattern, type Finder, type Match, type Pattern } from './pattern.ts';

const offsets = 256;
const nulls = 512;
let lastError = 0;

/** Null where the pattern is wrong, which PHP remarks on. @throws an Error for what cannot be carried over */
function patternOf(name: string, text: string): Pattern | null {
  const compiled = compilePattern(text);
  if (compiled.ok) return compiled;
  if (compiled.unsupported) return fail('Error', `${name}(): ${compiled.why}`);
  lastError = 1;
  warn(`${name}(): ${compiled.why}`);
  return null;
}

function subjectOf(pattern: Pattern, text: string): Finder | null {
  const finder = pattern.on(text);
  lastError = finder === null ? 4 : 0;
  return finder;
}

/** All matches one after another; after an empty one a longer is tried at the same place. */
function* matches(finder: Finder, subject: string, from = 0): Generator<Match> {
  let at = from;
  let empty = false;
  while (at <= subject.length) {
    const match: Match | null = finder.find(at, empty);
    if (match === null) {
      if (!empty) return;
      at = finder.after(at);
      empty = false;
      continue;
    }
    yield match;
    at = match.end;
    empty = match.end === match.start;
  }
}

const unmatched = (flags: number): Value => {
  const text = flags & nulls ? null : '';
  return flags & offsets ? PhpArray.of([text, -1]) : text;
};

const shown = (group: Match['groups'][number], flags: number): Value => {
  if (group === undefined) return unmatched(flags);
  return flags & offsets ? PhpArray.of([group.text, group.at]) : group.text;
};

/** Groups by number and name. @param whole with those at the end that took no part */
function groupsOf(pattern: Pattern, match: Match, flags: number, whole: boolean): PhpArray {
  const array = PhpArray.empty();
  let last = match.groups.length - 1;
  if (!whole) while (last > 0 && match.groups[last] === undefined) last--;
  for (let i = 0; i <= last; i++) {
    const value = shown(match.groups[i], flags);
    const name = pattern.names[i];
    if (name !== undefined) array.set(normalKey(name), value);
    array.set(i, value instanceof PhpArray ? value.copy() : value);
  }
  return array;
}

function startAt(subject: string, offset: number): number | null {
  const at = offset < 0 ? Math.max(subject.length + offset, 0) : offset;
  return at > subject.length ? null : at;
}

function match(text: string, subject: string, result?: Ref, flags = 0, offset = 0): Value {
  const pattern = patternOf('preg_match', text);
  if (pattern === null) return false;
  const from = startAt(subject, offset);
  const finder = from === null ? null : subjectOf(pattern, subject);
  if (result !== undefined) result.v = PhpArray.empty();
  if (finder === null || from === null) return false;
  const found = finder.find(from);
  if (found === null) return 0;
  if (result !== undefined) result.v = groupsOf(pattern, found, flags, (flags & nulls) !== 0);
  return 1;
}

function matchAll(text: string, subject: string, result?: Ref, given = 0, offset = 0): Value {
  const flags = given & 3 ? given : given | 1;
  const pattern = patternOf('preg_match_all', text);
  if (pattern === null) return false;
  const from = startAt(subject, offset);
  const finder = from === null ? null : subjectOf(pattern, subject);
  const found = finder === null || from === null ? [] : [...matches(finder, subject, from)];
  if (result !== undefined)
    result.v =
      flags & 2
        ? PhpArray.of(found.map((one) => groupsOf(pattern, one, flags, (flags & nulls) !== 0)))
        : columns(pattern, found, flags);
  return finder === null ? false : found.length;
}

function columns(pattern: Pattern, found: Match[], flags: number): PhpArray {
  const array = PhpArray.empty();
  for (let i = 0; i <= pattern.count; i++) {
    const column = (): PhpArray => PhpArray.of(found.map(({ groups }) => shown(groups[i], flags)));
    const name = pattern.names[i];
    if (name !== undefined) array.set(normalKey(name), column());
    array.set(i, column());
  }
  return array;
}

/** `$1`, `\1` and `${1}` in what is put in. */
function filled(put: string, { groups }: Match): string {
  return put.replace(/\\\\|\\(\d{1,2})|\$(\d{1,2})|\$\{(\d{1,2})\}/g, (all, a?: string, b?: string, c?: string) => {
    if (all === '\\\\') return '\\';
    return groups[Number(a ?? b ?? c)]?.text ?? '';
  });
}

type Put = (match: Match, pattern: Pattern) => string;

function replaceIn(
  name: string,
  text: string,
  subject: string,
  put: Put,
  limit: number,
  count: { n: number },
): string | null {
  const pattern = patternOf(name, text);
  const finder = pattern === null ? null : subjectOf(pattern, subject);
  if (pattern === null || finder === null) return null;
  let out = '';
  let at = 0;
  let left = limit;
  for (const found of matches(finder, subject)) {
    if (left-- === 0) break;
    out += subject.slice(at, found.start) + put(found, pattern);
    at = found.end;
    count.n++;
  }
  return out + subject.slice(at);
}

function replaceAll(
  name: string,
  patterns: string | PhpArray,
  put: (i: number) => Put,
  subject: string | PhpArray,
  limit: number,
  counter: Ref | undefined,
  onlyChanged = false,
): Value {
  const count = { n: 0 };
  const texts = patterns instanceof PhpArray ? patterns.values().map((one) => str(one)) : [patterns];
  const one = (text: string): string | null => {
    let result: string | null = text;
    texts.forEach((pattern, i) => {
      if (result !== null) result = replaceIn(name, pattern, result, put(i), limit, count);
    });
    return result;
  };
  let result: Value;
  if (subject instanceof PhpArray) {
    const array = PhpArray.empty();
    for (const [key, value] of subject.entries()) {
      const before = count.n;
      const made = one(str(value));
      if (made !== null && (!onlyChanged || count.n > before)) array.set(key, made);
    }
    result = array;
  } else {
    result = one(subject);
    if (onlyChanged && count.n === 0) result = null;
  }
  if (counter !== undefined) counter.v = count.n;
  return result;
}

function replace(name: string, onlyChanged: boolean) {
  return (
    patterns: string | PhpArray,
    put: string | PhpArray,
    subject: string | PhpArray,
    limit = -1,
    counter?: Ref,
  ): Value => {
    if (!(patterns instanceof PhpArray) && put instanceof PhpArray)
      return fail(
        'TypeError',
        `${name}(): Argument #1 ($pattern) must be of type array when argument #2 ($replacement) is an array, string given`,
      );
    const texts = put instanceof PhpArray ? put.values().map((one) => str(one)) : null;
    return replaceAll(
      name,
      patterns,
      (i) => (found) => filled(texts === null ? (put as string) : (texts[i] ?? ''), found),
      subject,
      limit,
      counter,
      onlyChanged,
    );
  };
}

function byCallback(
  patterns: string | PhpArray,
  callback: Callable,
  subject: string | PhpArray,
  limit = -1,
  counter?: Ref,
  flags = 0,
): Value {
  const call = caller(callback);
  return replaceAll(
    'preg_replace_callback',
    patterns,
    () => (found, pattern) => str(call(groupsOf(pattern, found, flags, (flags & nulls) !== 0))),
    subject,
    limit,
    counter,
  );
}

function byCallbacks(table: PhpArray, subject: string | PhpArray, limit = -1, counter?: Ref, flags = 0): Value {
  let result: Value = subject;
  let total = 0;
  for (const [pattern, callback] of table.entries()) {
    const found = findCallable(callback);
    if (found === null)
      return fail(
        'TypeError',
        'preg_replace_callback_array(): Argument #1 ($pattern) must contain only valid callbacks',
      );
    const count = { v: 0, holders: 1 } as unknown as Ref;
    result = byCallback(str(pattern as Value), found, result as string | PhpArray, limit, count, flags);
    total += Number(count.v);
  }
  if (counter !== undefined) counter.v = total;
  return result;
}

function split(text: string, subject: string, limit: number | null = -1, flags = 0): Value {
  const pattern = patternOf('preg_split', text);
  const finder = pattern === null ? null : subjectOf(pattern, subject);
  if (finder === null) return false;
  const [noEmpty, withDelimiters, places] = [(flags & 1) !== 0, (flags & 2) !== 0, (flags & 4) !== 0];
  const parts: Value[] = [];
  let left = limit === null || limit === 0 ? -1 : limit;
  const add = (part: string, at: number): void => {
    parts.push(places ? PhpArray.of([part, at]) : part);
  };
  let at = 0;
  for (const { groups, start, end } of matches(finder, subject)) {
    if (left === 1) break;
    if (!noEmpty || start > at) {
      add(subject.slice(at, start), at);
      if (left > 0) left--;
    }
    if (withDelimiters)
      for (const group of groups.slice(1))
        if (group !== undefined && (!noEmpty || group.text !== '')) add(group.text, group.at);
    at = end;
  }
  if (!noEmpty || at < subject.length) add(subject.slice(at), at);
  return PhpArray.of(parts);
}

function grep(text: string, array: PhpArray, flags = 0): Value {
  const pattern = patternOf('preg_grep', text);
  if (pattern === null) return false;
  const found: [Key, Value][] = [];
  for (const [key, value] of array.entries()) {
    const finder = subjectOf(pattern, str(value));
    // At a text that cannot be looked at PHP stops.
    if (finder === null) break;
    if ((finder.find(0, false) !== null) !== ((flags & 1) !== 0)) found.push([key, value]);
  }
  return PhpArray.fromEntries(found);
}

const messages: Record<number, string> = {
  0: 'No error',
  1: 'Internal error',
  4: 'Malformed UTF-8 characters, possibly incorrectly encoded',
};

export const preg: Functions = {
  preg_match: ['string pattern,string subject,mixed &matches=,int flags=,int offset=', match],
  preg_match_all: ['string pattern,string subject,mixed &matches=,int flags=,int offset=', matchAll],
  preg_replace: ['list pattern,list replacement,list subject,int limit=,mixed &count=', replace('preg_replace', false)],
  preg_filter: ['list pattern,list replacement,list subject,int limit=,mixed &count=', replace('preg_filter', true)],
  preg_replace_callback: [
    'list pattern,callable callback,list subject,int limit=,mixed &count=,int flags=',
    byCallback,
  ],
  preg_replace_callback_array: ['array pattern,list subject,int limit=,mixed &count=,int flags=', byCallbacks],
  preg_split: ['string pattern,string subject,?int limit=,int flags=', split],
  preg_grep: ['string pattern,array array,int flags=', grep],
  preg_quote: [
    'string str,?string delimiter=',
    (text: string, delimiter: string | null = null) => {
      const quoted = text
        .replace(/[.\\+*?[^\]$(){}=!<>|:\-#/]/g, (letter) => (letter === '/' ? letter : `\\${letter}`))
        .replaceAll('\0', '\\000');
      return delimiter === null || delimiter === '' || /[.\\+*?[^\]$(){}=!<>|:\-#]/.test(delimiter.charAt(0))
        ? quoted
        : quoted.replaceAll(delimiter.charAt(0), `\\${delimiter.charAt(0)}`);
    },
  ],
  preg_last_error: ['', () => lastError],
  preg_last_error_msg: ['', () => messages[lastError] ?? 'Internal error'],
};
