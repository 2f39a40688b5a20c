import { sql, type Transaction } from 'kysely';
import type { Json } from '../../../sandbox/contract/job.ts';
import type { App } from '../../app.ts';
import type { Database } from '../../db/schema.ts';
import { getLeads } from '../../leads/queries.ts';
import type { SecretBox } from '../../network/secrets.ts';
import type { Action } from '../actions/action.ts';
import type { StepView } from '../operation.ts';

/** A step that is not to be done again. */
export interface KeptStep {
  /** As the steps after it see it, nothing masked. */
  result: Json;
  view: StepView;
}

/** What of an operation must outlive this process. */
export interface Progress {
  /** The action whose request was on its way when another process died. */
  sending: string | null;
  kept(step: string): KeptStep | undefined;
  /** To be awaited before anything leaves that cannot be taken back. @throws Abandoned */
  beforeSending(step: string): Promise<void>;
  /**
   * Notes that a step is done: at once, or with what is written next.
   * @throws Abandoned
   */
  keep(step: string, kept: KeptStep, atOnce: boolean): Promise<void>;
  /**
   * Does a step in the database and notes that it is done, both or neither; a second time gives the result of the first.
   * @throws Abandoned
   */
  keepWith(action: Pick<Action, 'name' | 'type'>, work: StepWork): Promise<Json>;
}

export type StepWork = (trx: Transaction<Database>) => Promise<{ result: Json; leadId: number | null }>;

/** Somebody else has the operation by now: nothing that this process does of it counts. */
export class Abandoned extends Error {
  override name = 'Abandoned';
}

/** Steps as they are kept at rest: results may hold what a CRM gave in confidence. */
export type Kept = Map<string, KeptStep>;

export const sealKept = (box: SecretBox, kept: Kept): Uint8Array | null =>
  kept.size === 0 ? null : box.seal({ kept: JSON.stringify([...kept]) });

export const openKept = (box: SecretBox, sealed: Uint8Array | null): Kept =>
  new Map(sealed === null ? [] : JSON.parse(box.open(sealed)['kept'] ?? '[]'));

/** One mark in the queue's row of an operation. */
export interface Mark {
  operationId: string;
  owner: string;
  sending: string | null;
  progress: Uint8Array | null;
}

/** Writes marks, many in one statement. @returns for each, whether the operation is still its owner's */
export async function writeMarks({ db }: Pick<App, 'db'>, marks: readonly Mark[]): Promise<boolean[]> {
  const given = marks.map(({ operationId, owner, sending, progress }) => ({
    id: operationId,
    owner,
    sending,
    progress: progress && Buffer.from(progress).toString('hex'),
  }));
  const { rows } = await sql<{ id: string }>`
    update operation_queue q set sending = given.sending, progress = decode(given.progress, 'hex')
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (id uuid, owner uuid, sending text, progress text)
    where q.operation_id = given.id and q.owner = given.owner
    returning q.operation_id as id`.execute(db);
  const written = new Set(rows.map(({ id }) => id));
  return marks.map(({ operationId }) => written.has(operationId));
}

export interface ProgressOptions {
  app: App;
  operationId: string;
  owner: string;
  sending: string | null;
  kept: Kept;
  mark(mark: Mark): Promise<boolean>;
}

/** Progress of a real operation, kept in its row of the queue. */
export function openProgress({ app, operationId, owner, sending, kept, mark }: ProgressOptions): Progress {
  const write = async (sends: string | null): Promise<void> => {
    const own = await mark({ operationId, owner, sending: sends, progress: sealKept(app.secrets, kept) });
    if (!own) throw new Abandoned(operationId);
  };
  return {
    sending,
    kept: (step) => kept.get(step),
    beforeSending: (step) => write(step),
    async keep(step, done, atOnce) {
      kept.set(step, done);
      if (atOnce) await write(null);
    },
    async keepWith(action, work) {
      const step = action.name;
      const result = await app.db.transaction().execute(async (trx) => {
        await stillOurs(trx, operationId, owner);
        const before = await trx
          .selectFrom('operation_leads')
          .where('operation_id', '=', operationId)
          .where('step', '=', step)
          .select('lead_id')
          .executeTakeFirst();
        const done = await workOnce(trx, before?.lead_id ?? null, work);
        if (done.leadId !== null && before === undefined) {
          await trx
            .insertInto('operation_leads')
            .values({ operation_id: operationId, step, lead_id: done.leadId, at: app.clock.now() })
            .execute();
        }
        const next = new Map(kept).set(step, { result: done.result, view: unseen(action, done.result) });
        await trx
          .updateTable('operation_queue')
          .set({ progress: sealKept(app.secrets, next), sending: null })
          .where('operation_id', '=', operationId)
          .execute();
        return done.result;
      });
      return result;
    },
  };
}

/** The lead that the operation created when it was tried from the start before; else the work is done. */
async function workOnce(
  trx: Transaction<Database>,
  leadId: number | null,
  work: StepWork,
): Promise<{ result: Json; leadId: number | null }> {
  if (leadId === null) return work(trx);
  const [lead] = await getLeads(trx, [leadId]);
  return { result: JSON.parse(JSON.stringify(lead ?? null)), leadId };
}

/** What the journal shows of a step whose process died right after it. */
const unseen = ({ name, type }: Pick<Action, 'name' | 'type'>, output: Json): StepView => ({
  name,
  type,
  state: 'done',
  input: null,
  output,
  ms: 0,
});

async function stillOurs(trx: Transaction<Database>, operationId: string, owner: string): Promise<void> {
  const row = await trx
    .selectFrom('operation_queue')
    .where('operation_id', '=', operationId)
    .where('owner', '=', owner)
    .select('operation_id')
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Abandoned(operationId);
}

/** Progress of a test: nothing is kept; a dry one takes back what it does to leads. */
export function testProgress({ db }: Pick<App, 'db'>, mode: 'real' | 'dry'): Progress {
  return {
    sending: null,
    kept: () => undefined,
    beforeSending: async () => {},
    keep: async () => {},
    async keepWith(_action, work) {
      if (mode === 'real') return (await db.transaction().execute(work)).result;
      const undone = new TakenBack();
      try {
        await db.transaction().execute(async (trx) => {
          undone.result = (await work(trx)).result;
          throw undone;
        });
      } catch (error) {
        if (error !== undone) throw error;
      }
      return undone.result;
    },
  };
}

class TakenBack extends Error {
  result: Json = null;
}
