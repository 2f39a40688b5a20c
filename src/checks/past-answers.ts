import type { MappedEdit } from '../../sandbox/contract/job.ts';
import { mappingKey } from '../../sandbox/recognise/index.ts';
import type { App } from '../app.ts';
import { badCursor } from '../db/pages.ts';
import { Gone, NotFound, SverkaError } from '../errors.ts';
import type { EditResult } from '../leads/apply.ts';
import { checkStatusMapping, type StatusMappingInput } from '../network/status-mappings.ts';
import { replay } from './replay.ts';
import { mappedEdit } from './setup.ts';

/** One lead that a mapping would change now, by the latest answer in which its status text stands. */
export interface PastChange extends Omit<EditResult, 'warnings'> {
  runId: number;
  startedAt: string;
}

export interface PastAnswers {
  items: PastChange[];
  runs: {
    /** Put through their scripts once more. */
    replayed: number;
    /** Met the text, but their answers are no longer kept (whole). */
    gone: number[];
    /** Met the text, but their scripts fail today. */
    failed: { runId: number; message: string }[];
  };
  /** Leads whose CRM has said something else since; the mapping changes nothing in them. */
  superseded: number;
  next: string | null;
}

/** Runs with unrecognised texts that one call looks through for the one that is asked about. */
const runsLookedAt = 500;

/**
 * What a status mapping, saved or not, would make of the answers that are still kept: each run that met its text is replayed with
 * the mapping, against the leads as they are now. Writes nothing. The latest runs come first; a lead that stands in the answers
 * of several pages may come again with an older one.
 * @param page `limit` is that of the runs to replay
 * @throws InvalidInput as when the mapping is saved
 */
export async function replayWithMapping(
  app: Pick<App, 'db' | 'secrets' | 'isolates' | 'clock'>,
  input: StatusMappingInput,
  page: { cursor?: string | undefined; limit: number },
  signal?: AbortSignal,
): Promise<PastAnswers> {
  await checkStatusMapping(app.db, input);
  const key = mappingKey(input.text);
  const edit = mappedEdit(input.accept, input.status, input.reason);
  const { runs, next } = await runsThatMet(app, input.integrationId, key, page);
  const result: PastAnswers = { items: [], runs: { replayed: 0, gone: [], failed: [] }, superseded: 0, next };
  const seen = new Set<number>();
  for (const { id, startedAt } of runs) {
    const changes = await changesOf(app, id, { key, text: input.text, edit }, result.runs, signal);
    const fresh = changes.filter(({ leadId }) => !seen.has(leadId));
    for (const { leadId } of fresh) seen.add(leadId);
    const current = await stillSaying(app, fresh, key);
    result.superseded += new Set(fresh.map(({ leadId }) => leadId)).size - current.size;
    for (const change of fresh) {
      if (current.has(change.leadId) && change.outcome !== 'unchanged') {
        result.items.push({ ...change, runId: id, startedAt: startedAt.toISOString() });
      }
    }
  }
  return result;
}

interface MetRun {
  id: number;
  startedAt: Date;
}

/** Runs in which a text of that key was not recognised, the latest first. */
async function runsThatMet(
  { db }: Pick<App, 'db'>,
  integrationId: number,
  key: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ runs: MetRun[]; next: string | null }> {
  if (cursor !== undefined && !/^[1-9]\d{0,15}$/.test(cursor)) throw badCursor();
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
  const looked = await db
    .selectFrom('runs as r')
    .innerJoin('run_details as d', (join) =>
      join.onRef('d.run_id', '=', 'r.id').onRef('d.started_at', '=', 'r.started_at'),
    )
    .where('r.integration_id', '=', integrationId)
    .where('r.unrecognised', '>', 0)
    .where('r.id', '<', before)
    .select(['r.id', 'r.started_at as startedAt', 'd.unrecognised'])
    .orderBy('r.id', 'desc')
    .limit(runsLookedAt)
    .execute();
  const met = looked.filter(({ unrecognised }) => unrecognised.some(({ text }) => mappingKey(text) === key));
  const runs = met.slice(0, limit);
  const more = met.length > limit || looked.length === runsLookedAt;
  const last = met.length > limit ? runs.at(-1) : looked.at(-1);
  return { runs, next: more && last ? String(last.id) : null };
}

async function changesOf(
  app: Pick<App, 'db' | 'secrets' | 'isolates' | 'clock'>,
  runId: number,
  { key, text, edit }: { key: string; text: string; edit: MappedEdit },
  runs: PastAnswers['runs'],
  signal?: AbortSignal,
): Promise<Omit<EditResult, 'warnings'>[]> {
  try {
    const replayed = await replay(app, runId, { against: 'now', mapping: { text, edit } }, signal);
    if (replayed.error !== null) {
      runs.failed.push({ runId, message: replayed.error.message });
      return [];
    }
    runs.replayed++;
    return replayed.edits.filter(
      ({ recognised }) => recognised?.rule === 'mapping' && mappingKey(recognised.text) === key,
    );
  } catch (error) {
    if (error instanceof Gone) runs.gone.push(runId);
    else if (error instanceof NotFound) runs.failed.push({ runId, message: (error as SverkaError).message });
    else throw error;
    return [];
  }
}

/** Of the leads of some edits those whose CRM has said nothing else since. */
async function stillSaying(
  { db }: Pick<App, 'db'>,
  edits: readonly { leadId: number }[],
  key: string,
): Promise<Set<number>> {
  if (edits.length === 0) return new Set();
  const rows = await db
    .selectFrom('leads')
    .where('id', 'in', [...new Set(edits.map(({ leadId }) => leadId))])
    .select(['id', 'crm_status'])
    .execute();
  return new Set(rows.filter(({ crm_status }) => mappingKey(crm_status ?? '') === key).map(({ id }) => id));
}
