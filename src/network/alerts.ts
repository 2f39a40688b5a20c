import type { Kysely, Selectable } from 'kysely';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { AlertsTable } from '../db/schema/checks.ts';
import type { Database } from '../db/schema.ts';
import { NotFound } from '../errors.ts';

/** Something that broke, or had broken. */
export interface Alert {
  id: number;
  kind: AlertsTable['kind'];
  checkId: number | null;
  offerId: number | null;
  pipelineId: number | null;
  message: string;
  since: Date;
  /** How often it was seen since. */
  count: number;
  /** Null: it is still broken. */
  recoveredAt: Date | null;
}

export interface AlertFilter {
  checkId?: number | undefined;
  offerId?: number | undefined;
  pipelineId?: number | undefined;
  /** True: those that are still broken; false: those that are not. */
  open?: boolean | undefined;
}

/** The latest first. */
export async function listAlerts(db: Kysely<Database>, filter: AlertFilter, page: Page): Promise<List<Alert>> {
  const before = idAfter(page);
  const { checkId, offerId, pipelineId, open } = filter;
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .$if(checkId !== undefined, (query) => query.where('check_id', '=', checkId ?? 0))
    .$if(offerId !== undefined, (query) => query.where('offer_id', '=', offerId ?? 0))
    .$if(pipelineId !== undefined, (query) => query.where('pipeline_id', '=', pipelineId ?? 0))
    .$if(open !== undefined, (query) => query.where('recovered_at', open ? 'is' : 'is not', null))
    .$if(before !== null, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toAlert);
}

export async function getAlert(db: Kysely<Database>, id: number): Promise<Alert> {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('alert', id);
  return toAlert(row);
}

const toAlert = (row: Selectable<AlertsTable>): Alert => ({
  id: row.id,
  kind: row.kind,
  checkId: row.check_id,
  offerId: row.offer_id,
  pipelineId: row.pipeline_id,
  message: row.message,
  since: row.since,
  count: row.count,
  recoveredAt: row.recovered_at,
});
