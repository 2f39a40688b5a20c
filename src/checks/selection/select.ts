import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { JobLead } from '../../../sandbox/contract/job.ts';
import { type CheckKind, type Status, statusesOfKind } from '../../../sandbox/contract/statuses.ts';
import type { Database } from '../../db/schema.ts';

/** The leads a check and offer is about. */
export interface Scope {
  kind: CheckKind;
  offerId: number;
  integrationId: number;
  /** With `external`, leads without an external id are left out. */
  identifyBy: 'external' | 'internal';
}

/** Where the days of a range sweep begin; the index skips those without leads. */
export const firstDay = '1970-01-01';

/** The next leads that are due, in id order, after `afterId` and up to `untilId`. */
export async function dueLeads(
  db: Kysely<Database>,
  scope: Scope,
  window: { afterId: number; untilId: number; limit: number },
): Promise<JobLead[]> {
  const rows = await sql<LeadColumns>`select id, ext_id, status, created_at from leads
    where ${due(scope)} and id > ${window.afterId} and id <= ${window.untilId}
    order by id limit ${window.limit}`.execute(db);
  return rows.rows.map(toJobLead);
}

/** Of the given leads those that are still due, in id order. */
export async function dueAmong(db: Kysely<Database>, scope: Scope, ids: readonly number[]): Promise<JobLead[]> {
  const rows = await sql<LeadColumns>`select id, ext_id, status, created_at from leads
    where ${due(scope)} and id = any(${ids}::bigint[]) order by id`.execute(db);
  return rows.rows.map(toJobLead);
}

/** The given leads of the offer and integration, due or not, in id order. */
export async function leadsById(
  db: Kysely<Database>,
  scope: Pick<Scope, 'offerId' | 'integrationId'>,
  ids: readonly number[],
): Promise<JobLead[]> {
  const rows = await sql<LeadColumns>`select id, ext_id, status, created_at from leads
    where offer_id = ${scope.offerId} and integration_id = ${scope.integrationId} and id = any(${ids}::bigint[])
    order by id`.execute(db);
  return rows.rows.map(toJobLead);
}

/** How many leads are due, and how many more would be if they had an external id. */
export async function countDue(
  db: Kysely<Database>,
  scope: Scope,
): Promise<{ due: number; withoutExtId: number; newestId: number }> {
  const rows = await sql<{ all: number; named: number; newest: number }>`
    select count(*) as all, count(ext_id) as named, coalesce(max(id), 0) as newest from leads
    where ${due({ ...scope, identifyBy: 'internal' })}`.execute(db);
  const { all, named, newest } = rows.rows[0] ?? { all: 0, named: 0, newest: 0 };
  return scope.identifyBy === 'external'
    ? { due: named, withoutExtId: all - named, newestId: newest }
    : { due: all, withoutExtId: 0, newestId: newest };
}

interface LeadColumns {
  id: number;
  ext_id: string | null;
  status: Status;
  created_at: Date;
}

export const toJobLead = (row: LeadColumns): JobLead => ({
  id: row.id,
  extId: row.ext_id,
  status: row.status,
  createdAt: Math.floor(row.created_at.getTime() / 1000),
});

/** Statuses stand as literals: only so can the planner prove that a partial index holds every such lead. */
function due(scope: Scope): RawBuilder<unknown> {
  const statuses = sql.raw(statusesOfKind[scope.kind].join(', '));
  const named = scope.identifyBy === 'external' ? sql` and ext_id is not null` : sql``;
  return sql`offer_id = ${scope.offerId} and integration_id = ${scope.integrationId} and status in (${statuses})${named}`;
}
