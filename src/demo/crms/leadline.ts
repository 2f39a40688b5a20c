import type { Refusal, Stage } from '../orders.ts';
import { type Crm, type CrmOrder, dayIn, json } from './crm.ts';

export const leadlineToken = 'll_live_6f2c9d41b7';
/** LeadLine knows offers as shops of its own. */
export const leadlineShops = { cream: 'sustamed', course: 'english30' } as const;
export const leadlineZone = 'Europe/Moscow';

/** LeadLine, a call centre: a JSON list, English words, a bearer token, days of Moscow. */
export const leadline: Crm = {
  firstOutage: 100,
  answer({ path, query, headers }, orders) {
    if (headers['authorization'] !== `Bearer ${leadlineToken}`) return json(401, { error: 'bad token' });
    if (path !== '/orders') return json(404, { error: 'no such method' });
    const shop = query.get('shop');
    const own = orders.filter(({ offer }) => offer !== 'tea' && leadlineShops[offer] === shop);
    const ids = query.get('ids');
    if (ids !== null) {
      const wanted = new Set(ids.split(','));
      return json(200, own.filter((order) => wanted.has(order.number)).map(shown));
    }
    const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
    const within = ({ createdAt }: CrmOrder): boolean => {
      const day = dayIn(leadlineZone, createdAt);
      return day >= from && day <= to;
    };
    return json(200, own.filter(within).map(shown));
  },
};

const words: Record<Stage, string> = {
  new: 'new',
  working: 'in work',
  callback: 'call back',
  hold: 'on hold',
  odd: 'tier 2 desk',
  approved: 'approved',
  packing: 'packed',
  sending: 'ready to ship',
  transit: 'in transit',
  arrived: 'at pickup point',
  paid: 'bought out',
  returned: 'returned',
  refused: 'rejected',
};

const refusals: Record<Refusal, string> = {
  mind: 'changed mind',
  price: 'too expensive',
  duplicate: 'duplicate',
  number: 'wrong number',
  unreached: 'not reached',
  unordered: 'did not order',
};

const shown = (order: CrmOrder) => ({
  id: Number(order.number),
  status: words[order.stage],
  reason: order.stage === 'refused' ? refusals[order.refusal] : null,
  tracking: ['transit', 'arrived', 'paid', 'returned'].includes(order.stage) ? `LL${order.number}RU` : null,
});
