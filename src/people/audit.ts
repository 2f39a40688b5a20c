import { type Kysely, type Selectable, sql } from 'kysely';
import { idAfter, type List, type Page, pageOf } from '../db/pages.ts';
import type { AuditTable } from '../db/schema/people.ts';
import type { Database } from '../db/schema.ts';

/** One call that changed something, or tried a script out. */
export interface AuditEntry {
  /** Null where a person did it in the console, or the program itself. */
  keyId: number | null;
  personId: number | null;
  /** Method and path, `PATCH /api/offers/:id`. */
  action: string;
  /** What it was about, `offers/5`. */
  target: string | null;
  /** The body, without secrets. */
  details: Record<string, unknown>;
}

export interface AuditRow extends AuditEntry {
  id: number;
  at: Date;
}

export async function writeAudit(db: Kysely<Database>, entry: AuditEntry, now: Date): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      at: now,
      key_id: entry.keyId,
      person_id: entry.personId,
      action: entry.action,
      target: entry.target,
      details: JSON.stringify(entry.details),
    })
    .execute();
}

/** The latest first. */
export async function listAudit(
  db: Kysely<Database>,
  filter: { keyId?: number | undefined; personId?: number | undefined },
  page: Page,
): Promise<List<AuditRow>> {
  const before = idAfter(page);
  const { keyId, personId } = filter;
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .$if(keyId !== undefined, (query) => query.where('key_id', '=', keyId ?? 0))
    .$if(personId !== undefined, (query) => query.where('person_id', '=', personId ?? 0))
    .$if(before !== null, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ id }) => id, toEntry);
}

const toEntry = (row: Selectable<AuditTable>): AuditRow => ({
  id: row.id,
  at: row.at,
  keyId: row.key_id,
  personId: row.person_id,
  action: row.action,
  target: row.target,
  details: row.details,
});

const HIDDEN = '***';
/** Longer texts (code, pasted answers) are cut: the log says what was done, not every byte of it. */
const LONGEST = 2_000;
/** Of longer lists the beginning stands for the whole. */
const MOST_ITEMS = 20;

/** A request's body as the audit log keeps it: values of secrets hidden, long texts and lists cut. */
export function auditDetails(body: unknown): Record<string, unknown> {
  if (Array.isArray(body)) return { items: body.length, first: shown(body.slice(0, MOST_ITEMS)) };
  return typeof body === 'object' && body !== null ? (shown(body) as Record<string, unknown>) : {};
}

function shown(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > LONGEST ? `${value.slice(0, LONGEST)}… (${value.length})` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map(shown);
    return value.length > MOST_ITEMS ? [...items, `… (${value.length})`] : items;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, isSecret(name) ? hidden(one) : shown(one)]),
  );
}

const isSecret = (name: string): boolean =>
  /^(secrets?|\w*password|token|authorization|cookie|api[-_]?key)$/i.test(name);

/** Of secrets the names stay. */
function hidden(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return HIDDEN;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, one === null ? null : HIDDEN]));
}

/**
 * Empties the entries that hold a text of this pattern, and those about these leads, but keeps what was done, by whom and when.
 * @returns how many there were
 */
export async function eraseFromAudit(
  db: Kysely<Database>,
  pattern: string,
  leadIds: readonly number[],
): Promise<number> {
  const targets = leadIds.map((id) => `leads/${id}`);
  const erased = await sql`update audit set details = '{"erased": true}'
    where details::text ~* ${pattern} or target = any(${sql.val(targets)}::text[])`.execute(db);
  return Number(erased.numAffectedRows ?? 0n);
}
