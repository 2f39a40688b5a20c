/** The orders of the demo: who ordered what, and how each fares at its CRM as time passes. The same seed plans the same. */

/** Where an order stands, whatever words its CRM has for it. */
export type Stage =
  | 'new'
  | 'working'
  | 'callback'
  | 'hold'
  /** Something that only this CRM's people understand. */
  | 'odd'
  | 'approved'
  | 'packing'
  | 'sending'
  | 'transit'
  | 'arrived'
  | 'paid'
  | 'returned'
  | 'refused';

export type CrmName = 'leadline' | 'sklad' | 'chai24';
export type OfferName = 'cream' | 'course' | 'tea';
export type Refusal = 'mind' | 'price' | 'duplicate' | 'number' | 'unreached' | 'unordered';

export interface Order {
  crm: CrmName;
  offer: OfferName;
  /** The CRM's number; null where the lead has not been handed to a CRM yet. */
  number: string | null;
  createdAt: Date;
  customer: { name: string; phone: string; country: string; ip: string };
  /** Which webmaster brought it, from 0; null for none. */
  webmaster: number | null;
  packs: number;
  /** Of one pack, in the offer's currency. */
  price: number;
  refusal: Refusal;
  /** Seconds since the demo began, in growing order; the first is 0. */
  journey: { at: number; stage: Stage }[];
  /** Another network's order: the CRM mentions it, and we have no such lead. */
  foreign: boolean;
  /** The CRM has lost it: we have the lead, and no answer ever mentions it. */
  lost: boolean;
}

/** How many leads of an offer go through a CRM. The cream is sold through two. */
const shares: { crm: CrmName; offer: OfferName; leads: number; foreign: number }[] = [
  { crm: 'leadline', offer: 'cream', leads: 150, foreign: 6 },
  { crm: 'leadline', offer: 'course', leads: 120, foreign: 4 },
  { crm: 'sklad', offer: 'cream', leads: 180, foreign: 8 },
  { crm: 'chai24', offer: 'tea', leads: 160, foreign: 8 },
];

export const webmasterCount = 4;
/** Leads are at most so many days old when the demo begins. */
const days = 9;

export function planOrders(begunAt: Date, seed: number): Order[] {
  const chance = createChance(seed);
  const orders: Order[] = [];
  // Two CRMs may number their orders alike: all of them begin at the same number.
  const numbers: Record<CrmName, number> = { leadline: 10_001, sklad: 10_001, chai24: 10_001 };
  for (const { crm, offer, leads, foreign } of shares) {
    for (let index = 0; index < leads + foreign; index++) {
      const ours = index < leads;
      const journey = planJourney(offer, crm, chance);
      const undelivered = ours && journey[0]?.stage === 'new' && chance.happens(0.4);
      orders.push({
        crm,
        offer,
        number: undelivered ? null : `${numbers[crm]++}`,
        createdAt: new Date(begunAt.getTime() - Math.floor(chance.below(days * 86_400) + 60) * 1000),
        customer: planCustomer(offer, chance),
        webmaster: chance.happens(0.97) ? Math.floor(chance.below(webmasterCount)) : null,
        packs: offer === 'course' ? 1 : 1 + Math.floor(chance.below(4)),
        price: prices[offer],
        refusal: chance.pick(refusals),
        journey,
        foreign: !ours,
        lost: ours && !undelivered && chance.happens(0.01),
      });
    }
  }
  return orders;
}

/** Where the order stands so many seconds after the demo began. */
export function stageAt(journey: Order['journey'], seconds: number): Stage {
  return journey.findLast(({ at }) => at <= seconds)?.stage ?? 'new';
}

/** When the last order of all reaches its end, in seconds since the demo began. */
export const lastMoveAt = (orders: readonly Order[]): number =>
  Math.max(...orders.map(({ journey }) => journey.at(-1)?.at ?? 0));

/** Of one pack, in the offer's currency. */
export const prices: Record<OfferName, number> = { cream: 1_990, course: 49, tea: 4_000 };

const refusals: Refusal[] = ['mind', 'price', 'duplicate', 'number', 'unreached', 'unordered'];

const delivery: Stage[] = ['approved', 'packing', 'sending', 'transit', 'arrived'];
const journeys: Record<'delivered' | 'digital', { weight: number; stages: Stage[] }[]> = {
  delivered: [
    { weight: 30, stages: ['new', 'working', ...delivery, 'paid'] },
    { weight: 14, stages: ['new', 'working', 'callback', ...delivery, 'paid'] },
    { weight: 6, stages: ['new', 'working', 'hold', ...delivery, 'paid'] },
    { weight: 12, stages: ['new', 'working', ...delivery, 'returned'] },
    { weight: 18, stages: ['new', 'working', 'refused'] },
    { weight: 12, stages: ['new', 'working', 'callback', 'working', 'refused'] },
    { weight: 3, stages: ['new', 'working', 'approved', 'packing', 'refused'] },
    { weight: 3, stages: ['new', 'working', 'new', 'working', 'callback', 'refused'] },
    { weight: 5, stages: ['new', 'working', 'odd', ...delivery, 'paid'] },
  ],
  digital: [
    { weight: 30, stages: ['new', 'working', 'hold', 'approved'] },
    { weight: 15, stages: ['new', 'working', 'callback', 'hold', 'approved'] },
    { weight: 20, stages: ['new', 'working', 'refused'] },
    { weight: 15, stages: ['new', 'working', 'hold', 'refused'] },
    { weight: 4, stages: ['new', 'working', 'new', 'working', 'refused'] },
    { weight: 6, stages: ['new', 'working', 'odd', 'refused'] },
  ],
};

/** Begins somewhere in the first half of a path, and moves on every so often. */
function planJourney(offer: OfferName, crm: CrmName, chance: Chance): Order['journey'] {
  const { stages } = chance.weighted(journeys[offer === 'course' ? 'digital' : 'delivered']);
  // Only a script that accepts by name books what was accepted elsewhere; the others' leads begin before that.
  const latest = crm === 'sklad' ? 3 : stages.length - 1;
  const begin = Math.floor(chance.below(Math.min(latest, stages.length - 1)));
  let at = 0;
  return stages.slice(begin).map((stage, index) => {
    if (index > 0) at += Math.round(8 + chance.below(90));
    return { at, stage };
  });
}

const firstNames = ['Анна', 'Мария', 'Ольга', 'Елена', 'Иван', 'Сергей', 'Айгуль', 'Нурлан', 'Татьяна', 'Виктор'];
const lastNames = ['Ким', 'Бондаренко', 'Шевчук', 'Ковальчук', 'Мельник', 'Черных', 'Седых', 'Долгих', 'Ли', 'Цой'];

function planCustomer(offer: OfferName, chance: Chance): Order['customer'] {
  const digits = (count: number): string => Array.from({ length: count }, () => Math.floor(chance.below(10))).join('');
  const byte = (): number => 1 + Math.floor(chance.below(254));
  return {
    name: `${chance.pick(firstNames)} ${chance.pick(lastNames)}`,
    phone: offer === 'tea' ? `+7707${digits(7)}` : `+7900${digits(7)}`,
    country: offer === 'tea' ? 'KZ' : 'RU',
    ip: `203.0.113.${byte()}`,
  };
}

interface Chance {
  /** From 0 up to the limit. */
  below(limit: number): number;
  happens(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  weighted<T extends { weight: number }>(from: readonly T[]): T;
}

/** Mulberry32: small, and the same everywhere. */
function createChance(seed: number): Chance {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit) => next() * limit,
    happens: (probability) => next() < probability,
    pick: <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T,
    weighted<T extends { weight: number }>(from: readonly T[]) {
      let left = next() * from.reduce((sum, { weight }) => sum + weight, 0);
      return from.find(({ weight }) => (left -= weight) < 0) ?? (from.at(-1) as T);
    },
  };
}
