import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Lengths of time that the overview may show, in hours, each with the seconds that one point of its plots stands for. */
export const overviewSteps = { 1: 60, 6: 300, 24: 900, 168: 7_200 } as const;
export type OverviewHours = keyof typeof overviewSteps;

const HOUR_MS = 3_600_000;
/** Decisions whose time is looked up; of more, the latest. */
const MOST_DECISIONS = 20_000;

/** Runs that ended within one step, and what became of leads in them. */
export interface OverviewPoint {
  /** When the step begins. */
  at: Date;
  runs: number;
  /** Of these, those that failed or crashed. */
  failed: number;
  asked: number;
  applied: number;
  refused: number;
  /** Median seconds from a lead's creation to its acceptance or cancellation; null where nothing was decided. */
  decisionSeconds: number | null;
}

export interface Overview {
  /** What needs a person. */
  attention: {
    /** Alerts of what is broken still. */
    alerts: number;
    /** Status texts that nothing can tell. */
    unrecognised: number;
    /** Edits that were refused in the time shown. */
    refused: number;
    /** Runs that failed or crashed in the time shown. */
    failedRuns: number;
    /** Leads that were accepted without being booked. */
    unbooked: number;
  };
  stepSeconds: number;
  points: OverviewPoint[];
  /** Decisions of the time shown, by offer; those with the most first. */
  offers: { offerId: number; accepted: number; cancelled: number; approvalRate: number }[];
}

/** How the network stands now, and what happened in the last hours. */
export async function overview(db: Kysely<Database>, hours: OverviewHours, now: Date): Promise<Overview> {
  const stepSeconds = overviewSteps[hours];
  const stepMs = stepSeconds * 1000;
  const end = Math.floor(now.getTime() / stepMs) * stepMs + stepMs;
  const from = new Date(end - hours * HOUR_MS);
  const [counts, decisions, waiting] = await Promise.all([
    countRuns(db, from, stepSeconds),
    countDecisions(db, from, stepSeconds),
    countWaiting(db),
  ]);
  const points = Array.from({ length: (end - from.getTime()) / stepMs }, (_, step) => {
    const at = new Date(from.getTime() + step * stepMs);
    const isThen = (one: { at: Date | null }): boolean => one.at?.getTime() === at.getTime();
    const ended = counts.find(isThen) ?? { at, runs: 0, failed: 0, asked: 0, applied: 0, refused: 0 };
    return { ...ended, decisionSeconds: decisions.find(isThen)?.seconds ?? null };
  });
  const sum = (name: 'refused' | 'failed'): number => points.reduce((total, point) => total + point[name], 0);
  return {
    attention: { ...waiting, refused: sum('refused'), failedRuns: sum('failed') },
    stepSeconds,
    points,
    offers: decisions.flatMap(({ offerId, accepted, cancelled }) =>
      offerId === null ? [] : [{ offerId, accepted, cancelled, approvalRate: accepted / (accepted + cancelled) }],
    ),
  };
}

type RunCounts = Omit<OverviewPoint, 'decisionSeconds'>;

/** From the figures by minute, and for what is younger than these from the runs themselves. */
async function countRuns(db: Kysely<Database>, from: Date, stepSeconds: number): Promise<RunCounts[]> {
  const { rows } = await sql<RunCounts>`
    with rolled as (select max(minute) + interval '1 minute' as until from run_minutes)
    select date_bin(${stepSeconds} * interval '1 second', moment, ${from}::timestamptz) as at, sum(runs)::bigint as runs,
      sum(failed)::bigint as failed, sum(leads)::bigint as asked, sum(applied)::bigint as applied, sum(refused)::bigint as refused
    from (
      select minute as moment, runs, failed, leads, applied, refused from run_minutes where minute >= ${from}
      union all
      select finished_at, 1, case when state in ('failed', 'crashed') then 1 else 0 end, leads, applied, refused from runs, rolled
      where finished_at >= greatest(coalesce(until, ${from}::timestamptz), ${from}::timestamptz) and state <> 'running'
    ) as ended group by 1`.execute(db);
  return rows;
}

/** Decisions of a step, or of an offer. */
interface Decisions {
  at: Date | null;
  offerId: number | null;
  accepted: number;
  cancelled: number;
  /** Median, to whole seconds. */
  seconds: number;
}

/** By step, and by offer, those with the most first. */
async function countDecisions(db: Kysely<Database>, from: Date, stepSeconds: number): Promise<Decisions[]> {
  const { rows } = await sql<Decisions>`
    select step as at, offer_id as "offerId", count(*) filter (where accepted) as accepted, count(*) filter (where not accepted) as cancelled,
      round(percentile_cont(0.5) within group (order by seconds))::float8 as seconds
    from (
      select date_bin(${stepSeconds} * interval '1 second', at, ${from}::timestamptz) as step, offer_id,
        after->>'status' <> '5' as accepted, greatest(extract(epoch from at - created_at), 0)::float8 as seconds
      from (
        select at, lead_id, before, after from lead_history
        where at >= ${from} and after ? 'status' and (after->>'status' = '5'
          or (after->>'status')::int between 6 and 10 and (before->>'status')::int not between 6 and 11)
        order by at desc limit ${MOST_DECISIONS}::int
      ) as decided join leads on leads.id = lead_id where leads.status <> 12
    ) as decisions group by grouping sets ((step), (offer_id)) order by count(*) desc`.execute(db);
  return rows;
}

async function countWaiting(
  db: Kysely<Database>,
): Promise<Pick<Overview['attention'], 'alerts' | 'unrecognised' | 'unbooked'>> {
  const { rows } = await sql<{ alerts: number; unrecognised: number; unbooked: number }>`
    select (select count(*) from alerts where recovered_at is null) as alerts,
      (select count(*) from unrecognised) as unrecognised,
      (select count(*) from leads where status in (6, 7, 8, 9, 10) and not booked) as unbooked`.execute(db);
  return rows[0] ?? { alerts: 0, unrecognised: 0, unbooked: 0 };
}
