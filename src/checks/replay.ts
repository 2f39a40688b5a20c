import type { LookUps } from '../../sandbox/contract/job.ts';
import type { App } from '../app.ts';
import { Gone, NotFound } from '../errors.ts';
import { type LeadBatch, planBatch, planStates } from '../leads/apply.ts';
import { leadsAsOf } from '../leads/as-of.ts';
import { loadLeadContext } from '../leads/context.ts';
import { openAnswers } from './answers/kept-answers.ts';
import { converse } from './converse.ts';
import { type AdHocScript, adHoc, type DryRun, presentDryRun } from './dry-run.ts';
import type { Batch } from './requests/ask.ts';
import { recorded as recordedAnswers } from './requests/partners.ts';
import { seedOf } from './run.ts';
import { loadSetup, type RunSetup, withToken } from './setup.ts';

export interface ReplayInput {
  /** Another script instead of the one that is active now. */
  process?: AdHocScript;
  /** The leads as they were then, or as they are now. */
  against: 'recorded' | 'now';
  /** A status mapping besides those of the integration, and before them. */
  mapping?: LookUps['mappings'][number];
}

/**
 * What a script makes of an answer that a run once got. Writes nothing, and asks nobody.
 * @throws NotFound where there is no such run or its check is gone, Gone where its answer is no longer kept
 */
export async function replay(
  app: Pick<App, 'db' | 'secrets' | 'isolates' | 'clock'>,
  runId: number,
  input: ReplayInput,
  signal?: AbortSignal,
): Promise<DryRun> {
  const began = performance.now();
  const run = await app.db.selectFrom('runs').where('id', '=', runId).selectAll().executeTakeFirst();
  if (!run) throw new NotFound('run', runId);
  const exchange = await app.db.selectFrom('exchanges').where('run_id', '=', runId).selectAll().executeTakeFirst();
  if (!exchange) throw new Gone(`The answer of run ${runId} is not kept any more.`);
  if (exchange.cut) {
    throw new Gone(`The answer of run ${runId} was too long to be kept whole (${exchange.body_bytes} bytes).`);
  }
  const check = await app.db.selectFrom('checks').where('id', '=', run.check_id).selectAll().executeTakeFirst();
  if (!check) throw new NotFound('check', run.check_id);
  const saved = await loadSetup(app.db, app.secrets, check, run.offer_id);
  const tokens = exchange.tokens ? Object.values(app.secrets.open(exchange.tokens)) : [];
  // Only to be masked where the answer repeats them.
  const masked: RunSetup = { ...tokens.reduce(withToken, saved), token: null };
  const { lookUps } = masked;
  const setup: RunSetup = {
    ...masked,
    process: input.process ? adHoc(input.process) : saved.process,
    // Of two mappings of one text the later one counts.
    lookUps: input.mapping ? { ...lookUps, mappings: [...lookUps.mappings, input.mapping] } : lookUps,
  };
  const then = run.finished_at ?? run.started_at;
  const recorded = await leadsAsOf(app.db, run.lead_ids, then);
  const batch: Batch = {
    leads: recorded.map(({ id, extId, status, createdAt }) => ({
      id,
      extId,
      status,
      createdAt: Math.floor(createdAt.getTime() / 1000),
    })),
    range: run.range_from && run.range_to ? { from: run.range_from, to: run.range_to, zone: setup.timezone } : null,
    now: run.started_at,
    seed: seedOf(runId),
  };
  const partner = recordedAnswers(setup, await openAnswers(exchange));
  const report = await converse(app, batch, partner, { wantData: true }, signal);
  const planned: LeadBatch = {
    leadIds: run.lead_ids,
    edits: report.state === 'ok' ? (report.findings?.edits ?? []) : [],
    crmStatuses: [],
    source: { kind: 'check', checkKind: check.kind },
    context: await loadLeadContext(app.db, [run.offer_id]),
    now: input.against === 'now' ? app.clock.now() : then,
  };
  const { edits } = input.against === 'now' ? await planBatch(app.db, planned) : planStates(recorded, planned);
  return presentDryRun(setup, report, edits, [], performance.now() - began);
}
