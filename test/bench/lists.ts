import { sql } from 'kysely';
import type { Status } from '../../sandbox/contract/statuses.ts';
import { overview } from '../../src/checks/views/overview.ts';
import { listRuns, listSweeps } from '../../src/checks/views/queries.ts';
import { rollUp } from '../../src/checks/views/statistics.ts';
import { ensurePartitions } from '../../src/db/partitions.ts';
import { countFailed, listOperations } from '../../src/intake/journal/queries.ts';
import { countLeads, listLeads } from '../../src/leads/queries.ts';
import { makeCheck, makeIntegration, makeOffer, usualScript } from '../world.ts';
import { median, openBenchWorld, printTable } from './world.ts';

const leads = 1_000_000;
const runs = 300_000;
const operations = 200_000;
const decisions = 150_000;
const days = 10;
const offers = 20;
const rounds = 7;

/** What the lists of the console cost on a million leads, 300,000 runs and 200,000 operations, by what is filtered. */
export async function benchLists(): Promise<void> {
  const world = await openBenchWorld('postgres');
  const { app } = world;
  const { db } = app;
  const offerIds: number[] = [];
  for (let n = 0; n < offers; n++) offerIds.push(await makeOffer({ app }));
  const integrationId = await makeIntegration({ app }, { offers: offerIds });
  const checkIds: number[] = [];
  for (let n = 0; n < 10; n++) {
    checkIds.push(
      await makeCheck({ app, crm: world.crm as never }, { integrationId, url: world.crm.url, code: usualScript }),
    );
  }
  const now = app.clock.now();
  for (let day = days; day > 0; day--) await ensurePartitions(db, new Date(now.getTime() - day * 86_400_000));
  // Most leads are over; what is rare is what people look for: 1 of 10,000 is returned.
  await inSteps(leads, (from, to) =>
    sql`insert into leads (offer_id, integration_id, ext_id, status, phone, phone_digits, webmaster_id, booked, created_at, updated_at)
    select ${offerIds[0]}::int + n % ${offers}::int, ${integrationId}, 'x' || n,
      case when n % 10000 = 0 then 11 when n % 500 = 0 then 4 when n % 97 = 0 then 8 when n % 41 = 0 then 2
        when n % 3 = 0 then 10 else 5 end,
      '+7900' || lpad(n::text, 7, '0'), '7900' || lpad(n::text, 7, '0'), null, n % 3 = 0, now() - (${leads}::int - n) * interval '1 second', now()
    from generate_series(${from}::int, ${to}::int) as n`.execute(db),
  );
  await inSteps(runs, (from, to) =>
    sql`insert into runs (sweep_id, check_id, offer_id, integration_id, worker_id, process_script_id, process_version, state,
      started_at, finished_at, lead_ids, leads, applied, refused)
    select 1, ${checkIds[0]}::int + n % 10, ${offerIds[0]}::int + n % ${offers}::int, ${integrationId}, gen_random_uuid(), 1, 1,
      case when n % 2000 = 0 then 'failed' when n % 9999 = 0 then 'crashed' else 'ok' end, at, at + interval '1 second',
      array[n::bigint], 50, 1, case when n % 5000 = 0 then 1 else 0 end
    from generate_series(${from}::int, ${to}::int) as n,
      lateral (select now() - (${runs}::int - n) * interval '${sql.raw(String((days * 86_400) / runs))} second' as at)`.execute(
      db,
    ),
  );
  await inSteps(operations, (from, to) =>
    sql`insert into operations (id, received_at, source_id, pipeline_id, state, event, attempts)
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000800000000000' || lpad(to_hex(n % 65536), 4, '0'))::uuid,
      at, 1, 1, case when n % 4000 = 0 then 'failed' else 'done' end, '{"id": "1", "name": "Anna"}', 1
    from generate_series(${from}::int, ${to}::int) as n,
      lateral (select now() - (${operations}::int - n) * interval '${sql.raw(String((days * 86_400) / operations))} second' as at)`.execute(
      db,
    ),
  );
  await inSteps(decisions, (from, to) =>
    sql`insert into lead_history (lead_id, at, source, before, after)
    select n, now() - (${decisions}::int - n) * interval '${sql.raw(String((days * 86_400) / decisions))} second', '{"type": "check"}', '{"status": 2}',
      case when n % 3 = 0 then '{"status": 6, "booked": true}' else '{"status": 5, "reason": 2}' end::jsonb
    from generate_series(${from}::int, ${to}::int) as n`.execute(db),
  );
  // What the program and the database do by themselves in the meantime.
  await rollUp(db, now);
  await sql`vacuum analyze`.execute(db);
  const page = { limit: 50 };
  const middle = { limit: 50, cursor: `${leads / 2}` };
  const [offerId = 0] = offerIds;
  const [checkId = 0] = checkIds;
  const since = new Date(now.getTime() - 86_400_000);
  const calls: Record<string, () => Promise<unknown>> = {
    'leads: all': () => listLeads(db, {}, page),
    'leads: all, the middle': () => listLeads(db, {}, middle),
    'leads: cancelled': () => listLeads(db, { status: [5] }, page),
    'leads: in processing (2,3,4)': () => listLeads(db, { status: [2, 3, 4] }, page),
    'leads: returned (100 of them)': () => listLeads(db, { status: [11] }, page),
    'leads: new (none)': () => listLeads(db, { status: [1] }, page),
    'leads: callback, packing, returned': () => listLeads(db, { status: [3, 6, 11] as Status[] }, page),
    'leads: an offer': () => listLeads(db, { offerId }, page),
    'leads: an offer, returned': () => listLeads(db, { offerId, status: [11] }, page),
    'leads: an offer, 6 to 10': () => listLeads(db, { offerId, status: [6, 7, 8, 9, 10] as Status[] }, page),
    'leads: an integration, returned': () => listLeads(db, { integrationId, status: [11] }, page),
    'leads: accepted, not booked': () => listLeads(db, { unbooked: true }, page),
    'leads: search x99': () => listLeads(db, { q: 'x99' }, page),
    'leads: search by phone': () => listLeads(db, { q: '+7 900 012-34' }, page),
    'leads: search for nothing': () => listLeads(db, { q: 'nowhere' }, page),
    'leads: search and status': () => listLeads(db, { q: 'x9', status: [11] }, page),
    'runs: all': () => listRuns(db, {}, page),
    'runs: failed (150 of them)': () => listRuns(db, { state: 'failed' }, page),
    'runs: running (none)': () => listRuns(db, { state: 'running' }, page),
    'runs: skipped (none)': () => listRuns(db, { state: 'skipped' }, page),
    'runs: with refused edits (60)': () => listRuns(db, { refused: true }, page),
    'runs: a check': () => listRuns(db, { checkId }, page),
    'runs: a check, failed': () => listRuns(db, { checkId, state: 'failed' }, page),
    'runs: a check, with refused edits': () => listRuns(db, { checkId, refused: true }, page),
    'runs: an offer, crashed': () => listRuns(db, { offerId, state: 'crashed' }, page),
    'runs: a lead': () => listRuns(db, { leadId: 77 }, page),
    'sweeps: all': () => listSweeps(db, {}, page),
    'operations: all': () => listOperations(db, {}, page),
    'operations: failed (50 of them)': () => listOperations(db, { state: ['failed'] }, page),
    'operations: a pipeline, failed': () => listOperations(db, { pipelineId: 1, state: ['failed'] }, page),
    'operations: failed, counted': () => countFailed(db, since),
    'overview: 24 hours': () => overview(db, 24, now),
    'overview: leads by status': () => countLeads(db),
  };
  const rows: (string | number)[][] = [['list', 'ms']];
  for (const [name, call] of Object.entries(calls)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      await call();
      times.push(performance.now() - began);
    }
    rows.push([name, median(times).toFixed(1)]);
  }
  await world.close();
  printTable(`Lists of the console on PostgreSQL, ${leads} leads and ${runs} runs`, rows);
}

/** In steps that a statement's time limit allows. */
async function inSteps(count: number, insert: (from: number, to: number) => Promise<unknown>): Promise<void> {
  const step = 50_000;
  for (let from = 1; from <= count; from += step) await insert(from, Math.min(from + step - 1, count));
}
