import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { violationOf } from '../db/violations.ts';
import { Conflict, InUse, InvalidInput } from '../errors.ts';

/** What people call the rows of the tables that refer to others. */
const nouns: Record<string, string> = {
  integration_offers: 'an integration',
  goals: 'a goal',
  leads: 'a lead',
  ledger: 'the ledger',
  checks: 'a check',
  check_offers: 'a check',
  sweeps: 'a sweep',
  webmasters: 'a webmaster',
  offers: 'an offer',
  settings: 'the settings',
  status_mappings: 'a status mapping',
  alerts: 'an alert',
  pipelines: 'a pipeline',
  pipeline_scripts: 'a pipeline',
};

/** Runs a deletion. @throws InUse naming what still refers to the row */
export async function deleteUnused(noun: string, id: number | string, deletion: () => Promise<unknown>): Promise<void> {
  try {
    await deletion();
  } catch (error) {
    const violation = violationOf(error);
    if (violation?.kind !== 'still referenced') throw error;
    const user = nouns[violation.table] ?? violation.table;
    throw new InUse(`The ${noun} ${id} cannot be deleted: ${user} refers to it`, { cause: error });
  }
}

/** Runs a write. @throws Conflict with `sentence` where a unique index refuses it */
export async function refuseTaken<T>(sentence: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (violationOf(error)?.kind !== 'unique') throw error;
    throw new Conflict(sentence, { cause: error });
  }
}

type TableWithId = 'offers' | 'goals' | 'webmasters' | 'scripts' | 'integrations' | 'reasons' | 'checks' | 'sources';

/** @throws InvalidInput for `path` where the row that a field names does not exist; null and undefined name none */
export async function requireRow(
  db: Kysely<Database>,
  table: TableWithId,
  id: number | null | undefined,
  path: string,
): Promise<void> {
  if (id === null || id === undefined) return;
  const row = await db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst();
  if (!row) throw new InvalidInput([{ path, message: `there is no ${table.slice(0, -1)} ${id}` }]);
}
