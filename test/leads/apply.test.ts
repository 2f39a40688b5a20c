import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planBatch } from '../../src/leads/apply.ts';
import { loadLeadContext } from '../../src/leads/context.ts';
import { editLead } from '../../src/leads/edit-one.ts';
import { getLead, leadHistory, leadLedger } from '../../src/leads/queries.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';
import { now } from './lead.ts';
import { apply, createIds, seedNetwork } from './network.ts';

const page = { limit: 100 };

describe.each(engines)('on %s', (engine) => {
  let database: TestDatabase;
  let db: TestDatabase['db'];

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    await seedNetwork(db);
  });
  afterAll(() => database.close());

  const one = async (lead = {}): Promise<number> => (await createIds(db, 1, lead))[0] ?? 0;
  const ledger = async (id: number) =>
    (await leadLedger(db, id, page)).items.map(({ booking, kind, amount, currency, partyId }) => [
      booking,
      kind,
      amount,
      currency,
      partyId,
    ]);
  const edit = (leadId: number, change: unknown) =>
    db
      .transaction()
      .execute((trx) => editLead(trx, { leadId, edit: change, origin: { kind: 'operator', keyId: 5 }, now }));

  test('an acceptance changes the lead, books its money and leaves one history row and one event', async () => {
    const id = await one();
    const { edits, moneyMoved } = await apply(db, [
      { leadId: id, edit: { accept: 1, comment: `it's "\\ok\\"`, cash: { pay: '12,50', cc: 'USD' } } },
    ]);
    expect(edits).toMatchObject([
      {
        leadId: id,
        outcome: 'applied',
        money: [{ kind: 'pay', amount: '12.5', currency: 'USD' }, { kind: 'wm' }, { kind: 'ref' }],
      },
    ]);
    expect(moneyMoved).toBe(true);
    const lead = await getLead(db, id);
    expect(lead).toMatchObject({
      status: 6,
      booked: true,
      acceptedAt: now,
      updatedAt: now,
      comment: `it's "\\ok\\"`,
      cash: { pay: { amount: '12.5', currency: 'USD' } },
    });
    expect(await ledger(id)).toEqual([
      [1, 'pay', '12.5', 'USD', null],
      [1, 'wm', '100', 'RUB', 2],
      [1, 'ref', '5', 'RUB', 1],
    ]);
    const { items } = await leadHistory(db, id, page);
    expect(items).toEqual([
      {
        at: now,
        source: { kind: 'check', runId: 7, scriptVersion: 3 },
        before: { status: 2, comment: null, acceptedAt: null, booked: false, cash: null },
        after: {
          status: 6,
          comment: `it's "\\ok\\"`,
          acceptedAt: now.toISOString(),
          booked: true,
          cash: { pay: { amount: '12.5', currency: 'USD' } },
        },
      },
    ]);
    const events = await db.selectFrom('lead_events').where('lead_id', '=', id).selectAll().orderBy('id').execute();
    expect(events).toMatchObject([
      { at: now, stage: 'processing', payload: { status: 2, previousStatus: null, payout: null } },
      { at: now, stage: 'accepted', payload: { status: 6, payout: '100', currency: 'RUB' } },
    ]);
  });

  test('the same edits again change nothing and write nothing', async () => {
    const ids = await createIds(db, 20);
    const edits = ids.map((leadId, index) => ({
      leadId,
      edit: [
        { accept: 1, cash: { pay: 3, wm: 2, cc: 'USD' } },
        { status: 5, reason: 6 },
        { hold: true },
        { comment: 'x', track: 'T', base: 5 },
      ][index % 4],
    }));
    const first = await apply(db, edits);
    expect(first.edits.every(({ outcome }) => outcome === 'applied')).toBe(true);
    const before = await db.selectFrom('leads').where('id', 'in', ids).selectAll().orderBy('id').execute();
    const second = await apply(db, edits, { now: new Date(now.getTime() + 60_000) });
    expect(second).toMatchObject({ moneyMoved: false });
    expect(new Set(second.edits.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
    expect(await db.selectFrom('leads').where('id', 'in', ids).selectAll().orderBy('id').execute()).toEqual(before);
    const rows = await db
      .selectFrom('lead_history')
      .where('lead_id', 'in', ids)
      .select(sql<number>`count(*)`.as('count'))
      .executeTakeFirstOrThrow();
    expect(rows.count).toBe(20);
  });

  test('a reversal takes back exactly what was booked, adjustments too, and a new acceptance is the next booking', async () => {
    const id = await one();
    await apply(db, [{ leadId: id, edit: { accept: 1 } }]);
    expect(await edit(id, { cash: { wm: 70, cc: 'RUB' } })).toMatchObject({
      outcome: 'applied',
      money: [{ kind: 'adjustment', amount: '-30' }],
    });
    await apply(db, [{ leadId: id, edit: { status: 5 } }]);
    await edit(id, { accept: 1 });
    const entries = (await leadLedger(db, id, page)).items;
    expect(
      entries.map(({ booking, kind, amount, reverses }) => [booking, kind, amount, reverses === undefined ? 0 : 1]),
    ).toEqual([
      [1, 'pay', '150', 0],
      [1, 'wm', '100', 0],
      [1, 'ref', '5', 0],
      [1, 'adjustment', '-30', 0],
      [1, 'pay', '-150', 1],
      [1, 'wm', '-100', 1],
      [1, 'ref', '-5', 1],
      [1, 'adjustment', '30', 1],
      [2, 'pay', '150', 0],
      [2, 'wm', '70', 0],
      [2, 'ref', '5', 0],
    ]);
    expect((await leadHistory(db, id, page)).items.map(({ source }) => source.kind)).toEqual([
      'check',
      'operator',
      'check',
      'operator',
    ]);
  });

  test('the number of statements does not depend on the number of leads', async () => {
    const count = async (leads: number): Promise<number> => {
      const ids = await createIds(db, leads);
      const edits = ids.map((leadId) => ({ leadId, edit: { accept: 1 } }));
      const context = await loadLeadContext(db, [1]);
      let statements = 0;
      const watched = db.withPlugin({
        transformQuery: ({ node }) => {
          statements += 1;
          return node;
        },
        transformResult: async ({ result }) => result,
      });
      await apply(watched, edits, { context });
      await apply(
        watched,
        ids.map((leadId) => ({ leadId, edit: { status: 11 } })),
        { context },
      );
      return statements;
    };
    expect(await count(1)).toBe(await count(200));
  });

  test('a lead that became final after the batch was chosen is refused, and the others are applied', async () => {
    const [first = 0, second = 0] = await createIds(db, 2);
    await edit(first, { status: 11 });
    const { edits } = await apply(
      db,
      [first, second].map((leadId) => ({ leadId, edit: { accept: 1 } })),
    );
    expect(edits.map(({ outcome, refusal }) => refusal?.code ?? outcome)).toEqual(['already_final', 'applied']);
  });

  test('edits of a lead that is not of the run are refused as unknown', async () => {
    const [mine = 0, other = 0] = await createIds(db, 2);
    const { edits } = await apply(
      db,
      [mine, other, 999_999].map((leadId) => ({ leadId, edit: { comment: 'x' } })),
      { leadIds: [mine] },
    );
    expect(edits.map(({ refusal }) => refusal?.code)).toEqual([undefined, 'unknown_id', 'unknown_id']);
    expect(edits[1]?.refusal?.message).toBe(`Lead ${other} is not one of this run.`);
    expect((await getLead(db, other)).comment).toBeNull();
  });

  test('edits that the script gave beyond its limit are refused, also where the script hid how many they are', async () => {
    const id = await one();
    const marked = await apply(db, [{ leadId: id, edit: { comment: 'a' }, overLimit: true }]);
    const counted = await apply(
      db,
      Array.from({ length: 6 }, (_, index) => ({ leadId: id, edit: { comment: `${index}` } })),
    );
    expect(marked.edits[0]?.refusal?.code).toBe('over_limit');
    expect(counted.edits.map(({ refusal }) => refusal?.code ?? '')).toEqual([
      '',
      '',
      '',
      '',
      'over_limit',
      'over_limit',
    ]);
  });

  test("a CRM's status text is kept whatever becomes of the edit, and is no change of the lead", async () => {
    const [open = 0, final = 0, silent = 0] = await createIds(db, 3);
    await edit(final, { status: 11 });
    const later = new Date(now.getTime() + 60_000);
    const crmStatuses = [open, final].map((leadId) => ({ leadId, text: `В пути\0${'!'.repeat(300)}` }));
    await apply(db, [{ leadId: final, edit: { accept: 1 } }], {
      leadIds: [open, final, silent],
      crmStatuses,
      now: later,
    });
    for (const id of [open, final]) {
      expect((await getLead(db, id)).crmStatus).toBe(`В пути\ufffd${'!'.repeat(193)}`);
      expect((await getLead(db, id)).updatedAt).toEqual(now);
    }
    expect((await getLead(db, silent)).crmStatus).toBeNull();
    expect((await leadHistory(db, open, page)).items).toEqual([]);
  });

  test('texts that a database cannot hold do not spoil the batch', async () => {
    const [first = 0, second = 0] = await createIds(db, 2);
    const { edits } = await apply(db, [
      { leadId: first, edit: { comment: 'a\0b\ud800', track: '\0' } },
      { leadId: second, edit: { accept: 1 } },
    ]);
    expect(edits.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect((await getLead(db, first)).comment).toBe('a\ufffdb\ufffd');
  });

  test('a plan writes nothing and says what applying would do', async () => {
    const [open = 0, booked = 0] = await createIds(db, 2);
    await apply(db, [{ leadId: booked, edit: { accept: 1 } }]);
    const batch = {
      leadIds: [open, booked],
      edits: [
        { leadId: open, edit: { accept: 1 } },
        { leadId: booked, edit: { status: 11 } },
      ],
      crmStatuses: [],
      source: { kind: 'check', checkKind: 'range' } as const,
      context: await loadLeadContext(db, [1]),
      now,
    };
    const planned = await planBatch(db, batch);
    expect((await getLead(db, open)).status).toBe(2);
    const applied = await apply(db, batch.edits);
    expect(planned.edits).toEqual(applied.edits);
    expect(planned.edits[1]?.money).toHaveLength(3);
  });

  test('what a status text was made of stays with its edit', async () => {
    const id = await one();
    const recognised = { text: 'Апрув', rule: 'word', word: 'апрув' };
    const { edits } = await apply(db, [{ leadId: id, edit: { accept: 1 }, recognised }]);
    expect(edits).toMatchObject([{ outcome: 'applied', recognised }]);
  });

  describe('an operator', () => {
    test('corrects what a lead belongs to', async () => {
      const id = await one({ extId: 'op-1' });
      expect(await edit(id, { extId: 'op-2', integrationId: 2, webmasterId: 1 })).toMatchObject({ outcome: 'applied' });
      expect(await getLead(db, id)).toMatchObject({ extId: 'op-2', integrationId: 2, webmasterId: 1 });
      await edit(id, { accept: 1 });
      expect((await ledger(id)).map(([, kind, , , party]) => [kind, party])).toEqual([
        ['pay', null],
        ['wm', 1],
      ]);
    });

    test('is refused a webmaster and an integration that do not exist', async () => {
      const id = await one();
      expect((await edit(id, { webmasterId: 99 })).refusal?.message).toBe(
        'webmasterId 99 is not a webmaster of the network.',
      );
      expect((await edit(id, { integrationId: 99 })).refusal?.message).toBe(
        'integrationId 99 is not an integration of the network.',
      );
    });

    test('cannot give a lead the external id of another', async () => {
      await createIds(db, 1, { extId: 'taken' });
      const id = await one({ extId: 'free' });
      await expect(edit(id, { extId: 'taken' })).rejects.toThrow(
        'extId "taken" is taken by another lead of offer 1 and integration 1',
      );
      expect((await getLead(db, id)).extId).toBe('free');
    });

    test('cannot edit a lead that does not exist', async () => {
      await expect(edit(999_999, { accept: 1 })).rejects.toThrow('There is no lead 999999');
    });
  });

  test("a pipeline's edit keeps the status text even where it is refused, and never moves a final lead", async () => {
    const id = await one();
    await edit(id, { status: 12 });
    const origin = { kind: 'pipeline', operationId: 'op' } as const;
    const pushed = await db
      .transaction()
      .execute((trx) => editLead(trx, { leadId: id, edit: { accept: 1 }, origin, crmStatus: 'paid', now }));
    expect(pushed.refusal?.code).toBe('already_final');
    expect(await getLead(db, id)).toMatchObject({ status: 12, crmStatus: 'paid' });
  });

  test('the database itself refuses a second booking and a second reversal', async () => {
    const id = await one();
    await apply(db, [{ leadId: id, edit: { accept: 1 } }]);
    const again = (values: string) =>
      db
        .transaction()
        .execute((trx) =>
          sql
            .raw(`insert into ledger (lead_id, booking, kind, party_id, amount, currency_id, at, reverses) ${values}`)
            .execute(trx),
        );
    await expect(again(`values (${id}, 1, 'wm', 2, 1, 1, now(), null)`)).rejects.toThrow('ledger_once');
    const reversal = `select lead_id, booking, kind, party_id, -amount, currency_id, at, id from ledger where lead_id = ${id} and kind = 'wm' and not reversal`;
    await again(reversal);
    await expect(again(reversal)).rejects.toThrow(/ledger_(once|reversed_once)/);
  });
});
