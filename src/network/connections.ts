import type { Kysely, Selectable } from 'kysely';
import type { List, Page } from '../db/pages.ts';
import { idAfter, pageOf } from '../db/pages.ts';
import type { IntegrationOffersTable } from '../db/schema/network.ts';
import type { Database } from '../db/schema.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { maxParams } from './integrations.ts';
import { requireRow } from './references.ts';

/** How an offer is checked over an integration. Its own scripts win over the check's. */
export interface ConnectionInput {
  params: Record<string, string>;
  preprocessScriptId: number | null;
  processScriptId: number | null;
}

export interface OfferConnection extends ConnectionInput {
  integrationId: number;
  offerId: number;
}

/** @throws NotFound where the integration is not there */
export async function listConnections(
  db: Kysely<Database>,
  integrationId: number,
  page: Page,
): Promise<List<OfferConnection>> {
  await requireIntegration(db, integrationId);
  const after = idAfter(page);
  const rows = await db
    .selectFrom('integration_offers')
    .selectAll()
    .where('integration_id', '=', integrationId)
    .$if(after !== null, (query) => query.where('offer_id', '>', after))
    .orderBy('offer_id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, ({ offer_id }) => offer_id, toConnection);
}

export async function getConnection(
  db: Kysely<Database>,
  integrationId: number,
  offerId: number,
): Promise<OfferConnection> {
  const row = await db
    .selectFrom('integration_offers')
    .selectAll()
    .where('integration_id', '=', integrationId)
    .where('offer_id', '=', offerId)
    .executeTakeFirst();
  if (!row) throw new NotFound(`offer of integration ${integrationId}:`, offerId);
  return toConnection(row);
}

/** Connects an offer, or sets its connection anew. */
export async function connectOffer(
  db: Kysely<Database>,
  integrationId: number,
  offerId: number,
  input: ConnectionInput,
): Promise<OfferConnection> {
  await requireIntegration(db, integrationId);
  const offer = await db.selectFrom('offers').select('id').where('id', '=', offerId).executeTakeFirst();
  if (!offer) throw new NotFound('offer', offerId);
  await requireRow(db, 'scripts', input.preprocessScriptId, 'preprocessScriptId');
  await requireRow(db, 'scripts', input.processScriptId, 'processScriptId');
  if (Object.keys(input.params).length > maxParams) {
    throw new InvalidInput([{ path: 'params', message: `holds more than ${maxParams} names` }]);
  }
  const columns = {
    params: JSON.stringify(input.params),
    preprocess_script_id: input.preprocessScriptId,
    process_script_id: input.processScriptId,
  };
  await db
    .insertInto('integration_offers')
    .values({ integration_id: integrationId, offer_id: offerId, ...columns })
    .onConflict((conflict) => conflict.columns(['integration_id', 'offer_id']).doUpdateSet(columns))
    .execute();
  return getConnection(db, integrationId, offerId);
}

/** Leads and the journal stay; the offer is no longer checked over this integration. */
export async function disconnectOffer(db: Kysely<Database>, integrationId: number, offerId: number) {
  await getConnection(db, integrationId, offerId);
  await db
    .deleteFrom('integration_offers')
    .where('integration_id', '=', integrationId)
    .where('offer_id', '=', offerId)
    .execute();
  return { integrationId, offerId };
}

async function requireIntegration(db: Kysely<Database>, id: number): Promise<void> {
  const row = await db.selectFrom('integrations').select('id').where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('integration', id);
}

const toConnection = (row: Selectable<IntegrationOffersTable>): OfferConnection => ({
  integrationId: row.integration_id,
  offerId: row.offer_id,
  params: row.params,
  preprocessScriptId: row.preprocess_script_id,
  processScriptId: row.process_script_id,
});
