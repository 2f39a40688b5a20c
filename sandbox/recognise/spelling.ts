/** Words that are not in the vocabulary as they stand: look-alike letters, negating prefixes, words run together, slips. */

import {
  bareGroupOf,
  entriesFrom,
  type Group,
  groupOf,
  type Known,
  type Lexicon,
  negations,
  type Spelling,
} from './lexicon.ts';
import { inOneAlphabet, type Word } from './text.ts';
import { endings } from './words/endings.ts';

/** Groups whose words pay money. Slips in them must be well inside the word: negations and grammar live at its ends. */
export const paying: ReadonlySet<Group> = new Set(
  'confirm approve accept success deposit paid bought complete delivered sent transit pack send received'.split(' '),
);

/** Groups that leave a lead open: a wrong guess is put right by the next check. */
const open: ReadonlySet<Group> = new Set(
  'new process wait hold callback call answer busy voicemail noanswer later again'.split(' '),
);

/** Groups that a prefix may negate: what is done, or not, to a lead. */
const negatable: ReadonlySet<Group> = new Set([
  ...paying,
  ...'interest interested ordered registered valid reach contact suit available target confirming exist supported'.split(
    ' ',
  ),
]);

const thai = /^[\u0e00-\u0e7f]+$/;

const means = (group: Group | null): group is Group =>
  group !== null && group !== 'of' && group !== 'neg' && group !== 'nor' && !group.startsWith('!');

/** The groups of one word, usually one; null for a word that says nothing to us. */
export function groupsOf(
  lexicon: Lexicon,
  word: Word,
  known: Known,
  cyrillicText: boolean,
  bare: boolean,
): readonly Group[] | null {
  const kind = (cyrillicText ? 2 : 0) + (bare ? 1 : 0);
  let groups = known.groups[kind];
  if (groups === undefined) {
    groups = readWord(lexicon, word, cyrillicText, bare);
    known.groups[kind] = groups;
  }
  return groups;
}

function readWord(lexicon: Lexicon, { folded, raw }: Word, cyrillicText: boolean, bare: boolean): Group[] | null {
  const known = groupOf(lexicon, folded, raw) ?? (bare ? bareGroupOf(lexicon, folded) : null);
  if (known !== null) return [known];
  if (thai.test(raw)) return segmented(lexicon, raw);
  const twin = inOneAlphabet(folded, cyrillicText);
  const found = twin === null ? null : groupOf(lexicon, twin);
  if (found !== null) return [found];
  const word = twin ?? folded;
  return umlauted(lexicon, word) ?? prefixed(lexicon, word) ?? compound(lexicon, word) ?? misspelt(lexicon, word);
}

/** `bestaetigt` for `bestätigt`, which is looked up as `bestatigt`. */
function umlauted(lexicon: Lexicon, word: string): Group[] | null {
  const plain = word.replace(/([aou])e/g, '$1');
  const group = plain === word ? null : groupOf(lexicon, plain);
  return group === null ? null : [group];
}

/** «неподтверждён», `unpaid`, `niepotwierdzone`: the negation is the beginning of the word. */
function prefixed(lexicon: Lexicon, word: string): Group[] | null {
  for (const prefix of ['не', 'un', 'non', 'ne', 'nie', 'in', 'im', 'des']) {
    if (!word.startsWith(prefix)) continue;
    const group = groupOf(lexicon, word.slice(prefix.length));
    if (group !== null && negatable.has(group)) return [`!${group}`];
  }
  return null;
}

/** `wrongnumber`, `noanswer`: two known words without a space. */
function compound(lexicon: Lexicon, word: string): Group[] | null {
  for (let cut = 2; cut <= word.length - 3; cut++) {
    const first = groupOf(lexicon, word.slice(0, cut));
    if (first === null || (cut < 4 && first !== 'neg')) continue;
    const second = groupOf(lexicon, word.slice(cut));
    if (means(second)) return [first, second];
  }
  return null;
}

/** Thai writes no spaces: the longest known words from left to right, all of the text or nothing. */
function segmented(lexicon: Lexicon, text: string): Group[] | null {
  const groups: Group[] = [];
  for (let at = 0; at < text.length; ) {
    const { words } = entriesFrom(lexicon, text.slice(at, at + 2));
    let end = text.length;
    while (end > at && !words.has(text.slice(at, end))) end--;
    const group = words.get(text.slice(at, end));
    if (group === undefined) return null;
    groups.push(group);
    at = end;
  }
  return groups;
}

/**
 * One letter too many, too few, wrong or swapped. The first two letters must be right, since negations are prefixes, and
 * only one group may be that near. The more a mistake of ours would cost, the longer the word must be.
 */
function misspelt(lexicon: Lexicon, word: string): Group[] | null {
  if (word.length < 5) return null;
  let found: Group | null = null;
  let inside = false;
  const byLength = spellingsLike(lexicon, word);
  const third = word.charCodeAt(2);
  const last = word.charCodeAt(word.length - 1);
  for (let length = word.length - 1; length <= word.length + 1; length++) {
    for (const [spelling, group] of byLength[length] ?? []) {
      // One slip cannot be at both ends: most spellings are told apart by that.
      if (spelling.charCodeAt(2) !== third && spelling.charCodeAt(spelling.length - 1) !== last) continue;
      if (!oneSlip(word, spelling)) continue;
      if (found !== null && found !== group) return null;
      found = group;
      inside ||= spelling.endsWith(word.slice(-3));
    }
  }
  if (!means(found)) return null;
  if (paying.has(found)) return word.length >= 7 && inside ? [found] : null;
  return word.length >= 6 || open.has(found) ? [found] : null;
}

/** Known words with the same first two letters, as they stand and stem by stem with every ending, by their length. */
function spellingsLike(lexicon: Lexicon, word: string): readonly (readonly Spelling[])[] {
  const start = word.slice(0, 2);
  let byLength = lexicon.spellings.get(start);
  if (byLength !== undefined) return byLength;
  byLength = [];
  const { words, stems } = entriesFrom(lexicon, start);
  const enter = (text: string, group: Group, among: Spelling[][]): void => {
    const list = among[text.length];
    if (list === undefined) among[text.length] = [[text, group]];
    else list.push([text, group]);
  };
  for (const [text, group] of words) enter(text, group, byLength);
  for (const [stem, kinds] of stems) {
    for (const [kind, group] of kinds) for (const ending of endings(kind)) enter(stem + ending, group, byLength);
  }
  lexicon.spellings.set(start, byLength);
  return byLength;
}

/** Whether a little word may be a misspelt negation: «на подтверждён», `approved: on`. */
export function isNearNegation(lexicon: Lexicon, word: string): boolean {
  const twin = inOneAlphabet(word, true);
  return negations(lexicon).some((negation) => oneSlip(word, negation) || (twin !== null && oneSlip(twin, negation)));
}

/** Whether two words are the same but for one inserted, missing, wrong or swapped letter. */
export function oneSlip(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  if (endA - start <= 1 && endB - start <= 1) return true;
  return endA - start === 2 && endB - start === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
