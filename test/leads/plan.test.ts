import { describe, expect, test } from 'vitest';
import { type Status } from '../../sandbox/contract/statuses.ts';
import { bookedLead, codes, days, goal, lead, now, onlyEdit, plan, service, sources, usd } from './lead.ts';

describe('accept', () => {
  test.each([
    ['to 6 where the offer delivers', lead(), 6],
    ['to 10 where it does not', lead({ offerId: service }), 10],
    ['keeping 6..9 of a lead that is not booked', lead({ status: 8 }), 8],
  ])('moves %s and books', (_, state, status) => {
    const { outcome, change } = onlyEdit(state, { accept: 1 });
    expect(outcome).toBe('applied');
    expect(change?.next).toMatchObject({ status, booked: true, bookings: 1 });
    expect(change?.ledger).toHaveLength(3);
  });

  test('takes the status beside it', () => {
    expect(onlyEdit(lead(), { accept: 1, status: 9 }).change?.next).toMatchObject({ status: 9, booked: true });
  });

  test('of a booked lead changes nothing, also where it has become final by it', () => {
    for (const state of [bookedLead(7), bookedLead(10, { offerId: service })]) {
      expect(onlyEdit(state, { accept: 1 })).toMatchObject({ outcome: 'unchanged', change: null });
    }
  });

  test('of a booked lead still takes the other fields', () => {
    const { change } = onlyEdit(bookedLead(7), { accept: 1, status: 8, track: 'RA1' });
    expect(change).toMatchObject({ after: { status: 8, track: 'RA1' }, ledger: [] });
  });

  test('by an operator books a lead that is final', () => {
    expect(onlyEdit(lead({ status: 10 }), { accept: 1 }, sources.operator).change?.next).toMatchObject({
      status: 10,
      booked: true,
    });
    expect(onlyEdit(lead({ status: 5, reason: 6 }), { accept: 1 }, sources.operator).change?.next).toMatchObject({
      status: 6,
      reason: null,
      booked: true,
    });
  });

  test('sets the moment of acceptance, which stays until the lead is no longer accepted', () => {
    expect(onlyEdit(lead(), { accept: 1 }).change?.next.acceptedAt).toEqual(now);
    const acceptedAt = new Date('2026-03-05T00:00:00Z');
    expect(onlyEdit(bookedLead(6), { status: 10 }).change?.next.acceptedAt).toEqual(acceptedAt);
    expect(onlyEdit(bookedLead(6), { status: 11 }).change?.next.acceptedAt).toEqual(acceptedAt);
    expect(onlyEdit(bookedLead(6), { status: 5 }).change?.next.acceptedAt).toBeNull();
  });
});

describe('status', () => {
  test.each([6, 7, 8, 9, 10] as Status[])('%i without accept books nothing, with a warning', (status) => {
    const { outcome, warnings, change } = onlyEdit(lead(), { status });
    expect(outcome).toBe('applied');
    expect(change).toMatchObject({ next: { status, booked: false, bookings: 0 }, ledger: [] });
    expect(codes(warnings)).toEqual(['accepted_not_booked']);
  });

  test('of a booked lead may change within 6..10 without a warning', () => {
    expect(onlyEdit(bookedLead(6), { status: 10 })).toMatchObject({
      warnings: [],
      change: { ledger: [], next: { booked: true } },
    });
  });

  test('4 without hold has no date', () => {
    expect(onlyEdit(lead(), { status: 4 }).change?.next).toMatchObject({ status: 4, holdUntil: null });
  });

  test('4 for a lead on hold leaves its date', () => {
    const held = lead({ status: 4, holdSince: now, holdUntil: days(3) });
    expect(onlyEdit(held, { status: 4 })).toMatchObject({ outcome: 'unchanged' });
  });

  test('other than 4 clears the date', () => {
    const held = lead({ status: 4, holdSince: now, holdUntil: days(3) });
    expect(onlyEdit(held, { status: 3 }).change).toMatchObject({
      next: { holdSince: null, holdUntil: null },
      before: { status: 4, holdUntil: days(3).toISOString() },
      after: { status: 3, holdUntil: null },
    });
  });

  test('other than 5 clears the reason', () => {
    expect(onlyEdit(lead({ status: 5, reason: 6 }), { status: 2 }, sources.operator).change?.after).toEqual({
      status: 2,
      reason: null,
    });
  });
});

describe('reason', () => {
  test('goes with a cancellation', () => {
    expect(onlyEdit(lead(), { status: 5, reason: 6 })).toMatchObject({
      warnings: [],
      change: { after: { status: 5, reason: 6 } },
    });
  });

  test("is the network's default where none is given, with a warning", () => {
    const { warnings, change } = onlyEdit(lead(), { status: 5 });
    expect(change?.after).toEqual({ status: 5, reason: 2 });
    expect(codes(warnings)).toEqual(['default_reason']);
  });

  test('of a cancelled lead is kept when the cancellation is repeated', () => {
    expect(onlyEdit(lead({ status: 5, reason: 6 }), { status: 5 }, sources.operator)).toMatchObject({
      outcome: 'unchanged',
      warnings: [],
    });
  });

  test('must be one of the network', () => {
    expect(onlyEdit(lead(), { status: 5, reason: 99 })).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'invalid_field', message: 'reason 99 is not a reason of the network.' },
    });
  });
});

describe('hold', () => {
  test.each([
    ["true: the offer's days", true, 7],
    ['a number of days', 3, 3],
    ['0 days: at once', 0, 0],
  ])('%s', (_, hold, count) => {
    expect(onlyEdit(lead(), { hold }).change?.next).toMatchObject({
      status: 4,
      holdSince: now,
      holdUntil: days(count),
    });
  });

  test('true where the offer has no hold days: no date, and a warning', () => {
    const { warnings, change } = onlyEdit(lead({ offerId: service }), { hold: true });
    expect(change?.next).toMatchObject({ status: 4, holdUntil: null });
    expect(codes(warnings)).toEqual(['hold_without_days']);
  });

  test('repeated later moves nothing', () => {
    const held = lead({ status: 4, holdSince: days(-2), holdUntil: days(5) });
    for (const hold of [true, 7]) expect(onlyEdit(held, { hold })).toMatchObject({ outcome: 'unchanged' });
  });

  test('with other days counts from the first hold', () => {
    const held = lead({ status: 4, holdSince: days(-2), holdUntil: days(5) });
    expect(onlyEdit(held, { hold: 10 }).change?.next.holdUntil).toEqual(days(8));
  });

  test('gives a date to a lead that stood in 4 without one', () => {
    expect(onlyEdit(lead({ status: 4 }), { hold: 2 }).change?.next).toMatchObject({
      holdSince: now,
      holdUntil: days(2),
    });
  });

  test('counts anew once the lead has left 4', () => {
    const left = plan(lead({ status: 4, holdSince: days(-2), holdUntil: days(5) }), [{ status: 3 }]).change?.next;
    expect(onlyEdit(left ?? lead(), { hold: true }).change?.next.holdUntil).toEqual(days(7));
  });

  test('after another status in the same run still counts from the first hold', () => {
    const held = lead({ status: 4, holdSince: days(-2), holdUntil: days(5) });
    expect(plan(held, [{ status: 3 }, { hold: true }])).toMatchObject({
      change: null,
      edits: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }],
    });
  });
});

describe('the other fields', () => {
  test.each([
    [{ comment: `it's \\"x\\"` }, { comment: `it's \\"x\\"` }],
    [{ base: '12 000,00' }, { base: '12000' }],
    [{ counts: 3 }, { counts: 3 }],
    [{ curr: usd }, { currency: 'USD' }],
    [{ goal }, { goal }],
    [{ track: 'RA1' }, { track: 'RA1' }],
    [{ cash: { pay: 10, cc: 'USD' } }, { cash: { pay: { amount: '10', currency: 'USD' } } }],
    [{ cash: { pay: 10, cc: usd } }, { cash: { pay: { amount: '10', currency: 'USD' } } }],
    [
      { cash: { wm: 5, ref: 0 } },
      { cash: { wm: { amount: '5', currency: 'RUB' }, ref: { amount: '0', currency: 'RUB' } } },
    ],
  ])('%j is kept', (edit, after) => {
    expect(onlyEdit(lead(), edit).change).toMatchObject({ after, ledger: [] });
    expect(Object.keys(onlyEdit(lead(), edit).change?.after ?? {})).toEqual(Object.keys(after));
  });

  test('amounts of cash are kept each by itself, with its own currency', () => {
    const state = lead({ cash: { wm: { amount: '5', currencyId: 1 }, pay: { amount: '8', currencyId: 1 } } });
    expect(onlyEdit(state, { cash: { pay: 1, cc: 'USD' } }).change?.next.cash).toEqual({
      wm: { amount: '5', currencyId: 1 },
      pay: { amount: '1', currencyId: usd },
    });
  });

  test.each([
    [{ goal: 32 }, "goal 32 is not a goal of the lead's offer, 1."],
    [{ curr: 9 }, 'curr 9 is not the id of a currency of the network.'],
    [{ cash: { pay: 1, cc: 'XXX' } }, 'cash.cc "XXX" is not a currency of the network.'],
    [{ cash: { pay: 1, cc: 9 } }, 'cash.cc 9 is not a currency of the network.'],
    [{ acept: 1 }, 'acept is not a field; did you mean accept?'],
  ])('%j is refused', (edit, message) => {
    expect(onlyEdit(lead(), edit)).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'invalid_field', message },
      change: null,
    });
  });

  test("equal to today's are dropped", () => {
    const state = lead({
      base: '12',
      counts: 1,
      comment: 'a',
      track: 'T',
      goal,
      cash: { wm: { amount: '5', currencyId: 1 } },
    });
    const same = {
      status: 2,
      base: '12.00',
      counts: '1',
      comment: 'a',
      track: 'T',
      goal,
      curr: 1,
      cash: { wm: '5.0', cc: 'RUB' },
    };
    expect(onlyEdit(state, same)).toMatchObject({ outcome: 'unchanged', change: null });
    expect(onlyEdit(state, { ...same, comment: 'b' }).change).toMatchObject({
      before: { comment: 'a' },
      after: { comment: 'b' },
    });
    expect(onlyEdit(lead(), { comment: '', track: '' })).toMatchObject({ outcome: 'unchanged' });
  });

  test('an operator moves a lead to another webmaster, one that exists', () => {
    expect(onlyEdit(lead(), { webmasterId: 99 }, sources.operator).refusal?.message).toBe(
      'webmasterId 99 is not a webmaster of the network.',
    );
    expect(onlyEdit(lead(), { extId: 'B-2' }, sources.operator).change?.after).toEqual({ extId: 'B-2' });
  });

  test('a script may not change what the lead belongs to', () => {
    for (const edit of [{ extId: 'B' }, { webmasterId: 1 }, { integrationId: 1 }]) {
      expect(onlyEdit(lead(), edit).refusal?.code).toBe('invalid_field');
    }
  });
});
