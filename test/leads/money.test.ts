import { describe, expect, test } from 'vitest';
import type { NewEntry } from '../../src/leads/rules/money.ts';
import { planLead } from '../../src/leads/rules/plan.ts';
import { propose } from '../../src/leads/rules/proposal.ts';
import type { LeadState } from '../../src/leads/state.ts';
import { bookedLead, context, goal, goods, lead, now, plan, rub, service, sources, usd } from './lead.ts';

const short = ({ kind, adjusts, amount, currencyId, partyId }: NewEntry) =>
  [kind, ...(adjusts ? [adjusts] : []), amount, currencyId === usd ? 'USD' : 'RUB', partyId] as const;
const moved = (state: LeadState, edit: unknown, source = sources.operator as Parameters<typeof plan>[2]) =>
  (plan(state, [edit], source).change?.ledger ?? []).map(short);

describe('a booking', () => {
  test.each([
    ["the offer's payouts", lead(), { accept: 1 }, ['150', '100', '5']],
    ["the goal's payout, else the offer's, each on its own", lead({ goal }), { accept: 1 }, ['150', '300', '5']],
    ['the goal that comes with the acceptance', lead(), { accept: 1, goal }, ['150', '300', '5']],
    ['payouts per unit', lead({ offerId: service, counts: 3 }), { accept: 1 }, ['60', '31.5', '3']],
    [
      'payouts per unit, one where the lead says nothing',
      lead({ offerId: service }),
      { accept: 1 },
      ['20', '10.5', '1'],
    ],
    ['payouts per lead whatever its units', lead({ counts: 3 }), { accept: 1 }, ['150', '100', '5']],
    [
      'cash first, never multiplied',
      lead({ offerId: service, counts: 3 }),
      { accept: 1, cash: { pay: 7 } },
      ['7', '31.5', '3'],
    ],
    ['cash of nothing', lead(), { accept: 1, cash: { wm: 0 } }, ['150', '0', '5']],
  ])('takes %s', (_, state, edit, amounts) => {
    expect(moved(state, edit).map(([, amount]) => amount)).toEqual(amounts);
  });

  test('charges the advertiser, credits the webmaster and the referrer', () => {
    expect(moved(lead(), { accept: 1, cash: { pay: '12.34', cc: 'USD' } })).toEqual([
      ['pay', '12.34', 'USD', null],
      ['wm', '100', 'RUB', 11],
      ['ref', '5', 'RUB', 12],
    ]);
  });

  test('of a lead without a webmaster has the charge alone, with a warning', () => {
    const { edits, change } = plan(lead({ webmasterId: null, referrerId: null }), [{ accept: 1 }]);
    expect(change?.ledger.map(short)).toEqual([['pay', '150', 'RUB', null]]);
    expect(edits[0]?.warnings.map(({ code }) => code)).toEqual(['no_webmaster']);
  });

  test('has no credit of a referrer where nobody brought the webmaster', () => {
    expect(moved(lead({ referrerId: null }), { accept: 1 }).map(([kind]) => kind)).toEqual(['pay', 'wm']);
  });

  test('after a reversal takes the next number', () => {
    expect(plan(lead({ status: 5, bookings: 1 }), [{ accept: 1 }], sources.operator).change).toMatchObject({
      next: { bookings: 2 },
      ledger: [{ booking: 2 }, { booking: 2 }, { booking: 2 }],
    });
  });

  test('too large for the ledger is refused', () => {
    const offer = { delivery: true, holdDays: 0, currencyId: rub, payoutPerUnit: true, goals: new Map() };
    const dear = new Map([[goods, { ...offer, payout: { wm: '0', pay: '99999999999999', ref: '0' } }]]);
    const { edits } = planLead(
      lead({ counts: 2 }),
      [propose({ accept: 1 })],
      { ...context, offers: dear },
      sources.range,
      now,
    );
    expect(edits[0]?.refusal).toEqual({
      code: 'invalid_field',
      message: 'counts 2 makes a commission that is too large to book: 199999999999998.',
    });
  });
});

describe('a reversal', () => {
  test.each([5, 11, 12, 1, 2, 3, 4])('comes with status %i', (status) => {
    expect(moved(bookedLead(8), { status })).toEqual([
      ['pay', '-150', 'RUB', null],
      ['wm', '-100', 'RUB', 11],
      ['ref', '-5', 'RUB', 12],
    ]);
  });

  test('names the entries it takes back, and leaves the number of bookings', () => {
    expect(plan(bookedLead(8), [{ status: 11 }]).change).toMatchObject({
      next: { booked: false, bookings: 1 },
      ledger: [{ reverses: 1, booking: 1 }, { reverses: 2 }, { reverses: 3 }],
    });
  });

  test('takes the booked amounts back, whatever the lead, offer and webmaster have become', () => {
    const changed = bookedLead(8, { goal, counts: 5, webmasterId: 77, referrerId: null });
    expect(moved(changed, { status: 11 })).toEqual([
      ['pay', '-150', 'RUB', null],
      ['wm', '-100', 'RUB', 11],
      ['ref', '-5', 'RUB', 12],
    ]);
  });

  test('comes once: a lead that is not booked has none', () => {
    expect(moved(lead({ status: 6, bookings: 1 }), { status: 5 })).toEqual([]);
  });

  test('takes adjustments back too', () => {
    const state = bookedLead(8);
    const adjustment = {
      id: 9,
      booking: 1,
      kind: 'adjustment',
      adjusts: 'wm',
      partyId: 11,
      amount: '-30',
      currencyId: rub,
      reverses: null,
    } as const;
    expect(moved({ ...state, entries: [...state.entries, adjustment] }, { status: 5 })).toContainEqual([
      'adjustment',
      'wm',
      '30',
      'RUB',
      11,
    ]);
  });
});

describe('cash of a booked lead', () => {
  test.each(['processing', 'accepted', 'range', 'pipeline'] as const)('is refused from %s', (source) => {
    expect(plan(bookedLead(), [{ cash: { wm: 1 }, comment: 'x' }], sources[source])).toMatchObject({
      change: null,
      edits: [{ outcome: 'refused', refusal: { code: 'already_booked' } }],
    });
  });

  test('equal to what is kept changes nothing', () => {
    const state = bookedLead(7, { cash: { wm: { amount: '100', currencyId: rub } } });
    expect(plan(state, [{ accept: 1, cash: { wm: '100.0', cc: 'RUB' } }]).edits[0]?.outcome).toBe('unchanged');
  });

  test('from an operator becomes an adjustment by the difference', () => {
    expect(moved(bookedLead(), { cash: { wm: 70, pay: 160 } })).toEqual([
      ['adjustment', 'pay', '10', 'RUB', null],
      ['adjustment', 'wm', '-30', 'RUB', 11],
    ]);
  });

  test('in another currency takes the booked amount back and books the new one', () => {
    expect(moved(bookedLead(), { cash: { wm: 2, cc: 'USD' } })).toEqual([
      ['adjustment', 'wm', '2', 'USD', 11],
      ['adjustment', 'wm', '-100', 'RUB', 11],
    ]);
  });

  test('counts earlier adjustments', () => {
    const state = bookedLead(7, { cash: { wm: { amount: '70', currencyId: rub } } });
    const adjustment = {
      id: 9,
      booking: 1,
      kind: 'adjustment',
      adjusts: 'wm',
      partyId: 11,
      amount: '-30',
      currencyId: rub,
      reverses: null,
    } as const;
    expect(moved({ ...state, entries: [...state.entries, adjustment] }, { cash: { wm: 100 } })).toEqual([
      ['adjustment', 'wm', '30', 'RUB', 11],
    ]);
  });

  test('for nobody is kept with a warning', () => {
    const state = bookedLead(7, { webmasterId: null, referrerId: null, entries: bookedLead().entries.slice(0, 1) });
    const { edits, change } = plan(state, [{ cash: { wm: 5, ref: 1 } }], sources.operator);
    expect(change?.ledger).toEqual([]);
    expect(edits[0]?.warnings.map(({ code }) => code)).toEqual(['no_webmaster', 'no_referrer']);
  });
});

test('another goal, webmaster or number of units leaves the money of a booked lead, with a warning', () => {
  for (const [state, edit] of [
    [bookedLead(), { goal }],
    [bookedLead(7, { offerId: service }), { counts: 3 }],
  ] as const) {
    const { edits, change } = plan(state, [edit]);
    expect(change?.ledger).toEqual([]);
    expect(edits[0]?.warnings.map(({ code }) => code)).toEqual(['booked_already']);
  }
});
