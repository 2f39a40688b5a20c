import { format } from 'date-fns/format';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { JobLead, RangeVariables } from '../../../sandbox/contract/job.ts';
import { MacroError, type RangeMoment } from '../../../sandbox/contract/macros.ts';
import { statusesOfKind } from '../../../sandbox/contract/statuses.ts';
import type { Database } from '../../db/schema.ts';
import { addDays, dayEnd, dayStart, inZone, localDay } from './days.ts';
import { type Scope, toJobLead } from './select.ts';

/** Leads of a range, as far as it can be cut between days. */
const defaultMaxLeads = 5_000;
/** Days whose leads are looked for in one statement while batches are counted. */
const countedDays = 366;

/** First and last day of a range, and the zone whose days they are. */
export interface RangeDays {
  from: string;
  to: string;
  zone: string;
}

/** The values of the date macros. Source: "дата начала и окончания периода" of the seed document. */
export function rangeVariables(days: RangeDays): RangeVariables {
  const { from, to, tom } = moments(days);
  const print = (at: Date, pattern: string): string => format(inZone(at, days.zone), pattern);
  const unix = (at: Date): number => at.getTime() / 1000;
  // Day before month, as documented; most CRMs that take a full date mean it the other way round.
  const full = 'yyyy-dd-MM HH:mm:ss';
  return {
    from: days.from,
    to: days.to,
    tom: print(tom, 'yyyy-MM-dd'),
    ffrom: print(from, full),
    fto: print(to, full),
    ftom: print(tom, full),
    ufrom: unix(from),
    uto: unix(to),
    utom: unix(tom),
  };
}

/** A moment of the range by a date-fns pattern: `{from:dd.MM.yyyy}`. @throws MacroError where it cannot be printed */
export function formatRangeMoment(which: RangeMoment, pattern: string, days: RangeDays): string {
  if (!isPattern(pattern)) {
    throw new MacroError(
      `{${which}:${pattern}} is not a date pattern that can be printed (write {${which}:dd.MM.yyyy}).`,
    );
  }
  return format(inZone(moments(days)[which], days.zone), pattern);
}

/** Whether date-fns prints it. `D` and `Y` count days and years otherwise and are refused: `dd.MM.yyyy` is meant. */
export function isPattern(pattern: string): boolean {
  if (pattern.trim() === '' || /[DY]/.test(pattern.replace(/'[^']*'/g, ''))) return false;
  try {
    format(new Date(0), pattern);
    return true;
  } catch {
    return false;
  }
}

/** First second of the first day, last second of the last one, and of the day after it. */
function moments({ from, to, zone }: RangeDays): Record<RangeMoment, Date> {
  const end = dayEnd(to, zone);
  // Not `to` plus one: the zone may have skipped that day.
  const next = localDay(new Date(end.getTime() + 1000), zone);
  return { from: dayStart(from, zone), to: end, tom: dayEnd(next, zone) };
}

export interface RangeWindow extends Omit<Scope, 'kind'> {
  zone: string;
  fromDay: string;
  untilDay: string;
  rangeDays: number;
  maxLeads?: number;
}

export interface LeadRange {
  from: string;
  to: string;
  /** Where to go on. */
  nextDay: string;
  /** In id order; never empty. */
  leads: JobLead[];
}

/**
 * The next run of consecutive days, from `fromDay` to `untilDay`, on which open leads were created: at most `rangeDays` of
 * them, fewer where they would hold more than `maxLeads`, but always whole days. Null where no such day is left.
 * Days without leads are skipped over by the index; a range costs two statements, three where a day alone is too large.
 */
export async function nextRange(db: Kysely<Database>, window: RangeWindow): Promise<LeadRange | null> {
  const { zone, untilDay, rangeDays, maxLeads = defaultMaxLeads } = window;
  for (let { fromDay } = window; ; ) {
    const first = await firstDay(db, window, fromDay);
    if (first === undefined) return null;
    const days = daysFrom(first, rangeDays, untilDay, zone);
    const leads = await withinDays(db, window, days, maxLeads);
    const to = days[leads.length - 1];
    if (to) {
      const all = leads.flat().sort((a, b) => a.id - b.id);
      return { from: first, to: to.day, nextDay: addDays(to.day, 1), leads: all.map(toJobLead) };
    }
    // The last open leads of that day became final meanwhile.
    fromDay = addDays(first, 1);
  }
}

/**
 * How many ranges a whole sweep will ask for: by an index probe for every day and two statements for every year that has
 * leads. Days that are cut because they hold too many leads make it more.
 */
export async function countRangeBatches(db: Kysely<Database>, window: RangeWindow): Promise<number> {
  const { zone, untilDay, rangeDays } = window;
  let batches = 0;
  /** Of the range that is being counted: its days, and where it would go on. */
  let length = 0;
  let next = 0;
  for (let { fromDay } = window; ; ) {
    const first = await firstDay(db, window, fromDay);
    if (first === undefined) return batches;
    const days = daysFrom(first, countedDays, untilDay, zone);
    for (const { start, end } of await daysWithLeads(db, window, days)) {
      length = start.getTime() === next && length < rangeDays ? length + 1 : 1;
      next = end.getTime();
      if (length === 1) batches++;
    }
    fromDay = addDays(days.at(-1)?.day ?? first, 1);
  }
}

interface Day {
  day: string;
  start: Date;
  /** The first moment of the next day. */
  end: Date;
}

interface LeadColumns {
  id: number;
  ext_id: string | null;
  status: JobLead['status'];
  created_at: Date;
}

/** Consecutive days of the zone; those that it skipped are left out. */
function daysFrom(first: string, count: number, until: string, zone: string): Day[] {
  const days: Day[] = [];
  let start = dayStart(first, zone);
  for (let day = first; days.length < count && day <= until; day = addDays(day, 1)) {
    const end = dayStart(addDays(day, 1), zone);
    if (end > start) days.push({ day, start, end });
    start = end;
  }
  return days;
}

/** The first day with open leads. */
async function firstDay(db: Kysely<Database>, window: RangeWindow, fromDay: string): Promise<string | undefined> {
  const { zone, untilDay } = window;
  const found = await sql<{ created_at: Date }>`select created_at from leads
    where ${open(window)} and created_at >= ${dayStart(fromDay, zone)}
      and created_at < ${dayStart(addDays(untilDay, 1), zone)}
    order by created_at limit 1`.execute(db);
  const [first] = found.rows;
  if (!first) return undefined;
  const day = localDay(first.created_at, zone);
  // Some zones turned their clocks back just after midnight, into the day before.
  return day < fromDay ? fromDay : day;
}

/** Leads of each day, up to the first day without any, or that would make them too many. */
async function withinDays(
  db: Kysely<Database>,
  window: RangeWindow,
  days: readonly Day[],
  maxLeads: number,
): Promise<LeadColumns[][]> {
  const [first] = days;
  if (!first) return [];
  const found = await created(db, window, first.start, days.at(-1)?.end ?? first.end, maxLeads + 1);
  const byDay = days.map(({ start, end }) => found.filter((lead) => lead.created_at >= start && lead.created_at < end));
  // The last day that was reached may go on beyond the limit.
  if (found.length > maxLeads) byDay.splice(byDay.findLastIndex((leads) => leads.length > 0));
  if (found.length > maxLeads && byDay.length === 0) return [await created(db, window, first.start, first.end)];
  const gap = byDay.findIndex((leads) => leads.length === 0);
  return gap === -1 ? byDay : byDay.slice(0, gap);
}

async function created(
  db: Kysely<Database>,
  window: RangeWindow,
  start: Date,
  end: Date,
  limit?: number,
): Promise<LeadColumns[]> {
  const found = await sql<LeadColumns>`select id, ext_id, status, created_at from leads
    where ${open(window)} and created_at >= ${start} and created_at < ${end}
    order by created_at limit ${limit ?? null}::bigint`.execute(db);
  return found.rows;
}

async function daysWithLeads(db: Kysely<Database>, window: RangeWindow, days: readonly Day[]): Promise<Day[]> {
  const starts = days.map(({ start }) => start.toISOString());
  const ends = days.map(({ end }) => end.toISOString());
  const found = await sql<{ number: number }>`select number
    from unnest(${starts}::timestamptz[], ${ends}::timestamptz[]) with ordinality as days(first, next, number)
    where exists (select from leads where ${open(window)} and created_at >= first and created_at < next)
    order by number`.execute(db);
  return found.rows.flatMap(({ number }) => days[number - 1] ?? []);
}

/** Statuses stand as literals: only so can the planner prove that a partial index holds every such lead. */
function open({ offerId, integrationId, identifyBy }: RangeWindow): RawBuilder<unknown> {
  const statuses = sql.raw(statusesOfKind.range.join(', '));
  const named = identifyBy === 'external' ? sql` and ext_id is not null` : sql``;
  return sql`offer_id = ${offerId} and integration_id = ${integrationId} and status in (${statuses})${named}`;
}

/** Every open lead created on the given local days, in id order. */
export async function leadsOfRange(
  db: Kysely<Database>,
  scope: Omit<Scope, 'kind'>,
  { from, to, zone }: RangeDays,
): Promise<JobLead[]> {
  const window = { ...scope, zone, fromDay: from, untilDay: to, rangeDays: 1 };
  const rows = await created(db, window, dayStart(from, zone), dayStart(addDays(to, 1), zone));
  return rows.sort((a, b) => a.id - b.id).map(toJobLead);
}
