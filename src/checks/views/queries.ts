import { type Kysely, type Selectable, sql } from 'kysely';
import type { Warning } from '../../../sandbox/contract/job.ts';
import type { App } from '../../app.ts';
import { idAfter, type List, type Page, pageOf } from '../../db/pages.ts';
import type { SweepState, SweepsTable } from '../../db/schema/checks.ts';
import type { Run, RunDetailsTable, RunError, RunState, RunTiming } from '../../db/schema/runs.ts';
import type { Database } from '../../db/schema.ts';
import { NotFound } from '../../errors.ts';
import { createMask, maskJson } from '../../outbound/mask.ts';
import { openAnswers } from '../answers/kept-answers.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { shownBody } from '../dry-run.ts';

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
  let source: ReturnType<typeof runsOfLead> | null = null;
  if (filter.leadId !== undefined) {
    const lead = await leadOf(db, filter.leadId);
    if (!lead) return { items: [], next: null };
    source = runsOfLead(db, lead);
  }
  let query = (source ?? db.selectFrom('runs'))
    .selectAll('runs')
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (after !== null) query = query.where('id', '<', after);
  if (filter.checkId !== undefined) query = query.where('check_id', '=', filter.checkId);
  if (filter.offerId !== undefined) query = query.where('offer_id', '=', filter.offerId);
  if (filter.refused === true) query = query.where(sql<boolean>`refused > 0`);
  if (filter.sweepId !== undefined) query = query.where('sweep_id', '=', filter.sweepId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  return pageOf(await query.execute(), page, ({ id }) => id, runView);
}

type LeadKey = { id: number; offer_id: number };

const leadOf = (db: Kysely<Database>, id: number): Promise<LeadKey | undefined> =>
  db.selectFrom('leads').where('id', '=', id).select(['id', 'offer_id']).executeTakeFirst();

/**
 * The runs that asked for a lead, by the index of the spans of their leads. They are put together before they are put in order:
 * for a page in the order of ids, the whole journal would be read backwards until the page is full.
 */
function runsOfLead(db: Kysely<Database>, { id, offer_id }: LeadKey) {
  const here = sql`box(point(${sql.lit(offer_id)}, ${sql.lit(id)}), point(${sql.lit(offer_id)}, ${sql.lit(id)}))`;
  const asked = db
    .selectFrom('runs')
    .selectAll()
    .where(sql<boolean>`span_of_leads(offer_id, lead_ids) @> ${here}`)
    .where('lead_ids', '@>', sql.val([id]));
  return db
    .with(
      (cte) => cte('asked').materialized(),
      () => asked,
    )
    .selectFrom('asked as runs');
}

/** One request of a run: `{purpose, page, startedAt, request, response, attempts, timing, error}`. */
type RequestView = Record<string, unknown>;

/** A run with everything that its dry run would have shown. */
export type RunDetailsView = RunView & {
  leadIds: number[];
  request: unknown;
  response: { status: number; headers: Record<string, string>; body: string | null } | null;
  attempts: unknown[];
  /** Every request of the run, a log-in included, as its dry run shows them. */
  requests: RequestView[];
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
    response: response ? { ...response, body: answer?.bodies[0] ?? null } : null,
    attempts: details?.attempts ?? [],
    requests: withBodies(requestsOf(run, details), answer?.bodies ?? []),
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

/** The journal keeps them apart only where there is more than one. */
function requestsOf(run: Run, details: Selectable<RunDetailsTable> | undefined): RequestView[] {
  if (!details) return [];
  if (details.requests) return details.requests as RequestView[];
  if (details.request === null) return [];
  const [first] = details.attempts as { startedAt?: string }[];
  const { requestMs = 0, decodeMs = 0, scriptMs = 0 } = run.timing ?? {};
  return [
    {
      purpose: 'ask',
      page: 1,
      startedAt: first?.startedAt ?? null,
      request: details.request,
      response: details.response,
      attempts: details.attempts,
      timing: { waitMs: 0, requestMs, decodeMs, scriptMs },
      error: run.error,
    },
  ];
}

/** Of two requests for the same answer, the later one got it: the first was refused for its token. */
function withBodies(requests: RequestView[], bodies: readonly string[]): RequestView[] {
  const views: RequestView[] = [];
  for (const [index, row] of requests.entries()) {
    const page = row['page'];
    const refused = requests.slice(index + 1).some((later) => later['page'] === page);
    const body = typeof page === 'number' && !refused ? (bodies[page - 1] ?? null) : null;
    views.push({ ...row, response: row['response'] ? { ...row['response'], body } : null });
  }
  return views;
}

/** The answers of a run as far as they are kept, as text, and the first decoded; without secrets, since any reader may see it. */
async function keptAnswer(
  { db, secrets, isolates }: Pick<App, 'db' | 'secrets' | 'isolates'>,
  run: Run,
): Promise<{ bodies: string[]; data: unknown; whole: boolean } | null> {
  const kept = await db
    .selectFrom('exchanges as e')
    .innerJoin('checks as c', 'c.id', 'e.check_id')
    .innerJoin('integrations as i', 'i.id', 'c.integration_id')
    .where('e.run_id', '=', run.id)
    .select(['e.body', 'e.cut', 'e.status', 'e.headers', 'e.pages', 'e.tokens', 'c.charset', 'c.format', 'c.csv'])
    .select('i.secrets')
    .executeTakeFirst();
  if (!kept) return null;
  const hidden = [kept.secrets, kept.tokens].flatMap((sealed) => (sealed ? Object.values(secrets.open(sealed)) : []));
  const mask = createMask(hidden);
  const answers = await openAnswers(kept);
  const [first] = answers;
  const read = kept.cut || !first ? null : await readAnswer(isolates, first, kept);
  return {
    bodies: answers.map(({ body, headers }) => mask(shownBody(body, kept.charset, headers))),
    data: read?.kind === 'data' ? maskJson(read.data, mask) : null,
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
