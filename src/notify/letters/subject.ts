import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { cutText, storableText } from '../../../sandbox/contract/edit.ts';
import type { App } from '../../app.ts';
import { maskPersonal } from '../../log.ts';
import { createMask } from '../../outbound/mask.ts';

const decompress = promisify(zstdDecompress);
const quotedLength = 500;

/** What a letter is about, as people know it. */
export interface SubjectInfo {
  name: string;
  page: string;
  /** Of a pipeline that has an address of its own. */
  notifyEmail: string | null;
  /** The beginning of what the CRM answered last; null where it is not kept. */
  answer: string | null;
}

/** Null where it was deleted meanwhile. */
export async function subjectInfo(
  app: App,
  { pipeline_id, check_id, offer_id }: { pipeline_id: number | null; check_id: number | null; offer_id: number | null },
): Promise<SubjectInfo | null> {
  if (pipeline_id !== null) {
    const row = await app.db
      .selectFrom('pipelines')
      .where('id', '=', pipeline_id)
      .select(['name', 'notify_email'])
      .executeTakeFirst();
    if (!row) return null;
    return { name: row.name, page: `/pipelines/${pipeline_id}`, notifyEmail: row.notify_email, answer: null };
  }
  const row = await app.db
    .selectFrom('checks as c')
    .innerJoin('integrations as i', 'i.id', 'c.integration_id')
    .leftJoin('offers as o', (join) => join.on('o.id', '=', offer_id ?? 0))
    .where('c.id', '=', check_id ?? 0)
    .select(['i.name as integration', 'i.secrets', 'o.name as offer', 'c.charset'])
    .executeTakeFirst();
  if (!row) return null;
  const secrets = row.secrets === null ? [] : Object.values(app.secrets.open(row.secrets));
  return {
    name: row.offer === null ? row.integration : `${row.integration} — ${row.offer}`,
    page: `/checks/${check_id}`,
    notifyEmail: null,
    answer: await latestAnswer(app, check_id ?? 0, offer_id ?? 0, row.charset, createMask(secrets)),
  };
}

async function latestAnswer(
  { db }: App,
  checkId: number,
  offerId: number,
  charset: string | null,
  mask: (text: string) => string,
): Promise<string | null> {
  const kept = await db
    .selectFrom('exchanges')
    .where('check_id', '=', checkId)
    .where('offer_id', '=', offerId)
    .orderBy('at', 'desc')
    .limit(1)
    .select(['status', 'body'])
    .executeTakeFirst();
  if (!kept) return null;
  const body = await decompress(kept.body);
  const text = new TextDecoder(charset ?? 'utf-8').decode(body.subarray(0, quotedLength * 8));
  // A letter goes through many hands: nobody's phone belongs in it.
  const shown = maskPersonal(mask(storableText(text.replace(/\s+/g, ' ').trim())));
  return `${kept.status} ${cutText(shown, quotedLength)}`;
}
