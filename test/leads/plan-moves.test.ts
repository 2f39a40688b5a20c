import { describe, expect, test } from 'vitest';
import { type Status, statuses } from '../../sandbox/contract/statuses.ts';
import { bookedLead, codes, context, days, lead, now, onlyEdit, plan, sources, usd } from './lead.ts';

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
