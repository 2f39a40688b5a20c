/**
 * What the words of a text say together. The order is the law: from the top, the first rule whose words are all there
 * takes them away and adds its reading; what is left is read on, until nothing is left or nothing fits.
 *
 * The names are the groups of the vocabularies. `!` says that the group was negated, `a b` that both stand somewhere in
 * the text, `a+b` that both stand in one part of it; each text after the reading is an alternative.
 */

/** A status, a status with its reason, or a name for what depends on the lead or on the rest of the text. */
export type Reading = `${number}` | `${number}/${number}` | NamedReading;
export type NamedReading = 'approve' | 'deposit' | 'accepted' | 'created' | 'registered' | 'unregistered' | 'unconfirmed' | 'no answer' | 'failed' | 'silent';

export interface Rule {
  name: string;
  reading: Reading;
  /** Groups that must all be there; any of these sets will do. */
  sets: readonly { groups: readonly string[]; together: boolean }[];
}

const rule = (name: string, reading: Reading, ...sets: string[]): Rule => ({
  name,
  reading,
  sets: sets.map((set) => ({ groups: set.split(/[ +]/), together: set.includes('+') })),
});

export const makeRules = (): readonly Rule[] => [
  // Decisions about decisions.
  rule('a refusal taken back', 'silent', 'cancel+cancel', 'cancel+refusal', 'refusal+refusal', 'cancel+confirming', 'cancel+approving', 'cancel+return', 'refusal+confirming', 'refusal+approving', 'refusal+return', 'cancel+callback', 'cancel+refund', 'refusal+refund', 'deleted+cancel', 'deleted+refusal'),
  rule('cancelled, since never confirmed', '5', 'cancel !confirm', 'cancel !approve', 'cancel !paid', 'cancel !accept', 'refusal !confirm', 'refusal !paid'),

  // Money that came, comes or did not come.
  rule('deposited elsewhere', '5/8', 'deposit already', 'deposit elsewhere', 'ordered elsewhere', 'elsewhere'),
  rule('payment attempt failed', '3', 'deposit+fail', 'deposit+cancel', 'payment+fail', 'payment+cancel', 'payment+invalid', 'payment+error'),
  rule('deposit expected', '2', 'deposit+potential', 'deposit+wait'),
  rule('payment received', '10', 'payment+accept', 'payment+received', 'payment+confirm', 'payment+success', 'payment+complete', 'payment+approve', 'money+received'),

  rule('call repeated', '3', 'duplicate+call', 'again+call'),

  // Parcels that come back.
  rule('parcel refused', '11', 'cancel+receive', 'cancel+send', 'cancel+shipping', 'cancel+delivery', 'cancel+transit', 'cancel+parcel', 'refusal+receive', 'refusal+send', 'refusal+shipping', 'refusal+delivery', 'refusal+transit', 'refusal+parcel', 'refusal+recipient', 'cancel+recipient'),
  rule('parcel back with its sender', '11', 'delivered+sender', 'return+sender', 'sender'),
  rule('parcel failed to arrive', '11', '!delivered', 'undelivered', '!bought', 'delivery+fail', 'delivery+failed', 'transit+fail', '!receive'),
  rule('question about a return', '5/16', 'consult return', 'consult'),

  // Before and between stages.
  rule('awaiting shipment', '7', 'ready+send', 'ready+sent', 'ready+shipping', 'ready+transit', 'ready+delivery', 'wait+send', 'wait+shipping', 'handover+transit', 'handover+delivery', 'handover+shipping', 'handover+send'),
  rule('parcel registered with a carrier', '6', 'created+waybill'),
  rule('queued for shipment', 'approve', 'queue+send', 'queue+shipping'),
  rule('delivery under way', '8', 'process+transit', 'process+delivery'),
  rule('shipment under way', '7', 'process+send', 'process+shipping'),
  rule('being packed', '6', 'wait+pack', 'ready+pack', 'goods+pack', 'pack'),
  rule('taken into work', '2', 'accept+process', 'accept+wait', 'received+process'),
  rule('awaiting something', '2', 'wait+confirm', 'wait+confirming', 'wait+approve', 'wait+approving', 'wait+accept', 'wait+accepting', 'wait+paid', 'wait+payment', 'wait+answer', 'wait+call', 'wait+contact', 'wait+process', 'process+confirm', 'process+confirming', 'process+approving', 'process+payment', 'process+accepting'),
  rule('on hold', '4', 'wait+hold', 'process+hold', 'hold'),

  // Refusals that name their reason.
  rule('switched off by the network', '5/15', 'offer off', 'offer cancel', 'offer inactive', 'offer !active', 'limit exceeded', 'limit'),
  rule('timed out', '5/17', 'timer'),
  rule('suspicion of fraud', '5/12', 'fraud modal', 'fraud potential', 'fraud suspicion', 'fraud', 'blacklist'),
  rule('language', '5/13', 'language wrong', 'language invalid', 'language barrier', 'language other', 'language barrier', '!language', '!speak language', '!speak', 'languagebarrier'),
  rule('geo', '5/5', 'delivery impossible', 'geo wrong', 'geo invalid', 'geo changed', 'geo other', '!supported geo', '!geo', '!target geo'),
  rule('person', '5/3', 'person wrong', 'person other', '!ordered', '!registered'),
  rule('number', '5/1', 'number wrong', 'number invalid', 'number fake', 'number !exist', 'number !valid', '!number', 'wrongnumber'),
  rule('certificate', '5/4', 'certificate modal', 'certificate need', 'certificate wait', '!certificate', 'certificate'),
  rule('duplicate', '5/7', 'duplicate'),
  rule('price', '5/9', 'expensive', '!suit price'),
  rule('delivery does not suit', '5/10', '!suit delivery', '!suit transit', '!suit shipping', 'unsuited delivery', 'wrong delivery', 'delivery barrier', 'notinterested delivery', '!delivery', '!supported delivery'),
  rule('goods do not suit', '5/14', '!suit goods', 'unsuited goods', '!suit', 'unsuited'),
  rule('false data', '5/6', 'data wrong', 'email wrong', 'email invalid', '!email', 'data invalid', 'data fake', 'data other', '!data', 'age wrong', 'age', '!valid data'),
  rule('changed their mind', '5/2', 'mind', '!interest', '!interested', 'notinterested', '!need', '!want', '!money', 'money lacking', '!target', 'untargeted', 'low potential', '!potential', 'refuse'),
  rule('never reached', '5/11', 'final noanswer', 'final !answer', 'neveranswer', '!reach', 'fail reach', 'fail contact', 'unreachable', '!available', 'call fail', 'inactive number', 'off number', '!active number'),
  rule('rubbish', '5/6', 'fake', 'test', 'spam', 'trash', 'invalid', '!valid'),

  // Calls.
  rule('call again', '3', 'callback', 'call+later', 'call+again', 'call+time', 'contact+later', 'contact+again', 'answer+later'),
  rule('line busy', '3', 'busy'),
  rule('voice mail', '3', 'voicemail'),
  rule('no answer', 'no answer', '!answer', 'noanswer', '!contact'),

  // Single words.
  rule('goods received', '10', 'goods+received'),
  rule('refused', '5', 'cancel'),
  rule('plain refusal', '5/2', 'refusal'),
  rule('failed', 'failed', 'fail'),
  rule('goods came back', '11', 'goods return', 'return', 'refund'),
  rule('deposit made', 'deposit', 'deposit'),
  rule('paid', '10', 'goods+paid', 'goods+bought', 'paid', 'bought', 'complete', 'handing'),
  rule('arrived', '9', 'goods+delivered', 'delivered'),
  rule('on its way', '8', 'goods+sent', 'goods+transit', 'sent', 'transit'),
  rule('about to be sent', '7', 'send'),
  rule('approved', 'approve', 'confirm', 'approve', 'success'),
  rule('accepted', 'accepted', 'accept'),
  rule('not confirmed', 'unconfirmed', '!confirm', '!confirming', '!accept'),
  rule('created', 'created', 'created'),
  rule('registered', 'registered', 'registered'),
  rule('not registered with the carrier', 'unregistered', 'unregistered'),
  rule('deleted', '12', 'deleted'),
  rule('in work', '2', 'contact interest', 'contact interested', 'process', 'queue', 'wait'),
  rule('new', '1', 'new'),
];
