import { type Kysely, sql } from 'kysely';

/**
 * The runs that asked for one lead. Without an index, every run of the lead's offer is read to find them.
 *
 * Batches are cut from an offer's leads in their order, so that the span from a run's first lead to its last holds little else:
 * an entry a run is enough, where an index of the array (GIN) would take one for each of its hundreds of leads.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // The span as a line of a plane whose other side is the offer; null where there are no leads, which nobody looks for.
  `create function span_of_leads(offer_id int, lead_ids bigint[]) returns box
    language sql immutable parallel safe
    as $$ select box(point(offer_id, min(id)), point(offer_id, max(id))) from unnest(lead_ids) as id $$`,
  'create index runs_by_lead on runs using gist (span_of_leads(offer_id, lead_ids))',
];
