import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Warning } from '../../../sandbox/contract/job.ts';
import type { App } from '../../app.ts';
import { idAfter, type List, type Page, pageOf } from '../../db/pages.ts';
import type { Database, Run, RunError, RunState, RunTiming, SweepState, SweepsTable } from '../../db/schema.ts';
import { NotFound } from '../../errors.ts';
import { createMask, maskJson } from '../../outbound/mask.ts';
import { shownBody } from '../dry-run.ts';
import { jobLimits } from '../setup.ts';

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
  /** Those with edits that were refused. */
  refused?: boolean | undefined;
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
  if (filter.refused === true) query = query.where(sql<boolean>`refused > 0`);
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
  /** The decoded answer; null where it is not kept. */
  data: unknown;
  /** Why the preprocessing script left the batch out. */
  skipped?: string;
  edits: unknown[];
  unknownIds: (number | string)[];
  missingIds: number[];
  unrecognised: { text: string; count: number }[];
  warnings: unknown[];
  logs: unknown[];
  /** Whether the answer is still there to be replayed. */
  answerKept: boolean;
};

/** @throws NotFound */
export async function getRun(app: Pick<App, 'db' | 'secrets' | 'isolates'>, id: number): Promise<RunDetailsView> {
  const { db } = app;
  const run = await db.selectFrom('runs').where('id', '=', id).selectAll().executeTakeFirst();
  if (!run) throw new NotFound('run', id);
  const details = await db
    .selectFrom('run_details')
    .where('run_id', '=', id)
    .where('started_at', '=', run.started_at)
    .selectAll()
    .executeTakeFirst();
  const answer = await keptAnswer(app, run);
  const response = details?.response as { status: number; headers: Record<string, string> } | null | undefined;
  const warnings = (details?.warnings ?? []) as Warning[];
  const skipped = warnings.find(({ code }) => code === 'skipped');
  return {
    ...runView(run),
    leadIds: run.lead_ids,
    request: details?.request ?? null,
    response: response ? { ...response, body: answer?.body ?? null } : null,
    attempts: details?.attempts ?? [],
    data: answer?.data ?? null,
    ...(skipped && { skipped: skipped.message }),
    edits: details?.edits ?? [],
    unknownIds: details?.unknown_ids ?? [],
    missingIds: details?.missing_ids ?? [],
    unrecognised: details?.unrecognised ?? [],
    warnings,
    logs: details?.logs ?? [],
    answerKept: answer?.whole ?? false,
  };
}

/** The answer of a run as far as it is kept, as text and decoded; without secrets, since any reader may see it. */
async function keptAnswer(
  { db, secrets, isolates }: Pick<App, 'db' | 'secrets' | 'isolates'>,
  run: Run,
): Promise<{ body: string; data: unknown; whole: boolean } | null> {
  const kept = await db
    .selectFrom('exchanges as e')
    .innerJoin('checks as c', 'c.id', 'e.check_id')
    .innerJoin('integrations as i', 'i.id', 'c.integration_id')
    .where('e.run_id', '=', run.id)
    .select(['e.body', 'e.cut', 'e.status', 'e.headers', 'c.kind', 'c.charset', 'c.format', 'c.csv', 'i.secrets'])
    .executeTakeFirst();
  if (!kept) return null;
  const mask = createMask(kept.secrets ? Object.values(secrets.open(kept.secrets)) : []);
  const body = await decompress(kept.body);
  const { status, headers, kind, charset, format, csv } = kept;
  const decoded = kept.cut
    ? null
    : await isolates.run({
        stage: 'process',
        kind,
        // Nothing but the decoding is wanted.
        script: { key: 'adhoc:nothing', language: 'js', code: '' },
        limits: jobLimits({ limits: {} }),
        params: {},
        offer: { id: run.offer_id, name: '' },
        now: 0,
        seed: 0,
        answer: { body, status, headers, charset, format, csv, emptyOk: true },
        leads: [],
        single: false,
        lookUps: { currencies: {}, goals: {}, mappings: [] },
        wantData: true,
      });
  const data = decoded?.kind === 'edits' ? decoded.data : null;
  return {
    body: mask(shownBody(body, charset, headers)),
    data: data === null ? null : maskJson(JSON.parse(data) as unknown, mask),
    whole: !kept.cut,
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
