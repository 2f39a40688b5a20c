import { sql, type Transaction } from 'kysely';
import { storableText } from '../../sandbox/contract/edit.ts';
import type { App } from '../app.ts';
import type { AnswerKept, RunTiming } from '../db/schema/runs.ts';
import type { Database } from '../db/schema.ts';
import { applyBatch, type PlannedBatch } from '../leads/apply.ts';
import { maskHeaders, maskJson } from '../outbound/mask.ts';
import { type KeptAnswers, keptAnswers } from './answers/kept-answers.ts';
import { type RunReport, shownRow } from './report.ts';
import type { Batch } from './requests/ask.ts';
import type { FullSetup } from './setups.ts';
import type { ClaimedRun } from './sweeps/claim.ts';
import { networkFailuresThatEnd } from './sweeps/finish.ts';
import { halvesOf, isNetworkFailure, mayBeOneLead, named } from './sweeps/halves.ts';

/** Warnings of one run. */
const maxWarnings = 200;

export interface ClosedRun {
  state: RunReport['state'];
  /** Nothing of the sweep is left to claim: whoever closes its last run ends it. */
  sweepMayBeOver: boolean;
}

/**
 * Ends a run in one transaction: the edits, their money and history, the journal, and the sweep's count. The run row is the
 * fence: where it is no longer `running`, somebody else has given the run up, and nothing is applied.
 */
export async function closeRun(
  app: App,
  claimed: ClaimedRun,
  setup: FullSetup,
  batch: Batch,
  report: RunReport,
  began: number,
): Promise<ClosedRun | null> {
  const answer = await keptAnswers(report, app.secrets);
  const closed = await app.db.transaction().execute(async (trx) => {
    if (!(await stillRunning(trx, claimed))) return null;
    const now = app.clock.now();
    const applied = await applyBatch(trx, {
      leadIds: batch.leads.map(({ id }) => id),
      edits: report.state === 'ok' ? (report.findings?.edits ?? []) : [],
      crmStatuses: report.state === 'ok' ? (report.findings?.crmStatuses ?? []) : [],
      source: { kind: 'check', checkKind: setup.scope.kind },
      origin: {
        kind: 'check',
        runId: claimed.id,
        ...(setup.process.version !== null && { scriptVersion: setup.process.version }),
      },
      context: setup.leadContext,
      now,
    });
    const entry = journalEntry(batch, report, applied, performance.now() - began);
    const kept = keptAs(report, applied);
    await writeRun(trx, claimed, entry, answer && kept, now);
    if (answer) await keepAnswer(trx, claimed, answer, kept, now);
    await countUnrecognised(trx, setup, claimed.id, report, now);
    const sweepMayBeOver = await countInSweep(trx, claimed, batch, report, entry);
    return { state: report.state, sweepMayBeOver, entry };
  });
  if (!closed) return null;
  observe(app, claimed, closed.entry);
  return closed;
}

/** Locks the run, so that nobody gives it up meanwhile. */
async function stillRunning(trx: Transaction<Database>, claimed: ClaimedRun): Promise<boolean> {
  const run = await trx
    .selectFrom('runs')
    .where('id', '=', claimed.id)
    .where('started_at', '=', claimed.startedAt)
    .where('state', '=', 'running')
    .select('id')
    .forUpdate()
    .executeTakeFirst();
  return run !== undefined;
}

/** A text as the journal may keep it: without secrets, and without what no column of text can hold. */
const storable =
  ({ mask }: RunReport) =>
  (text: string): string =>
    storableText(mask(text));

type JournalEntry = ReturnType<typeof journalEntry>;

function journalEntry(batch: Batch, report: RunReport, applied: PlannedBatch, totalMs: number) {
  const { findings } = report;
  const outcomes = (outcome: string): number => applied.edits.filter((edit) => edit.outcome === outcome).length;
  const timing: RunTiming = { ...report.timing, totalMs: Math.round(totalMs) };
  const error = report.error && named(report.error, batch.leads);
  const warnings = [...report.warnings, ...applied.edits.flatMap((edit) => edit.warnings)];
  const shown = (value: unknown): string => JSON.stringify(maskJson(value, storable(report)));
  return {
    state: report.state,
    error: error && shown(error),
    timing,
    counts: {
      leads: batch.leads.length,
      rows: findings?.rows ?? null,
      applied: outcomes('applied'),
      unchanged: outcomes('unchanged'),
      refused: outcomes('refused'),
      unknown: findings?.unknownIds.length ?? 0,
      missing: findings?.missingIds.length ?? 0,
      unrecognised: findings?.unrecognised.length ?? 0,
    },
    details: {
      request: report.request && shown(report.request),
      response:
        report.exchange &&
        shown({
          status: report.exchange.status,
          headers: maskHeaders(report.exchange.headers, report.mask),
        }),
      edits: shown(applied.edits.map(({ warnings: _, ...edit }) => edit)),
      unknown_ids: shown(findings?.unknownIds ?? []),
      missing_ids: shown(findings?.missingIds ?? []),
      unrecognised: shown(findings?.unrecognised ?? []),
      warnings: shown([
        ...(report.skipped === null ? [] : [{ code: 'skipped', message: report.skipped }]),
        ...warnings.slice(0, maxWarnings),
      ]),
      logs: shown(report.logs),
      attempts: shown(report.attempts),
      // One request alone is told by the fields above.
      requests:
        report.requests.length > 1 || report.requests[0]?.purpose === 'login'
          ? shown(report.requests.map((row) => shownRow(row, report.mask)))
          : null,
    },
  };
}

/** How long the answer is worth keeping. */
function keptAs(report: RunReport, applied: PlannedBatch): AnswerKept {
  if (applied.moneyMoved) return 'money';
  const eventful = report.state === 'failed' || applied.edits.some(({ outcome }) => outcome !== 'unchanged');
  return eventful ? 'changed' : 'latest';
}

async function writeRun(
  trx: Transaction<Database>,
  claimed: ClaimedRun,
  { state, error, timing, counts, details }: JournalEntry,
  kept: AnswerKept | null,
  now: Date,
): Promise<void> {
  const { leads: _, rows, ...outcomes } = counts;
  await trx
    .with('ended', (cte) =>
      cte
        .updateTable('runs')
        .set({
          state,
          error,
          timing: JSON.stringify(timing),
          finished_at: now,
          answer_rows: rows,
          answer_kept: kept,
          ...outcomes,
        })
        .where('id', '=', claimed.id)
        .where('started_at', '=', claimed.startedAt),
    )
    .insertInto('run_details')
    .values({ run_id: claimed.id, started_at: claimed.startedAt, ...details })
    .execute();
}

async function keepAnswer(
  trx: Transaction<Database>,
  claimed: ClaimedRun,
  answers: KeptAnswers,
  kept: AnswerKept,
  now: Date,
): Promise<void> {
  const of = { run_id: claimed.id, at: now, check_id: claimed.checkId, offer_id: claimed.offerId, kept };
  if (kept !== 'latest') {
    await trx
      .insertInto('exchanges')
      .values({ ...of, ...answers })
      .execute();
    return;
  }
  const { status, headers, body, body_bytes, cut, pages, tokens } = answers;
  await sql`insert into exchanges_latest
      (run_id, at, check_id, offer_id, kept, status, headers, body, body_bytes, cut, pages, tokens)
    values (${of.run_id}, ${of.at}, ${of.check_id}, ${of.offer_id}, ${of.kept}, ${status}, ${headers}::jsonb,
      ${body}, ${body_bytes}, ${cut}, ${pages}::jsonb, ${tokens}::bytea)
    on conflict (check_id, offer_id) do update set run_id = excluded.run_id, at = excluded.at, status = excluded.status,
      headers = excluded.headers, body = excluded.body, body_bytes = excluded.body_bytes, cut = excluded.cut,
      pages = excluded.pages, tokens = excluded.tokens`.execute(trx);
}

/** Texts that no rule knew, once per integration, so that an admin can map them. */
async function countUnrecognised(
  trx: Transaction<Database>,
  setup: FullSetup,
  runId: number,
  report: RunReport,
  now: Date,
): Promise<void> {
  const { findings } = report;
  if (!findings || findings.unrecognised.length === 0) return;
  await sql`insert into unrecognised (integration_id, text, count, first_seen, last_seen, run_id)
    select ${setup.scope.integrationId}, u.text, sum(u.count), ${now}, ${now}, ${runId}
    from jsonb_to_recordset(${JSON.stringify(maskJson(findings.unrecognised, storable(report)))}::jsonb) as u(text text, count bigint)
    group by u.text order by u.text
    on conflict (integration_id, text) do update set count = unrecognised.count + excluded.count,
      last_seen = excluded.last_seen, run_id = excluded.run_id`.execute(trx);
}

/** Last, since the sweep's row is the one that its lanes share. True where nothing of the sweep is left to claim. */
async function countInSweep(
  trx: Transaction<Database>,
  claimed: ClaimedRun,
  batch: Batch,
  report: RunReport,
  entry: JournalEntry,
): Promise<boolean> {
  const { error } = report;
  const failed = report.state === 'failed';
  const answered = report.state === 'ok';
  const down = error !== null && isNetworkFailure(error);
  const sweep = await trx
    .updateTable('sweeps')
    .set(({ eb }) => ({
      batches_done: eb('batches_done', '+', 1),
      failed_runs: eb('failed_runs', '+', failed ? 1 : 0),
      network_failures: networkFailures(down, report.exchange !== null),
      leads_asked: eb('leads_asked', '+', answered ? entry.counts.leads : 0),
      leads_mentioned: eb('leads_mentioned', '+', answered ? entry.counts.leads - entry.counts.missing : 0),
      ...(failed && { error: entry.error }),
    }))
    .where('id', '=', claimed.sweepId)
    .returning(['state', 'exhausted', 'leftovers', 'network_failures', 'extra_requests'])
    .executeTakeFirst();
  // Gone with its check, or stopped: what ran has finished all the same.
  if (sweep?.state !== 'running') return false;
  if (sweep.network_failures >= networkFailuresThatEnd) {
    await trx.deleteFrom('sweep_batches').where('sweep_id', '=', claimed.sweepId).execute();
    await trx.updateTable('sweeps').set({ exhausted: true, leftovers: 0 }).where('id', '=', claimed.sweepId).execute();
    return true;
  }
  if (error && mayBeOneLead(error)) {
    const halves = halvesOf(batch.leads, batch.range, sweep.extra_requests);
    if (halves.length > 0) {
      await trx
        .with('asked_again', (cte) =>
          cte.insertInto('sweep_batches').values(
            halves.map(({ leadIds, from, to }) => ({
              sweep_id: claimed.sweepId,
              lead_ids: leadIds,
              range_from: from,
              range_to: to,
            })),
          ),
        )
        .updateTable('sweeps')
        .set(({ eb }) => ({
          leftovers: eb('leftovers', '+', halves.length),
          extra_requests: eb('extra_requests', '+', halves.length),
          batches_total: eb('batches_total', '+', halves.length),
        }))
        .where('id', '=', claimed.sweepId)
        .execute();
      return false;
    }
  }
  return sweep.exhausted && sweep.leftovers === 0;
}

/** Failures in a row; an ended sweep stays ended, and a run that never reached the CRM says nothing of it. */
function networkFailures(down: boolean, answered: boolean) {
  if (down) return sql<number>`network_failures + 1`;
  if (!answered) return sql<number>`network_failures`;
  return sql<number>`case when network_failures >= ${networkFailuresThatEnd} then network_failures else 0 end`;
}

function observe({ metrics }: App, claimed: ClaimedRun, { state, timing, counts }: JournalEntry): void {
  const check = String(claimed.checkId);
  metrics.runs.inc({ check, state });
  metrics.runSeconds.observe({ check }, timing.totalMs / 1000);
  for (const outcome of ['applied', 'unchanged', 'refused'] as const) {
    metrics.edits.inc({ check, outcome }, counts[outcome]);
  }
}
