import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensurePartitions } from '../../src/db/partitions.ts';
import { retain } from '../../src/db/retention.ts';
import { engines } from '../databases.ts';
import { type IntakeWorld, openIntake } from '../intake/world.ts';
import { makeCheck, makeIntegration, makeOffer } from '../world.ts';

/** Everything that the database holds, but keys and the program's own tables. */
async function dump({ app }: IntakeWorld): Promise<string> {
  const { rows } = await app.connection.sql(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  let text = '';
  for (const { name } of rows) text += JSON.stringify((await app.connection.sql(`select * from "${name}"`)).rows);
  return text;
}

describe.each(engines)('erasing a person on %s', (engine) => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntake(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  /** Two customers whose purchases became leads, were checked, accepted and paid. */
  async function makeTwo() {
    const offerId = await makeOffer(world, { delivery: false, payout: { wm: '500', pay: '700', ref: '0' } });
    const integrationId = await makeIntegration(world, { offers: [offerId] });
    const { id: webmasterId } = await world.ok('POST', '/api/webmasters', { name: 'Web' });
    const source = await world.ok('POST', '/api/sources', { name: 'In', type: 'webhook' });
    const { id } = await world.ok('POST', '/api/pipelines', {
      name: 'Out',
      sourceId: source.id,
      actions: [
        {
          type: 'create-lead',
          name: 'lead',
          offerId,
          extId: '{event.id}',
          webmasterId,
          lead: { name: '{event.name}', phone: '{event.phone}' },
        },
      ],
    });
    await world.ok('POST', `/api/pipelines/${id}/start`, {});
    const send = (fields: Record<string, string>) =>
      world.send(source.url, { method: 'POST', body: new URLSearchParams(fields) });
    await send({ id: '1', name: 'Анна Петрова', phone: '+7 (900) 123-45-67', email: 'Anna@Example.com' });
    // One after the other, or either may become a lead first.
    await world.settled(id, 1);
    await send({
      id: '2',
      name: 'Joanna',
      phone: '+79007654321',
      email: 'joanna@example.com',
      manager_phone: '89001234567',
    });
    await world.settled(id, 2);
    world.crm.answer('/orders', {
      body: [
        { id: '1', status: 'accept', phone: '79001234567', who: 'Анна Петрова' },
        { id: '2', status: 'accept', phone: '79007654321' },
      ],
    });
    const code = `$core.each($data, (d) => { console.log(d.phone); $core.lead.edit($e2i[d.id], { accept: 1, comment: 'called ' + d.phone }) })`;
    const checkId = await makeCheck(world, { integrationId, code });
    await world.sweep(checkId);
    const { items } = await world.ok('GET', '/api/leads');
    const [joanna, anna] = items;
    await world.ok('PATCH', `/api/leads/${anna.id}`, { comment: 'Анна Петрова, 8-900-123-45-67' });
    return { id, anna, joanna };
  }

  it.each([
    ['phone', { phone: '8 900 123 45 67' }],
    ['e-mail', { email: 'anna@example.com' }],
  ])('by %s leaves no trace of that one but the money, and the other one as she was', async (by, given) => {
    const { id, anna, joanna } = await makeTwo();
    expect(await dump(world)).toContain('Анна');
    const erased = await world.ok('POST', '/api/personal-data/erase', given);
    expect(erased).toMatchObject({ leads: 1, runs: 1 });
    const left = await dump(world);
    for (const trace of ['Анна', 'Петрова', 'Anna@Example']) expect(left).not.toContain(trace);
    if (by === 'phone') expect(left.replace(/[^\d"]/g, '')).not.toContain('9001234567');
    expect(left).toContain('joanna@example.com');

    const lead = await world.ok('GET', `/api/leads/${anna.id}`);
    expect(lead).toMatchObject({ status: 10, booked: true, extId: '1', name: null, phone: null, comment: null });
    const { items: ledger } = await world.ok('GET', `/api/leads/${anna.id}/ledger`);
    expect(ledger.map(({ amount }: any) => amount).toSorted()).toEqual(['500', '700']);
    const { items: history } = await world.ok('GET', `/api/leads/${anna.id}/history`);
    expect(history[0].after).toMatchObject({ status: 10, booked: true });
    expect(await world.ok('GET', `/api/leads/${joanna.id}`)).toMatchObject({ name: 'Joanna', phone: '+79007654321' });
    const operations = await world.settled(id, 2);
    expect(operations[0]).toMatchObject({ state: 'done', event: {} });
    expect(operations[1].event).toMatchObject({
      name: 'Joanna',
      manager_phone: by === 'phone' ? '***' : '89001234567',
    });
    // The audit log says that it was done, and not for whom.
    const { items: audit } = await world.ok('GET', '/api/audit?limit=1');
    expect(audit[0]).toMatchObject({ action: 'POST /api/personal-data/erase', details: { leads: 1 } });
    // There is nothing left to be erased.
    expect(await world.ok('POST', '/api/personal-data/erase', given)).toMatchObject({ leads: 0, operations: 0 });
  });

  it('wants a phone or an address that can be told from others', async () => {
    for (const given of [{}, { phone: '123' }, { email: 'anna' }, { phone: '+79001234567', email: 'a@b.ru' }]) {
      expect((await world.call('POST', '/api/personal-data/erase', given)).status).toBe(422);
    }
  });

  it('comes by itself with time: events are kept as long as runs', async () => {
    const { id } = await makeTwo();
    const later = new Date(world.clock.now().getTime() + 91 * 86_400_000);
    await retain(world.app.db, later, { runsKeptDays: 90 });
    expect((await world.ok('GET', `/api/operations?pipelineId=${id}`)).items).toEqual([]);
    expect((await world.app.db.selectFrom('operation_leads').selectAll().execute()).length).toBe(0);
    expect((await world.ok('GET', '/api/leads')).items).toHaveLength(2);
    // The partitions of before are made again for the tests that follow.
    await ensurePartitions(world.app.db, world.clock.now());
  });
});
