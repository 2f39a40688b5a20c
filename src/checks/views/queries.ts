import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { type Kysely, type Selectable, sql } from 'kysely';
import { idAfter, type List, type Page, pageOf } from '../../db/pages.ts';
import type { Database, Run, RunError, RunState, RunTiming, SweepState, SweepsTable } from '../../db/schema.ts';
import { NotFound } from '../../errors.ts';
import { shownBody } from '../dry-run.ts';

const decompress = promisify(zstdDecompress);

/** A sweep as the API shows it. */
export interface SweepView {
  id: number;
  checkId: number;
  offerId: number;
  integrationId: number;
  state: SweepState;
  batches: { done: number; total: number };
  leads: { asked: number; mentioned: number; withoutExtId: number };
  startedAt: string;
  finishedAt: string | null;
  error: RunError | null;
  /** How many requests it has made or begun. */
  runs: number;
}

export interface SweepFilter {
  checkId?: number | undefined;
  offerId?: number | undefined;
  integrationId?: number | undefined;
  state?: SweepState | undefined;
}

/** Newest first. */
export async function listSweeps(db: Kysely<Database>, filter: SweepFilter, page: Page): Promise<List<SweepView>> {
  const after = idAfter(page);
  let query = db
    .selectFrom('sweeps')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (after !== null) query = query.where('id', '<', after);
  if (filter.checkId !== undefined) query = query.where('check_id', '=', filter.checkId);
  if (filter.offerId !== undefined) query = query.where('offer_id', '=', filter.offerId);
  if (filter.integrationId !== undefined) query = query.where('integration_id', '=', filter.integrationId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  return pageOf(await query.execute(), page, ({ id }) => id, sweepView);
}

/** Runs of a sweep that its own view lists; the rest are found by `GET /api/runs?sweepId=`. */
const runsShown = 100;

/** A sweep with its latest runs, in the order in which they began. */
export async function getSweep(
  db: Kysely<Database>,
  id: number,
): Promise<Omit<SweepView, 'runs'> & { runs: RunView[] }> {
  const sweep = await db.selectFrom('sweeps').where('id', '=', id).selectAll().executeTakeFirst();
  if (!sweep) throw new NotFound('sweep', id);
  const runs = await db
    .selectFrom('runs')
    .where('sweep_id', '=', id)
    .where('started_at', '>=', sweep.started_at)
    .selectAll()
    .orderBy('id', 'desc')
    .limit(runsShown)
    .execute();
  return { ...sweepView(sweep), runs: runs.reverse().map(runView) };
}

function sweepView(sweep: Selectable<SweepsTable>): SweepView {
  return {
    id: sweep.id,
    checkId: sweep.check_id,
    offerId: sweep.offer_id,
    integrationId: sweep.integration_id,
    state: sweep.state,
    batches: { done: sweep.batches_done, total: Math.max(sweep.batches_total, sweep.batches_done) },
    leads: {
      asked: sweep.leads_asked,
      mentioned: sweep.leads_mentioned,
      withoutExtId: sweep.leads_without_ext_id,
    },
    startedAt: sweep.started_at.toISOString(),
    finishedAt: sweep.finished_at?.toISOString() ?? null,
    error: sweep.error,
    runs: sweep.runs,
  };
}

/** A run as the API shows it. */
export interface RunView {
  id: number;
  sweepId: number;
  checkId: number;
  offerId: number;
  state: RunState;
  startedAt: string;
  finishedAt: string | null;
  timing: RunTiming | null;
  error: RunError | null;
  scriptVersions: { preprocess: number | null; process: number };
  range: { from: string; to: string } | null;
  counts: {
    leads: number;
    rows: number | null;
    applied: number;
    unchanged: number;
    refused: number;
    unknown: number;
    missing: number;
    unrecognised: number;
  };
}

export interface RunFilter {
  checkId?: number | undefined;
  offerId?: number | undefined;
  leadId?: number | undefined;
  sweepId?: number | undefined;
  state?: RunState | undefined;
}

/** Newest first. */
export async function listRuns(db: Kysely<Database>, filter: RunFilter, page: Page): Promise<List<RunView>> {
  const after = idAfter(page);
  let query = db
    .selectFrom('runs')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (after !== null) query = query.where('id', '<', after);
  if (filter.checkId !== undefined) query = query.where('check_id', '=', filter.checkId);
  if (filter.offerId !== undefined) query = query.where('offer_id', '=', filter.offerId);
  if (filter.sweepId !== undefined) query = query.where('sweep_id', '=', filter.sweepId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.leadId !== undefined) {
    const lead = await db.selectFrom('leads').where('id', '=', filter.leadId).select('offer_id').executeTakeFirst();
    if (!lead) return { items: [], next: null };
    // The offer's index first: only runs of that offer can have asked for the lead.
    query = query.where('offer_id', '=', lead.offer_id).where('lead_ids', '@>', sql.val([filter.leadId]));
  }
  return pageOf(await query.execute(), page, ({ id }) => id, runView);
}

/** A run with everything that its dry run would have shown. */
export type RunDetailsView = RunView & {
  leadIds: number[];
  request: unknown;
  response: { status: number; headers: Record<string, string>; body: string | null } | null;
  attempts: unknown[];
  edits: unknown[];
  unknownIds: string[];
  missingIds: number[];
  unrecognised: { text: string; count: number }[];
  warnings: unknown[];
  logs: unknown[];
  /** Whether the answer is still there to be replayed. */
  answerKept: boolean;
};

export async function getRun(db: Kysely<Database>, id: number): Promise<RunDetailsView> {
  const run = await db.selectFrom('runs').where('id', '=', id).selectAll().executeTakeFirst();
  if (!run) throw new NotFound('run', id);
  const details = await db
    .selectFrom('run_details')
    .where('run_id', '=', id)
    .where('started_at', '=', run.started_at)
    .selectAll()
    .executeTakeFirst();
  const exchange = await db
    .selectFrom('exchanges')
    .innerJoin('checks as c', 'c.id', 'exchanges.check_id')
    .where('run_id', '=', id)
    .select(['exchanges.body', 'exchanges.cut', 'exchanges.headers', 'c.charset'])
    .executeTakeFirst();
  const response = details?.response as { status: number; headers: Record<string, string> } | null | undefined;
  return {
    ...runView(run),
    leadIds: run.lead_ids,
    request: details?.request ?? null,
    response: response
      ? {
          ...response,
          body: exchange ? shownBody(await decompress(exchange.body), exchange.charset, exchange.headers) : null,
        }
      : null,
    attempts: details?.attempts ?? [],
    edits: details?.edits ?? [],
    unknownIds: details?.unknown_ids ?? [],
    missingIds: details?.missing_ids ?? [],
    unrecognised: details?.unrecognised ?? [],
    warnings: details?.warnings ?? [],
    logs: details?.logs ?? [],
    answerKept: exchange !== undefined && !exchange.cut,
  };
}

function runView(run: Run): RunView {
  return {
    id: run.id,
    sweepId: run.sweep_id,
    checkId: run.check_id,
    offerId: run.offer_id,
    state: run.state,
    startedAt: run.started_at.toISOString(),
    finishedAt: run.finished_at?.toISOString() ?? null,
    timing: run.timing,
    error: run.error,
    scriptVersions: { preprocess: run.preprocess_version, process: run.process_version },
    range: run.range_from && run.range_to ? { from: run.range_from, to: run.range_to } : null,
    counts: {
      leads: run.leads,
      rows: run.answer_rows,
      applied: run.applied,
      unchanged: run.unchanged,
      refused: run.refused,
      unknown: run.unknown,
      missing: run.missing,
      unrecognised: run.unrecognised,
    },
  };
}
