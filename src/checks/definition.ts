import { type Kysely, type Selectable, sql } from 'kysely';
import { changed, changedMap, type MapChanges } from '../db/changes.ts';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { ChecksTable } from '../db/schema/checks.ts';
import type { Database } from '../db/schema.ts';
import { Conflict, InUse, InvalidInput, NotFound } from '../errors.ts';
import { deleteUnused } from '../network/references.ts';
import { columns, json, stored, toView } from './definition/columns.ts';
import type { CheckChanges, CheckInput, CheckView } from './definition/input.ts';
import { noScript, validate } from './definition/validate.ts';
import type { CheckDefinition } from './setup.ts';
import { stopRunningSweep } from './sweeps/finish.ts';
import { refuseUntried } from './trial.ts';

export async function listChecks(
  db: Kysely<Database>,
  filter: { integrationId?: number | undefined },
  page: Page,
): Promise<List<CheckView>> {
  const after = idAfter(page);
  const { integrationId } = filter;
  const rows = await db
    .selectFrom('checks')
    .selectAll()
    .$if(integrationId !== undefined, (query) => query.where('integration_id', '=', integrationId ?? 0))
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toView);
}

export async function getCheck(db: Kysely<Database>, id: number): Promise<CheckView> {
  return toView(await rowOf(db, id));
}

/** A saved check as a run takes it. @throws NotFound */
export function savedDefinition(db: Kysely<Database>, id: number): Promise<CheckDefinition> {
  return rowOf(db, id);
}

/**
 * A check that is not saved, as a run takes it.
 * @param input without `processScriptId` where the code is given with the dry run
 * @throws InvalidInput as when it is saved
 */
export async function unsavedDefinition(
  db: Kysely<Database>,
  input: Omit<CheckInput, 'processScriptId'> & { processScriptId?: number | undefined },
): Promise<CheckDefinition> {
  const whole: CheckInput = { ...input, processScriptId: input.processScriptId ?? noScript };
  await validate(db, whole).catch((error: unknown) => {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.errors.map(({ path, message }) => ({ path: `check.${path}`, message })));
  });
  return definitionOf(whole);
}

/** A check's input as a run takes it, whether or not it may be saved. */
export const definitionOf = (input: CheckInput): CheckDefinition => ({ ...columns(input), ...json(input), id: null });

export async function createCheck(db: Kysely<Database>, input: CheckInput, now: Date): Promise<CheckView> {
  await validate(db, input);
  const { id } = await db
    .insertInto('checks')
    .values({ ...columns(input), ...stored(input), created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return getCheck(db, id);
}

/** Headers and limits merge by name; null takes one away. */
export async function updateCheck(
  db: Kysely<Database>,
  id: number,
  changes: CheckChanges,
  now: Date,
): Promise<CheckView> {
  await sql`select from checks where id = ${id} for no key update`.execute(db);
  const before = await getCheck(db, id);
  const { headers, limits, insist, ...rest } = changes;
  const input = {
    ...changed<Omit<CheckInput, 'headers' | 'limits'>>(before, rest),
    headers: changedMap(before.headers, headers),
    limits: changedMap(before.limits as Record<string, number>, changed<MapChanges<number>>({}, limits ?? {})),
  };
  await validate(db, input);
  if (input.enabled) refuseUntried(before, insist);
  await settleSweeps(db, before, input, now);
  await db
    .updateTable('checks')
    .set({
      ...columns(input),
      ...stored(input),
      needs_dry_run: before.needsDryRun && !input.enabled,
      updated_at: now,
    })
    .where('id', '=', id)
    .execute();
  const after = await getCheck(db, id);
  // A quicker cadence begins now, not when the slower one would have come round.
  const soon = new Date(now.getTime() + after.everySeconds * 1000);
  await sql`update check_offers set next_at = least(next_at, ${soon}::timestamptz) where check_id = ${id}`.execute(db);
  return after;
}

/** A check that is disabled asks nothing more; one that is under way keeps what its sweep is about. */
async function settleSweeps(db: Kysely<Database>, before: CheckView, after: CheckInput, now: Date): Promise<void> {
  const moved = before.integrationId !== after.integrationId || before.kind !== after.kind;
  const disabled = before.enabled && !after.enabled;
  if (!moved && !disabled) return;
  const running = await db
    .selectFrom('sweeps')
    .select('id')
    .where('check_id', '=', before.id)
    .where('state', '=', 'running')
    .execute();
  if (moved && running.length > 0) {
    throw new Conflict(`Sweep ${running[0]?.id} of check ${before.id} is under way: stop it before moving the check`);
  }
  if (!disabled) return;
  for (const { id } of running) await stopRunningSweep(db, id, now);
  // Nothing will ever show that it is well again.
  await db
    .updateTable('alerts')
    .set({ recovered_at: now })
    .where('check_id', '=', before.id)
    .where('recovered_at', 'is', null)
    .execute();
}

/** Deletes a check that never ran. @throws InUse where the journal has runs of it, Conflict while a sweep is under way */
export async function deleteCheck(db: Kysely<Database>, id: number): Promise<{ id: number }> {
  await getCheck(db, id);
  const running = await db
    .selectFrom('sweeps')
    .select('id')
    .where('check_id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (running) throw new Conflict(`Sweep ${running.id} of check ${id} is under way: stop it first`);
  const run = await db.selectFrom('runs').select('id').where('check_id', '=', id).limit(1).executeTakeFirst();
  if (run) throw new InUse(`Check ${id} has runs in the journal; disable it instead (enabled: false)`);
  await deleteUnused('check', id, () => db.deleteFrom('checks').where('id', '=', id).execute());
  return { id };
}

async function rowOf(db: Kysely<Database>, id: number): Promise<Selectable<ChecksTable>> {
  const row = await db.selectFrom('checks').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('check', id);
  return row;
}
