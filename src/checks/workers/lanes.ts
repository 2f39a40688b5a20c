import { type Kysely, sql } from 'kysely';
import type { App } from '../../app.ts';
import type { Database } from '../../db/schema.ts';
import { runClaimed } from '../run.ts';
import type { FullSetup, Setups } from '../setups.ts';
import { type ClaimedRun, claimRun } from '../sweeps/claim.ts';
import { finishSweep } from '../sweeps/finish.ts';

/**
 * A lane is one of an integration's `maxConcurrent` request slots. Whoever holds it asks batch after batch until nothing is
 * due, so that a CRM never sees more requests at once than that from the whole cluster. The row of `lanes` is the truth; a
 * job in the queue only says that there is work.
 */
export interface Lane {
  integrationId: number;
  slot: number;
}

/** Queue that says which lanes have work. */
export const laneQueue = 'lane';

/** Sends a job for every free lane of integrations that have batches to claim. */
export async function signalLanes(app: Pick<App, 'db' | 'queue'>, integrationId?: number): Promise<void> {
  const free = await sql<Lane>`
    select i.id as "integrationId", slot
    from integrations i cross join settings cross join lateral generate_series(0, i.max_concurrent - 1) as slot
    where not i.paused and not settings.paused
      ${integrationId === undefined ? sql`` : sql`and i.id = ${integrationId}`}
      and exists (select from sweeps s
        where s.integration_id = i.id and s.state = 'running' and (not s.exhausted or s.leftovers > 0))
      and not exists (select from lanes l where l.integration_id = i.id and l.slot = slot)`.execute(app.db);
  for (const lane of free.rows) {
    await app.queue.send(laneQueue, lane, { key: `${lane.integrationId}:${lane.slot}` });
  }
}

export interface LaneWorker {
  app: App;
  setups: Setups;
  workerId: string;
  /** Aborted when nothing new may begin. */
  stopping: AbortSignal;
  /** Aborted when what runs must end, too. */
  cut: AbortSignal;
  /** Runs that could not be ended, to be handed back when the database answers again. */
  abandoned: Set<number>;
  /** Lanes that this process works, as `integration:slot`. */
  held: Set<string>;
}

/** Works a lane until nothing is left to claim. Does nothing where somebody else holds it. */
export async function workLane(worker: LaneWorker, lane: Lane): Promise<void> {
  const { app, workerId } = worker;
  const name = laneName(lane);
  if (worker.held.has(name)) return;
  worker.held.add(name);
  const until = performance.now() + turnMs;
  let done = false;
  try {
    if (!(await takeLane(app.db, lane, workerId))) return;
    while (!done && !worker.stopping.aborted && performance.now() < until) {
      let setup: FullSetup | null = null;
      const claimed = await claimRun(app.db, {
        lane,
        workerId,
        now: app.clock.now(),
        async scriptsOf(checkId, offerId, revision) {
          setup = await worker.setups.get(checkId, offerId, revision);
          return setup;
        },
      });
      if (claimed && setup) await runOne(worker, claimed, setup);
      else done = true;
    }
  } finally {
    // Where the database is away the row stays, and the clock gives it up when it is back.
    await releaseLane(app.db, lane, workerId).catch(() => undefined);
    worker.held.delete(name);
  }
  // Its turn is over but not its work: to the end of the line.
  if (!done && !worker.stopping.aborted) await signalLanes(app, lane.integrationId);
}

/** Gives up lanes that are this worker's by their row but that it does not work: the database was away when they ended. */
export async function releaseForgottenLanes({ app, workerId, held }: LaneWorker): Promise<void> {
  const rows = await app.db.selectFrom('lanes').where('worker_id', '=', workerId).selectAll().execute();
  for (const { integration_id, slot } of rows) {
    const lane = { integrationId: integration_id, slot };
    if (!held.has(laneName(lane))) await releaseLane(app.db, lane, workerId);
  }
}

/** A lane with more to do than this is worked on after the lanes that wait. */
const turnMs = 30_000;

const laneName = ({ integrationId, slot }: Lane): string => `${integrationId}:${slot}`;

async function runOne(worker: LaneWorker, claimed: ClaimedRun, setup: FullSetup): Promise<void> {
  const { app } = worker;
  try {
    const ended = await runClaimed(app, claimed, setup, worker.cut);
    if (ended?.sweepMayBeOver) await finishSweep(app.db, claimed.sweepId, app.clock.now());
  } catch (error) {
    worker.abandoned.add(claimed.id);
    throw error;
  }
}

async function takeLane(db: Kysely<Database>, lane: Lane, workerId: string): Promise<boolean> {
  const taken = await db
    .insertInto('lanes')
    .values({ integration_id: lane.integrationId, slot: lane.slot, worker_id: workerId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('slot')
    .executeTakeFirst();
  return taken !== undefined;
}

async function releaseLane(db: Kysely<Database>, lane: Lane, workerId: string): Promise<void> {
  await db
    .deleteFrom('lanes')
    .where('integration_id', '=', lane.integrationId)
    .where('slot', '=', lane.slot)
    .where('worker_id', '=', workerId)
    .execute();
}
