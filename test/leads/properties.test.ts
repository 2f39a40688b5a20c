import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatUnits, toUnits } from '../../sandbox/contract/decimal.ts';
import { isFinal, processingStatuses, type Status } from '../../sandbox/contract/statuses.ts';
import { openDatabase } from '../../src/db/connect.ts';
import { applyBatch } from '../../src/leads/apply.ts';
import { leadsAsOf } from '../../src/leads/as-of.ts';
import { loadLeadContext } from '../../src/leads/context.ts';
import { editLead } from '../../src/leads/edit-one.ts';
import { type LoadedLead, loadLeads, withEntries } from '../../src/leads/load.ts';
import {
  getLead,
  type HistoryRow,
  type Lead,
  type LedgerEntry,
  leadHistory,
  leadLedger,
} from '../../src/leads/queries.ts';
import type { LeadContext } from '../../src/leads/state.ts';
import { runTimers } from '../../src/leads/timers.ts';
import { createLog } from '../../src/log.ts';
import { openTestDatabase, type TestDatabase } from '../databases.ts';
import { now } from './lead.ts';
import { create, seedNetwork } from './network.ts';

type Db = TestDatabase['db'];
type Step =
  | { by: 'processing' | 'accepted' | 'range'; edits: { lead: number; edit: unknown }[] }
  | { by: 'operator' | 'pipeline'; lead: number; edit: unknown }
  | { by: 'timers' };

const status = fc.integer({ min: 1, max: 12 });
const amount = fc.constantFrom(0, 1, '2.5', '7.1234');
const cash = fc.record(
  { wm: amount, pay: amount, ref: amount, cc: fc.constantFrom('RUB', 'USD', 2) },
  { requiredKeys: ['pay'] },
);
const edit = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      { accept: fc.constant(1), cash, status: fc.constantFrom(6, 8, 10), goal: fc.constant(31) },
      { requiredKeys: ['accept'] },
    ),
  },
  { weight: 4, arbitrary: fc.record({ status }) },
  fc.record({ status: fc.constant(5), reason: fc.constantFrom(2, 6) }),
  fc.record({ hold: fc.constantFrom(true, 0, 1, 3) }),
  fc.record({ cash, counts: fc.integer({ min: 1, max: 3 }), comment: fc.constantFrom('a', 'b') }, { requiredKeys: [] }),
  fc.constantFrom({ accept: 1, status: 5 }, { goal: 999 }, { nonsense: 1 }),
);
const leadIndex = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      by: fc.constantFrom('processing' as const, 'accepted' as const, 'range' as const),
      edits: fc.array(fc.record({ lead: leadIndex, edit }), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ by: fc.constantFrom('operator' as const, 'pipeline' as const), lead: leadIndex, edit }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      by: fc.constant('operator' as const),
      lead: fc.constantFrom(0, 3),
      edit: fc.record({ cash }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ by: 'timers' as const }) },
);

async function perform(db: Db, context: LeadContext, ids: number[], step: Step, at: Date): Promise<void> {
  if (step.by === 'timers') {
    await runTimers(db, at);
    return;
  }
  await db.transaction().execute(async (trx) => {
    if ('lead' in step) {
      const origin = { kind: step.by, keyId: 1 } as const;
      await editLead(trx, { leadId: ids[step.lead] ?? 0, edit: step.edit, origin, now: at });
      return;
    }
    await applyBatch(trx, {
      leadIds: ids,
      edits: step.edits.map(({ lead, edit }) => ({ leadId: ids[lead] ?? 0, edit })),
      crmStatuses: [],
      source: { kind: 'check', checkKind: step.by },
      origin: { kind: 'check', runId: 1, scriptVersion: 1 },
      context,
      now: at,
    });
  });
}

/** Goods and services, with and without a webmaster, fresh and under way. */
async function freshLeads(db: Db): Promise<Lead[]> {
  return create(db, [
    { offerId: 1, webmasterId: 2, status: 2 },
    { offerId: 2, webmasterId: 1, status: 3, createdAt: new Date(now.getTime() - 86_400_000) },
    { offerId: 1, status: 4 },
    { offerId: 2, integrationId: 1, webmasterId: 2, status: 7, counts: 2 },
  ]);
}

type Kind = 'pay' | 'wm' | 'ref';
type Totals = Record<string, string>;

/** What the lead's money should be, told from its history alone. */
function moneyToldBy(created: Lead, history: HistoryRow[], context: LeadContext): { bookings: number; totals: Totals } {
  const offer = context.offers.get(created.offerId);
  if (!offer) throw new Error('no offer');
  const fields: Record<string, unknown> = { ...created };
  const parties: Kind[] =
    created.webmasterId === null ? ['pay'] : created.webmasterId === 1 ? ['pay', 'wm'] : ['pay', 'wm', 'ref'];
  let [bookings, totals]: [number, Totals] = [0, {}];
  const kept = (cash: unknown, kind: Kind) =>
    (cash as Record<Kind, { amount: string; currency: string }> | null)?.[kind];
  for (const { before, after } of history) {
    Object.assign(fields, after);
    if (after.booked === true) bookings += 1;
    if (after.booked === false) totals = {};
    for (const kind of parties) {
      const goal = fields.goal === null ? undefined : offer.goals.get(fields.goal as number);
      const units = BigInt(offer.payoutPerUnit ? ((fields.counts as number | null) ?? 1) : 1);
      const payout = { amount: formatUnits(toUnits(goal?.[kind] ?? offer.payout[kind]) * units), currency: 'RUB' };
      const mine = kept(fields.cash, kind);
      if (after.booked === true) totals[kind] = told(mine ?? payout);
      else if (
        fields.booked &&
        JSON.stringify(kept(before.cash, kind)) !== JSON.stringify(kept(after.cash, kind)) &&
        mine
      )
        totals[kind] = told(mine);
    }
  }
  return { bookings, totals: Object.fromEntries(Object.entries(totals).filter(([, sum]) => sum !== '')) };
}

const told = ({ amount, currency }: { amount: string; currency: string }): string =>
  toUnits(amount) === 0n ? '' : `${amount} ${currency}`;

function totalsOf(entries: LedgerEntry[]): Totals {
  const totals: Totals = {};
  for (const [kind, ofKind] of Map.groupBy(entries, ({ kind, adjusts }) => adjusts ?? kind)) {
    const sums = [...Map.groupBy(ofKind, ({ currency }) => currency)].map(([currency, list]) =>
      told({ amount: formatUnits(list.reduce((sum, entry) => sum + toUnits(entry.amount), 0n)), currency }),
    );
    const text = sums.filter((sum) => sum !== '').join(' + ');
    if (text !== '') totals[kind] = text;
  }
  return totals;
}

async function checkLead(db: Db, created: Lead, context: LeadContext): Promise<void> {
  const lead = await getLead(db, created.id);
  const history = (await leadHistory(db, created.id, { limit: 500 })).items;
  const ledger = (await leadLedger(db, created.id, { limit: 500 })).items;

  // Each booking and each reversal stands in the ledger once, and only the last booking can be without one.
  const { bookings, totals } = moneyToldBy(created, history, context);
  const numbers = Array.from({ length: bookings }, (_, index) => index + 1);
  const charges = ledger.filter(({ kind }) => kind === 'pay');
  expect(charges.filter(({ reverses }) => reverses === undefined).map(({ booking }) => booking)).toEqual(numbers);
  expect(charges.filter(({ reverses }) => reverses !== undefined).map(({ booking }) => booking)).toEqual(
    lead.booked ? numbers.slice(0, -1) : numbers,
  );
  expect(lead.booked && ![6, 7, 8, 9, 10].includes(lead.status)).toBe(false);
  // The ledger adds up to what the history says.
  expect(totalsOf(ledger)).toEqual(totals);

  // The history is a chain that ends in the lead as it is, and only operators move a lead out of a final status.
  const fields: Record<string, unknown> = JSON.parse(JSON.stringify(created));
  for (const { source, before, after } of history) {
    for (const [name, value] of Object.entries(before)) expect([name, fields[name] ?? null]).toEqual([name, value]);
    if (source.kind !== 'operator') expect(isFinal(fields.status as Status)).toBe(false);
    Object.assign(fields, after);
  }
  expect({ ...fields, crmStatus: null, updatedAt: null }).toEqual({
    ...JSON.parse(JSON.stringify(lead)),
    crmStatus: null,
    updatedAt: null,
  });
  const events = await db.selectFrom('lead_events').where('lead_id', '=', created.id).select('id').execute();
  // One of each change, and one of its beginning where that is somebody's news.
  expect(events).toHaveLength(history.length + (processingStatuses.includes(created.status) ? 1 : 0));
}

/** Never a whole number of days apart. */
const later = (index: number): Date => new Date(now.getTime() + (index + 1) * 43_200_001);

const statesOf = async (db: Db, ids: number[]): Promise<LoadedLead[]> => withEntries(db, await loadLeads(db, ids));

/** Every step is done `times` times, at once where there are several connections. */
async function checkSteps(dbs: Db[], times: number, steps: Step[]): Promise<void> {
  const [db] = dbs;
  if (!db) throw new Error('no database');
  const context = await loadLeadContext(db, [1, 2]);
  const leads = await freshLeads(db);
  const ids = leads.map(({ id }) => id);
  const seen: LoadedLead[][] = [];
  for (const [index, step] of steps.entries()) {
    seen.push(await statesOf(db, ids));
    for (let time = 0; time < times; time += 1) {
      await Promise.all(dbs.map((each) => perform(each, context, ids, step, later(index))));
    }
  }
  for (const lead of leads) await checkLead(db, lead, context);
  // Every past state can be told from the history.
  for (const [index, states] of seen.entries()) {
    expect((await leadsAsOf(db, ids, later(index))).map(dated)).toEqual(states.map(dated));
  }
}

/** When a lead without a date was put on hold decides about nothing. */
const dated = (lead: LoadedLead): LoadedLead => (lead.holdUntil === null ? { ...lead, holdSince: null } : lead);

const steps = fc.array(step, { minLength: 2, maxLength: 16 });

/** The offer has no days of its own to hold for: the date comes later, and counts from the beginning. */
const heldBeforeDated: Step[] = [
  { by: 'processing', edits: [{ lead: 1, edit: { hold: true } }] },
  { by: 'processing', edits: [{ lead: 1, edit: { hold: 0 } }] },
  { by: 'operator', lead: 0, edit: { cash: { pay: 0 } } },
  { by: 'timers' },
];

let embedded: TestDatabase;
let server: TestDatabase;
let second: Awaited<ReturnType<typeof openDatabase>>;

beforeAll(async () => {
  embedded = await openTestDatabase('pglite');
  server = await openTestDatabase('postgres');
  second = await openDatabase({ databaseUrl: server.databaseUrl ?? '', dataDir: '' }, createLog('silent'));
  await seedNetwork(embedded.db);
  await seedNetwork(server.db);
});
afterAll(async () => {
  await embedded.close();
  await second.close();
  await server.close();
});

test('whatever is applied, and applied again: money is booked and reversed once, and the history tells all of it', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(1, 2), (drawn, times) => checkSteps([embedded.db], times, drawn)),
    { numRuns: 40, interruptAfterTimeLimit: 20_000, examples: [[heldBeforeDated, 1]] },
  );
});

test('so it is when two processes apply the same at the same moment', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (drawn) => checkSteps([server.db, second.db], 1, drawn)),
    { numRuns: 30, interruptAfterTimeLimit: 20_000 },
  );
});

test('two processes that accept the same lead at the same moment book it once: the other finds it unchanged', async () => {
  const context = await loadLeadContext(server.db, [1, 2]);
  for (const edit of [{ accept: 1 }, { accept: 1, cash: { pay: 7, cc: 'USD' }, comment: 'yes' }]) {
    for (let round = 0; round < 10; round += 1) {
      const ids = (await freshLeads(server.db)).map(({ id }) => id);
      const batches = await Promise.all(
        [server.db, second.db].map((db) =>
          db.transaction().execute((trx) =>
            applyBatch(trx, {
              leadIds: ids,
              edits: ids.map((leadId) => ({ leadId, edit })),
              crmStatuses: [],
              source: { kind: 'check', checkKind: 'processing' },
              origin: { kind: 'check', runId: 1 },
              context,
              now,
            }),
          ),
        ),
      );
      const outcomes = ids.map((_, index) => batches.map(({ edits }) => edits[index]?.outcome).toSorted());
      expect(outcomes).toEqual(ids.map(() => ['applied', 'unchanged']));
    }
  }
});
