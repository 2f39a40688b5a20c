/** Reads a text: words → groups, negations bound to what they negate → rules → one finding, or none. */

import { agree, type Finding, isOpen, isPaying } from './agreement.ts';
import { type Group, knownOf, type Lexicon, phraseAt } from './lexicon.ts';
import { type Reading, type RuleIndex, rulesFor } from './rules.ts';
import { groupsOf, isNearNegation, paying } from './spelling.ts';
import { fold, isCyrillic, isNumber, type Words } from './text.ts';

interface Item {
  /** Null for an unknown word. */
  group: Group | null;
  text: string;
  part: number;
}

export function read(lexicon: Lexicon, rules: RuleIndex, { words, doubtful }: Words): Finding | null {
  const items = itemsOf(lexicon, words);
  if (isUnknownThroughout(items) || !bindNegations(items)) return null;
  const left: Item[] = [];
  const present: Group[] = [];
  for (const item of items) {
    if (item.group === null || item.group === 'of' || item.group === 'bound') continue;
    left.push(item);
    if (!present.includes(item.group)) present.push(item.group);
  }
  if (left.length === 0) return null;
  const telling: Item[] = [];
  const findings: Finding[] = [];
  for (const { name, reading, groups, together } of rulesFor(rules, present)) {
    const taken = take(left, groups, together);
    if (taken !== null) findings.push(finding(reading, name, taken, telling));
  }
  const agreed = agree(findings);
  if (agreed === null) return null;
  // Who says something we don't know in the very part that we read may say anything.
  if (items.some(({ group, part }) => group === null && telling.some((told) => told.part === part))) return null;
  const certain = !doubtful && left.length === 0 && items.every(({ group }) => group !== null);
  if (certain) return isPaying(agreed.reading) && hasSlippedNegation(lexicon, items) ? null : agreed;
  return isAllowed(agreed, left) ? agreed : null;
}

/** @param telling gets what was taken */
function finding(reading: Reading, rule: string, taken: readonly Item[], telling: Item[]): Finding {
  let word = '';
  let first = Number.POSITIVE_INFINITY;
  for (const item of taken) {
    word += word === '' ? item.text : ` ${item.text}`;
    first = Math.min(first, item.part);
    telling.push(item);
  }
  return { reading, rule, word, part: first };
}

/** Whatever the rules would say of a text of one part with an unknown word in it, that word may say anything. */
function isUnknownThroughout(items: readonly Item[]): boolean {
  const part = items[0]?.part;
  let unknown = false;
  for (const item of items) {
    if (item.part !== part) return false;
    unknown ||= item.group === null;
  }
  return unknown;
}

/** Takes the items of a rule out of those left, repeated ones with them; null where one is missing. */
function take(left: Item[], groups: readonly string[], together: boolean): Item[] | null {
  const complete = together ? left.some(({ part }) => isComplete(left, groups, part)) : isComplete(left, groups, null);
  if (!complete) return null;
  const taken: Item[] = [];
  let kept = 0;
  for (const item of left) {
    if (item.group !== null && groups.includes(item.group)) taken.push(item);
    else left[kept++] = item;
  }
  left.length = kept;
  return taken;
}

/** Whether each group is there, as often as it is named. @param part null for any */
function isComplete(items: readonly Item[], groups: readonly string[], part: number | null): boolean {
  for (const group of groups) {
    let missing = 0;
    for (const other of groups) if (other === group) missing++;
    for (const item of items) if (item.group === group && (part === null || item.part === part)) missing--;
    if (missing > 0) return false;
  }
  return true;
}

/** What may be said although not every word was understood: money never, a refusal only without «perhaps». */
function isAllowed({ reading }: Finding, left: readonly Item[]): boolean {
  if (isPaying(reading) || reading === 'unconfirmed' || reading === 'failed') return false;
  if (left.some(({ group }) => group?.startsWith('!'))) return false;
  return isOpen(reading) || !left.some(({ group }) => group === 'modal' || group === 'potential');
}

/** Before the word that pays, or alone behind it, a little word must not look like a misspelt negation. */
function hasSlippedNegation(lexicon: Lexicon, items: readonly Item[]): boolean {
  return items.some((item, at) => {
    if (
      item.group === null ||
      item.group === 'bound' ||
      paying.has(item.group) ||
      item.text.length > 4 ||
      isNumber(item.text)
    )
      return false;
    const next = items.slice(at + 1).find((other) => other.group !== 'of');
    const leads = next?.part === item.part && next.group !== null && paying.has(next.group);
    const alone = item.group === 'of' && at > 0 && items.every((other) => other === item || other.part !== item.part);
    return (leads || alone) && isNearNegation(lexicon, fold(item.text));
  });
}

/** Vietnamese without accents is tried where a text of plain letters was not understood. */
function itemsOf(lexicon: Lexicon, words: Words['words']): Item[] {
  const items = itemsWith(lexicon, words, false);
  const plain = words.length > 1 && words.every(({ raw, folded }) => raw === folded && /^[a-z\d]/.test(raw));
  return plain && items.some(({ group }) => group === null) ? itemsWith(lexicon, words, true) : items;
}

function itemsWith(lexicon: Lexicon, words: Words['words'], bare: boolean): Item[] {
  const cyrillic = isCyrillic(words);
  const items: Item[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    if (word === undefined) break;
    const { part } = word;
    if (isNumber(word.folded)) {
      // `approved: 0` says no; any other number counts calls, days or tries. No phrase begins with one.
      items.push({ group: word.folded === '0' ? 'neg' : 'of', text: word.raw, part });
      at++;
      continue;
    }
    const known = knownOf(lexicon, word);
    const phrase = phraseAt(lexicon, words, at, known, bare);
    if (phrase === null) {
      const groups = groupsOf(lexicon, word, known, cyrillic, bare);
      if (groups === null) items.push({ group: null, text: word.raw, part });
      else for (const group of groups) items.push({ group, text: word.raw, part });
      at++;
    } else {
      const end = at + phrase.words.length;
      const text = words.slice(at, end).map(({ raw }) => raw);
      items.push({ group: phrase.group, text: text.join(' '), part });
      at = end;
    }
  }
  return items;
}

/**
 * A negation belongs to the next word with a meaning in its part («не … подтверждён»), else to the last one before it
 * (`cevap yok`, `approved: no`). False where it belongs to nothing that we know.
 */
function bindNegations(items: Item[]): boolean {
  for (const [at, negation] of items.entries()) {
    if (negation.group !== 'neg' && negation.group !== 'nor') continue;
    const means = ({ group }: Item): boolean => group !== 'of' && group !== 'bound' && group !== 'time';
    const after = items
      .slice(at + 1)
      .find((item) => means(item) && item.group !== 'nor' && item.part === negation.part);
    const before = items.slice(0, at).findLast((item) => means(item) && item.part >= negation.part - 1);
    // «никогда не отвечает», `ne répond pas`: the second negation only repeats the first.
    const nearest = after ?? before;
    const repeats = negation.group === 'nor' && (nearest?.group === 'neg' || nearest?.group?.startsWith('!') === true);
    const target = repeats ? null : nearest;
    if (target === undefined || target?.group === null || target?.group === 'neg' || target?.group?.startsWith('!'))
      return false;
    negation.group = 'bound';
    if (target === null) continue;
    target.text = target === after ? `${negation.text} ${target.text}` : `${target.text} ${negation.text}`;
    target.group = `!${target.group}`;
  }
  return true;
}
