import type { Kysely, Selectable } from 'kysely';
import { idAfter, type List, type Page, pageOf } from '../../db/pages.ts';
import type { PostbacksTable } from '../../db/schema/intake.ts';
import type { Database } from '../../db/schema.ts';
import { NotFound } from '../../errors.ts';

/** One delivery, with the last answer. */
export interface PostbackDelivery {
  id: number;
  webmasterId: number;
  leadId: number;
  /** What happened to the lead. */
  event: string;
  url: string;
  method: 'GET' | 'POST';
  state: PostbacksTable['state'];
  attempts: number;
  createdAt: Date;
  /** Null once it is over. */
  nextAt: Date | null;
  finishedAt: Date | null;
  request: { method: string; url: string; body: string | null } | null;
  response: { status: number; body: string } | null;
  error: string | null;
}

export interface PostbackFilter {
  webmasterId?: number | undefined;
  leadId?: number | undefined;
  state?: PostbacksTable['state'] | undefined;
}

/** The latest first. */
export async function listPostbacks(
  db: Kysely<Database>,
  { webmasterId, leadId, state }: PostbackFilter,
  page: Page,
): Promise<List<PostbackDelivery>> {
  const before = idAfter(page);
  const rows = await db
    .selectFrom('postbacks')
    .selectAll()
    .$if(webmasterId !== undefined, (query) => query.where('webmaster_id', '=', webmasterId ?? 0))
    .$if(leadId !== undefined, (query) => query.where('lead_id', '=', leadId ?? 0))
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'queued'))
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toDelivery);
}

export async function getPostback(db: Kysely<Database>, id: number): Promise<PostbackDelivery> {
  const row = await db.selectFrom('postbacks').where('id', '=', id).selectAll().executeTakeFirst();
  if (!row) throw new NotFound('postback', id);
  return toDelivery(row);
}

const toDelivery = (row: Selectable<PostbacksTable>): PostbackDelivery => ({
  id: row.id,
  webmasterId: row.webmaster_id,
  leadId: row.lead_id,
  event: row.stage,
  url: row.url,
  method: row.method,
  state: row.state,
  attempts: row.attempts,
  createdAt: row.created_at,
  nextAt: row.state === 'queued' ? row.next_at : null,
  finishedAt: row.finished_at,
  request: row.request,
  response: row.response,
  error: row.error,
});
