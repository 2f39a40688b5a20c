import { type Kysely, sql } from 'kysely';
import type { Json } from '../../../sandbox/contract/job.ts';
import type { Database } from '../../db/schema.ts';

/** A person to be erased, as far as events know one. */
export interface Erasable {
  /** For PostgreSQL. */
  pattern: string;
  is(value: unknown): boolean;
}

const dayMs = 86_400_000;
const batch = 500;

interface Found {
  id: string;
  received_at: Date;
  event: { [name: string]: Json };
  steps: Json[];
  leads: number[] | null;
}

/**
 * Empties the events that a person sent, with everything that was made of them; where another's event merely mentions the
 * person (a manager's phone), that place alone is blotted out.
 * @returns how many operations there were, and the leads that came of the person's own
 */
export async function eraseFromOperations(
  db: Kysely<Database>,
  person: Erasable,
  now: Date,
): Promise<{ operations: number; leadIds: number[] }> {
  const oldest = await db
    .selectFrom('operations')
    .select('received_at')
    .orderBy('received_at')
    .limit(1)
    .executeTakeFirst();
  const leadIds: number[] = [];
  let operations = 0;
  for (let from = oldest?.received_at.getTime() ?? Infinity; from <= now.getTime() + dayMs; from += dayMs) {
    for (let after: string | null = null; ; ) {
      const found: Found[] = await find(db, person, new Date(from), after);
      for (const operation of found) {
        const own = Object.entries(operation.event).some(
          ([name, value]) => !/^manager/i.test(name) && person.is(value),
        );
        if (own) leadIds.push(...(operation.leads ?? []));
        await blot(db, operation, own ? null : person);
      }
      operations += found.length;
      if (found.length < batch) break;
      after = found.at(-1)?.id ?? null;
    }
  }
  return { operations, leadIds };
}

async function find(db: Kysely<Database>, { pattern }: Erasable, from: Date, after: string | null): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select o.id, o.received_at, o.event, o.steps,
      (select jsonb_agg(lead_id) from operation_leads l where l.operation_id = o.id) as leads
    from operations o
    where o.received_at >= ${from} and o.received_at < ${new Date(from.getTime() + dayMs)}
      and (${after}::uuid is null or o.id > ${after}::uuid)
      and (o.event::text ~* ${pattern} or o.steps::text ~* ${pattern} or o.error::text ~* ${pattern})
    order by o.id limit ${batch}`.execute(db);
  return rows;
}

/** @param mentioned null: everything goes, the event and what became of it; else only the texts that hold it */
async function blot(
  db: Kysely<Database>,
  { id, received_at, event, steps }: Found,
  mentioned: Erasable | null,
): Promise<void> {
  const pattern = mentioned && new RegExp(mentioned.pattern, 'i');
  const left = pattern === null ? {} : (without(event, pattern) as Found['event']);
  const seen =
    pattern === null
      ? steps.map((step) => Object.assign({}, step, { input: null, output: null, error: undefined, logs: undefined }))
      : (without(steps, pattern) as Json[]);
  await sql`
    with queued as (update operation_queue set progress = null where operation_id = ${id}::uuid)
    update operations set event = ${JSON.stringify(left)}::jsonb, steps = ${JSON.stringify(seen)}::jsonb, progress = null,
      error = case when error is null then null else jsonb_set(error, '{message}', '"***"') - '{params,excerpt}'::text[] end
    where id = ${id}::uuid and received_at = ${received_at}`.execute(db);
}

function without(value: Json, pattern: RegExp): Json {
  if (typeof value === 'string' || typeof value === 'number') return pattern.test(String(value)) ? '***' : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => without(item, pattern));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, without(item, pattern)]));
}
