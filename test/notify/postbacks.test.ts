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

  /** A webmaster with one lead, which is new and no news yet. */
  async function make(postbacks: object[]) {
    const offerId = await makeOffer(world);
    await makeIntegration(world, { offers: [offerId] });
    const { id: webmasterId } = await world.ok('POST', '/api/webmasters', { name: 'Anna', postbacks });
    const { items } = await world.ok('POST', '/api/leads', { offerId, extId: 'A-1', webmasterId, status: 1 });
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

  it('begin with the lead itself where it is created in processing, and tell nothing of leads that were decided elsewhere', async () => {
    world.crm.answer('/all', {});
    const offerId = await makeOffer(world);
    const postback = { url: `${world.crm.url}/all?x={extId}&s={stage}&sum={payout}`, events };
    const { id: webmasterId } = await world.ok('POST', '/api/webmasters', { name: 'Anna', postbacks: [postback] });
    await world.ok('POST', '/api/leads', [
      { offerId, webmasterId },
      { offerId, webmasterId, extId: 'asked' },
      { offerId, webmasterId, extId: 'held', status: 4 },
      { offerId, webmasterId, extId: 'taken over', status: 10 },
      { offerId, webmasterId, extId: 'refused', status: 5 },
      { offerId, extId: 'nobody’s' },
    ]);
    await world.ok('POST', '/api/leads?onConflict=ignore', { offerId, webmasterId, extId: 'asked' });
    await world.notifier.tick();
    await world.crm.received(2);
    await world.notifier.tick();
    expect(
      world.crm.requests
        .map(({ query }) => Object.fromEntries(query))
        .toSorted((a, b) => (a['x'] ?? '').localeCompare(b['x'] ?? '')),
    ).toEqual([
      { x: 'asked', s: 'processing', sum: '' },
      { x: 'held', s: 'hold', sum: '' },
    ]);
  });

  it('are given up at once where a value would change the path around it', async () => {
    const offerId = await makeOffer(world);
    const postbacks = [{ url: `${world.crm.url}/secret/{sub1}/x`, events: ['processing'] }];
    const { id: webmasterId } = await world.ok('POST', '/api/webmasters', { name: 'Anna', postbacks });
    await world.ok('POST', '/api/leads', { offerId, webmasterId, extId: 'A-1', sub1: '..' });
    const deliveries = async () => (await world.ok('GET', `/api/postbacks?webmasterId=${webmasterId}`)).items;
    await world.until(async () => {
      await world.notifier.tick();
      return (await deliveries())[0]?.state === 'failed';
    });
    expect(await deliveries()).toMatchObject([{ attempts: 1, request: null, error: expect.stringContaining('".."') }]);
    expect(world.crm.requests).toEqual([]);
  });

  it('are refused where their URL could never do what it says', async () => {
    const problem = async (url: string) => {
      const { status, body } = await world.call('POST', '/api/webmasters', {
        name: 'x',
        postbacks: [{ url, events: ['paid'] }],
      });
      return status === 201 ? null : body.errors.map(({ path, message }: any) => `${path} ${message}`).join();
    };
    expect(await problem('https://user:word@example.com/')).toContain('postbacks[0].url must not hold a user name');
    expect(await problem('https://{sub1}.example.com/')).toContain('cannot have {sub1} in the place of its host');
    expect(await problem('https://example.com/?sum={payuot}')).toContain('did you mean {payout}?');
    expect(await problem('https://example.com/?x={subid}')).toMatch(/no macro: (known are|did you mean)/);
    expect(await problem('mailto:a@example.com')).toContain('is not an http or https URL');
    expect(await problem('https://example.com/{id}?x=%7Bsubid%7D#{stage}')).toBeNull();
    const test = await world.call('POST', '/api/webmasters/1/postbacks/test', { url: 'https://a:b@example.com/' });
    expect(test).toMatchObject({ status: 422, body: { errors: [{ path: 'url' }] } });
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
