import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../databases.ts';
import { inTurn, reset } from '../fake-crm.ts';
import { type IntakeWorld, openIntake } from '../intake/world.ts';
import { makeIntegration, makeOffer } from '../world.ts';

describe.each(engines)('postbacks on %s', (engine) => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntake(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  /** A webmaster with one lead, who wants to hear of everything. */
  async function make(postbacks: object[]) {
    const offerId = await makeOffer(world);
    await makeIntegration(world, { offers: [offerId] });
    const { id: webmasterId } = await world.ok('POST', '/api/webmasters', { name: 'Anna', postbacks });
    const { items } = await world.ok('POST', '/api/leads', { offerId, extId: 'A-1', webmasterId, sub1: 'a b' });
    const edit = (edit: object) => world.ok('PATCH', `/api/leads/${items[0].id}`, edit);
    const deliveries = async () =>
      (await world.ok('GET', `/api/postbacks?webmasterId=${webmasterId}`)).items.toReversed();
    return { webmasterId, leadId: items[0].id as number, edit, deliveries };
  }
  const events = ['processing', 'callback', 'hold', 'accepted', 'cancelled', 'trash', 'paid', 'returned'];
  /** Makes what is waiting due, and waits until so many have arrived. */
  async function after(seconds: number, received: number) {
    world.clock.advance(seconds);
    await world.notifier.tick();
    await world.crm.received(received);
  }

  it('go to every URL that wants the event, and to no other', async () => {
    const { url } = world.crm;
    world.crm.answer(() => true, {});
    const { edit, deliveries } = await make([
      { url: `${url}/all?s={stage}`, events },
      { url: `${url}/paid`, events: ['paid'] },
      { url: `${url}/trash?r={reason}&t={trash}`, events: ['trash'] },
    ]);
    await edit({ status: 3 });
    await edit({ comment: 'nobody is told of comments' });
    await edit({ status: 5, reason: 6 });
    await world.until(async () => (await deliveries()).filter(({ state }: any) => state === 'delivered').length === 3);
    const asked = world.crm.requests.map((request) => request.url).toSorted();
    expect(asked).toEqual(['/all?s=callback', '/all?s=trash', '/trash?r=6&t=1']);
  });

  it('come in the order of a lead’s changes, however long the first one takes', async () => {
    world.crm.answer('/all', inTurn({ status: 500 }, reset(), {}));
    const { edit, deliveries } = await make([{ url: `${world.crm.url}/all?s={stage}`, events }]);
    await edit({ status: 3 });
    await edit({ status: 4 });
    await edit({ status: 2 });
    // Its failure is written down, and when it is due again.
    const failedTimes = (times: number) =>
      world.until(async () => {
        const [first] = await deliveries();
        return first?.attempts === times && first.nextAt > world.clock.now().toISOString();
      });
    await failedTimes(1);
    await after(11, 2);
    await failedTimes(2);
    expect(world.crm.requests.map(({ query }) => query.get('s'))).toEqual(['callback', 'callback']);
    await after(61, 5);
    await world.until(async () => (await deliveries()).every(({ state }: any) => state === 'delivered'));
    const seen = world.crm.requests.map(({ query }) => query.get('s'));
    expect(seen).toEqual(['callback', 'callback', 'callback', 'hold', 'processing']);
    expect((await deliveries())[0]).toMatchObject({ attempts: 3, error: null, response: { status: 200 } });
  });

  it('are tried for a day, and then given up', async () => {
    world.crm.answer('/all', { status: 404, body: 'no such campaign' });
    const { edit, deliveries } = await make([{ url: `${world.crm.url}/all`, events, method: 'POST' }]);
    const start = world.clock.now().getTime();
    await edit({ status: 3 });
    await world.crm.received(1);
    const ids = new Set<string | undefined>();
    for (let attempt = 2; ; attempt++) {
      await world.until(
        async () => (await deliveries())[0]?.attempts === attempt - 1 && (await deliveries())[0].error !== null,
      );
      const [{ state, nextAt }] = await deliveries();
      if (state === 'failed') break;
      world.clock.set(new Date(nextAt));
      await world.notifier.tick();
      await world.crm.received(attempt);
    }
    for (const { headers } of world.crm.requests) ids.add(headers['webhook-id']);
    const hours = (world.clock.now().getTime() - start) / 3_600_000;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(25);
    expect(ids.size).toBe(1);
    expect((await deliveries())[0]).toMatchObject({
      state: 'failed',
      error: 'The answer was 404',
      response: { status: 404, body: 'no such campaign' },
    });
  });

  it('show what a URL answers when it is tested', async () => {
    world.crm.answer('/all', { status: 201, body: 'welcome' });
    const { webmasterId } = await make([{ url: `${world.crm.url}/all?id={id}&s={stage}`, events: ['paid'] }]);
    const path = `/api/webmasters/${webmasterId}/postbacks/test`;
    expect(await world.ok('POST', path, { event: 'paid' })).toMatchObject({
      items: [{ request: { method: 'GET' }, response: { status: 201, body: 'welcome' }, error: null }],
    });
    expect(world.crm.requests[0]?.url).toBe('/all?id=0&s=paid');
    const refused = await world.ok('POST', path, { url: 'http://10.0.0.1/x' });
    expect(refused.items[0]).toMatchObject({ response: null });
    expect(refused.items[0].error).toMatch(/10\.0\.0\.1/);
  });

  it('keep their secret until it is made anew', async () => {
    const { webmasterId } = await make([]);
    const secret = async (body: object) =>
      (await world.ok('POST', `/api/webmasters/${webmasterId}/postbacks/secret`, body)).secret;
    const first = await secret({});
    expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await secret({})).toBe(first);
    expect(await secret({ anew: true })).not.toBe(first);
  });
});
