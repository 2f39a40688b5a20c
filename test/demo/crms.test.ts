import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chai24Secret } from '../../src/demo/crms/chai24.ts';
import { leadlineToken } from '../../src/demo/crms/leadline.ts';
import { type FakeCrms, startFakeCrms } from '../../src/demo/crms/server.ts';
import { skladKey } from '../../src/demo/crms/sklad.ts';
import { planOrders } from '../../src/demo/orders.ts';

const begunAt = new Date('2026-03-01T12:00:00Z');
const orders = planOrders(begunAt, 1);
let now = begunAt;
let crms: FakeCrms;

beforeAll(async () => {
  crms = await startFakeCrms({ port: 0, now: () => now });
  crms.open(orders, begunAt);
});
afterAll(() => crms.close());

const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(`http://${crms.host}${path}`, init);
const withToken = { headers: { authorization: `Bearer ${leadlineToken}` } };

test('LeadLine answers its shops with a list, to those who know the token', async () => {
  expect((await ask('/leadline/orders?shop=sustamed&ids=10001')).status).toBe(401);
  const answer = await ask('/leadline/orders?shop=sustamed&ids=10001,10002,77', withToken);
  expect(await answer.json()).toMatchObject([{ id: 10001 }, { id: 10002 }]);
  const other = await ask('/leadline/orders?shop=english30&ids=10001', withToken);
  expect(await other.json()).toEqual([]);
});

test('LeadLine tells of whole days of Moscow, other networks’ orders among them', async () => {
  const days = 'from=2026-02-20&to=2026-03-01';
  const answer = await ask(`/leadline/orders?shop=sustamed&${days}`, withToken);
  const numbers = ((await answer.json()) as { id: number }[]).map(({ id }) => `${id}`);
  const known = orders.filter(
    ({ crm, offer, number, lost }) => crm === 'leadline' && offer === 'cream' && number && !lost,
  );
  expect(numbers).toEqual(known.map(({ number }) => number));
  expect(known.some(({ foreign }) => foreign)).toBe(true);
});

test('Sklad answers in windows-1251, of which only the XML declaration tells', async () => {
  expect((await ask('/sklad/export.xml?key=wrong&orders=10001')).status).toBe(403);
  const answer = await ask(`/sklad/export.xml?key=${skladKey}&orders=10001,10002`);
  expect(answer.headers.get('content-type')).toBe('text/xml');
  const text = new TextDecoder('windows-1251').decode(await answer.arrayBuffer());
  expect(text).toMatch(/^<\?xml version="1.0" encoding="windows-1251"\?>/);
  expect(text).toMatch(/<order id="10002"><status>[А-Яё: а-я]+<\/status>/);
});

test('Chai24 answers a signed request with a map, its money written for people', async () => {
  const body = JSON.stringify({ partner: 'sverka-demo', ids: ['10001', '10002', '10003', '10004', '10005'] });
  const signature = createHmac('sha256', chai24Secret).update(body).digest('hex');
  expect((await ask('/chai24/status', { method: 'POST', body })).status).toBe(403);
  const answer = await ask('/chai24/status', { method: 'POST', body, headers: { 'x-signature': signature } });
  const rows = Object.values((await answer.json()) as Record<string, { price: string; payout: string }>);
  expect(rows.length).toBeGreaterThan(0);
  for (const { price, payout } of rows) {
    expect(price).toBe('4\u00a0000,00');
    expect(payout).toMatch(/^\d\u00a0\d00,00$/);
  }
});

test('orders move on as time passes, and every CRM is down now and then', async () => {
  const shown = async (seconds: number): Promise<string> => {
    now = new Date(begunAt.getTime() + seconds * 1000);
    const answer = await ask('/leadline/orders?shop=sustamed&from=2026-02-20&to=2026-03-01', withToken);
    return answer.status === 503 ? 'down' : answer.text();
  };
  const first = await shown(0);
  expect(await shown(60)).not.toBe(first);
  expect(await shown(101)).toBe('down');
  expect(await shown(110)).not.toBe('down');
  now = begunAt;
});
