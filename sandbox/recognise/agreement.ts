/** What several readings of one text come to. From the top, the first rule that knows the pair decides; none, and we are silent. */

import type { NamedReading, Reading } from './rules.ts';

export interface Finding {
  reading: Reading;
  rule: string;
  /** The words it was decided by. */
  word: string;
  /** The part of the text in which they stand. */
  part: number;
}

const named: Record<NamedReading, number> = {
  approve: 6,
  deposit: 6,
  accepted: 6,
  created: 6,
  registered: 1,
  unregistered: 6,
  unconfirmed: 2,
  'no answer': 3,
  failed: 5,
  silent: 0,
};

/** The status that a reading is about. */
export function statusOf(reading: Reading): number {
  return named[reading as NamedReading] ?? Number.parseInt(reading, 10);
}

export function reasonOf(reading: Reading): number {
  const slash = reading.indexOf('/');
  return slash < 0 ? 0 : Number.parseInt(reading.slice(slash + 1), 10);
}

export const isPaying = (reading: Reading): boolean => statusOf(reading) >= 6 && statusOf(reading) <= 10;
export const isOpen = (reading: Reading): boolean => statusOf(reading) <= 4;
/** A deposit is no stage of a delivery. */
const isStage = (reading: Reading): boolean => isPaying(reading) && reading !== 'deposit';
const isCall = (reading: Reading): boolean => statusOf(reading) <= 3;
const isRefusal = (reading: Reading): boolean => statusOf(reading) === 5;
/** Reasons that say little beside another: changed mind, rubbish. */
const isGeneral = (reading: Reading): boolean => [0, 2, 6].includes(reasonOf(reading));

type Decide = (a: Reading, b: Reading) => Reading | null;

/** The first kind stands where the other reading is of the second kind. */
const over =
  (stands: (reading: Reading) => boolean, yields: (reading: Reading) => boolean): Decide =>
  (a, b) =>
    stands(a) && yields(b) ? a : stands(b) && yields(a) ? b : null;

const is =
  (...readings: Reading[]) =>
  (reading: Reading): boolean =>
    readings.includes(reading);

const agreements: readonly [name: string, decide: Decide][] = [
  ['a deposit outlasts calls', over(is('deposit'), is('3', 'no answer', 'approve'))],
  ['approved, money on hold', over(is('4'), (r) => isCall(r) || is('approve', 'accepted', 'deposit')(r))],
  ['refusal with its reason', (a, b) => (isRefusal(a) && isRefusal(b) ? moreTelling(a, b) : null)],
  ['refused after calls in vain', (a, b) => (over(is('5', '5/2'), is('no answer'))(a, b) === null ? null : '5/11')],
  ['refused, since never reached', over(is('5/11'), is('no answer'))],
  ['deleted for a reason', over(isRefusal, is('12'))],
  ['the later stage', (a, b) => (isStage(a) && isStage(b) ? further(a, b) : null)],
  ['on its way back', over(is('11'), is('7', '8', '9', '5', '5/2'))],
  ['the further open status', (a, b) => (isCall(a) && isCall(b) ? further(a, b) : null)],
];

const further: Decide = (a, b) => (statusOf(a) >= statusOf(b) ? a : b);

const moreTelling: Decide = (a, b) => {
  if (isGeneral(a) !== isGeneral(b)) return isGeneral(a) ? b : a;
  if ((reasonOf(a) === 0) !== (reasonOf(b) === 0)) return reasonOf(a) === 0 ? b : a;
  return is('5/6')(b) ? b : a;
};

/** One finding out of all; null where they contradict each other or one of them forbids to say anything. */
export function agree(findings: readonly Finding[]): Finding | null {
  if (findings.some(({ reading }) => reading === 'silent')) return null;
  if (findings.length < 2) return findings[0] ?? null;
  const [first, ...others] = [...findings].sort((a, b) => a.part - b.part);
  if (first === undefined) return null;
  let agreed = first;
  for (const other of others) {
    if (other.reading === agreed.reading) continue;
    const decided = decide(agreed.reading, other.reading);
    if (decided === null) return null;
    agreed = { ...decided, word: `${agreed.word} + ${other.word}`, part: agreed.part };
  }
  return agreed;
}

function decide(a: Reading, b: Reading): { rule: string; reading: Reading } | null {
  for (const [rule, decide] of agreements) {
    const reading = decide(a, b);
    if (reading !== null) return { rule, reading };
  }
  return null;
}
