import { createHash, timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { App } from '../../app.ts';
import type { ExtraParameter } from '../../db/schema/intake.ts';
import type { Database } from '../../db/schema.ts';
import { Forbidden, NotFound, Unauthorized } from '../../errors.ts';
import { operationId } from '../operation-id.ts';
import { createGroup } from '../workers/group.ts';
import { type Event, readEvent } from './event.ts';
import { mayCome } from './origin.ts';
import { normalised, type SourceType } from './types.ts';

/** On this channel the database tells workers that there is something to do. */
export const intakeChannel = 'sverka_intake';

/** A request at the address of a source. */
export interface Delivery {
  token: string;
  query: string;
  contentType: string;
  body: Uint8Array;
  /** Lower-case names. */
  header(name: string): string | undefined;
  /** Where it came from; '' where nobody knows. */
  address: string;
}

/** Most events that share a commit, and most bytes of them. */
const most = 200;
const mostSize = 4 * 1024 * 1024;
/** Repeats of `dedupeBy` within this time are duplicates. */
const dedupeDays = 30;

/**
 * Stores the events that arrive at sources, many in one commit.
 * @returns a function that resolves once the event is stored, one operation for each pipeline of the source
 * @throws NotFound where no source has the token
 * @throws Unauthorized without the source's secret header
 * @throws Forbidden from an address that may not send
 */
export function createReceiver({ db, connection, clock, secrets }: App): (delivery: Delivery) => Promise<void> {
  let sequence = 0;
  const sourceOf = createGroup<string, FoundSource | null>((tokens) => findSources(db, tokens), {
    most,
    writers: connection.engine === 'postgres' ? 2 : 1,
  });
  const store = createGroup<Stored, void>((events) => insert(db, events), {
    most,
    mostSize,
    sizeOf: ({ size }) => size,
    writers: connection.engine === 'postgres' ? 2 : 1,
  });

  return async (delivery) => {
    const source = await sourceOf(delivery.token);
    if (source === null) throw new NotFound('source', delivery.token);
    if (!mayCome(delivery.address, source.allow_ips)) {
      throw new Forbidden(`Events of this source do not come from ${delivery.address}`);
    }
    if (source.secret_header !== null) {
      const wanted = source.secret_value === null ? '' : (secrets.open(source.secret_value)['value'] ?? '');
      if (!same(delivery.header(source.secret_header), wanted))
        throw new Unauthorized(`The header ${source.secret_header} is missing or wrong`);
    }
    const event = normalised(source.type, source.extra_parameters, await readEvent(delivery)) as Event;
    const now = clock.now();
    const pipelines = source.pipelines ?? [{ id: null, state: 'stopped' }];
    await store({
      source_id: source.id,
      received_at: now,
      key: keyOf(event, source.dedupe_by),
      event,
      operations: pipelines.map(({ id, state }) => ({
        id: operationId(now, sequence++),
        pipeline_id: id,
        state: state === 'running' ? 'queued' : 'stopped',
      })),
      size: delivery.body.length + delivery.query.length,
    });
  };
}

interface FoundSource {
  id: number;
  token: string;
  type: SourceType;
  extra_parameters: ExtraParameter[];
  dedupe_by: string | null;
  secret_header: string | null;
  secret_value: Uint8Array | null;
  allow_ips: string[];
  /** Null: none takes its events yet. */
  pipelines: { id: number; state: string }[] | null;
}

async function findSources(db: Kysely<Database>, tokens: readonly string[]): Promise<(FoundSource | null)[]> {
  const { rows } = await sql<FoundSource>`
    select s.id, s.token, s.type, s.extra_parameters, s.dedupe_by, s.secret_header, s.secret_value, s.allow_ips,
      (select jsonb_agg(jsonb_build_object('id', p.id, 'state', p.state) order by p.id)
        from pipelines p where p.source_id = s.id) as pipelines
    from sources s where s.token = any(${sql.val([...new Set(tokens)])}::text[])`.execute(db);
  const byToken = new Map(rows.map((row) => [row.token, row]));
  return tokens.map((token) => byToken.get(token) ?? null);
}

function same(given: string | undefined, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return given !== undefined && wanted !== '' && timingSafeEqual(digest(given), digest(wanted));
}

/** Hashed, since it is often somebody's address; null where the event has no such parameter. */
function keyOf(event: Event, dedupeBy: string | null): string | null {
  const value = dedupeBy === null || !Object.hasOwn(event, dedupeBy) ? null : event[dedupeBy];
  if (value === null || value === undefined || value === '') return null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
  return createHash('sha256').update(text).digest('hex');
}

interface Stored {
  source_id: number;
  received_at: Date;
  key: string | null;
  event: Event;
  operations: { id: string; pipeline_id: number | null; state: 'queued' | 'stopped' }[];
  /** Bytes, about. */
  size: number;
}

/** One statement for all: the events, what is to be done, and word to the workers. */
async function insert(db: Kysely<Database>, events: readonly Stored[]): Promise<void[]> {
  const seen = new Set<string>();
  const given = events.flatMap(({ source_id, received_at, key, event, operations }) => {
    const name = `${source_id} ${key}`;
    const repeated = key !== null && seen.has(name);
    seen.add(name);
    return operations.map((operation, index) => ({
      ...operation,
      source_id,
      received_at,
      event,
      key,
      repeated,
      first: !repeated && index === 0,
    }));
  });
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (
        id uuid, source_id int, received_at timestamptz, pipeline_id int, state text, event jsonb, key text, repeated boolean,
        first boolean)
    ), fresh as (
      insert into event_keys (source_id, key, at)
      select source_id, decode(key, 'hex'), received_at from given
      where key is not null and first and exists (select from sources where id = given.source_id)
      order by source_id, key
      on conflict (source_id, key) do update set at = excluded.at
        where event_keys.at <= excluded.at - ${dedupeDays} * interval '1 day'
      returning source_id, key
    ), stored as (
      insert into operations (id, received_at, source_id, pipeline_id, state, event)
      select given.id, given.received_at, given.source_id, given.pipeline_id,
        case when given.key is not null and (given.repeated or fresh.key is null) then 'duplicate' else given.state end, given.event
      from given left join fresh on fresh.source_id = given.source_id and fresh.key = decode(given.key, 'hex')
      returning id, received_at, pipeline_id, state
    ), queued as (
      insert into operation_queue (operation_id, received_at, pipeline_id, next_at)
      select id, received_at, pipeline_id, received_at from stored where state = 'queued'
      returning operation_id
    )
    select pg_notify(${intakeChannel}, '') from (select from queued limit 1) as something`.execute(db);
  return events.map(() => undefined);
}
