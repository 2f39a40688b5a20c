import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEdit } from '../../sandbox/contract/edit.ts';
import type { Json } from '../../sandbox/contract/job.ts';
import { savedDefinition, updateCheck } from '../../src/checks/definition.ts';
import { dryRun } from '../../src/checks/dry-run.ts';
import type { Case } from '../../src/library/case-schema.ts';
import { caseParams, exchangeOf, jobLead } from '../../src/library/cases.ts';
import { install } from '../../src/library/install.ts';
import { libraryLanguages, listEntries, readEntry, type WholeEntry } from '../../src/library/load.ts';
import { makeOffer, openWorld, type World } from '../world.ts';

const entries = await Promise.all((await listEntries()).map(({ crm }) => readEntry(crm)));
const cases = entries
  .flatMap((entry) =>
    Object.entries(entry.cases).map(([name, given]) => ({ of: `${entry.crm}: ${name}`, entry, given })),
  )
  .filter(({ of }) => /: (normal|error)$/.test(of));

describe('what is installed from the library', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld('pglite');
  });
  afterAll(() => world.close());

  it.each(cases)('asks over real HTTP and decides as in $of', async ({ entry, given }) => {
    await sql`delete from leads`.execute(world.app.db);
    world.crm.requests.length = 0;
    const offerId = await makeOffer(world);
    const { integration, checks } = await installEntry(world, entry, given, offerId);
    await makeLeads(world, given, integration.id, offerId);
    const check = checks.find(({ kind }) => kind === given.check);
    const id = check?.id ?? 0;
    await askHere(world, id);
    given.exchanges.forEach(({ request, answer }, index) => {
      const { path } = placeOf(request?.url ?? '');
      world.crm.answer((sent) => sent.path === path && world.crm.requests.length === index + 1, exchangeOf(answer));
    });

    const leadIds = given.leads.map((lead) => lead.id);
    const shown = await dryRun(world.app, await savedDefinition(world.app.db, id), {
      offerId,
      leadIds,
      ...given.range,
    });

    expect(world.crm.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(
      given.exchanges.map(({ request }) => `${request?.method} ${placeOf(request?.url ?? '').url}`),
    );
    expect(shown.error?.message ?? null).toEqual(
      given.error === undefined ? null : expect.stringContaining(given.error),
    );
    const wanted = given.error === undefined ? given.edits : [];
    expect(shown.edits.map(({ leadId, edit }) => normal(leadId, edit as { [field: string]: Json }))).toEqual(
      wanted.map(({ lead, ...edit }) => normal(lead, edit)),
    );
    expect(shown.edits.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    expect(shown.missingIds).toEqual(given.error === undefined ? (given.missing ?? []) : expect.anything());
  });
});

function installEntry({ app, crm }: World, entry: WholeEntry, given: Case, offerId: number) {
  const values = caseParams(entry, given);
  const valuesOf = (specs: object) => Object.fromEntries(Object.keys(specs).map((name) => [name, values[name] ?? '']));
  const { params, secrets } = entry.about;
  // Where the admin says where the CRM is, it is here.
  const hosts = Object.entries(params).filter(([, { is }]) => is === 'host');
  const input = {
    timezone: given.timezone ?? 'UTC',
    // By turns, since every case is tried in both elsewhere.
    language: libraryLanguages[entries.indexOf(entry) % 2] ?? 'js',
    params: { ...valuesOf(params), ...Object.fromEntries(hosts.map(([name]) => [name, crm.url])) },
    secrets: valuesOf(secrets),
    offerIds: [offerId],
    enable: false,
  };
  return app.db
    .transaction()
    .execute((trx) => install(trx, app, entry, input, { keyId: null, personId: null }, app.clock.now()));
}

async function makeLeads({ app }: World, given: Case, integrationId: number, offerId: number): Promise<void> {
  for (const lead of given.leads) {
    const { id, extId, status, createdAt } = jobLead(lead, given.range);
    const at = new Date(createdAt * 1000);
    await sql`insert into leads (id, offer_id, integration_id, ext_id, status, created_at, updated_at)
      overriding system value values (${id}, ${offerId}, ${integrationId}, ${extId}, ${status}, ${at}, ${at})`.execute(
      app.db,
    );
  }
}

/** Puts the fake CRM in the place of one whose address is known; everything else of the check stays as it was installed. */
async function askHere({ app, crm }: World, id: number): Promise<void> {
  const { url, login } = await savedDefinition(app.db, id);
  if (url.includes('{param:host}')) return;
  const here = (address: string): string => address.replace(/^https?:\/\/[^/]+/, crm.url);
  const changes = { url: here(url), login: login && { ...login, url: here(login.url) } };
  await updateCheck(app.db, id, changes, app.clock.now());
}

/** What arrives at a server: path and query, as a URL is sent. */
function placeOf(text: string): { path: string; url: string } {
  const url = new URL(text);
  return { path: url.pathname, url: `${url.pathname}${url.search}` };
}

/** An edit as the host reads it, whichever way it was written. */
function normal(leadId: number, edit: { [field: string]: Json }) {
  const parsed = parseEdit(edit);
  return { leadId, edit: parsed.ok ? parsed.edit : edit };
}
