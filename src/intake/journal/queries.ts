import { type Kysely, type RawBuilder, sql } from 'kysely';
import { badCursor, type List, type Page, pageOf } from '../../db/pages.ts';
import type { OperationError, StoredOperationState } from '../../db/schema/intake.ts';
import type { Database } from '../../db/schema.ts';
import { NotFound } from '../../errors.ts';
import type { StepView } from '../operation.ts';
import { receivedAt } from '../operation-id.ts';

export type OperationState = StoredOperationState | 'running';

/** One event passed through a pipeline. */
export interface Operation {
  id: string;
  sourceId: number;
  /** Null: nobody takes the events of its source yet. */
  pipelineId: number | null;
  state: OperationState;
  receivedAt: Date;
  finishedAt: Date | null;
  event: Record<string, unknown>;
  attempts: number;
  error: OperationError | null;
  /** When it is tried again by itself. */
  nextAt: Date | null;
  steps: StepView[];
}

export interface OperationFilter {
  pipelineId?: number | undefined;
  sourceId?: number | undefined;
  state?: readonly OperationState[] | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Anywhere in the event, the error or the steps; or the operation's id. */
  q?: string | undefined;
}

/** Operations that one statement reads whole in search of a text, so that none holds up others. */
const readAtOnce = 2_000;

/**
 * The latest first. A text is looked for in no more than so many operations by one call: a page may hold fewer than its limit,
 * or none, and still name a next one.
 * @param mostRead that many
 */
export async function listOperations(
  db: Kysely<Database>,
  { q = '', ...filter }: OperationFilter,
  page: Page,
  mostRead = 20_000,
): Promise<List<Operation>> {
  const text = q.trim();
  const conditions = conditionsOf(filter);
  let before = page.cursor;
  if (before !== undefined && receivedAt(before) === null) throw badCursor();
  const rest = (): RawBuilder<unknown>[] => (before === undefined ? conditions : [...conditions, beside(before, '<')]);
  if (text === '') return pageOf(await read(db, rest(), page.limit + 1), page, ({ id }) => id, toOperation);
  const own = await withId(db, text, rest());
  if (own) return { items: [toOperation(own)], next: null };
  const found: Row[] = [];
  for (let looked = 0; looked < mostRead; looked += readAtOnce) {
    const last = await lastOf(db, rest(), readAtOnce);
    const within = [...rest(), holding(text), ...(last === null ? [] : [beside(last, '>')])];
    found.push(...(await read(db, within, page.limit + 1 - found.length)));
    if (last === null || found.length > page.limit) return pageOf(found, page, ({ id }) => id, toOperation);
    before = last;
  }
  return { items: found.map(toOperation), next: before ?? null };
}

/** Before or from that operation on; the time says which partitions need not be looked at. */
const beside = (id: string, side: '<' | '>'): RawBuilder<unknown> =>
  side === '<'
    ? sql`o.id < ${id}::uuid and o.received_at <= ${receivedAt(id)}`
    : sql`o.id >= ${id}::uuid and o.received_at >= ${receivedAt(id)}`;

const whereAll = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;

async function read(db: Kysely<Database>, conditions: readonly RawBuilder<unknown>[], most: number): Promise<Row[]> {
  const { rows } = await sql<Row>`${select} ${whereAll(conditions)} order by o.id desc limit ${most}`.execute(db);
  return rows;
}

async function withId(
  db: Kysely<Database>,
  q: string,
  conditions: readonly RawBuilder<unknown>[],
): Promise<Row | null> {
  const id = q.toLowerCase();
  const at = receivedAt(id);
  if (at === null) return null;
  const [row] = await read(db, [...conditions, sql`o.id = ${id}::uuid`, sql`o.received_at = ${at}`], 1);
  return row ?? null;
}

/** The last of the next so many operations, found without reading any of them; null where there are fewer. */
async function lastOf(
  db: Kysely<Database>,
  conditions: readonly RawBuilder<unknown>[],
  count: number,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select o.id from operations o left join operation_queue q on q.operation_id = o.id
    ${whereAll(conditions)} order by o.id desc offset ${count - 1} limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

function conditionsOf({ pipelineId, sourceId, state, from, to }: Omit<OperationFilter, 'q'>): RawBuilder<unknown>[] {
  return [
    ...(pipelineId === undefined ? [] : [sql`o.pipeline_id = ${pipelineId}`]),
    ...(sourceId === undefined ? [] : [sql`o.source_id = ${sourceId}`]),
    ...(state === undefined ? [] : [inState(state)]),
    ...(from === undefined ? [] : [sql`o.received_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`o.received_at < ${to}`]),
  ];
}

/** Operations received since then that failed, and that nobody has tried again with more luck. */
export async function countFailed(db: Kysely<Database>, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from operations where state = 'failed' and received_at >= ${since}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** @throws NotFound also for what is no id of an operation */
export async function getOperation(db: Kysely<Database>, id: string): Promise<Operation> {
  const at = receivedAt(id);
  const { rows } =
    await sql<Row>`${select} where o.id = ${at === null ? null : id}::uuid and o.received_at = ${at}`.execute(db);
  const [row] = rows;
  if (!row) throw new NotFound('operation', id);
  return toOperation(row);
}

interface Row {
  id: string;
  source_id: number;
  pipeline_id: number | null;
  state: StoredOperationState;
  received_at: Date;
  finished_at: Date | null;
  event: Record<string, unknown>;
  attempts: number;
  error: OperationError | null;
  steps: StepView[];
  owned: boolean | null;
  queue_attempts: number | null;
  next_at: Date | null;
}

const select = sql`
  select o.id, o.source_id, o.pipeline_id, o.state, o.received_at, o.finished_at, o.event, o.attempts, o.error, o.steps,
    q.owner is not null as owned, q.attempts as queue_attempts, q.next_at
  from operations o left join operation_queue q on q.operation_id = o.id`;

/** Stored is only that it is queued; who has it makes it running. */
function inState(states: readonly OperationState[]): RawBuilder<unknown> {
  const stored = states.filter((state) => state !== 'running' && state !== 'queued');
  // One state alone is read in the order of its index.
  if (states.length === 1 && stored.length === 1) return sql`o.state = ${stored[0]}`;
  return sql`(${sql.join(
    [
      sql`o.state = any(${sql.val(stored)}::text[])`,
      ...(states.includes('queued') ? [sql`(o.state = 'queued' and q.owner is null)`] : []),
      ...(states.includes('running') ? [sql`(o.state = 'queued' and q.owner is not null)`] : []),
    ],
    sql` or `,
  )})`;
}

function holding(q: string): RawBuilder<unknown> {
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(o.event::text ilike ${pattern} or o.error::text ilike ${pattern} or o.steps::text ilike ${pattern})`;
}

const toOperation = (row: Row): Operation => ({
  id: row.id,
  sourceId: row.source_id,
  pipelineId: row.pipeline_id,
  state: row.state === 'queued' && row.owned ? 'running' : row.state,
  receivedAt: row.received_at,
  finishedAt: row.finished_at,
  event: row.event,
  attempts: row.attempts + (row.queue_attempts ?? 0),
  error: row.error,
  nextAt: row.state === 'queued' && !row.owned ? row.next_at : null,
  steps: row.steps,
});
