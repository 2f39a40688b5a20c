/** How one sets up a network over the API: offers, webmasters, integrations with their checks and scripts, leads. */
import { readFileSync } from 'node:fs';
import type { CheckKind } from '../../sandbox/contract/statuses.ts';
import type { Api, List } from './api.ts';
import { chai24Partner, chai24Secret, chai24Zone } from './crms/chai24.ts';
import { leadlineShops, leadlineToken, leadlineZone } from './crms/leadline.ts';
import { skladKey, skladZone } from './crms/sklad.ts';
import { type CrmName, type OfferName, type Order, prices, type Stage, stageAt, webmasterCount } from './orders.ts';

interface Made {
  id: number;
}
type Offers = Record<OfferName, number>;

/** Sets everything up and begins the first sweep of every check. `crms` is `http://host:port` of the CRMs. */
export async function setUpNetwork(api: Api, crms: string, orders: readonly Order[]): Promise<void> {
  const offers = await createOffers(api);
  const webmasters = await createWebmasters(api);
  const integrations = {
    leadline: await connectLeadline(api, offers),
    sklad: await connectSklad(api, offers),
    chai24: await connectChai24(api, offers),
  };
  await createLeads(api, orders, { offers, webmasters, integrations });
  const checks = [
    ...(await checkLeadline(api, integrations.leadline, `${crms}/leadline`)),
    ...(await checkSklad(api, integrations.sklad, `${crms}/sklad`)),
    ...(await checkChai24(api, integrations.chai24, `${crms}/chai24`)),
  ];
  // They would begin by themselves, each at a moment of its own.
  for (const { id } of checks) await api.post(`/api/checks/${id}/run`, {});
}

/** Points the checks at the CRMs where these moved since the last start. */
export async function followCrms(api: Api, crms: string): Promise<void> {
  const { items } = await api.get<List<{ id: number; url: string }>>('/api/checks?limit=500');
  for (const { id, url } of items) {
    const moved = url.replace(/^http:\/\/[^/]+/, crms);
    if (moved !== url) await api.patch(`/api/checks/${id}`, { url: moved });
  }
}

async function createOffers(api: Api): Promise<Offers> {
  const cream = await api.post<Made>('/api/offers', {
    name: 'Sustamed cream',
    currency: 'RUB',
    price: prices.cream,
    holdDays: 2,
    payout: { pay: '1300', wm: '900', ref: '45' },
  });
  // Nothing is delivered: an accepted lead is paid at once. What is on hold is accepted by itself after 3 days.
  const course = await api.post<Made>('/api/offers', {
    name: 'English in 30 days',
    currency: 'EUR',
    delivery: false,
    price: prices.course,
    holdDays: 3,
    cancelAfterDays: 30,
    payout: { pay: '22', wm: '15.50', ref: '0.75' },
  });
  const tea = await api.post<Made>('/api/offers', {
    name: 'Altai tea',
    currency: 'KZT',
    price: prices.tea,
    payoutPerUnit: true,
    payout: { pay: '1500', wm: '1000', ref: '50' },
  });
  await api.post(`/api/offers/${tea.id}/goals`, {
    code: 'family',
    name: 'Three packs or more',
    payout: { wm: '1200', ref: '60' },
  });
  return { cream: cream.id, course: course.id, tea: tea.id };
}

/** The second webmaster was brought by the first, who earns with every lead of his. */
async function createWebmasters(api: Api): Promise<number[]> {
  const ids: number[] = [];
  for (let index = 0; index < webmasterCount; index++) {
    const referrer = index === 1 ? { referrerId: ids[0] } : {};
    const { id } = await api.post<Made>('/api/webmasters', { name: `Webmaster ${index + 1}`, ...referrer });
    ids.push(id);
  }
  return ids;
}

async function connectLeadline(api: Api, offers: Offers): Promise<number> {
  const { id } = await api.post<Made>('/api/integrations', {
    name: 'LeadLine',
    timezone: leadlineZone,
    secrets: { token: leadlineToken },
  });
  for (const offer of ['cream', 'course'] as const) {
    await api.put(`/api/integrations/${id}/offers/${offers[offer]}`, { params: { shop: leadlineShops[offer] } });
  }
  return id;
}

async function connectSklad(api: Api, offers: Offers): Promise<number> {
  const { id } = await api.post<Made>('/api/integrations', {
    name: 'Sklad',
    timezone: skladZone,
    secrets: { key: skladKey },
    maxConcurrent: 1,
  });
  await api.put(`/api/integrations/${id}/offers/${offers.cream}`, {});
  return id;
}

async function connectChai24(api: Api, offers: Offers): Promise<number> {
  const { id } = await api.post<Made>('/api/integrations', {
    name: 'Chai24',
    timezone: chai24Zone,
    params: { partner: chai24Partner },
    secrets: { secret: chai24Secret },
  });
  await api.put(`/api/integrations/${id}/offers/${offers.tea}`, {});
  return id;
}

const cadence: Record<CheckKind, number> = { processing: 10, accepted: 15, range: 20 };

/** The three checks of an integration, which differ in how they address leads. */
async function createChecks(api: Api, common: object, byKind: Record<CheckKind, object>): Promise<Made[]> {
  const made: Made[] = [];
  for (const kind of ['processing', 'accepted', 'range'] as const) {
    const check = { kind, enabled: true, everySeconds: cadence[kind], ...common, ...byKind[kind] };
    made.push(await api.post<Made>('/api/checks', check));
  }
  return made;
}

async function checkLeadline(api: Api, integrationId: number, url: string): Promise<Made[]> {
  const common = {
    integrationId,
    headers: { Authorization: 'Bearer {param:token}' },
    format: 'json',
    processScriptId: await createScript(api, 'LeadLine: statuses', 'leadline.process.js'),
  };
  const ids = { url: `${url}/orders?shop={param:shop}&ids={idel}` };
  const range = { url: `${url}/orders?shop={param:shop}&from={from}&to={to}` };
  return createChecks(api, common, { processing: ids, accepted: ids, range });
}

async function checkSklad(api: Api, integrationId: number, url: string): Promise<Made[]> {
  const common = {
    integrationId,
    format: 'xml',
    processScriptId: await createScript(api, 'Sklad: statuses', 'sklad.process.js'),
  };
  const ids = { url: `${url}/export.xml?key={param:key}&orders={idel}`, batchSize: 100 };
  const range = { url: `${url}/export.xml?key={param:key}&from={from:dd.MM.yyyy}&to={to:dd.MM.yyyy}`, rangeDays: 3 };
  return createChecks(api, common, { processing: ids, accepted: ids, range });
}

async function checkChai24(api: Api, integrationId: number, url: string): Promise<Made[]> {
  const partner = { name: 'partner', value: '{param:partner}' };
  const common = {
    integrationId,
    url: `${url}/status`,
    format: 'json',
    preprocessScriptId: await createScript(api, 'Chai24: signature', 'chai24.preprocess.js'),
    processScriptId: await createScript(api, 'Chai24: statuses', 'chai24.process.js'),
  };
  const ids = { fields: [partner, { name: 'ids', value: '{ide}' }] };
  const range = {
    fields: [partner, { name: 'since', value: '{ufrom}' }, { name: 'until', value: '{uto}' }],
  };
  return createChecks(api, common, { processing: ids, accepted: ids, range });
}

async function createScript(api: Api, name: string, file: string): Promise<number> {
  const code = readFileSync(new URL(`scripts/${file}`, import.meta.url), 'utf8');
  const { id } = await api.post<Made>('/api/scripts', { name, language: 'js', code });
  return id;
}

/** Leads as they stood when the network moved in, up to a thousand in one call. */
async function createLeads(
  api: Api,
  orders: readonly Order[],
  { offers, webmasters, integrations }: { offers: Offers; webmasters: number[]; integrations: Record<CrmName, number> },
): Promise<void> {
  const leads = orders
    .filter(({ foreign }) => !foreign)
    .map(({ customer, ...order }) => ({
      offerId: offers[order.offer],
      // The cream goes through two CRMs, so that it must be said which.
      integrationId: integrations[order.crm],
      extId: order.number ?? undefined,
      status: statuses[stageAt(order.journey, 0)],
      createdAt: order.createdAt.toISOString(),
      webmasterId: order.webmaster === null ? undefined : webmasters[order.webmaster],
      name: customer.name,
      phone: customer.phone,
      country: customer.country,
      ip: customer.ip,
      base: order.price,
      counts: order.packs,
    }));
  await api.post('/api/leads', leads);
}

const statuses: Record<Stage, number> = {
  new: 1,
  working: 2,
  odd: 2,
  callback: 3,
  hold: 4,
  refused: 5,
  approved: 6,
  packing: 6,
  sending: 7,
  transit: 8,
  arrived: 9,
  paid: 10,
  returned: 11,
};
