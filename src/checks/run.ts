import type { App } from '../app.ts';
import { isConnectionLoss } from '../db/connect.ts';
import { converse } from './converse.ts';
import { type ClosedRun, closeRun } from './journal.ts';
import type { RunReport } from './report.ts';
import { type Batch, overNetwork } from './requests/ask.ts';
import { logInOnce } from './requests/log-in.ts';
import { crm } from './requests/partners.ts';
import type { FullSetup } from './setups.ts';
import type { ClaimedRun } from './sweeps/claim.ts';

/**
 * One run of a sweep, from its claimed batch to the changed leads: ask the CRM, let the script decide, apply what it decided
 * with the journal in one transaction. Null where the run is no longer this worker's.
 * @throws where the database is lost or `signal` aborts; the run is still `running` then, and is to be handed back
 */
export async function runClaimed(
  app: App,
  claimed: ClaimedRun,
  setup: FullSetup,
  signal: AbortSignal,
): Promise<ClosedRun | null> {
  const batch = batchOf(claimed, setup);
  const began = performance.now();
  const answer = overNetwork(app);
  const partner = crm(app, setup, batch, answer, logInOnce(app, answer), { signal });
  const report = await converse(app, batch, partner, { wantData: false }, signal);
  try {
    return await closeRun(app, claimed, setup, batch, report, began);
  } catch (error) {
    if (signal.aborted || isConnectionLoss(error)) throw error;
    app.log.error({ err: error, runId: claimed.id }, 'A run could not be applied');
    return closeRun(app, claimed, setup, batch, notApplied(report, error), began);
  }
}

/** The run with nothing of what it wanted to change: the database refused it, and the whole transaction with it. */
function notApplied(report: RunReport, error: unknown): RunReport {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    ...report,
    state: 'failed',
    findings: null,
    error: {
      step: 'apply',
      code: 'script_output',
      message: `What the script decided could not be applied: ${reason}.`,
    },
  };
}

function batchOf(claimed: ClaimedRun, setup: FullSetup): Batch {
  return {
    leads: claimed.leads,
    range: claimed.range && { ...claimed.range, zone: setup.timezone },
    now: claimed.startedAt,
    seed: seedOf(claimed.id),
  };
}

/** The same for a run and its replays. */
export const seedOf = (runId: number): number => runId % 2 ** 31;
