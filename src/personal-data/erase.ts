import { type Kysely, sql } from 'kysely';
import { eraseLeadsFromRuns } from '../checks/erase.ts';
import type { Database } from '../db/schema.ts';
import { eraseFromOperations } from '../intake/journal/erase.ts';
import { eraseLeads, leadsByPhone } from '../leads/erase.ts';
import { eraseFromAudit } from '../people/audit.ts';
import { personOf } from './person.ts';

export interface Erased {
  /** Whose contacts, comments and history were emptied; statuses and money stay. */
  leads: number;
  /** Operations that lost their event, or the places in it that named the person. */
  operations: number;
  /** Runs whose answers and logs are gone. */
  runs: number;
  auditEntries: number;
}

/**
 * Erases what is known of one person from leads, events and journals. What was booked stays, without a name. It works in
 * pieces, and may be repeated: what arrived meanwhile, or was left by a call that broke off, goes with the next one.
 * @throws InvalidInput as `personOf`
 */
export async function erasePerson(
  db: Kysely<Database>,
  given: { phone?: string | undefined; email?: string | undefined },
  now: Date,
): Promise<Erased> {
  const person = personOf(given);
  const events = await eraseFromOperations(db, person, now);
  const leadIds = [...new Set([...events.leadIds, ...(await leadsByPhone(db, person.phoneDigits))])];
  await eraseLeads(db, leadIds);
  const runs = await eraseLeadsFromRuns(db, leadIds, now);
  const auditEntries = await eraseFromAudit(db, person.pattern, leadIds);
  await sql`update alerts set message = '***' where message ~* ${person.pattern}`.execute(db);
  await sql`update notices set pending = '[]' where pending::text ~* ${person.pattern}`.execute(db);
  return { leads: leadIds.length, operations: events.operations, runs, auditEntries };
}
