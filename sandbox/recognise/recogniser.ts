/**
 * What a CRM's status text means for a lead. Right or silent: a wrong guess pays money.
 * Order: nothing said → the integration's own mapping → codes → vocabulary → what the reading means for this lead.
 */

import { type CheckKind, isBookable, type Status } from '../contract/statuses.ts';
import { type Finding, reasonOf, statusOf } from './agreement.ts';
import { type Lexicon, makeLexicon, type Vocabularies } from './lexicon.ts';
import { read } from './reading.ts';
import { noRulesYet, type Reading, type RuleIndex } from './rules.ts';
import { apart, isNumber, tidy, type Words, wordsOf } from './text.ts';

export type Recognised = { accept: true; status?: Status } | { status: Status; reason?: number };

export type Recognition =
  | {
      kind: 'recognised';
      edit: Recognised;
      /** Name of the rule that decided; `mapping` for the integration's own. */
      rule: string;
      /** The words it was decided by. */
      word: string;
    }
  | { kind: 'unknown' }
  | { kind: 'empty' };

export interface Context {
  kind: CheckKind;
  /** The lead's status. */
  current: number;
  /** By `mappingKey` of the text. */
  mappings?: ReadonlyMap<string, Recognised>;
}

/** Under which an integration's own mapping is kept and found: the text without space around it, in lower case, spaces inside as one. */
export function mappingKey(text: string): string {
  return tidy(text).toLowerCase().replace(/\s+/g, ' ');
}

/** Longer texts are comments, not statuses. */
const longest = 120;
const remembered = 2_000;

/** What is recognised by. */
export interface Language {
  vocabularies: Vocabularies;
  /** Labels of single CRMs, by their words. */
  labels: ReadonlyMap<string, Reading>;
}

/** @param text what the CRM sent: a text, or a number, which is a code that only a mapping can know */
export type Recognise = (text: unknown, context: Context) => Recognition;

/** @param language asked for with the first text that must be read */
export function createRecogniser(language: () => Language): Recognise {
  const findings = new Map<string, Finding | 'empty' | null>();
  let tables: { lexicon: Lexicon; rules: RuleIndex; labels: Labels } | null = null;

  /** Statuses repeat a thousand times within an answer: each text is read once. */
  function findingOf(said: string): Finding | 'empty' | null {
    const known = findings.get(said);
    if (known !== undefined) return known;
    if (findings.size >= remembered) findings.clear();
    const found = lookUp(said);
    findings.set(said, found);
    return found;
  }

  function lookUp(said: string): Finding | 'empty' | null {
    const text = tidy(said);
    if (text === '') return 'empty';
    if (tables === null) {
      const { vocabularies, labels } = language();
      tables = { lexicon: makeLexicon(vocabularies), rules: noRulesYet(), labels: indexed(labels) };
    }
    const { lexicon, rules, labels } = tables;
    const words = wordsOf(text, true);
    const label = labelled(labels, words);
    if (label !== undefined && !words.doubtful) return { reading: label, rule: 'label', word: text, part: 0 };
    const found = read(lexicon, rules, words);
    if (found !== null || apart(text) === text) return found;
    return read(lexicon, rules, wordsOf(text, false));
  }

  return (text, context) => {
    if (text === null || text === undefined) return { kind: 'empty' };
    if (typeof text !== 'string' && typeof text !== 'number' && typeof text !== 'boolean') return { kind: 'unknown' };
    const said = String(text);
    if (context.mappings !== undefined && context.mappings.size > 0) {
      const own = context.mappings.get(mappingKey(said));
      if (own !== undefined) return { kind: 'recognised', edit: own, rule: 'mapping', word: said.trim() };
    }
    if (typeof text !== 'string' || said.length > longest) return { kind: 'unknown' };

    const finding = findingOf(said);
    if (finding === 'empty') return { kind: 'empty' };
    const edit = finding === null ? null : meaningFor(finding.reading, context);
    return finding === null || edit === null
      ? { kind: 'unknown' }
      : { kind: 'recognised', edit, rule: finding.rule, word: finding.word };
  };
}

interface Labels {
  byText: Language['labels'];
  firstWords: ReadonlySet<string>;
}

function indexed(byText: Language['labels']): Labels {
  const firstWords = new Set<string>();
  for (const label of byText.keys()) firstWords.add(label.split(' ', 1)[0] ?? '');
  return { byText, firstWords };
}

/** The label that a text is, without the numbers, which count calls or days; `0` denies. */
function labelled({ byText, firstWords }: Labels, { words }: Words): Reading | undefined {
  let label = '';
  for (const { folded } of words) {
    if (folded !== '0' && isNumber(folded)) continue;
    if (label !== '') label += ` ${folded}`;
    else if (firstWords.has(folded)) label = folded;
    else return undefined;
  }
  return byText.get(label);
}

/** Reasons that sound the same in a courier's mouth, where they cancel nothing. */
const saidOnTheWay: ReadonlySet<number> = new Set([1, 5, 10, 11, 13, 15, 16, 17]);

/** What a reading changes in this lead; null where it says nothing about a lead that far on. */
function meaningFor(reading: Reading, { kind, current }: Context): Recognised | null {
  const accepted = kind === 'accepted' || isBookable(current as Status);
  const status = statusOf(reading) as Status;
  switch (reading) {
    case 'approve':
    case 'deposit':
      return { accept: true };
    case 'accepted':
      // A carrier's ACCEPTED says that the parcel was taken in, and approves nothing.
      return accepted ? null : { accept: true };
    case 'created':
    case 'unregistered':
      return kind === 'accepted' ? { status } : null;
    case 'registered':
      return accepted ? (kind === 'accepted' ? { status: 7 } : null) : { status };
  }
  if (status >= 6 && status <= 10) return accepted ? { status } : { accept: true, status };
  const reason = reasonOf(reading);
  // Calls and waiting are over for an accepted lead. What is said of them now («не отвечает», `expired`) a courier says.
  if (accepted && (status <= 4 || reading === 'failed' || saidOnTheWay.has(reason))) return null;
  return reason === 0 ? { status } : { status, reason };
}
