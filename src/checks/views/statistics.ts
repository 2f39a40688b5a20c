import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Status, type StatusCode, statuses } from '../../../sandbox/contract/statuses.ts';
import type { Database } from '../../db/schema.ts';
import { InvalidInput } from '../../errors.ts';
import { addDays, dayStart, isDay, localDay } from '../selection/days.ts';

/** Days that one question may span. */
export const maxStatisticsDays = 92;
const defaultDays = 7;
/** Beyond this number of decisions, times to decision are measured on every n-th lead. */
const sampledDecisions = 50_000;
const zone = 'UTC';

const minuteMs = 60_000;
/** Minutes that are counted anew by each roll-up, since a run's row may show up a while after the moment it names. */
const recountedMinutes = 10;
/** Days a run may take from start to end, a stop of the whole program included, and still be counted. */
const longestRunDays = 3;

/** Figures of a day or of the whole time asked for. Deleted leads are left out. */
export interface Figures {
  /** Runs that ended. */
  runs: number;
  /** Of these, those that failed or crashed. */
  failed: number;
  /** Moves of leads into each status. */
  changes: Record<Exclude<StatusCode, 'deleted'>, number>;
  /** Accepted / (accepted + cancelled), 0..1; null where nothing was decided. */
  approvalRate: number | null;
  /** From a lead's creation to its acceptance or cancellation. */
  decisionSeconds: { median: number; p90: number } | null;
}

export interface Statistics {
  /** Every day asked for, in order. */
  days: ({ day: string } & Figures)[];
  total: Figures;
}

export interface StatisticsFilter {
  /** UTC days `yyyy-MM-dd`; the last seven unless given. */
  from?: string | undefined;
  to?: string | undefined;
  offerId?: number | undefined;
  integrationId?: number | undefined;
}

/**
 * Counts the runs that ended, by minute, so that plots and totals need not read the journal. To be called every minute;
 * the last minutes are counted anew each time, and whatever was missed while nobody called.
 */
export async function rollUp(db: Kysely<Database>, now: Date): Promise<void> {
  const until = Math.floor(now.getTime() / minuteMs) * minuteMs;
  const last = await lastMinute(db);
  const recounted = until - recountedMinutes * minuteMs;
  const earliest = until - longestRunDays * 24 * 60 * minuteMs;
  const from = new Date(Math.max(earliest, Math.min(recounted, last?.getTime() ?? earliest)));
  await sql`insert into run_minutes (minute, check_id, offer_id, integration_id, runs, failed, leads, applied, refused)
    select date_trunc('minute', finished_at) as minute, check_id, offer_id, max(integration_id), count(*),
      count(*) filter (where state in ('failed', 'crashed')), sum(leads), sum(applied), sum(refused)
    from runs where ${endedSince(from)} and finished_at < ${new Date(until)}
    group by 1, 2, 3
    order by 1, 2, 3
    on conflict (minute, check_id, offer_id) do update set runs = excluded.runs, failed = excluded.failed,
      leads = excluded.leads, applied = excluded.applied, refused = excluded.refused`.execute(db);
}

/**
 * What happened on each day: runs, moves of leads by status, approvals, and how long decisions took.
 * @throws InvalidInput where `from` and `to` are not days in order, or too far apart
 */
export async function stats(db: Kysely<Database>, filter: StatisticsFilter, now: Date): Promise<Statistics> {
  const days = daysOf(filter, now);
  // Every day's first moment, and the moment after the last day.
  const bounds = [...days, addDays(days.at(-1) ?? '', 1)].map((day) => dayStart(day, zone));
  const period: Period = { bounds, filter };
  const [runs, changes] = [await countRuns(db, period), await countChanges(db, period)];
  const decisions = changes.reduce((sum, row) => sum + row.decided, 0);
  const times = await decisionTimes(db, period, Math.ceil(decisions / sampledDecisions));
  const figures = (number: number | null): Figures => {
    const here = <Row extends { day: number }>(rows: Row[]): Row[] =>
      number === null ? rows : rows.filter(({ day }) => day === number);
    const time = times.find(({ day }) => day === number);
    return {
      ...sumRuns(here(runs)),
      ...sumChanges(here(changes)),
      decisionSeconds: time ? { median: Math.round(time.median), p90: Math.round(time.p90) } : null,
    };
  };
  return { days: days.map((day, index) => Object.assign({ day }, figures(index + 1))), total: figures(null) };
}

/** Numbers of days count from 1, as `width_bucket` does. */
interface Period {
  bounds: Date[];
  filter: StatisticsFilter;
}

function daysOf({ from, to }: StatisticsFilter, now: Date): string[] {
  for (const [path, day] of Object.entries({ from, to })) {
    if (day !== undefined && !isDay(day))
      throw new InvalidInput([{ path, message: `must be a day yyyy-MM-dd: "${day}"` }]);
  }
  const today = localDay(now, zone);
  const last = to ?? (from !== undefined && from > today ? from : today);
  const first = from ?? addDays(last, 1 - defaultDays);
  if (first > last)
    throw new InvalidInput([{ path: 'to', message: `must not be before "from" (${first}): "${last}"` }]);
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    days.push(day);
    if (days.length > maxStatisticsDays) {
      throw new InvalidInput([
        { path: 'from', message: `must be at most ${maxStatisticsDays} days before ${last}: "${first}"` },
      ]);
    }
  }
  return days;
}

async function lastMinute(db: Kysely<Database>): Promise<Date | null> {
  const row = await db
    .selectFrom('run_minutes')
    .select(({ fn }) => fn.max('minute').as('minute'))
    .executeTakeFirst();
  return row?.minute ?? null;
}

/** Runs are kept by the day of their start: without it, every day's would be searched. */
function endedSince(moment: Date): RawBuilder<unknown> {
  const started = new Date(moment.getTime() - longestRunDays * 24 * 60 * minuteMs);
  return sql`state <> 'running' and finished_at >= ${moment} and started_at >= ${started}`;
}

interface RunCount {
  day: number;
  runs: number;
  failed: number;
}

/** From the figures by minute, and for what is younger than these from the runs themselves. */
async function countRuns(db: Kysely<Database>, { bounds, filter }: Period): Promise<RunCount[]> {
  const last = await lastMinute(db);
  const [from, to] = ends(bounds);
  const young = last && last.getTime() + minuteMs > from.getTime() ? new Date(last.getTime() + minuteMs) : from;
  const matching = sql`${equals('offer_id', filter.offerId)} and ${equals('integration_id', filter.integrationId)}`;
  const counted = await sql<RunCount>`
    select width_bucket(moment, ${instants(bounds)}) as day, sum(runs)::bigint as runs, sum(failed)::bigint as failed
    from (
      select minute as moment, runs, failed from run_minutes
      where minute >= ${from} and minute < ${to} and ${matching}
      union all
      select finished_at, 1, case when state in ('failed', 'crashed') then 1 else 0 end from runs
      where ${endedSince(young)} and finished_at < ${to} and ${matching}
    ) as ended group by 1`.execute(db);
  return counted.rows;
}

interface ChangeCount {
  day: number;
  status: Status;
  changes: number;
  decided: number;
}

async function countChanges(db: Kysely<Database>, period: Period): Promise<ChangeCount[]> {
  const counted = await sql<ChangeCount>`
    select width_bucket(at, ${instants(period.bounds)}) as day, (after->>'status')::int as status, count(*) as changes,
      count(*) filter (where ${decided}) as decided
    from lead_history where ${moved(period)} group by 1, 2`.execute(db);
  return counted.rows;
}

interface DecisionTime {
  /** Null for the whole period. */
  day: number | null;
  median: number;
  p90: number;
}

async function decisionTimes(db: Kysely<Database>, period: Period, everyNth: number): Promise<DecisionTime[]> {
  if (everyNth === 0) return [];
  const measured = await sql<DecisionTime>`
    select day, percentile_cont(0.5) within group (order by seconds) as median,
      percentile_cont(0.9) within group (order by seconds) as p90
    from (
      select width_bucket(at, ${instants(period.bounds)}) as day,
        greatest(extract(epoch from at - leads.created_at), 0)::float8 as seconds
      from lead_history join leads on leads.id = lead_id
      where ${moved(period)} and ${decided} and lead_id % ${everyNth}::bigint = 0
    ) as decisions group by grouping sets ((day), ()) having count(*) > 0`.execute(db);
  return measured.rows;
}

/** The history row moves its lead to another status, in the period, and the lead is one that was asked for. */
function moved({ bounds, filter }: Period): RawBuilder<unknown> {
  const [from, to] = ends(bounds);
  const { offerId, integrationId } = filter;
  const ofFilter =
    offerId === undefined && integrationId === undefined
      ? sql`true`
      : sql`lead_id in (select id from leads where ${equals('offer_id', offerId)} and ${equals('integration_id', integrationId)})`;
  // By way of the offers, so that an index finds the deleted leads.
  const isDeleted = sql`select from offers o join leads l on l.offer_id = o.id and l.status = 12 where l.id = lead_id`;
  return sql`at >= ${from} and at < ${to} and after ? 'status' and ${ofFilter} and not exists (${isDeleted})`;
}

/** The history row cancels its lead, or accepts one that was not accepted before. */
const decided = sql`(after->>'status' = '5'
  or (after->>'status')::int between 6 and 10 and (before->>'status')::int not between 6 and 11)`;

const equals = (column: string, value: number | undefined): RawBuilder<unknown> =>
  value === undefined ? sql`true` : sql`${sql.ref(column)} = ${value}`;

const instants = (bounds: readonly Date[]): RawBuilder<unknown> =>
  sql`${bounds.map((bound) => bound.toISOString())}::timestamptz[]`;

function ends(bounds: readonly Date[]): [from: Date, to: Date] {
  const [from, to] = [bounds[0], bounds.at(-1)];
  if (!from || !to) throw new Error('A period has at least one day');
  return [from, to];
}

function sumRuns(rows: readonly RunCount[]): Pick<Figures, 'runs' | 'failed'> {
  return {
    runs: rows.reduce((sum, { runs }) => sum + runs, 0),
    failed: rows.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function sumChanges(rows: readonly ChangeCount[]): Pick<Figures, 'changes' | 'approvalRate'> {
  const { deleted: _, ...changes } = Object.fromEntries(
    Object.entries(statuses).map(([status, code]) => [
      code,
      rows.filter((row) => row.status === Number(status)).reduce((sum, row) => sum + row.changes, 0),
    ]),
  ) as Record<StatusCode, number>;
  const decisions = rows.reduce((sum, row) => sum + row.decided, 0);
  return { changes, approvalRate: decisions === 0 ? null : (decisions - changes.cancelled) / decisions };
}
