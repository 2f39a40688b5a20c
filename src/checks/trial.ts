/** Checks that come ready-made: whether they were tried out before they may run by the clock. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { Conflict } from '../errors.ts';
import type { DryRun, DryRunInput } from './dry-run.ts';

/** From now on the check can be enabled only after a dry run. */
export async function requireDryRun(db: Kysely<Database>, checkId: number): Promise<void> {
  await db.updateTable('checks').set({ needs_dry_run: true }).where('id', '=', checkId).execute();
}

/**
 * Notes that a dry run has shown the check to work: an answer was decoded and decided on by the check's own scripts, whether the
 * CRM gave it or somebody pasted it.
 */
export async function noteDryRun(
  db: Kysely<Database>,
  checkId: number,
  { preprocess, process }: Pick<DryRunInput, 'preprocess' | 'process'>,
  { error, response, skipped, warnings }: DryRun,
): Promise<void> {
  if (error !== null || response === null || skipped !== undefined || preprocess || process) return;
  // Of several answers not all were given.
  if (warnings.some(({ code }) => code === 'answer_missing')) return;
  await db
    .updateTable('checks')
    .set({ needs_dry_run: false })
    .where('id', '=', checkId)
    .where('needs_dry_run', '=', true)
    .execute();
}

/** @throws Conflict where the check was never tried out and the admin does not insist */
export function refuseUntried(check: { id: number; needsDryRun: boolean }, insist: boolean | undefined): void {
  if (!check.needsDryRun || insist) return;
  throw new Conflict(
    `Check ${check.id} comes from the library and no dry run of it has succeeded yet: do one (POST /api/checks/${check.id}/dry-run), or insist (insist: true)`,
  );
}
