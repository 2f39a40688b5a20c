/** How a check and offer has been doing, and what a sweep's end makes of it. Pure. */
import type { RunError } from '../../db/schema/runs.ts';

/** This many bad sweeps in a row raise an alert. */
export const badSweepsBeforeAlert = 3;
/** A failing check is asked this many seconds later than usual at most. */
const longestBackoff = 3_600;

export interface Health {
  failedSweeps: number;
  failingSince: Date | null;
  /** Sweeps in which not one lead asked for was mentioned. */
  silentSweeps: number;
  silentSince: Date | null;
}

export interface SweepEnd {
  failed: boolean;
  error: RunError | null;
  startedAt: Date;
  finishedAt: Date;
  leadsAsked: number;
  leadsMentioned: number;
}

export type HealthAlert = 'check_failing' | 'script_failing' | 'check_silent';

export interface HealthChange {
  health: Health;
  nextAt: Date;
  /** To be raised, or counted once more where it stands open. */
  alert: { kind: HealthAlert; message: string; since: Date; isNew: boolean } | null;
  recovered: HealthAlert[];
}

export function afterSweep(before: Health, end: SweepEnd, everySeconds: number): HealthChange {
  const health = nextHealth(before, end);
  const backoff = health.failedSweeps < badSweepsBeforeAlert ? 0 : backoffSeconds(health.failedSweeps, everySeconds);
  // The cadence counts from beginning to beginning; a sweep that took longer than that is followed by the next at once.
  const due = end.startedAt.getTime() + (everySeconds + backoff) * 1000;
  return {
    health,
    nextAt: new Date(Math.max(due, end.finishedAt.getTime())),
    alert: alertOf(health, end),
    recovered: [
      ...(before.failedSweeps >= badSweepsBeforeAlert && health.failedSweeps === 0
        ? (['check_failing', 'script_failing'] as const)
        : []),
      ...(before.silentSweeps >= badSweepsBeforeAlert && health.silentSweeps === 0 ? (['check_silent'] as const) : []),
    ],
  };
}

function nextHealth(before: Health, end: SweepEnd): Health {
  if (end.failed) {
    return {
      ...before,
      failedSweeps: before.failedSweeps + 1,
      failingSince: before.failingSince ?? end.startedAt,
    };
  }
  // A sweep that asked for nobody says nothing about the CRM, neither good nor bad.
  if (end.leadsAsked === 0) return before;
  const wellAgain = { failedSweeps: 0, failingSince: null };
  if (end.leadsMentioned > 0) return { ...wellAgain, silentSweeps: 0, silentSince: null };
  return { ...wellAgain, silentSweeps: before.silentSweeps + 1, silentSince: before.silentSince ?? end.startedAt };
}

function backoffSeconds(failedSweeps: number, everySeconds: number): number {
  const doublings = Math.min(failedSweeps - badSweepsBeforeAlert, 20);
  return Math.min(longestBackoff, everySeconds * 2 ** doublings);
}

function alertOf(health: Health, end: SweepEnd): HealthChange['alert'] {
  if (end.failed && health.failedSweeps >= badSweepsBeforeAlert) {
    const inScript = end.error?.step === 'process' || end.error?.step === 'preprocess';
    return {
      kind: inScript ? 'script_failing' : 'check_failing',
      message: `${health.failedSweeps} sweeps in a row have failed. ${end.error?.message ?? ''}`.trim(),
      since: health.failingSince ?? end.startedAt,
      isNew: health.failedSweeps === badSweepsBeforeAlert,
    };
  }
  if (!end.failed && end.leadsAsked > 0 && health.silentSweeps >= badSweepsBeforeAlert) {
    return {
      kind: 'check_silent',
      message: `${health.silentSweeps} sweeps in a row have mentioned none of the leads asked for (${end.leadsAsked} in the last one).`,
      since: health.silentSince ?? end.startedAt,
      isNew: health.silentSweeps === badSweepsBeforeAlert,
    };
  }
  return null;
}
