import { describe, expect, it } from 'vitest';
import { afterSweep, type Health, type SweepEnd } from '../../src/checks/sweeps/health.ts';

const well: Health = { failedSweeps: 0, failingSince: null, silentSweeps: 0, silentSince: null };
const minute = 60_000;
const noon = Date.UTC(2026, 2, 1, 12);

function sweepAt(minutes: number, end: Partial<SweepEnd> = {}): SweepEnd {
  const startedAt = new Date(noon + minutes * minute);
  return {
    failed: false,
    error: null,
    startedAt,
    finishedAt: new Date(startedAt.getTime() + 1000),
    leadsAsked: 10,
    leadsMentioned: 10,
    ...end,
  };
}

const refused = { step: 'request', code: 'network_failed', message: 'Connection to crm.test was refused.' };
const failure = { failed: true, error: refused, leadsAsked: 0, leadsMentioned: 0 };

/** Goes through sweeps ten minutes apart; gives what became of each. */
function walk(ends: Partial<SweepEnd>[], everySeconds = 600) {
  let health = well;
  return ends.map((end, index) => {
    const change = afterSweep(health, sweepAt(index * 10, end), everySeconds);
    health = change.health;
    return change;
  });
}

describe('a check that fails', () => {
  it('raises one alert at the third failed sweep in a row, which says what broke and since when', () => {
    const changes = walk([failure, failure, failure, failure]);
    expect(changes.map(({ alert }) => alert?.isNew ?? null)).toEqual([null, null, true, false]);
    expect(changes[2]?.alert).toMatchObject({ kind: 'check_failing', since: new Date(noon) });
    expect(changes[2]?.alert?.message).toContain('Connection to crm.test was refused.');
  });

  it('is told apart from a script that fails', () => {
    const threw = { failed: true, error: { step: 'process', code: 'script_threw', message: 'd is undefined' } };
    expect(walk([threw, threw, threw])[2]?.alert?.kind).toBe('script_failing');
  });

  it('raises nothing when a good sweep comes between', () => {
    expect(walk([failure, failure, {}, failure, failure]).every(({ alert }) => alert === null)).toBe(true);
  });

  it('recovers with its first good sweep, once', () => {
    const changes = walk([failure, failure, failure, {}, {}]);
    expect(changes.map(({ recovered }) => recovered.length > 0)).toEqual([false, false, false, true, false]);
  });

  it('is asked more and more rarely, by at most an hour beyond its cadence, and as before when it is well', () => {
    const changes = walk([...Array(8).fill(failure), {}]);
    const waits = changes.map(({ nextAt }, index) => (nextAt.getTime() - noon) / minute - index * 10);
    expect(waits).toEqual([10, 10, 20, 30, 50, 70, 70, 70, 10]);
  });
});

describe('a check whose CRM knows none of our leads', () => {
  const silent = { leadsMentioned: 0 };

  it('raises an alert at the third such sweep in a row', () => {
    const changes = walk([silent, silent, silent]);
    expect(changes.map(({ alert }) => alert?.kind ?? null)).toEqual([null, null, 'check_silent']);
  });

  it('is not called silent where nobody was asked for', () => {
    const nobody = { leadsAsked: 0, leadsMentioned: 0 };
    expect(walk([silent, silent, nobody, nobody])[3]?.alert).toBeNull();
    expect(walk([silent, silent, nobody, silent])[3]?.alert?.kind).toBe('check_silent');
  });

  it('recovers when one lead is mentioned', () => {
    expect(walk([silent, silent, silent, {}])[3]?.recovered).toEqual(['check_silent']);
  });
});

describe('a sweep that asked for nobody', () => {
  it('counts neither as a failure nor as a recovery', () => {
    const nobody = { leadsAsked: 0, leadsMentioned: 0 };
    const changes = walk([failure, failure, nobody, failure, nobody]);
    expect(changes[3]?.alert?.kind).toBe('check_failing');
    expect(changes[4]?.recovered).toEqual([]);
  });
});

describe('the next sweep', () => {
  it('begins one cadence after this one began', () => {
    expect(afterSweep(well, sweepAt(0), 600).nextAt).toEqual(new Date(noon + 10 * minute));
  });

  it('follows at once where this one took longer than the cadence', () => {
    const finishedAt = new Date(noon + 25 * minute);
    expect(afterSweep(well, sweepAt(0, { finishedAt }), 600).nextAt).toEqual(finishedAt);
  });
});
