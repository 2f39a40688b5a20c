/** Reads a text: words → groups, negations bound to what they negate → rules → one finding, or none. */

import { agree, type Finding, isOpen, isPaying } from './agreement.ts';
import { type Group, type Lexicon, phraseAt } from './lexicon.ts';
import { type RuleIndex, rulesFor } from './rules.ts';
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
  if (!bindNegations(items)) return null;
  const left = items.filter(({ group }) => group !== null && group !== 'of' && group !== 'bound');
  const telling = new Set<number>();
  const findings: Finding[] = [];
  const present = new Set<Group>();
  for (const { group } of left) if (group !== null) present.add(group);
  for (const { name, reading, groups, together } of rulesFor(rules, present)) {
    const taken = take(left, groups, together);
    if (taken === null) continue;
    for (const { part } of taken) telling.add(part);
    const part = Math.min(...taken.map((item) => item.part));
    findings.push({ reading, rule: name, word: taken.map((item) => item.text).join(' '), part });
  }
  const agreed = agree(findings);
  if (agreed === null) return null;
  // Who says something we don't know in the very part that we read may say anything.
  if (items.some(({ group, part }) => group === null && telling.has(part))) return null;
  const certain = !doubtful && left.length === 0 && items.every(({ group }) => group !== null);
  if (certain) return isPaying(agreed.reading) && hasSlippedNegation(lexicon, items) ? null : agreed;
  return isAllowed(agreed, left) ? agreed : null;
}

/** Takes the items of a rule out of those left, repeated ones with them; null where one is missing. */
function take(left: Item[], groups: readonly string[], together: boolean): Item[] | null {
  if (!groups.every((group) => left.some((item) => item.group === group))) return null;
  const needed = (group: string): number => groups.filter((other) => other === group).length;
  const complete = (items: readonly Item[]): boolean =>
    groups.every((group) => items.filter((item) => item.group === group).length >= needed(group));
  const parts = together ? [...new Set(left.map(({ part }) => part))] : [null];
  const part = parts.find((p) => complete(p === null ? left : left.filter((item) => item.part === p)));
  if (part === undefined) return null;
  const taken = left.filter((item) => item.group !== null && groups.includes(item.group));
  for (const item of taken) left.splice(left.indexOf(item), 1);
  return taken;
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
    const phrase = phraseAt(lexicon, words, at, bare);
    const length = phrase?.words.length ?? 1;
    const text = words
      .slice(at, at + length)
      .map(({ raw }) => raw)
      .join(' ');
    const groups: readonly (Group | null)[] =
      phrase === null ? (groupsOf(lexicon, word, cyrillic, bare) ?? [null]) : [phrase.group];
    for (const group of groups) items.push({ group, text, part });
    at += length;
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
