import type { Status } from '../../sandbox/contract/statuses.ts';
import type { EditSource } from '../../src/leads/rules/moves.ts';
import { type LeadPlan, planLead } from '../../src/leads/rules/plan.ts';
import { propose, proposeAsOperator } from '../../src/leads/rules/proposal.ts';
import type { LeadContext, LeadState } from '../../src/leads/state.ts';

export const now = new Date('2026-03-10T12:00:00.000Z');
export const [rub, usd] = [1, 2];
export const goal = 31;

/** An offer that delivers goods, holds for 7 days, and pays 100 and 150 roubles, and 5 to the referrer. */
export const goods = 1;
/** An offer without delivery and hold days, which pays per unit. */
export const service = 2;

export const context: LeadContext = {
  offers: new Map([
    [
      goods,
      {
        delivery: true,
        holdDays: 7,
        currencyId: rub,
        payoutPerUnit: false,
        payout: { wm: '100', pay: '150', ref: '5' },
        goals: new Map([[goal, { wm: '300' }]]),
      },
    ],
    [
      service,
      {
        delivery: false,
        holdDays: 0,
        currencyId: rub,
        payoutPerUnit: true,
        payout: { wm: '10.5', pay: '20', ref: '1' },
        goals: new Map(),
      },
    ],
  ]),
  currencies: new Map([
    [rub, 'RUB'],
    [usd, 'USD'],
  ]),
  reasons: new Map([
    [2, { trash: false }],
    [6, { trash: true }],
    [17, { trash: false }],
  ]),
  defaultReasonId: 2,
};

export function lead(fields: Partial<LeadState> = {}): LeadState {
  return {
    id: 100,
    offerId: goods,
    integrationId: 1,
    extId: 'A-1',
    webmasterId: 11,
    referrerId: 12,
    status: 2,
    reason: null,
    comment: null,
    holdSince: null,
    holdUntil: null,
    acceptedAt: null,
    booked: false,
    bookings: 0,
    base: null,
    counts: null,
    currencyId: rub,
    goal: null,
    track: null,
    cash: null,
    createdAt: new Date('2026-03-01T00:00:00Z'),
    entries: [],
    ...fields,
  };
}

/** A lead that was accepted at the offer's payouts. */
export function bookedLead(status: Status = 7, fields: Partial<LeadState> = {}): LeadState {
  const entry = { booking: 1, adjusts: null, currencyId: rub, reverses: null };
  return lead({
    status,
    booked: true,
    bookings: 1,
    acceptedAt: new Date('2026-03-05T00:00:00Z'),
    entries: [
      { ...entry, id: 1, kind: 'pay', partyId: null, amount: '150' },
      { ...entry, id: 2, kind: 'wm', partyId: 11, amount: '100' },
      { ...entry, id: 3, kind: 'ref', partyId: 12, amount: '5' },
    ],
    ...fields,
  });
}

export const sources = {
  processing: { kind: 'check', checkKind: 'processing' },
  accepted: { kind: 'check', checkKind: 'accepted' },
  range: { kind: 'check', checkKind: 'range' },
  pipeline: { kind: 'pipeline' },
  operator: { kind: 'operator' },
  hold_timer: { kind: 'hold_timer' },
  cancel_timer: { kind: 'cancel_timer' },
} satisfies Record<string, EditSource>;

export function plan(state: LeadState, edits: unknown[], source: EditSource = sources.processing, at = now): LeadPlan {
  const read = source.kind === 'operator' ? proposeAsOperator : propose;
  return planLead(state, edits.map(read), context, source, at);
}

/** So many days from a moment on. */
export const days = (count: number, from = now): Date => new Date(from.getTime() + count * 86_400_000);
export const codes = (warnings: { code: string }[]): string[] => warnings.map(({ code }) => code);

/** What becomes of one edit, and of the lead by it. */
export function onlyEdit(state: LeadState, edit: unknown, source: EditSource = sources.processing) {
  const { edits, change } = plan(state, [edit], source);
  const [first] = edits;
  if (!first) throw new Error('no outcome');
  return { ...first, change };
}
