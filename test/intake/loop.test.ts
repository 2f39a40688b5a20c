import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../databases.ts';
import { makeCheck, makeIntegration, makeOffer } from '../world.ts';
import { startCpaHouse } from './cpa-house.ts';
import { type IntakeWorld, openIntake } from './world.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(engines)('the whole loop on %s', (engine) => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntake(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  it('goes from a purchase to an order, a status check, money, and the webmaster’s postback', async () => {
    const { ok, send, settled, crm } = world;
    const { orders } = startCpaHouse(crm);
    const offerId = await makeOffer(world, { delivery: false, payout: { wm: '500', pay: '737.5', ref: '0' } });
    const integrationId = await makeIntegration(world, { offers: [offerId] });
    const webmaster = await ok('POST', '/api/webmasters', {
      name: 'Anna',
      postbacks: [
        {
          url: `${crm.url}/postback?lead={id}&ext={extId}&st={stage}&sum={payout}&cur={currency}&sub={sub1}`,
          events: ['processing', 'paid'],
        },
        { url: `${crm.url}/signed`, events: ['paid', 'cancelled'], method: 'POST' },
      ],
    });
    crm.answer('/postback', { body: 'thanks' });
    crm.answer('/signed', { body: 'ok' });

    // A preset makes the pipeline; it cannot start before every required field has a source.
    const made = await ok('POST', '/api/presets/getcourse-cpa-house', {
      name: 'Purchases',
      params: { id_webmaster: '17', id_offer: '55', id_source: '3', id_stream: '9', county_code: 'RU' },
      secrets: { api_key: 'cpa-secret-key' },
      offerId,
    });
    expect(made.missing).toEqual(['user_agent', 'ip_address']);
    const refused = await world.call('POST', `/api/pipelines/${made.pipeline.id}/start`, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(refused.body.detail).toContain('user_agent, ip_address');
    await ok('PATCH', `/api/sources/${made.source.id}`, {
      extraParameters: [
        { name: 'user_agent', variable: '{object.user.ua}' },
        { name: 'ip', variable: '{object.user.ip}' },
        { name: 'sub_id_1', variable: '{object.user.click}' },
      ],
    });
    const actions = made.pipeline.actions.map((action: any) => {
      if (action.type === 'http-request') return { ...action, url: `${crm.url}/method/send_order` };
      return action.type === 'create-lead' ? { ...action, webmasterId: webmaster.id } : action;
    });
    await ok('PATCH', `/api/pipelines/${made.pipeline.id}`, { actions });
    await ok('POST', `/api/pipelines/${made.pipeline.id}/start`, {});

    // The purchase becomes an order and a lead with the order's id.
    const event = new URLSearchParams({
      id: '501',
      name: 'Анна',
      phone: '+79001234567',
      user_agent: 'Mozilla/5.0',
      ip: '203.0.113.7',
      sub_id_1: 'click & 7',
    });
    expect((await send(made.source.url.split('?')[0], { method: 'POST', headers: form, body: event })).status).toBe(
      200,
    );
    const [operation] = await settled(made.pipeline.id);
    expect(operation).toMatchObject({ state: 'done', steps: [{}, {}, { output: { extId: '7001', status: 2 } }] });
    expect(orders).toMatchObject([{ sub_id_1: 'click & 7', county_code: 'RU' }]);
    const { items: leads } = await ok('GET', '/api/leads?extId=7001');
    expect(leads).toMatchObject([
      { offerId, integrationId, webmasterId: webmaster.id, phone: '+79001234567', sub1: 'click & 7' },
    ]);

    // A check asks about it, a script accepts it, money is booked.
    crm.answer('/orders', { body: [{ id: '7001', status: 'accept' }] });
    const checkId = await makeCheck(world, { integrationId });
    await world.sweep(checkId);
    const lead = await ok('GET', `/api/leads/${leads[0].id}`);
    expect(lead).toMatchObject({ status: 10, booked: true });

    // The webmaster hears of it, with his credit and nothing of what the advertiser pays.
    await world.until(async () => {
      const { items } = await ok('GET', `/api/postbacks?leadId=${lead.id}&state=delivered`);
      return items.length === 3;
    });
    const told = crm.requests.filter(({ path }) => path === '/postback' || path === '/signed');
    expect(told).toHaveLength(3);
    const [created, get, post] = told.sort((a, b) => a.path.localeCompare(b.path));
    expect(created?.query.get('st')).toBe('processing');
    expect(Object.fromEntries(get?.query ?? [])).toEqual({
      lead: `${lead.id}`,
      ext: '7001',
      st: 'paid',
      sum: '500',
      cur: 'RUB',
      sub: 'click & 7',
    });
    expect(JSON.parse(post?.body ?? '')).toMatchObject({
      type: 'lead.paid',
      data: { id: `${lead.id}`, payout: '500' },
    });
    expect(post?.body).not.toContain('737');
    const { secret } = await ok('POST', `/api/webmasters/${webmaster.id}/postbacks/secret`, {});
    const signed = `${post?.headers['webhook-id']}.${post?.headers['webhook-timestamp']}.${post?.body}`;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(post?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    const { items: deliveries } = await ok('GET', `/api/postbacks?leadId=${lead.id}`);
    expect(deliveries).toMatchObject([
      { state: 'delivered', event: 'paid', response: { status: 200 } },
      { state: 'delivered', event: 'paid', response: { status: 200 } },
      { state: 'delivered', event: 'processing', response: { status: 200 } },
    ]);
  });

  it('is closed for CRMs that push, too', async () => {
    const { ok, send, settled } = world;
    const offerId = await makeOffer(world);
    const integrationId = await makeIntegration(world, { offers: [offerId] });
    await ok('POST', '/api/leads', [
      { offerId, extId: 'A-1' },
      { offerId, extId: 'A-2' },
      { offerId, extId: 'A-3' },
    ]);
    const source = await ok('POST', '/api/sources', { name: 'CRM', type: 'webhook' });
    const pipeline = await ok('POST', '/api/pipelines', {
      name: 'Statuses',
      sourceId: source.id,
      actions: [
        {
          type: 'edit-lead',
          name: 'status',
          integrationId,
          extId: '{event.order}',
          statusText: '{event.status}',
          edit: { track: '{event.track}' },
        },
      ],
    });
    await ok('POST', `/api/pipelines/${pipeline.id}/start`, {});
    const json = { 'content-type': 'application/json' };
    const push = (body: object) => send(source.url, { method: 'POST', headers: json, body: JSON.stringify(body) });

    await push({ order: 'A-1', status: 'Подтверждён', track: 'RR1' });
    await push({ order: 'A-2', status: 'абракадабра' });
    await push({ order: 'nobody', status: 'Отказ' });
    const operations = await settled(pipeline.id, 3);
    expect(operations.map(({ state, error }: any) => error?.code ?? state)).toEqual([
      'done',
      'status_unrecognised',
      'lead_not_found',
    ]);
    const { items } = await ok('GET', '/api/leads?extId=A-1');
    expect(items[0]).toMatchObject({ status: 6, booked: true, track: 'RR1', crmStatus: 'Подтверждён' });
    const { items: history } = await ok('GET', `/api/leads/${items[0].id}/history`);
    expect(history[0].source).toEqual({ kind: 'pipeline', operationId: operations[0].id });

    // The integration learns the word, and what failed is tried again.
    await ok('POST', '/api/status-mappings', { integrationId, text: 'абракадабра', status: 3 });
    expect(await ok('POST', '/api/operations/retry', { pipelineId: pipeline.id, state: 'failed' })).toMatchObject({
      retried: 2,
    });
    await settled(pipeline.id, 3);
    expect((await ok('GET', '/api/leads?extId=A-2')).items[0]).toMatchObject({ status: 3, crmStatus: 'абракадабра' });
  });
});
