import { describe, expect, it } from 'vitest';
import type { JobLead } from '../../sandbox/contract/job.ts';
import { halvesOf, isNetworkFailure, mayBeOneLead, named, unsendable } from '../../src/checks/sweeps/halves.ts';

const lead = (id: number, day = '2026-03-01'): JobLead => ({
  id,
  extId: `x${id}`,
  status: 2,
  createdAt: Date.parse(`${day}T12:00:00Z`) / 1000,
});
const status = (code: number) => ({ step: 'request', code: 'http_status', message: '', params: { status: code } });

describe('a failed batch', () => {
  it('is asked again in halves', () => {
    const halves = halvesOf(
      [1, 2, 3, 4, 5].map((id) => lead(id)),
      null,
      0,
    );
    expect(halves.map(({ leadIds }) => leadIds)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('is not halved below a single lead', () => {
    expect(halvesOf([lead(1)], null, 0)).toEqual([]);
  });

  it('is halved as long as the sweep has made at most 16 extra requests', () => {
    const leads = [lead(1), lead(2)];
    expect(halvesOf(leads, null, 14)).toHaveLength(2);
    expect(halvesOf(leads, null, 15)).toHaveLength(0);
    expect(halvesOf(leads, null, 16)).toHaveLength(0);
  });

  it('of a range is halved by days, leaving out halves without leads', () => {
    const leads = [lead(1, '2026-03-01'), lead(2, '2026-03-03')];
    const range = { from: '2026-03-01', to: '2026-03-03', zone: 'UTC' };
    expect(halvesOf(leads, range, 0)).toEqual([
      { leadIds: [1], from: '2026-03-01', to: '2026-03-02' },
      { leadIds: [2], from: '2026-03-03', to: '2026-03-03' },
    ]);
    expect(halvesOf(leads.slice(0, 1), range, 0)).toHaveLength(1);
  });
});

describe('a failure', () => {
  it.each([400, 404, 422])('with a %i answer may be the fault of one lead', (code) => {
    expect(mayBeOneLead(status(code))).toBe(true);
    expect(isNetworkFailure(status(code))).toBe(false);
  });

  it.each([429, 502, 503, 504])('with a %i answer is the CRM being away', (code) => {
    expect(mayBeOneLead(status(code))).toBe(false);
    expect(isNetworkFailure(status(code))).toBe(true);
  });

  it('of a request that cannot be sent may be the fault of one lead', () => {
    const failed = { step: 'request', code: 'network_failed', message: '' };
    expect([mayBeOneLead(failed), isNetworkFailure(failed)]).toEqual([false, true]);
    const unsent = { ...failed, params: unsendable };
    expect([mayBeOneLead(unsent), isNetworkFailure(unsent)]).toEqual([true, false]);
  });

  it('in a script may be the fault of one lead', () => {
    expect(mayBeOneLead({ step: 'process', code: 'script_threw', message: '' })).toBe(true);
    expect(mayBeOneLead({ step: 'preprocess', code: 'script_timeout', message: '' })).toBe(true);
  });

  it('of a single lead names it', () => {
    expect(named(status(404), [lead(7)])).toMatchObject({ leadId: 7, message: 'Lead 7 (external id x7): ' });
    expect(named(status(404), [lead(7), lead(8)])).not.toHaveProperty('leadId');
  });
});
