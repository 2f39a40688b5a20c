import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../databases.ts';
import { startCpaHouse } from './cpa-house.ts';
import { type IntakeWorld, openIntake } from './world.ts';

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64)';

/** What GetCourse does with the address: every variable is filled, and those that the process does not know stay as they are. */
function asGetCourse(url: string, variables: Record<string, string>): string {
  return url.replace(/\{[^{}]*\}/g, (variable) =>
    Object.hasOwn(variables, variable) ? encodeURIComponent(variables[variable] ?? '') : variable,
  );
}

const purchase = {
  '{object.id}': '501',
  '{object.email}': 'anna@example.com',
  '{object.phone}': '+79001234567',
  '{object.first_name}': 'Анна',
  '{object.last_name}': 'Петрова',
  '{object.IP}': '203.0.113.7',
  '{object.UserAgent}': userAgent,
  '{object.Страна}': 'RU',
};

describe.each(engines)('the way of the seed document on %s', (engine) => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntake(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  it('leads from a source by its name to orders in cpa.house', async () => {
    const { ok, send, settled } = world;
    const { orders } = startCpaHouse(world.crm);

    // 1. Choose the source from the list, name it, save it.
    const { items: types } = await ok('GET', '/api/source-types');
    const type = types.find(({ title }: any) => title.ru === 'Getcourse — вебхук при создании покупки').type;
    const source = await ok('POST', '/api/sources', { name: 'Мои покупки', type });
    expect(source.steps.ru.join()).toContain('пробелов или табуляций');

    // 2. Copy the address, start the pipeline, which has no actions yet.
    expect(source.url).toMatch(/\/in\/[0-9a-f]{32}\?id=\{object\.id\}&/);
    expect(source.url).toContain('&email={object.user.email}&user_email={object.email}&');
    expect(source.url).not.toMatch(/\s/);
    const pipeline = await ok('POST', '/api/pipelines', { name: 'Getcourse → cpa.house', sourceId: source.id });
    expect(pipeline.state).toBe('stopped');
    await ok('POST', `/api/pipelines/${pipeline.id}/start`, {});

    // 3–7 and the test: a user process of GetCourse calls the address; the purchase stands in the journal.
    expect((await send(asGetCourse(source.url, purchase))).status).toBe(200);
    const [journalled] = await settled(pipeline.id);
    expect(journalled).toMatchObject({
      state: 'done',
      event: { id: '501', email: 'anna@example.com', phone: '+79001234567', name: 'Анна Петрова', payed_at: '' },
      steps: [],
    });

    // GetCourse has no variables for these: the account's own fields are added to the address.
    const extended = await ok('PATCH', `/api/sources/${source.id}`, {
      extraParameters: [
        { name: 'ip', variable: '{object.user.IP}' },
        { name: 'user_agent', variable: '{object.user.UserAgent}' },
        { name: 'country', variable: 'object.user.Страна' },
      ],
    });

    // Steps 1–3 of the actions: a form with the listed fields, and a request with the previous step's result as its body.
    const form = {
      type: 'form-urlencoded',
      name: 'Form Urlencoded',
      fields: [
        { name: 'api_key', value: '{param:api_key}', required: true },
        { name: 'id_webmaster', value: '17', required: true },
        { name: 'name', value: '{event.name}', required: true },
        { name: 'phone', value: '{event.phone}', required: true },
        { name: 'id_offer', value: '55', required: true },
        { name: 'id_source', value: '3', required: true },
        { name: 'id_stream', value: '9', required: true },
        { name: 'user_agent', value: '{event.user_agent}', required: true },
        { name: 'ip_address', value: '{event.ip}', required: true },
        { name: 'county_code', value: '{event.country}', required: true },
        { name: 'sub_id_1', value: '{event.utm_source}' },
      ],
    };
    const request = {
      type: 'http-request',
      name: 'HTTP-запрос',
      method: 'POST',
      url: `${world.crm.url}/method/send_order`,
      body: '{previous}',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      success: { field: 'status', equals: 'success', error: 'msg' },
    };
    await ok('PATCH', `/api/pipelines/${pipeline.id}`, {
      actions: [form, request],
      secrets: { api_key: 'cpa-secret-key' },
      notifyEmail: 'owner@example.com',
    });

    // A test, first without sending.
    const event = { ...journalled.event, ip: '203.0.113.7', user_agent: userAgent, country: 'RU' };
    const dry = await ok('POST', `/api/pipelines/${pipeline.id}/test`, { event, live: false });
    expect(dry.steps.map(({ state }: any) => state)).toEqual(['done', 'not_sent']);
    expect(dry.steps[1].input.body).toContain('county_code=RU');
    expect(JSON.stringify(dry)).not.toContain('cpa-secret-key');
    expect(orders).toEqual([]);
    const live = await ok('POST', `/api/pipelines/${pipeline.id}/test`, { event, live: true });
    expect(live).toMatchObject({
      state: 'done',
      steps: [{}, { output: { status: 200, data: { status: 'success' } } }],
    });
    expect(orders).toHaveLength(1);

    // It runs: purchases become orders.
    await send(asGetCourse(extended.url, purchase));
    const operations = await settled(pipeline.id, 2);
    expect(operations[1]).toMatchObject({ state: 'done', attempts: 1, error: null });
    expect(orders[1]).toEqual({
      api_key: 'cpa-secret-key',
      id_webmaster: '17',
      name: 'Анна Петрова',
      phone: '+79001234567',
      id_offer: '55',
      id_source: '3',
      id_stream: '9',
      user_agent: userAgent,
      ip_address: '203.0.113.7',
      county_code: 'RU',
    });
    expect(operations[1].event).toMatchObject({ user_agent: userAgent, user_ip: '203.0.113.7', ip: '203.0.113.7' });
    // The name alone does not make it the user's twin of another parameter.
    expect(operations[1].event).not.toHaveProperty('agent');
    expect(JSON.stringify(operations)).not.toContain('cpa-secret-key');

    // What fails says why, in the words of cpa.house.
    await send(asGetCourse(extended.url, { ...purchase, '{object.Страна}': 'Россия' }));
    const failed = (await settled(pipeline.id, 3))[2];
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'refused', step: 'HTTP-запрос' } });
    expect(failed.error.message).toContain('county_code Россия');
    const { items: alerts } = await ok('GET', '/api/alerts?open=true');
    expect(alerts).toMatchObject([{ kind: 'operation_failed', pipelineId: pipeline.id, count: 1 }]);
  });
});
