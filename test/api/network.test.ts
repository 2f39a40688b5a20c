import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Http, openHttp } from './http.ts';

let http: Http;
beforeAll(async () => {
  http = await openHttp();
});
afterAll(() => http.close());

const post = async (path: string, body: unknown) => {
  const answer = await http.call('POST', path, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
};
const offer = (more: object = {}) => post('/api/offers', { name: 'Tea', currency: 'RUB', ...more });
const script = () => post('/api/scripts', { name: 'nothing', language: 'js', code: '$data;' });
const errorsOf = async (method: string, path: string, body: unknown) => {
  const answer = await http.call(method, path, body);
  expect(answer.status).toBe(422);
  return answer.body.errors;
};

describe('offers', () => {
  it('have defaults for all but name and currency', async () => {
    const made = await offer();
    expect(made).toEqual({
      id: expect.any(Number),
      name: 'Tea',
      currency: 'RUB',
      delivery: true,
      price: '0',
      holdDays: 0,
      cancelAfterDays: null,
      payoutPerUnit: false,
      payout: { wm: '0', pay: '0', ref: '0' },
      createdAt: http.clock.now().toISOString(),
      updatedAt: http.clock.now().toISOString(),
    });
    expect((await http.call('GET', `/api/offers/${made.id}`)).body).toEqual(made);
  });

  it('take amounts as people write them and give canonical ones', async () => {
    const made = await offer({ price: '12 000,50', payout: { wm: 10.5, pay: '20.10' } });
    expect(made).toMatchObject({ price: '12000.5', payout: { wm: '10.5', pay: '20.1', ref: '0' } });
  });

  it('change field by field; null clears what may be empty, and nothing else', async () => {
    const { id } = await offer({ cancelAfterDays: 30, payout: { wm: '1', pay: '2', ref: '3' } });
    const { body } = await http.call('PATCH', `/api/offers/${id}`, { cancelAfterDays: null, payout: { pay: '5' } });
    expect(body).toMatchObject({ name: 'Tea', cancelAfterDays: null, payout: { wm: '1', pay: '5', ref: '3' } });
    expect(await errorsOf('PATCH', `/api/offers/${id}`, { name: null })).toMatchObject([{ path: 'name' }]);
    expect((await http.call('PATCH', `/api/offers/${id}`, {})).status).toBe(200);
  });

  it('need a currency that the network has', async () => {
    expect(await errorsOf('POST', '/api/offers', { name: 'x', currency: 'XTS' })).toEqual([
      { path: 'currency', message: 'there is no currency XTS' },
    ]);
  });

  it('go with their goals, and stay while leads refer to them', async () => {
    const { id } = await offer();
    await post(`/api/offers/${id}/goals`, { code: 'sale', name: 'Sale' });
    await post('/api/leads', { offerId: id });
    expect(await http.call('DELETE', `/api/offers/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'in_use', detail: `The offer ${id} cannot be deleted: a lead refers to it` },
    });
    const other = await offer();
    await post(`/api/offers/${other.id}/goals`, { code: 'sale', name: 'Sale' });
    expect((await http.call('DELETE', `/api/offers/${other.id}`)).body).toEqual({ id: other.id });
    expect((await http.call('GET', `/api/offers/${other.id}`)).status).toBe(404);
  });
});

describe('goals', () => {
  it('pay their own amounts, each or none', async () => {
    const { id } = await offer();
    const goal = await post(`/api/offers/${id}/goals`, { code: 'sale', name: 'Sale', payout: { pay: '100' } });
    expect(goal).toEqual({
      id: goal.id,
      offerId: id,
      code: 'sale',
      name: 'Sale',
      payout: { wm: null, pay: '100', ref: null },
    });
    const path = `/api/offers/${id}/goals/${goal.id}`;
    expect((await http.call('PATCH', path, { payout: { wm: '7' } })).body.payout).toEqual({
      wm: '7',
      pay: '100',
      ref: null,
    });
    expect((await http.call('PATCH', path, { payout: null })).body.payout).toBeNull();
    expect((await http.call('DELETE', path)).status).toBe(200);
  });

  it('have a code of their own in the offer, and are found under their offer alone', async () => {
    const [one, two] = [await offer(), await offer()];
    const goal = await post(`/api/offers/${one.id}/goals`, { code: 'sale', name: 'Sale' });
    expect((await http.call('POST', `/api/offers/${one.id}/goals`, { code: 'sale', name: 'Again' })).status).toBe(409);
    expect((await http.call('GET', `/api/offers/${two.id}/goals/${goal.id}`)).status).toBe(404);
    expect((await http.call('GET', '/api/offers/999999/goals')).status).toBe(404);
  });
});

describe('reasons and currencies', () => {
  it('begin with the seventeen reasons of the network', async () => {
    const { body } = await http.call('GET', '/api/reasons');
    expect(body.items).toHaveLength(17);
    expect(body.items[5]).toEqual({ id: 6, name: 'Треш или тест', trash: true });
  });

  it('can be added, changed and deleted', async () => {
    const reason = await post('/api/reasons', { name: 'Another city' });
    expect(reason.trash).toBe(false);
    expect((await http.call('PATCH', `/api/reasons/${reason.id}`, { trash: true })).body.trash).toBe(true);
    expect((await http.call('DELETE', `/api/reasons/${reason.id}`)).status).toBe(200);
    const currency = await post('/api/currencies', { iso: 'XAU' });
    expect((await http.call('POST', '/api/currencies', { iso: 'XAU' })).body.code).toBe('conflict');
    expect((await http.call('PATCH', `/api/currencies/${currency.id}`, { iso: 'XAG' })).body.iso).toBe('XAG');
    expect((await http.call('DELETE', `/api/currencies/${currency.id}`)).status).toBe(200);
  });

  it('stay while something uses them', async () => {
    const { defaultReasonId } = (await http.call('GET', '/api/settings')).body;
    expect((await http.call('DELETE', `/api/reasons/${defaultReasonId}`)).body.code).toBe('in_use');
    await offer({ currency: 'KZT' });
    const tenge = (await http.call('GET', '/api/currencies?limit=500')).body.items.find(
      ({ iso }: { iso: string }) => iso === 'KZT',
    );
    expect((await http.call('DELETE', `/api/currencies/${tenge.id}`)).body.detail).toContain('an offer refers to it');
  });
});

describe('webmasters', () => {
  it('have at most five postbacks over http(s), for known events', async () => {
    const postback = { url: 'https://wm.example.com/pb?id={id}', events: ['accepted', 'cancelled'] };
    const made = await post('/api/webmasters', { name: 'Ivan', postbacks: [postback] });
    expect(made).toMatchObject({ referrerId: null, postbacks: [{ ...postback, method: 'GET' }] });
    expect(
      await errorsOf('PATCH', `/api/webmasters/${made.id}`, {
        postbacks: [
          { url: 'ftp://x', events: ['accepted'] },
          { url: 'https://x.example', events: ['won'] },
        ],
      }),
    ).toMatchObject([{ path: 'postbacks[0].url' }, { path: 'postbacks[1].events[0]' }]);
    expect(
      await errorsOf('POST', '/api/webmasters', { name: 'x', postbacks: [1, 2, 3, 4, 5, 6].map(() => postback) }),
    ).toMatchObject([{ path: 'postbacks' }]);
  });

  it('refer to another webmaster, who then stays', async () => {
    const one = await post('/api/webmasters', { name: 'One' });
    const two = await post('/api/webmasters', { name: 'Two', referrerId: one.id });
    expect((await http.call('DELETE', `/api/webmasters/${one.id}`)).body.code).toBe('in_use');
    expect(await errorsOf('PATCH', `/api/webmasters/${one.id}`, { referrerId: one.id })).toMatchObject([
      { path: 'referrerId' },
    ]);
    expect(await errorsOf('POST', '/api/webmasters', { name: 'x', referrerId: 999_999 })).toEqual([
      { path: 'referrerId', message: 'there is no webmaster 999999' },
    ]);
    expect((await http.call('PATCH', `/api/webmasters/${two.id}`, { referrerId: null })).body.referrerId).toBeNull();
    expect((await http.call('DELETE', `/api/webmasters/${one.id}`)).status).toBe(200);
  });
});

describe('integrations', () => {
  it('never give their secrets back', async () => {
    const made = await post('/api/integrations', {
      name: 'CRM',
      secrets: { token: 's3cret', login: 'me' },
      params: { page: 2 },
    });
    expect(made).toMatchObject({
      secretNames: ['login', 'token'],
      params: { page: '2' },
      timezone: 'UTC',
      maxConcurrent: 2,
    });
    const path = `/api/integrations/${made.id}`;
    const changed = await http.call('PATCH', path, {
      secrets: { token: null, more: 'x' },
      params: { page: null, size: '5' },
    });
    expect(changed.body).toMatchObject({ secretNames: ['login', 'more'], params: { size: '5' } });
    for (const answer of [made, changed.body, (await http.call('GET', '/api/integrations')).body]) {
      expect(JSON.stringify(answer)).not.toContain('s3cret');
    }
    const row = await http.app.db
      .selectFrom('integrations')
      .where('id', '=', made.id)
      .select('secrets')
      .executeTakeFirstOrThrow();
    expect(Buffer.from(row.secrets ?? []).toString('latin1')).not.toContain('me');
    expect(http.app.secrets.open(row.secrets as Uint8Array)).toEqual({ login: 'me', more: 'x' });
  });

  it.each(['Europe/Moscow', 'Asia/Calcutta', 'UTC', 'America/Argentina/Buenos_Aires'])(
    'know the zone %s',
    async (timezone) => {
      expect((await post('/api/integrations', { name: 'zone', timezone })).timezone).toBe(timezone);
    },
  );

  it.each([
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
    [{ timezone: '+03:00' }, 'timezone'],
    [{ allowedHosts: ['ok.example.com:8443', 'https://no.example.com'] }, 'allowedHosts[1]'],
    [{ params: { 'a b': '1' } }, 'params.a b'],
    [{ params: { a: true } }, 'params.a'],
    [{ maxConcurrent: 0 }, 'maxConcurrent'],
    [{ requestsPerMinute: 1.5 }, 'requestsPerMinute'],
  ])('refuse %j', async (more, path) => {
    expect(await errorsOf('POST', '/api/integrations', { name: 'x', ...more })).toMatchObject([{ path }]);
  });

  it('connect offers, and hold them', async () => {
    const [{ id: offerId }, { id }, { id: scriptId }] = [
      await offer(),
      await post('/api/integrations', { name: 'x' }),
      await script(),
    ];
    const path = `/api/integrations/${id}/offers/${offerId}`;
    const connection = { integrationId: id, offerId, params: {}, preprocessScriptId: null, processScriptId: null };
    expect(await http.call('PUT', path)).toMatchObject({ status: 200, body: connection });
    const set = await http.call('PUT', path, { params: { campaign: '7' }, processScriptId: scriptId });
    expect(set.body).toEqual({ ...connection, params: { campaign: '7' }, processScriptId: scriptId });
    expect((await http.call('GET', `/api/integrations/${id}/offers`)).body.items).toEqual([set.body]);
    expect(await errorsOf('PUT', path, { processScriptId: 999_999 })).toMatchObject([{ path: 'processScriptId' }]);
    expect((await http.call('PUT', `/api/integrations/${id}/offers/999999`, {})).status).toBe(404);
    expect((await http.call('DELETE', `/api/offers/${offerId}`)).body.detail).toContain('an integration refers to it');
    expect((await http.call('DELETE', `/api/scripts/${scriptId}`)).body.code).toBe('in_use');
    expect((await http.call('DELETE', path)).body).toEqual({ integrationId: id, offerId });
    expect((await http.call('DELETE', path)).status).toBe(404);
    expect((await http.call('DELETE', `/api/integrations/${id}`)).status).toBe(200);
  });
});

describe('status mappings', () => {
  it('say one thing of one text', async () => {
    const { id: integrationId } = await post('/api/integrations', { name: 'x' });
    const made = await post('/api/status-mappings', { integrationId, text: 'Оплачен частично', status: 5, reason: 6 });
    expect(made).toEqual({ id: made.id, integrationId, text: 'Оплачен частично', accept: null, status: 5, reason: 6 });
    const path = `/api/status-mappings/${made.id}`;
    expect((await http.call('PATCH', path, { accept: 1, status: null, reason: null })).body).toMatchObject({
      accept: true,
      status: null,
    });
    expect(await errorsOf('PATCH', path, { status: 7 })).toMatchObject([{ path: 'status' }]);
    expect(await errorsOf('POST', '/api/status-mappings', { integrationId, text: 'x' })).toMatchObject([
      { path: 'status' },
    ]);
    expect(
      await errorsOf('POST', '/api/status-mappings', { integrationId, text: 'x', status: 6, reason: 2 }),
    ).toMatchObject([{ path: 'reason' }]);
    const again = await http.call('POST', '/api/status-mappings', {
      integrationId,
      text: ' оплачен  ЧАСТИЧНО',
      accept: true,
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await http.call('DELETE', path)).status).toBe(200);
  });

  it('take the text off the list of those that nobody could tell', async () => {
    const { id: integrationId } = await post('/api/integrations', { name: 'x' });
    const at = http.clock.now();
    for (const [index, text] of ['Недозвон-3', 'Странно'].entries()) {
      await http.app.db
        .insertInto('unrecognised')
        .values({
          integration_id: integrationId,
          text,
          count: 3,
          first_seen: at,
          last_seen: new Date(at.getTime() + index),
          run_id: 1,
        })
        .execute();
    }
    const list = async (query = '') =>
      (await http.call('GET', `/api/unrecognised?integrationId=${integrationId}${query}`)).body;
    const first = await list('&limit=1');
    expect(first.items).toMatchObject([{ text: 'Странно', count: 3, runId: 1 }]);
    expect((await list(`&limit=1&cursor=${first.next}`)).items).toMatchObject([{ text: 'Недозвон-3' }]);
    await post('/api/status-mappings', { integrationId, text: 'недозвон-3', status: 3 });
    expect((await list()).items).toMatchObject([{ text: 'Странно' }]);
  });
});

describe('settings', () => {
  it('are read and changed, never emptied', async () => {
    const { body } = await http.call('GET', '/api/settings');
    expect(body).toMatchObject({ defaultReasonId: 2, paused: false, language: 'ru', mail: {}, telegram: {} });
    const changed = await http.call('PATCH', '/api/settings', { paused: true, mail: { to: ['ops@example.com'] } });
    expect(changed.body).toEqual({ ...body, paused: true, mail: { to: ['ops@example.com'] } });
    expect(await errorsOf('PATCH', '/api/settings', { defaultReasonId: 999_999 })).toMatchObject([
      { path: 'defaultReasonId' },
    ]);
    await http.call('PATCH', '/api/settings', { paused: false });
  });
});
