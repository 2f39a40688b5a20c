import { type Kysely, NoResultError, type Selectable, sql, type Transaction } from 'kysely';
import type { JobLead } from '../../../sandbox/contract/job.ts';
import type { CheckKind } from '../../../sandbox/contract/statuses.ts';
import type { SweepsTable } from '../../db/schema/checks.ts';
import type { RunError } from '../../db/schema/runs.ts';
import type { Database } from '../../db/schema.ts';
import { NotFound } from '../../errors.ts';
import { SecretsUnreadable } from '../../network/secrets.ts';
import { nextRange } from '../selection/ranges.ts';
import { dueAmong, dueLeads, firstDay, type Scope } from '../selection/select.ts';
import { finishSweep, giveUpSweep } from './finish.ts';

type Sweep = Selectable<SweepsTable>;

/** A batch that is this worker's to ask for; its run row is `running`. */
export interface ClaimedRun {
  id: number;
  startedAt: Date;
  sweepId: number;
  checkId: number;
  offerId: number;
  leads: JobLead[];
  range: { from: string; to: string } | null;
  crashes: number;
  /** Of the set-up at the moment of the claim. */
  revision: number;
}

/** The scripts of a run, as its row names them. */
export interface RunScripts {
  preprocess: { scriptId: number | null; version: number | null } | null;
  process: { scriptId: number | null; version: number | null };
}

/** What `claimRun` needs of a set-up; loaded through the callback, which may hold it while the revision stays. */
export type ScriptsOf = (checkId: number, offerId: number, revision: number) => Promise<RunScripts>;

/**
 * Claims the next batch of an integration's sweeps, the one that has waited longest first: the cursor moves and the run row
 * appears in one transaction, before anything is sent. Null where nothing is left to claim or the integration is paused.
 */
export async function claimRun(
  db: Kysely<Database>,
  input: { lane: { integrationId: number; slot: number }; workerId: string; now: Date; scriptsOf: ScriptsOf },
): Promise<ClaimedRun | null> {
  const { lane, now } = input;
  for (;;) {
    // Set-ups are loaded outside the transaction: on the embedded database a second query inside would wait for itself.
    const waiting = await waitingSweep(db, lane);
    if (!waiting) return null;
    let scripts: RunScripts;
    try {
      scripts = await input.scriptsOf(waiting.check_id, waiting.offer_id, waiting.revision);
    } catch (error) {
      if (!isGone(error)) throw error;
      // A script or the offer's connection is gone, or the secrets do not open: no batch of this sweep could run.
      await giveUpSweep(db, waiting.id, selectError(error), now);
      continue;
    }
    const claimed = await db.transaction().execute(async (trx) => {
      const sweep = await trx
        .selectFrom('sweeps')
        .where('id', '=', waiting.id)
        .where('state', '=', 'running')
        .selectAll()
        .forNoKeyUpdate()
        .executeTakeFirst();
      // Somebody may have ended it between the look and the lock.
      if (!sweep || (sweep.exhausted && sweep.leftovers === 0)) return null;
      // A worker that was given up while it slept must not go on in a lane that is somebody else's by now.
      const holder = await trx
        .selectFrom('workers')
        .where('id', '=', input.workerId)
        .select('id')
        .forKeyShare()
        .executeTakeFirst();
      if (!holder) return 'given up';
      // The sweep may have been opened by a machine whose clock is ahead; its runs never begin before it.
      const startedAt = new Date(Math.max(now.getTime(), sweep.started_at.getTime()));
      const batch = sweep.leftovers > 0 ? await takeLeftover(trx, sweep) : await nextBatch(trx, sweep, waiting);
      const { leads } = batch;
      const moved = {
        claimed_at: now,
        exhausted: batch.exhausted,
        cursor_id: batch.cursorId,
        cursor_day: batch.cursorDay,
        leftovers: batch.leftovers,
      };
      if (leads.length === 0) {
        await trx.updateTable('sweeps').set(moved).where('id', '=', sweep.id).execute();
        return null;
      }
      const run = await trx
        .with('moved', (cte) =>
          cte
            .updateTable('sweeps')
            .set({
              ...moved,
              runs: sweep.runs + 1,
              batches_total: Math.max(sweep.batches_total, sweep.runs + 1),
            })
            .where('id', '=', sweep.id)
            .returning('id'),
        )
        .insertInto('runs')
        .values({
          started_at: startedAt,
          sweep_id: sweep.id,
          check_id: sweep.check_id,
          offer_id: sweep.offer_id,
          integration_id: sweep.integration_id,
          worker_id: input.workerId,
          state: 'running',
          lead_ids: leads.map(({ id }) => id),
          range_from: batch.range?.from ?? null,
          range_to: batch.range?.to ?? null,
          crashes: batch.crashes,
          preprocess_script_id: scripts.preprocess?.scriptId ?? null,
          preprocess_version: scripts.preprocess?.version ?? null,
          process_script_id: scripts.process.scriptId ?? 0,
          process_version: scripts.process.version ?? 0,
          leads: leads.length,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { id: run.id, startedAt, leads, range: batch.range, crashes: batch.crashes };
    });
    if (claimed === 'given up') return null;
    if (!claimed) {
      await finishSweep(db, waiting.id, now);
      continue;
    }
    return {
      ...claimed,
      sweepId: waiting.id,
      checkId: waiting.check_id,
      offerId: waiting.offer_id,
      revision: waiting.revision,
    };
  }
}

interface WaitingSweep {
  id: number;
  check_id: number;
  offer_id: number;
  kind: CheckKind;
  identify_by: 'external' | 'internal';
  batch_size: number;
  range_days: number;
  timezone: string;
  revision: number;
}

/** What stays wrong however often it is tried. */
const isGone = (error: unknown): boolean =>
  error instanceof NotFound || error instanceof NoResultError || error instanceof SecretsUnreadable;

const selectError = (error: unknown): RunError => ({
  step: 'select',
  code: 'script_crashed',
  message: `The check could not be set up: ${error instanceof Error ? error.message : error}.`,
});

async function waitingSweep(
  db: Kysely<Database>,
  { integrationId, slot }: { integrationId: number; slot: number },
): Promise<WaitingSweep | undefined> {
  return (
    db
      .selectFrom('sweeps as s')
      .innerJoin('checks as c', 'c.id', 's.check_id')
      .innerJoin('integrations as i', 'i.id', 's.integration_id')
      .innerJoin('settings', (join) => join.onTrue())
      .innerJoin('revision', (join) => join.onTrue())
      .where('s.integration_id', '=', integrationId)
      .where('s.state', '=', 'running')
      .where(({ or, eb }) => or([eb('s.exhausted', '=', false), eb('s.leftovers', '>', 0)]))
      .where('i.paused', '=', false)
      // The limit may have been lowered while this lane was at work.
      .where('i.max_concurrent', '>', slot)
      .where('settings.paused', '=', false)
      .select([
        's.id',
        's.check_id',
        's.offer_id',
        'c.kind',
        'c.identify_by',
        'c.batch_size',
        'c.range_days',
        'i.timezone',
        'revision.value as revision',
      ])
      .orderBy(({ fn }) => fn.coalesce('s.claimed_at', 's.started_at'))
      .orderBy('s.id')
      .limit(1)
      .executeTakeFirst()
  );
}

interface NextBatch {
  leads: JobLead[];
  range: { from: string; to: string } | null;
  crashes: number;
  cursorId: number;
  cursorDay: string | null;
  exhausted: boolean;
  leftovers: number;
}

async function nextBatch(trx: Transaction<Database>, sweep: Sweep, check: WaitingSweep): Promise<NextBatch> {
  const still = {
    crashes: 0,
    cursorId: sweep.cursor_id,
    cursorDay: sweep.cursor_day,
    leftovers: sweep.leftovers,
  };
  const scope: Scope = {
    kind: check.kind,
    offerId: sweep.offer_id,
    integrationId: sweep.integration_id,
    identifyBy: check.identify_by,
  };
  if (check.kind === 'range') {
    const range = await nextRange(trx, {
      ...scope,
      zone: check.timezone,
      fromDay: sweep.cursor_day ?? firstDay,
      untilDay: sweep.until_day ?? firstDay,
      rangeDays: check.range_days,
    });
    if (!range) return { ...still, leads: [], range: null, exhausted: true };
    return {
      ...still,
      leads: range.leads,
      range: { from: range.from, to: range.to },
      cursorDay: range.nextDay,
      exhausted: false,
    };
  }
  const leads = await dueLeads(trx, scope, {
    afterId: sweep.cursor_id,
    untilId: sweep.until_id,
    limit: check.batch_size,
  });
  return {
    ...still,
    leads,
    range: null,
    cursorId: leads.at(-1)?.id ?? sweep.cursor_id,
    exhausted: leads.length < check.batch_size,
  };
}

async function takeLeftover(trx: Transaction<Database>, sweep: Sweep): Promise<NextBatch> {
  const rest = await sql<{
    lead_ids: number[];
    range_from: string | null;
    range_to: string | null;
    crashes: number;
    kind: CheckKind;
    identify_by: 'external' | 'internal';
  }>`delete from sweep_batches b using checks c
    where b.id = (select min(id) from sweep_batches where sweep_id = ${sweep.id}) and c.id = ${sweep.check_id}
    returning b.lead_ids, b.range_from, b.range_to, b.crashes, c.kind, c.identify_by`.execute(trx);
  const batch = rest.rows[0];
  const still = { cursorId: sweep.cursor_id, cursorDay: sweep.cursor_day, exhausted: sweep.exhausted };
  if (!batch) return { ...still, leads: [], range: null, crashes: 0, leftovers: 0 };
  const scope: Scope = {
    kind: batch.kind,
    offerId: sweep.offer_id,
    integrationId: sweep.integration_id,
    identifyBy: batch.identify_by,
  };
  return {
    ...still,
    leads: await dueAmong(trx, scope, batch.lead_ids),
    range: batch.range_from && batch.range_to ? { from: batch.range_from, to: batch.range_to } : null,
    crashes: batch.crashes,
    leftovers: sweep.leftovers - 1,
  };
}
