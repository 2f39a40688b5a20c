/** The vocabularies joined into one table of words. Made at the first question, not before. */

import { fold, type Word } from './text.ts';
import { endings, longestEnding } from './words/endings.ts';

/**
 * Words by group, written as texts are looked up: in lower case, Latin letters without accents (but for Vietnamese), `е`
 * for `ё`. Entries are separated by white space; `_` joins the words of a phrase, `:x` names the class of endings
 * that a stem takes (`words/endings.ts`), a leading `!` means that the word holds its own negation (`!impago`), a leading
 * `^` that it counts with its accents only (`^validé`).
 */
export type Vocabulary = Readonly<Record<string, string>>;

/**
 * A group of words with one meaning, negated where it starts with `!`. Three are not about a status: `of` says nothing,
 * `neg` negates its neighbour, `nor` does so where nothing else does (`ne répond pas`).
 */
export type Group = string;

export interface Phrase {
  words: readonly string[];
  group: Group;
}

export interface Lexicon {
  words: Map<string, Group>;
  /** Group by class of endings, by stem. */
  stems: Map<string, Map<string, Group>>;
  /** By first word, longest first. */
  phrases: Map<string, Phrase[]>;
  /** Vietnamese phrases and negations without accents: only for texts that have none. */
  bare: { words: Map<string, Group>; phrases: Map<string, Phrase[]> };
}

export function makeLexicon(vocabularies: Readonly<Record<string, Vocabulary>>): Lexicon {
  const lexicon: Lexicon = { words: new Map(), stems: new Map(), phrases: new Map(), bare: { words: new Map(), phrases: new Map() } };
  for (const [language, vocabulary] of Object.entries(vocabularies)) {
    const enter = language === 'vietnamese' ? enterVietnamese : enterStem;
    for (const [name, entries] of Object.entries(vocabulary)) {
      for (const entry of entries.split(/\s+/)) {
        if (entry.startsWith('^')) lexicon.words.set(entry.slice(1), name);
        else if (entry.startsWith('!')) enter(lexicon, entry.slice(1), `!${name}`);
        else if (entry !== '') enter(lexicon, entry, name);
      }
    }
  }
  for (const lists of [lexicon.phrases, lexicon.bare.phrases]) {
    for (const list of lists.values()) list.sort((a, b) => b.words.length - a.words.length);
  }
  return lexicon;
}

function enterStem(lexicon: Lexicon, entry: string, group: Group): void {
  const [stem = '', kind] = entry.split(':');
  if (kind === undefined) {
    put(lexicon, entry, group);
    return;
  }
  const kinds = lexicon.stems.get(stem);
  if (kinds === undefined) lexicon.stems.set(stem, new Map([[kind, group]]));
  else if (!kinds.has(kind)) kinds.set(kind, group);
}

/** Single syllables without their accents say too many things: phrases only, and what negates. */
function enterVietnamese(lexicon: Lexicon, entry: string, group: Group): void {
  put(lexicon, entry, group);
  if (entry.includes('_') || group === 'neg' || group === 'of') put(lexicon.bare, fold(entry), group);
}

function put({ words, phrases }: Pick<Lexicon, 'words' | 'phrases'>, entry: string, group: Group): void {
  const parts = entry.split('_');
  const [first = ''] = parts;
  if (parts.length === 1) {
    if (!words.has(first)) words.set(first, group);
    return;
  }
  const list = phrases.get(first);
  if (list === undefined) phrases.set(first, [{ words: parts, group }]);
  else list.push({ words: parts, group });
}

/** The longest phrase that starts at a word, within its part of the text. */
export function phraseAt({ phrases, bare }: Lexicon, words: readonly Word[], at: number): Phrase | null {
  const first = words[at];
  if (first === undefined) return null;
  const follows =
    (is: (word: Word, expected: string) => boolean) =>
    (phrase: Phrase): boolean =>
      phrase.words.every((expected, n) => {
        const word = words[at + n];
        return word !== undefined && word.part === first.part && is(word, expected);
      });
  const accented = follows(({ raw, folded }, expected) => folded === expected || raw === expected);
  return (
    phrases.get(first.folded)?.find(accented) ??
    (first.raw === first.folded ? undefined : phrases.get(first.raw)?.find(accented)) ??
    bare.phrases.get(first.folded)?.find(follows(({ raw, folded }, expected) => folded === expected && raw === folded)) ??
    null
  );
}

/** The group of a word that is known as it stands or by its stem. */
export function groupOf(lexicon: Lexicon, folded: string, raw: string = folded): Group | null {
  const whole = (raw === folded ? undefined : lexicon.words.get(raw)) ?? lexicon.words.get(folded);
  if (whole !== undefined) return whole;
  for (let cut = folded.length; cut >= 3 && cut >= folded.length - longestEnding; cut--) {
    const kinds = lexicon.stems.get(folded.slice(0, cut));
    if (kinds === undefined) continue;
    const ending = folded.slice(cut);
    for (const [kind, group] of kinds) if (endings(kind).has(ending)) return group;
  }
  return (raw === folded ? lexicon.bare.words.get(folded) : undefined) ?? null;
}
