/**
 * What the words of a text say together. The order is the law: from the top, the first rule whose words are all there
 * takes them away and adds its reading; what is left is read on, until nothing is left or nothing fits.
 *
 * The names are the groups of the vocabularies. `!` says that the group was negated, `a b` that both stand somewhere in
 * the text, `a+b` that both stand in one part of it; ` | ` separates alternatives.
 */

/** A status, a status with its reason, or a name for what depends on the lead or on the rest of the text. */
export type Reading = `${number}` | `${number}/${number}` | NamedReading;
export type NamedReading =
  | 'approve'
  | 'deposit'
  | 'accepted'
  | 'created'
  | 'registered'
  | 'unregistered'
  | 'unconfirmed'
  | 'no answer'
  | 'failed'
  | 'silent';

export interface Rule {
  name: string;
  reading: Reading;
  /** Groups that must all be there. */
  groups: readonly string[];
  /** Whether they must stand in one part of the text. */
  together: boolean;
  order: number;
}

/** Rules as far as texts have asked for them: by their first group, and those that may apply to the groups of a text. */
export interface RuleIndex {
  byFirst: Map<string, readonly Rule[]>;
  byGroups: Groups;
  /** Nodes of `byGroups`. */
  kept: number;
}

/** A tree: each step is one more group. */
interface Groups {
  rules: readonly Rule[] | null;
  and: Map<string, Groups>;
}

const noGroups = (): Groups => ({ rules: null, and: new Map() });
export const noRulesYet = (): RuleIndex => ({ byFirst: new Map(), byGroups: noGroups(), kept: 0 });

/** Steps through groups that are kept; texts of known words come down to a few hundred. */
const remembered = 2_000;

/** Sets are separated by ` | `, in as many pieces as the line takes. */
type Line = readonly [name: string, reading: Reading, ...sets: string[]];

/** The rules whose groups are all there, in their order. */
export function rulesFor(index: RuleIndex, groups: readonly string[]): readonly Rule[] {
  if (index.kept >= remembered) {
    index.byGroups = noGroups();
    index.kept = 0;
  }
  let node = index.byGroups;
  for (const group of groups) {
    let next = node.and.get(group);
    if (next === undefined) {
      next = noGroups();
      node.and.set(group, next);
      index.kept++;
    }
    node = next;
  }
  node.rules ??= rulesOfAll(index.byFirst, new Set(groups));
  return node.rules;
}

function rulesOfAll(byFirst: RuleIndex['byFirst'], groups: ReadonlySet<string>): readonly Rule[] {
  const found: Rule[] = [];
  for (const group of groups) {
    for (const rule of rulesOf(byFirst, group)) if (rule.groups.every((each) => groups.has(each))) found.push(rule);
  }
  return found.sort((a, b) => a.order - b.order);
}

/** The rules whose first group this is, in their order. */
function rulesOf(index: RuleIndex['byFirst'], group: string): readonly Rule[] {
  let rules = index.get(group);
  if (rules === undefined) {
    rules = linesNaming(group).flatMap((at) => rulesOfLine(law[at] as Line, at * 1_000, group));
    index.set(group, rules);
  }
  return rules;
}

/** The law as one text, each line behind its number: to search it is quicker than to look at a hundred lines. */
let lawText = '';

function linesNaming(group: string): number[] {
  if (lawText === '')
    for (let at = 0; at < law.length; at++) lawText += `${at}:${(law[at] as Line).slice(2).join(' ')}\n`;
  const found: number[] = [];
  for (let at = lawText.indexOf(group); at >= 0; ) {
    found.push(Number.parseInt(lawText.slice(lawText.lastIndexOf('\n', at) + 1, at), 10));
    at = lawText.indexOf(group, lawText.indexOf('\n', at));
  }
  return found;
}

function rulesOfLine([name, reading, ...pieces]: Line, order: number, first: string): Rule[] {
  const rules: Rule[] = [];
  let at = 0;
  for (const piece of pieces) {
    for (const set of piece.split(' | ')) {
      const together = set.includes('+');
      const groups = set.split(together ? '+' : ' ');
      if (groups[0] === first) rules.push({ name, reading, groups, together, order: order + at });
      at++;
    }
  }
  return rules;
}

export const law: readonly Line[] = [
  // Decisions about decisions.
  [
    'a refusal taken back',
    'silent',
    'cancel+cancel | cancel+refusal | refusal+refusal | cancel+confirming | cancel+approving | cancel+return',
    'refusal+confirming | refusal+approving | refusal+return | cancel+callback | cancel+refund',
    'refusal+refund | deleted+cancel | deleted+refusal',
  ],
  [
    'what is only awaited',
    'silent',
    'wait+delivery | wait+transit | wait+delivered | wait+bought | wait+complete | wait+return | wait+refund',
  ],
  [
    'cancelled, since never confirmed',
    '5',
    'cancel !confirm | cancel !approve | cancel !paid | cancel !accept | refusal !confirm | refusal !paid',
  ],

  // Money that came, comes or did not come.
  ['deposited elsewhere', '5/8', 'deposit already | deposit elsewhere | ordered elsewhere | elsewhere'],
  [
    'payment attempt failed',
    '3',
    'deposit+fail | deposit+cancel | payment+fail | payment+cancel | payment+invalid | payment+error',
  ],
  ['deposit expected', '2', 'deposit+potential | deposit+wait'],
  [
    'payment received',
    '10',
    'payment+accept | payment+received | payment+confirm | payment+success | payment+complete',
    'payment+approve | money+received',
  ],
  ['call repeated', '3', 'duplicate+call | again+call'],

  // Parcels that come back.
  [
    'parcel refused',
    '11',
    'cancel+receive | cancel+send | cancel+shipping | cancel+delivery | cancel+transit',
    'refusal+receive | refusal+send | refusal+shipping | refusal+delivery | refusal+transit',
    'refusal+recipient | cancel+recipient',
  ],
  ['parcel back with its sender', '11', 'delivered+sender | return+sender | sender'],
  ['parcel failed to arrive', '11', '!delivered | undelivered | !bought | delivery+fail | transit+fail | !receive'],
  ['question about a return', '5/16', 'consult return | consult'],

  // Before and between stages.
  [
    'awaiting shipment',
    '7',
    'ready+send | ready+sent | ready+shipping | ready+transit | ready+delivery | wait+send | wait+shipping',
    'handover+transit | handover+delivery | handover+shipping | handover+send',
  ],
  ['parcel registered with a carrier', '6', 'created+waybill'],
  ['queued for shipment', 'approve', 'queue+send | queue+shipping'],
  ['delivery under way', '8', 'process+transit | process+delivery'],
  ['shipment under way', '7', 'process+send | process+shipping'],
  ['being packed', '6', 'wait+pack | ready+pack | goods+pack | pack'],
  ['taken into work', '2', 'accept+process | accept+wait | received+process'],
  [
    'awaiting something',
    '2',
    'wait+confirm | wait+confirming | wait+approve | wait+approving | wait+accept | wait+accepting',
    'wait+paid | wait+payment | wait+answer | wait+call | wait+contact | wait+process | process+confirm',
    'process+confirming | process+approving | process+payment | process+accepting',
  ],
  ['on hold', '4', 'wait+hold | process+hold | hold'],

  // Refusals that name their reason.
  ['switched off by the network', '5/15', 'offer off | offer cancel | offer inactive | limit exceeded | limit'],
  ['timed out', '5/17', 'timer'],
  ['suspicion of fraud', '5/12', 'fraud modal | fraud potential | fraud suspicion | fraud | blacklist'],
  [
    'language',
    '5/13',
    'language wrong | language invalid | language barrier | language other | !language',
    '!speak language | !speak | languagebarrier',
  ],
  [
    'geo',
    '5/5',
    'delivery impossible | geo wrong | geo invalid | geo changed | geo other | !supported geo | !geo',
    '!target geo',
  ],
  ['number that nobody has', '5/1', 'number !exist | number !registered'],
  ['person', '5/3', 'person wrong | person other | !ordered | !registered'],
  ['number', '5/1', 'number wrong | number invalid | number fake | number !valid | !number | wrongnumber'],
  ['certificate', '5/4', 'certificate modal | certificate need | certificate wait | !certificate | certificate'],
  ['duplicate', '5/7', 'duplicate'],
  ['price', '5/9', 'expensive | !suit price'],
  [
    'delivery does not suit',
    '5/10',
    '!suit delivery | !suit transit | !suit shipping | unsuited delivery | wrong delivery | delivery barrier',
    'notinterested delivery | !delivery | !supported delivery',
  ],
  ['goods do not suit', '5/14', '!suit goods | unsuited goods | !suit | unsuited'],
  [
    'false data',
    '5/6',
    'data wrong | email wrong | email invalid | !email | data invalid | data fake | data other | !data',
    'age wrong | age | !valid data',
  ],
  [
    'changed their mind',
    '5/2',
    'mind | !interest | notinterested | !need | !want | !money | money lacking | !target',
    'untargeted | low potential | !potential | refuse',
  ],
  [
    'never reached',
    '5/11',
    'final noanswer | final !answer | neveranswer | !reach | fail reach | fail contact | unreachable',
    '!available | call fail | inactive number | off number',
  ],
  ['rubbish', '5/6', 'fake | test | spam | trash | invalid | !valid'],

  // Calls.
  [
    'call again',
    '3',
    'callback later | callback again | callback time | callback | call+later | call+again | call+time | contact+later | contact+again | answer+later',
  ],
  ['line busy', '3', 'busy'],
  ['voice mail', '3', 'voicemail'],
  ['no answer', 'no answer', '!answer | noanswer | !contact'],

  // Single words.
  ['goods received', '10', 'goods+received'],
  ['refused', '5', 'cancel'],
  ['plain refusal', '5/2', 'refusal'],
  ['failed', 'failed', 'fail'],
  ['goods came back', '11', 'goods return | return | refund'],
  ['deposit made', 'deposit', 'deposit'],
  ['paid', '10', 'goods+paid | goods+bought | paid | bought | complete | handing'],
  ['arrived', '9', 'goods+delivered | delivered'],
  ['on its way', '8', 'goods+sent | goods+transit | sent | transit'],
  ['about to be sent', '7', 'send'],
  ['approved', 'approve', 'confirm | approve | success'],
  ['accepted', 'accepted', 'accept'],
  ['not confirmed', 'unconfirmed', '!confirm | !confirming | !accept'],
  ['created', 'created', 'created'],
  ['registered', 'registered', 'registered'],
  ['not registered with the carrier', 'unregistered', 'unregistered'],
  ['deleted', '12', 'deleted'],
  ['in work', '2', 'contact interest | process | queue | wait'],
  ['new', '1', 'new'],
];
