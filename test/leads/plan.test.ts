import { describe, expect, test } from 'vitest';
import { type Status, statuses } from '../../sandbox/contract/statuses.ts';
import type { LeadState } from '../../src/leads/state.ts';
import { bookedLead, context, goal, lead, now, plan, service, sources, usd } from './lead.ts';

const days = (count: number, from = now): Date => new Date(from.getTime() + count * 86_400_000);
const codes = (warnings: { code: string }[]): string[] => warnings.map(({ code }) => code);

function onlyEdit(state: LeadState, edit: unknown, source = sources.processing as Parameters<typeof plan>[2]) {
  const { edits, change } = plan(state, [edit], source);
  const [first] = edits;
  if (!first) throw new Error('no outcome');
  return { ...first, change };
}

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

describe('which moves a source may make', () => {
  const all = Object.keys(statuses).map(Number) as Status[];
  const none: Status[] = [];
  type Row = [source: keyof typeof sources, from: Status[], to: Status[], accept: boolean];
  const toAll: Status[] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const accepted: Status[] = [6, 7, 8, 9];
  const final: Status[] = [5, 10, 11, 12];
  const rows: Row[] = [
    ['processing', [2, 3, 4], toAll, true],
    ['accepted', [2, 3, 4], toAll, true],
    ['processing', accepted, [5, 6, 7, 8, 9, 10, 11, 12], true],
    ['accepted', accepted, [5, 6, 7, 8, 9, 10, 11, 12], true],
    ['processing', [1, ...final], none, false],
    ['accepted', [1, ...final], none, false],
    ['range', [1, 2, 3, 4, ...accepted], all, true],
    ['range', final, none, false],
    ['pipeline', [1, 2, 3, 4, ...accepted], all, true],
    ['pipeline', final, none, false],
    ['operator', all, all, true],
    ['hold_timer', [4], none, true],
    ['hold_timer', [1, 2, 3, ...accepted, ...final], none, false],
    ['cancel_timer', [1, 2, 3], [5], false],
    ['cancel_timer', [4, ...accepted, ...final], none, false],
  ];

  test.each(rows)('%s from %j to %j', (name, froms, to, mayAccept) => {
    for (const from of froms) {
      const dated = from === 4 ? { holdSince: days(-7), holdUntil: now } : {};
      const state = lead({ status: from, ...dated, ...(from === 5 ? { reason: 2 } : {}) });
      const code = final.includes(from) ? 'already_final' : 'move_not_allowed';
      for (const status of all.filter((other) => other !== from)) {
        const { outcome, refusal } = onlyEdit(state, { status }, sources[name]);
        expect({ from, status, outcome, code: refusal?.code }).toEqual(
          to.includes(status) ? { from, status, outcome: 'applied' } : { from, status, outcome: 'refused', code },
        );
      }
      const { outcome, refusal } = onlyEdit(state, { accept: 1 }, sources[name]);
      expect({ from, outcome, code: refusal?.code }).toEqual(
        mayAccept ? { from, outcome: 'applied' } : { from, outcome: 'refused', code },
      );
    }
  });

  test('the hold timer accepts a lead only when its date has come', () => {
    expect(onlyEdit(lead({ status: 4, holdUntil: days(1) }), { accept: 1 }, sources.hold_timer).refusal?.code).toBe(
      'move_not_allowed',
    );
    expect(onlyEdit(lead({ status: 4 }), { accept: 1 }, sources.hold_timer).refusal?.code).toBe('move_not_allowed');
  });

  test('the cancel timer cancels a held lead only where it has no date', () => {
    const edit = { status: 5, reason: 17 };
    expect(onlyEdit(lead({ status: 4 }), edit, sources.cancel_timer).change?.after).toEqual({ status: 5, reason: 17 });
    expect(onlyEdit(lead({ status: 4, holdUntil: days(1) }), edit, sources.cancel_timer).outcome).toBe('refused');
  });

  test('a cancellation after acceptance is flagged', () => {
    const { warnings } = onlyEdit(bookedLead(7), { status: 5, reason: 2 }, sources.accepted);
    expect(codes(warnings)).toEqual(['cancelled_after_acceptance']);
  });

  test('an edit of a final lead is refused whatever its field, unless it changes nothing or an operator acts', () => {
    const state = lead({ status: 11, comment: 'a' });
    expect(onlyEdit(state, { comment: 'b' }, sources.range).refusal).toEqual({
      code: 'already_final',
      message: 'Lead 100 is already final (status 11, returned); only an operator changes it.',
    });
    expect(onlyEdit(state, { status: 11, comment: 'a' }, sources.range).outcome).toBe('unchanged');
    expect(onlyEdit(state, { comment: 'b' }, sources.operator).outcome).toBe('applied');
  });
});

describe('several edits of one lead', () => {
  test('a cancellation, then an acceptance: an acceptance', () => {
    const { edits, change } = plan(lead(), [{ status: 5 }, { accept: 1 }]);
    expect(edits.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect(edits[1]).toMatchObject({ before: { status: 5, reason: 2 }, after: { status: 6, reason: null } });
    expect(change).toMatchObject({
      before: { status: 2, booked: false },
      after: { status: 6, booked: true },
      next: { bookings: 1 },
    });
  });

  test('an acceptance, then a cancellation: a cancellation, and no money moves', () => {
    const { change } = plan(lead(), [{ accept: 1 }, { status: 5, reason: 6 }]);
    expect(change).toMatchObject({
      before: { status: 2, reason: null },
      after: { status: 5, reason: 6 },
      ledger: [],
      next: { bookings: 0 },
    });
  });

  test('of a booked lead that ends accepted: the booking stays', () => {
    for (const last of [{ accept: 1 }, { status: 6 }]) {
      expect(plan(bookedLead(7), [{ status: 5 }, last]).change).toMatchObject({
        after: { status: 6 },
        ledger: [],
        next: { booked: true, bookings: 1 },
      });
    }
  });

  test('that cancel each other out change nothing', () => {
    expect(plan(lead(), [{ status: 3 }, { status: 2 }])).toMatchObject({
      change: null,
      edits: [
        { outcome: 'unchanged', before: null },
        { outcome: 'unchanged', before: null },
      ],
    });
  });

  test('a refused one is refused alone', () => {
    const { edits, change } = plan(lead(), [{ accept: 1, status: 5 }, { comment: 'x' }, { goal: 32 }]);
    expect(edits.map(({ outcome }) => outcome)).toEqual(['refused', 'applied', 'refused']);
    expect(change?.after).toEqual({ comment: 'x' });
  });

  test('an acceptance and its cash in two edits book that cash', () => {
    const { change } = plan(lead(), [{ accept: 1 }, { cash: { pay: 40, cc: 'USD' } }]);
    expect(change?.ledger[0]).toMatchObject({ kind: 'pay', amount: '40', currencyId: usd });
  });

  test('from the fifth on are refused', () => {
    const edits = [1, 2, 3, 4, 5, 6].map((number) => ({ comment: `${number}` }));
    const planned = plan(lead(), edits);
    expect(planned.edits.map(({ refusal }) => refusal?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'over_limit',
      'over_limit',
    ]);
    expect(planned.change?.after).toEqual({ comment: '4' });
  });
});

describe('the event of a change', () => {
  test.each([
    [lead({ status: 1 }), { status: 2 }, 'processing'],
    [lead(), { status: 3 }, 'callback'],
    [lead(), { hold: true }, 'hold'],
    [lead(), { accept: 1 }, 'accepted'],
    [lead(), { status: 5, reason: 2 }, 'cancelled'],
    [lead(), { status: 5, reason: 6 }, 'trash'],
    [bookedLead(9), { status: 10 }, 'paid'],
    [bookedLead(9), { status: 11 }, 'returned'],
    [lead({ status: 7 }), { accept: 1 }, 'accepted'],
    [bookedLead(7), { status: 8 }, null],
    [lead(), { comment: 'x' }, null],
    [lead(), { status: 12 }, null],
  ])('%#: %j', (state, edit, stage) => {
    expect(onlyEdit(state, edit, sources.range).change?.event.stage).toBe(stage);
  });

  test("tells the webmaster's credit, also of a booking that is taken back, and nothing of the advertiser's charge", () => {
    for (const [state, edit] of [
      [lead(), { accept: 1 }],
      [bookedLead(9), { status: 10 }],
      [bookedLead(9), { status: 11 }],
    ] as const) {
      const payload = onlyEdit(state, edit).change?.event.payload;
      expect(payload).toMatchObject({ payout: '100', currency: 'RUB' });
      expect(JSON.stringify(payload)).not.toContain('150');
    }
    expect(onlyEdit(lead(), { status: 3 }).change?.event.payload).toMatchObject({ payout: null, currency: null });
  });
});

test('a lead of an offer whose rules were not loaded is a fault of the caller', () => {
  expect(() => plan(lead({ offerId: 3 }), [{ accept: 1 }])).toThrow(
    'The rules of offer 3 were not loaded for lead 100',
  );
  expect(context.offers.has(3)).toBe(false);
});
