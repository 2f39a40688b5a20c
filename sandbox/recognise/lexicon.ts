/** The vocabularies as tables of words, made for the beginning of a word when a text first asks for it: a cold isolate must not wait. */

import { fold, type Word } from './text.ts';
import { endings, longestEnding } from './words/endings.ts';

/**
 * A group of words with one meaning, negated where it starts with `!`. Three are not about a status: `of` says nothing,
 * `neg` negates its neighbour, `nor` does so where nothing else does (`ne répond pas`).
 */
export type Group = string;

/**
 * Lines of `group: entry entry …`, written as texts are looked up: in lower case, Latin letters without accents (but for
 * Vietnamese), `е` for `ё`. `_` joins the words of a phrase, `:x` names the class of endings that a stem takes
 * (`words/endings.ts`), `!` behind a word means that it holds its own negation (`impago!`), `^` that it counts with its
 * accents only (`validé^`). One text, which begins and ends with a line break: it costs a cold isolate nothing until it is
 * searched, and searching it for the beginning of one word is quicker than making a table of all.
 */
export type Vocabulary = string;

/** By script. Where languages share a word, the earlier one decides. */
export interface Vocabularies {
  latin: Vocabulary;
  cyrillic: Vocabulary;
  thai: Vocabulary;
  /** One of the Latin ones that is also understood without its accents, where a whole text has none. */
  vietnamese: Vocabulary;
}

interface Phrase {
  words: readonly string[];
  group: Group;
}

/** What begins with the same letters. */
export interface Entries {
  words: Map<string, Group>;
  /** Group by class of endings, by stem. */
  stems: Map<string, Map<string, Group>>;
  /** By first word, longest first. */
  phrases: Map<string, Phrase[]>;
}

export interface Lexicon {
  vocabularies: Vocabularies;
  /** By the beginning of a word. */
  starts: Map<string, Entries>;
  /** Vietnamese without accents. */
  bare: Entries | null;
  /** Words of more than one letter that negate, once asked for. */
  negations: readonly string[] | null;
  /** By the word, once a text had it. */
  known: Map<string, Known>;
  /** Spellings by their first two letters and their length, once asked for. */
  spellings: Map<string, Spelling[][]>;
}

export type Spelling = readonly [text: string, group: Group];

/** What has been found out of a word. */
export interface Known {
  /** Those that it may be the first word of. */
  phrases: readonly Phrase[];
  /** What `groupsOf` says, in texts of each kind. */
  groups: (readonly Group[] | null)[];
}

/** Words that are kept. */
const remembered = 4_000;
/** Letters. */
const shortestStem = 3;
const noPhrases: readonly Phrase[] = [];

export const makeLexicon = (vocabularies: Vocabularies): Lexicon => ({
  vocabularies,
  starts: new Map(),
  bare: null,
  negations: null,
  known: new Map(),
  spellings: new Map(),
});

const noEntries = (): Entries => ({ words: new Map(), stems: new Map(), phrases: new Map() });

/** All entries that begin as a word does, with its first three letters: no stem is shorter. */
export function entriesLike(lexicon: Lexicon, word: string): Entries {
  return entriesFrom(lexicon, word.length > shortestStem ? word.slice(0, shortestStem) : word);
}

/** All entries with this beginning; of a single letter those that it is the first word of. */
export function entriesFrom(lexicon: Lexicon, start: string): Entries {
  let entries = lexicon.starts.get(start);
  if (entries !== undefined) return entries;
  entries = noEntries();
  const vocabulary = vocabularyFor(lexicon, start.charCodeAt(0));
  const wanted = ` ${start}`;
  for (let at = vocabulary.indexOf(wanted); at >= 0; ) {
    const end = endOfEntry(vocabulary, at + 1);
    if (start.length > 1 || !isLetter(vocabulary.charCodeAt(at + 2))) {
      const line = vocabulary.lastIndexOf('\n', at) + 1;
      enter(entries, vocabulary.slice(at + 1, end), vocabulary.slice(line, vocabulary.indexOf(':', line)));
    }
    at = vocabulary.indexOf(wanted, end);
  }
  sortPhrases(entries);
  lexicon.starts.set(start, entries);
  return entries;
}

function vocabularyFor({ vocabularies }: Lexicon, code: number): Vocabulary {
  if (code < 0x400 || code >= 0x1e00) return vocabularies.latin;
  return code < 0x530 ? vocabularies.cyrillic : vocabularies.thai;
}

/** Entries are short: looking at each letter beats two searches for what comes first. */
function endOfEntry(vocabulary: Vocabulary, from: number): number {
  let end = from;
  while (vocabulary.charCodeAt(end) > space) end++;
  return end;
}

const space = 0x20;
/** Not one of the marks that end a word within an entry. */
const isLetter = (code: number): boolean => !' \n_:!^'.includes(String.fromCharCode(code));

function enter(entries: Entries, entry: string, name: Group): void {
  const mark = entry.charAt(entry.length - 1);
  const group = mark === '!' ? `!${name}` : name;
  const text = mark === '!' || mark === '^' ? entry.slice(0, -1) : entry;
  const colon = text.indexOf(':');
  if (colon > 0) {
    const stem = text.slice(0, colon);
    const kinds = entries.stems.get(stem);
    if (kinds === undefined) entries.stems.set(stem, new Map([[text.slice(colon + 1), group]]));
    else if (!kinds.has(text.slice(colon + 1))) kinds.set(text.slice(colon + 1), group);
  } else if (text.includes('_')) {
    const words = text.split('_');
    const list = entries.phrases.get(words[0] ?? '');
    if (list === undefined) entries.phrases.set(words[0] ?? '', [{ words, group }]);
    else list.push({ words, group });
  } else if (!entries.words.has(text)) entries.words.set(text, group);
}

function sortPhrases({ phrases }: Entries): void {
  for (const list of phrases.values()) list.sort((a, b) => b.words.length - a.words.length);
}

/** Vietnamese phrases and negations without accents; its single syllables would say too many things. */
function bareEntries(lexicon: Lexicon): Entries {
  if (lexicon.bare !== null) return lexicon.bare;
  lexicon.bare = noEntries();
  for (const line of fold(lexicon.vocabularies.vietnamese).trim().split('\n')) {
    const group = groupOfLine(line);
    for (const entry of entriesOf(line)) {
      if (entry.includes('_') || group === 'neg' || group === 'of') enter(lexicon.bare, entry, group);
    }
  }
  sortPhrases(lexicon.bare);
  return lexicon.bare;
}

const groupOfLine = (line: string): Group => line.slice(0, line.indexOf(':'));

/** The entries of a line; the first piece is the name of the group. */
const entriesOf = (line: string): string[] => line.split(' ').slice(1);

export function knownOf(lexicon: Lexicon, { raw, folded }: Word): Known {
  let known = lexicon.known.get(raw);
  if (known === undefined) {
    if (lexicon.known.size >= remembered) lexicon.known.clear();
    const asFolded = entriesLike(lexicon, folded).phrases.get(folded) ?? noPhrases;
    const accented = raw === folded ? undefined : entriesLike(lexicon, raw).phrases.get(raw);
    known = { phrases: accented === undefined ? asFolded : [...asFolded, ...accented], groups: [] };
    lexicon.known.set(raw, known);
  }
  return known;
}

/** The longest phrase that starts at a word of which so much is known, within its part of the text. */
export function phraseAt(
  lexicon: Lexicon,
  words: readonly Word[],
  at: number,
  { phrases }: Known,
  bare: boolean,
): Phrase | null {
  for (const phrase of phrases) if (follows(words, at, phrase)) return phrase;
  if (!bare) return null;
  const { folded } = words[at] as Word;
  return (
    bareEntries(lexicon)
      .phrases.get(folded)
      ?.find((phrase) => follows(words, at, phrase)) ?? null
  );
}

function follows(words: readonly Word[], at: number, phrase: Phrase): boolean {
  const { part } = words[at] as Word;
  for (let n = 0; n < phrase.words.length; n++) {
    const word = words[at + n];
    const expected = phrase.words[n];
    if (word === undefined || word.part !== part || (word.folded !== expected && word.raw !== expected)) return false;
  }
  return true;
}

/** The group of a word that is known as it stands or by its stem. */
export function groupOf(lexicon: Lexicon, folded: string, raw: string = folded): Group | null {
  const accented = raw === folded ? undefined : entriesLike(lexicon, raw).words.get(raw);
  if (accented !== undefined) return accented;
  const { words, stems } = entriesLike(lexicon, folded);
  const whole = words.get(folded);
  if (whole !== undefined) return whole;
  for (let cut = folded.length; cut >= shortestStem && cut >= folded.length - longestEnding; cut--) {
    const kinds = stems.get(folded.slice(0, cut));
    if (kinds === undefined) continue;
    const ending = folded.slice(cut);
    for (const [kind, group] of kinds) if (endings(kind).has(ending)) return group;
  }
  return null;
}

/** The group of a Vietnamese word without accents. */
export const bareGroupOf = (lexicon: Lexicon, word: string): Group | null =>
  bareEntries(lexicon).words.get(word) ?? null;

/** Every word of more than one letter that negates. */
export function negations(lexicon: Lexicon): readonly string[] {
  const { latin, cyrillic } = lexicon.vocabularies;
  lexicon.negations ??= (latin + cyrillic)
    .split('\n')
    .filter((line) => line.startsWith('neg:'))
    .flatMap((line) => entriesOf(fold(line)))
    .filter((word) => word.length > 1 && !word.includes('_'));
  return lexicon.negations;
}
