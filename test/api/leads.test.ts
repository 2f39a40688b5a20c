import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Http, openHttp } from './http.ts';

let http: Http;
let offerId: number;
beforeAll(async () => {
  http = await openHttp();
  offerId = (await http.call('POST', '/api/offers', { name: 'Tea', currency: 'RUB', payout: { wm: '5', pay: '9' } }))
    .body.id;
});
afterAll(() => http.close());

const create = (body: unknown, query = '') => http.call('POST', `/api/leads${query}`, body);

describe('leads', () => {
  it('are created alone or in lists, whole or not at all', async () => {
    const one = await create({ offerId, phone: '+7 (900) 111-22-33', name: null });
    expect(one).toMatchObject({ status: 201, body: { items: [{ offerId, status: 1, name: null, booked: false }] } });
    const two = await create([
      { offerId, extId: 'B1' },
      { offerId, extId: 77 },
    ]);
    expect(two.body.items).toMatchObject([{ extId: 'B1', status: 2 }, { extId: '77' }]);
    const wrong = await create([{ offerId }, { offerId: 999_999 }, { offerId, colour: 'red' }]);
    expect(wrong.body.errors).toEqual([{ path: '[2].colour', message: 'is not a known field' }]);
    expect((await create([{ offerId }, { offerId: 999_999 }])).body.errors).toMatchObject([{ path: '[1].offerId' }]);
    expect((await create({ offerId: 999_999 })).body.errors).toMatchObject([{ path: 'offerId' }]);
  });

  it('have an external id that nobody else has', async () => {
    await create({ offerId, extId: 'C1' });
    expect(await create({ offerId, extId: 'C1' })).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const ignored = await create(
      [
        { offerId, extId: 'C1', name: 'Other' },
        { offerId, extId: 'C2' },
      ],
      '?onConflict=ignore',
    );
    expect(ignored).toMatchObject({ status: 201, body: { items: [{ extId: 'C1', name: null }, { extId: 'C2' }] } });
  });

  it('are found by status, offer, and what people remember of them', async () => {
    const { id } = (await create({ offerId, extId: 'FIND-1', phone: '8 900 555 44 33' })).body.items[0];
    const found = async (query: string) =>
      (await http.call('GET', `/api/leads?${query}`)).body.items.map((lead: { id: number }) => lead.id);
    for (const query of [`q=${id}`, 'q=FIND', 'q=8900555', 'extId=FIND-1', `status=2,3&offerId=${offerId}&limit=1`]) {
      expect(await found(query)).toContain(id);
    }
    expect(await found('status=5')).toEqual([]);
    expect((await http.call('GET', '/api/leads?status=13')).status).toBe(422);
    expect((await http.call('GET', '/api/leads?unbooked=maybe')).status).toBe(422);
  });
});

describe('an edit', () => {
  it('is applied once, with its history and its money', async () => {
    const { id } = (await create({ offerId, extId: 'E1' })).body.items[0];
    const path = `/api/leads/${id}`;
    const edited = await http.call('PATCH', path, { accept: 1, comment: 'ok' }, 'operator');
    expect(edited).toMatchObject({
      status: 200,
      body: { outcome: 'applied', lead: { status: 6, booked: true, comment: 'ok' } },
    });
    expect((await http.call('PATCH', path, { accept: 1 })).body.outcome).toBe('unchanged');
    const { items } = (await http.call('GET', `${path}/history`)).body;
    expect(items).toMatchObject([
      { source: { kind: 'operator', keyId: expect.any(Number) }, before: { status: 2 }, after: { status: 6 } },
    ]);
    expect((await http.call('GET', `${path}/ledger`)).body.items).toMatchObject([
      { leadId: id, booking: 1, kind: 'pay', amount: '9', currency: 'RUB' },
    ]);
  });

  it('that a rule refuses is an outcome, one that breaks the schema is invalid input', async () => {
    const { id } = (await create({ offerId, extId: 'E2' })).body.items[0];
    const refused = await http.call('PATCH', `/api/leads/${id}`, { accept: 1, status: 5 });
    expect(refused).toMatchObject({ status: 200, body: { outcome: 'refused', refusal: { code: 'invalid_field' } } });
    const invalid = await http.call('PATCH', `/api/leads/${id}`, { colour: 'red', status: {} });
    expect(invalid.status).toBe(422);
    expect(invalid.body.errors.map(({ path }: { path: string }) => path)).toEqual(['status', 'colour']);
    expect((await http.call('PATCH', '/api/leads/999999999', { comment: 'x' })).status).toBe(404);
    expect((await http.call('DELETE', `/api/leads/${id}`)).status).toBe(405);
  });

  it('may give the lead another external id, if that is free', async () => {
    const [one] = (
      await create([
        { offerId, extId: 'E3' },
        { offerId, extId: 'E4' },
      ])
    ).body.items;
    expect((await http.call('PATCH', `/api/leads/${one.id}`, { extId: 'E5' })).body.lead.extId).toBe('E5');
  });
});

it('statistics count changes and decisions by day', async () => {
  const day = http.clock.now().toISOString().slice(0, 10);
  const today = async () => (await http.call('GET', `/api/stats?from=${day}&to=${day}&offerId=${offerId}`)).body;
  const before = await today();
  const [yes, no] = (
    await create([
      { offerId, extId: 'S1' },
      { offerId, extId: 'S2' },
    ])
  ).body.items;
  await http.call('PATCH', `/api/leads/${yes.id}`, { accept: 1 });
  await http.call('PATCH', `/api/leads/${no.id}`, { status: 5 });
  const { days, total } = await today();
  expect(days).toMatchObject([{ day, changes: { cancelled: before.total.changes.cancelled + 1 } }]);
  expect(total.changes.packing).toBe(before.total.changes.packing + 1);
  expect(total.approvalRate).toBeGreaterThan(0);
  expect(await http.call('GET', '/api/stats?from=2026-03-02&to=2026-03-01')).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'to' }] },
  });
});
