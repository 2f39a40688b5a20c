/**
 * What a CRM's status text means for a lead. Right or silent: a wrong guess pays money.
 * Order: nothing said → the integration's own mapping → codes → vocabulary → what the reading means for this lead.
 */

import { isBookable, type CheckKind, type Status } from '../contract/statuses.ts';
import { makeLexicon, type Lexicon } from './lexicon.ts';
import { type Finding, reasonOf, statusOf } from './agreement.ts';
import { read } from './reading.ts';
import { makeRules, type Reading, type Rule } from './rules.ts';
import { tidy, wordsOf } from './text.ts';
import { labels, vocabularies } from './words/index.ts';

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

/** An integration's own mapping as it is kept. */
export interface Mapping {
  text: string;
  accept?: boolean;
  status?: number;
  reason?: number;
}

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
const findings = new Map<string, Finding | null>();
let tables: { lexicon: Lexicon; rules: readonly Rule[]; labels: ReadonlyMap<string, Reading> } | null = null;

/** @param text what the CRM sent: a text, or a number, which is a code that only a mapping can know */
export function recognise(text: unknown, context: Context): Recognition {
  if (text === null || text === undefined) return { kind: 'empty' };
  if (typeof text !== 'string' && typeof text !== 'number' && typeof text !== 'boolean') return { kind: 'unknown' };
  const said = String(text);
  const key = mappingKey(said);
  if (key === '') return { kind: 'empty' };

  const own = context.mappings?.get(key);
  if (own !== undefined) return { kind: 'recognised', edit: own, rule: 'mapping', word: said.trim() };
  if (typeof text !== 'string' || said.length > longest) return { kind: 'unknown' };

  const finding = findingOf(said);
  const edit = finding === null ? null : meaningFor(finding.reading, context);
  return finding === null || edit === null
    ? { kind: 'unknown' }
    : { kind: 'recognised', edit, rule: finding.rule, word: finding.word };
}

/** Statuses repeat a thousand times within an answer: each text is read once. */
function findingOf(said: string): Finding | null {
  const known = findings.get(said);
  if (known !== undefined) return known;
  if (findings.size >= remembered) findings.clear();
  const found = lookUp(said);
  findings.set(said, found);
  return found;
}

function lookUp(said: string): Finding | null {
  tables ??= { lexicon: makeLexicon(vocabularies), rules: makeRules(), labels: labels() };
  const text = tidy(said);
  const words = wordsOf(text, true);
  if (words.words.length === 0) return null;
  const label = tables.labels.get(words.words.map(({ folded }) => folded).join(' '));
  if (label !== undefined) return { reading: label, rule: 'label', word: text, part: 0 };
  return read(tables.lexicon, tables.rules, words) ?? read(tables.lexicon, tables.rules, wordsOf(text, false));
}

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
  // Calls and waiting are over for an accepted lead: «не отвечает» is then said by a courier.
  if (status <= 4 && accepted) return null;
  const reason = reasonOf(reading);
  return reason === 0 ? { status } : { status, reason };
}
