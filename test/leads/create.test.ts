import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidInput } from '../../src/errors.ts';
import { createLeads } from '../../src/leads/create.ts';
import { type LeadFilter, leadHistory, leadLedger, listLeads } from '../../src/leads/queries.ts';
import { engines, openTestDatabase, type TestDatabase } from '../databases.ts';
import { now } from './lead.ts';
import { apply, create, createIds, seedNetwork } from './network.ts';

describe.each(engines)('on %s', (engine) => {
  let database: TestDatabase;
  let db: TestDatabase['db'];

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    await seedNetwork(db);
  });
  afterAll(() => database.close());

  describe('creating leads', () => {
    test('a lead is answered with everything it was given', async () => {
      const createdAt = new Date('2026-01-02T03:04:05.678Z');
      const contact = {
        name: "O'Hara \\ Иван",
        phone: '+7 (999) 123-45-67',
        country: 'RU',
        ip: '192.0.2.1',
        userAgent: 'Mozilla',
      };
      const subs = { sub1: 'a', sub2: 'b', sub3: 'c', sub4: 'd' };
      const [lead] = await create(db, [
        {
          offerId: 1,
          integrationId: 2,
          extId: 'full',
          webmasterId: 2,
          createdAt,
          ...contact,
          ...subs,
          base: '1 990,00',
          counts: 2,
          currency: 'USD',
        },
      ]);
      expect(lead).toEqual({
        ...contact,
        ...subs,
        id: expect.any(Number),
        offerId: 1,
        integrationId: 2,
        extId: 'full',
        status: 2,
        reason: null,
        comment: null,
        crmStatus: null,
        holdUntil: null,
        acceptedAt: null,
        booked: false,
        base: '1990',
        counts: 2,
        currency: 'USD',
        goal: null,
        track: null,
        cash: null,
        webmasterId: 2,
        createdAt,
        updatedAt: now,
      });
    });

    test('the status is 2 with an external id, else 1, unless it is given', async () => {
      const leads = await create(db, [{ offerId: 1, extId: 'st-1' }, { offerId: 1 }, { offerId: 1, status: 3 }]);
      expect(leads.map(({ status }) => status)).toEqual([2, 1, 3]);
    });

    test("the integration is the offer's only one, the currency the offer's", async () => {
      const leads = await create(db, [{ offerId: 1 }, { offerId: 2 }, { offerId: 2, integrationId: 2 }]);
      expect(leads.map(({ integrationId }) => integrationId)).toEqual([1, null, 2]);
      expect(leads.map(({ currency }) => currency)).toEqual(['RUB', 'RUB', 'RUB']);
    });

    test('a lead created as accepted is not booked; a cancelled one has the default reason', async () => {
      const leads = await create(db, [
        { offerId: 1, status: 7 },
        { offerId: 1, status: 5 },
      ]);
      expect(leads).toMatchObject([
        { status: 7, booked: false },
        { status: 5, reason: 2 },
      ]);
      expect((await leadLedger(db, leads[0]?.id ?? 0, { limit: 10 })).items).toEqual([]);
    });

    test('a thousand come back in their order', async () => {
      const leads = await create(
        db,
        Array.from({ length: 1_000 }, (_, index) => ({ offerId: 1, extId: `k-${(index * 7919) % 1_000}` })),
      );
      expect(leads.map(({ extId }) => extId)).toEqual(
        Array.from({ length: 1_000 }, (_, index) => `k-${(index * 7919) % 1_000}`),
      );
      expect(leads.every(({ id }, index) => index === 0 || id > (leads[index - 1]?.id ?? 0))).toBe(true);
    });

    test('a taken external id refuses them all and is named', async () => {
      await create(db, [{ offerId: 1, extId: 'dup' }]);
      await expect(
        create(db, [
          { offerId: 1, extId: 'fresh' },
          { offerId: 1, extId: 'dup' },
        ]),
      ).rejects.toThrow('extId "dup" is taken by another lead of offer 1');
      await expect(
        create(db, [
          { offerId: 1, extId: 'twice' },
          { offerId: 1, extId: 'twice' },
        ]),
      ).rejects.toThrow('extId "twice" is taken');
      expect((await listLeads(db, { extId: 'fresh' }, { limit: 10 })).items).toEqual([]);
    });

    test('or is left as it is, and answered in its place', async () => {
      const [first] = await create(db, [{ offerId: 1, extId: 'kept', name: 'first' }]);
      const leads = await create(
        db,
        [
          { offerId: 1, extId: 'new', name: 'n' },
          { offerId: 1, extId: 'kept', name: 'second' },
          { offerId: 1, extId: 'new' },
        ],
        'ignore',
      );
      expect(leads.map(({ name }) => name)).toEqual(['n', 'first', 'n']);
      expect(leads[1]).toEqual(first);
    });

    test('two CRMs of an offer may number their orders alike; leads without an integration may not share an id', async () => {
      await create(db, [
        { offerId: 2, integrationId: 1, extId: 'same' },
        { offerId: 2, integrationId: 2, extId: 'same' },
        { offerId: 2, extId: 'same' },
      ]);
      await expect(create(db, [{ offerId: 2, extId: 'same' }])).rejects.toThrow('extId "same" is taken');
    });

    test('what does not exist or is not a value is named with its place', async () => {
      const wrong = create(db, [
        { offerId: 1 },
        { offerId: 99, integrationId: 98, webmasterId: 2 ** 40, currency: 'XXX', base: '1,234', counts: 0, extId: '' },
      ]);
      await expect(wrong).rejects.toBeInstanceOf(InvalidInput);
      await expect(wrong).rejects.toMatchObject({
        errors: ['offerId', 'integrationId', 'webmasterId', 'extId', 'currency', 'counts', 'base'].map((field) => ({
          path: `[1].${field}`,
        })),
      });
    });

    test('a contact with characters that no database keeps is not lost', async () => {
      const [lead] = await create(db, [{ offerId: 1, name: 'a\0b\ud800', userAgent: 'x'.repeat(5_000) }]);
      expect(lead?.name).toBe('a\ufffdb\ufffd');
      expect(lead?.userAgent).toHaveLength(1_000);
    });

    test('more than a thousand at once are refused', async () => {
      const many = Array.from({ length: 1_001 }, () => ({ offerId: 1 }));
      await expect(create(db, many)).rejects.toThrow('at most 1000 leads at once, not 1001');
      expect(await db.transaction().execute((trx) => createLeads(trx, [], now))).toEqual([]);
    });
  });

  describe('finding leads', () => {
    let ids: number[];
    const found = async (filter: LeadFilter): Promise<number[]> => {
      const { items } = await listLeads(db, filter, { limit: 500 });
      return items.map(({ id }) => ids.indexOf(id)).filter((index) => index >= 0);
    };

    beforeAll(async () => {
      const leads = await create(db, [
        { offerId: 1, extId: 'CRM_100%', webmasterId: 1, phone: '+7 (912) 000-11-22', status: 2 },
        { offerId: 1, extId: 'CRM1100', webmasterId: 2, phone: '8 912 555', status: 3 },
        { offerId: 2, integrationId: 2, webmasterId: 2, status: 7 },
        { offerId: 2, integrationId: 1, webmasterId: 2, status: 10 },
      ]);
      ids = leads.map(({ id }) => id);
      await apply(db, [{ leadId: ids[2] ?? 0, edit: { accept: 1 } }]);
    });

    test.each<[LeadFilter, number[]]>([
      [{ offerId: 2 }, [3, 2]],
      [{ status: [2, 3] }, [1, 0]],
      [{ status: [] }, []],
      [{ extId: 'CRM1100' }, [1]],
      [{ integrationId: 2 }, [2]],
      [{ webmasterId: 2 }, [3, 2, 1]],
      [{ unbooked: true }, [3]],
      [{ q: 'CRM' }, [1, 0]],
      [{ q: 'CRM_' }, [0]],
      [{ q: 'CRM_100%' }, [0]],
      [{ q: '%' }, []],
      [{ q: '7912' }, [0]],
      [{ q: '+7 (912)' }, [0]],
      [{ q: '8912' }, [1]],
      [{ q: '912' }, []],
      [{ offerId: 1, q: 'CRM', status: [3] }, [1]],
    ])('%j', async (filter, indexes) => {
      expect(await found(filter)).toEqual(indexes);
    });

    test('by id', async () => {
      expect(await found({ q: ` ${ids[1]} ` })).toEqual([1]);
    });

    test('page by page, each once, the newest first', async () => {
      const made = await createIds(db, 7, { sub1: 'page', webmasterId: 1, offerId: 2 });
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const list = await listLeads(db, { offerId: 2, webmasterId: 1 }, { limit: 3, cursor });
        seen.push(...list.items.map(({ id }) => id));
        cursor = list.next ?? undefined;
      } while (cursor);
      expect(seen).toEqual(made.toReversed());
      await expect(listLeads(db, {}, { limit: 3, cursor: 'x' })).rejects.toBeInstanceOf(InvalidInput);
    });

    test('history and ledger of a lead that does not exist are not found, of a new one empty', async () => {
      const [id = 0] = await createIds(db, 1);
      expect(await leadHistory(db, id, { limit: 5 })).toEqual({ items: [], next: null });
      await expect(leadHistory(db, 999_999, { limit: 5 })).rejects.toThrow('There is no lead 999999');
      await expect(leadLedger(db, 999_999, { limit: 5 })).rejects.toThrow('There is no lead 999999');
    });
  });
});
