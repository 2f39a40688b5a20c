import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Refusal, Stage } from '../orders.ts';
import { type Crm, type CrmOrder, json } from './crm.ts';

export const chai24Partner = 'sverka-demo';
export const chai24Secret = '5d0c2f7e91aa4be6';
export const chai24Zone = 'Asia/Almaty';

/** Chai24, a shop: a JSON map keyed by id, money written for people, and a signature over the body. Asked by moments, not days. */
export const chai24: Crm = {
  firstOutage: 130,
  answer({ method, path, headers, body }, orders) {
    if (method !== 'POST' || path !== '/status') return json(404, { message: 'unknown method' });
    if (!signed(body, headers['x-signature'] ?? '')) return json(403, { message: 'wrong signature' });
    const asked = JSON.parse(body) as { partner?: string; ids?: string[]; since?: string; until?: string };
    // Like many CRMs, it says so with a 200.
    if (asked.partner !== chai24Partner) return json(200, { error: 'unknown partner' });
    const wanted = asked.ids ? ofNumbers(asked.ids) : within(Number(asked.since), Number(asked.until));
    return json(200, Object.fromEntries(orders.filter(wanted).map((order) => [order.number, shown(order)])));
  },
};

function signed(body: string, signature: string): boolean {
  const right = createHmac('sha256', chai24Secret).update(body).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}

function ofNumbers(numbers: string[]): (order: CrmOrder) => boolean {
  const wanted = new Set(numbers);
  return ({ number }) => wanted.has(number);
}

function within(since: number, until: number): (order: CrmOrder) => boolean {
  return ({ createdAt }) => createdAt.getTime() / 1000 >= since && createdAt.getTime() / 1000 <= until;
}

const states: Record<Stage, string> = {
  new: 'created',
  working: 'dialing',
  callback: 'recall',
  hold: 'hold',
  odd: 'samovar',
  approved: 'ok',
  packing: 'ok',
  sending: 'queued',
  transit: 'road',
  arrived: 'postomat',
  paid: 'cash',
  returned: 'back',
  refused: 'no',
};

const reasons: Record<Refusal, number> = {
  mind: 20,
  price: 21,
  duplicate: 30,
  number: 31,
  unreached: 32,
  unordered: 33,
};

function shown({ number, stage, refusal, packs, price }: CrmOrder) {
  const payout = price * packs * 0.4;
  return {
    state: states[stage],
    why: stage === 'refused' ? reasons[refusal] : null,
    price: forPeople(price),
    packs,
    payout: forPeople(payout),
    currency: 'KZT',
    // Every ninth payout is "corrected" once the parcel is there.
    correction: stage === 'arrived' && Number(number) % 9 === 0 ? forPeople(payout * 0.9) : null,
    track: ['transit', 'arrived', 'paid'].includes(stage) ? `CH${number}KZ` : null,
  };
}

/** `12 000,00`, with a space that does not break. */
const forPeople = (amount: number): string =>
  amount
    .toFixed(2)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+,)/g, '\u00a0');
