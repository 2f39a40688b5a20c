import { sql, type Transaction } from 'kysely';
import { parseAmount } from '../../sandbox/contract/decimal.ts';
import { cutText, storableText } from '../../sandbox/contract/edit.ts';
import { maxCounts } from '../../sandbox/contract/limits.ts';
import { isBookable, type Status } from '../../sandbox/contract/statuses.ts';
import type { Database } from '../db/schema.ts';
import { Conflict, type InputError, InvalidInput } from '../errors.ts';
import { getLeads, type Lead } from './queries.ts';
import { newLeadEvent } from './rules/events.ts';
import { maxExtIdLength } from './rules/proposal.ts';

/** Leads created at once. */
export const maxCreated = 1_000;

export interface NewLead {
  offerId: number;
  /** The offer's only integration where absent. */
  integrationId?: number | undefined;
  extId?: string | undefined;
  /** 2 with an external id, else 1, unless given. */
  status?: Status | undefined;
  createdAt?: Date | undefined;
  webmasterId?: number | undefined;
  name?: string | undefined;
  phone?: string | undefined;
  country?: string | undefined;
  ip?: string | undefined;
  userAgent?: string | undefined;
  sub1?: string | undefined;
  sub2?: string | undefined;
  sub3?: string | undefined;
  sub4?: string | undefined;
  /** Price per unit. */
  base?: string | number | undefined;
  counts?: number | undefined;
  /** ISO code; the offer's currency where absent. */
  currency?: string | undefined;
}

/**
 * Creates leads, all or none, in a fixed number of statements. A lead created in 6..10 is not booked: only `accept` books.
 * @param onTaken what to do where an external id is taken: throw, or answer with the lead that has it, left as it is
 * @returns one lead for each given, in their order
 * @throws InvalidInput with paths like `[2].offerId`
 * @throws Conflict naming the external ids that are taken
 */
export async function createLeads(
  trx: Transaction<Database>,
  leads: readonly NewLead[],
  now: Date,
  onTaken: 'refuse' | 'ignore' = 'refuse',
): Promise<Lead[]> {
  if (leads.length === 0) return [];
  if (leads.length > maxCreated)
    throw new InvalidInput([{ path: '', message: `at most ${maxCreated} leads at once, not ${leads.length}` }]);
  const known = await lookUp(trx, leads);
  const errors = leads.flatMap((lead, index) =>
    errorsOf(lead, known).map(({ path, message }) => ({ path: `[${index}].${path}`, message })),
  );
  if (errors.length > 0) throw new InvalidInput(errors);
  const rows = leads.map((lead, index) => toRow(lead, known, known.ids[index] ?? 0, now));
  const inserted = await insert(trx, rows);
  const taken = rows.filter(({ id }) => !inserted.has(id));
  if (taken.length === 0) return getLeads(trx, known.ids);
  if (onTaken === 'refuse') throw conflict(taken);
  const existing = await idsOf(trx, taken);
  return getLeads(
    trx,
    rows.map(({ id, key }) => (inserted.has(id) ? id : (existing.get(key) ?? 0))),
  );
}

interface Known {
  /** Ids for the new leads. */
  ids: number[];
  offers: Map<number, { currencyId: number; integrations: number[] }>;
  integrations: Set<number>;
  webmasters: Set<number>;
  /** ISO code → id. */
  currencies: Map<string, number>;
  defaultReasonId: number;
}

/** Ids are drawn beforehand, so that what is inserted can be told apart by them. */
async function lookUp(trx: Transaction<Database>, leads: readonly NewLead[]): Promise<Known> {
  const among = (ids: (number | undefined)[]) => sql`any(${sql.val([...new Set(ids.filter(isId))])}::int[])`;
  const { rows } = await sql<{
    ids: number[];
    offers: { id: number; currencyId: number; integrations: number[] | null }[] | null;
    integrations: number[] | null;
    webmasters: number[] | null;
    currencies: { id: number; iso: string }[] | null;
    defaultReasonId: number;
  }>`
    select
      (select jsonb_agg(nextval(pg_get_serial_sequence('leads', 'id'))) from generate_series(1, ${leads.length}::int)) as ids,
      (select jsonb_agg(jsonb_build_object('id', id, 'currencyId', currency_id, 'integrations',
          (select jsonb_agg(integration_id) from integration_offers where offer_id = offers.id)))
        from offers where id = ${among(leads.map(({ offerId }) => offerId))}) as offers,
      (select jsonb_agg(id) from integrations where id = ${among(leads.map(({ integrationId }) => integrationId))}) as integrations,
      (select jsonb_agg(id) from webmasters where id = ${among(leads.map(({ webmasterId }) => webmasterId))}) as webmasters,
      (select jsonb_agg(jsonb_build_object('id', id, 'iso', iso)) from currencies) as currencies,
      (select default_reason_id from settings) as "defaultReasonId"`.execute(trx);
  const [row] = rows;
  if (!row) throw new Error('A select without a table gave no row');
  return {
    ids: row.ids,
    offers: new Map(
      (row.offers ?? []).map(({ id, currencyId, integrations }) => [
        id,
        { currencyId, integrations: integrations ?? [] },
      ]),
    ),
    integrations: new Set(row.integrations ?? []),
    webmasters: new Set(row.webmasters ?? []),
    currencies: new Map((row.currencies ?? []).map(({ id, iso }) => [iso, id])),
    defaultReasonId: row.defaultReasonId,
  };
}

const isId = (id: number | undefined): id is number => id !== undefined && id > 0 && id < 2 ** 31;

function errorsOf(lead: NewLead, known: Known): InputError[] {
  const errors: InputError[] = [];
  const wrong = (path: string, message: string): void => void errors.push({ path, message });
  const { offerId, integrationId, webmasterId, extId, base, counts, currency } = lead;
  if (!known.offers.has(offerId)) wrong('offerId', `There is no offer ${offerId}`);
  if (integrationId !== undefined && !known.integrations.has(integrationId))
    wrong('integrationId', `There is no integration ${integrationId}`);
  if (webmasterId !== undefined && !known.webmasters.has(webmasterId))
    wrong('webmasterId', `There is no webmaster ${webmasterId}`);
  if (extId !== undefined && (extId === '' || extId.length > maxExtIdLength || storableText(extId) !== extId)) {
    wrong('extId', `must be a text of 1 to ${maxExtIdLength} characters`);
  }
  if (currency !== undefined && !known.currencies.has(currency)) wrong('currency', `There is no currency ${currency}`);
  if (counts !== undefined && !(Number.isInteger(counts) && counts >= 1 && counts <= maxCounts)) {
    wrong('counts', `must be a whole number from 1 to ${maxCounts}, not ${counts}`);
  }
  const amount = base === undefined ? null : parseAmount(base);
  if (amount && !amount.ok) wrong('base', amount.why);
  return errors;
}

/** Characters that are kept of what a form or a browser sent; a lead is not lost because one of them is long. */
const kept = { name: 300, phone: 100, country: 100, ip: 100, userAgent: 1_000, sub: 300 } as const;

type Row = ReturnType<typeof toRow>;

function toRow(lead: NewLead, known: Known, id: number, now: Date) {
  const offer = known.offers.get(lead.offerId);
  const only = offer?.integrations.length === 1 ? offer.integrations[0] : undefined;
  const integrationId = lead.integrationId ?? only ?? null;
  const status = lead.status ?? (lead.extId === undefined ? 1 : 2);
  const createdAt = lead.createdAt ?? now;
  const amount = lead.base === undefined ? null : parseAmount(lead.base);
  const phone = text(lead.phone, kept.phone);
  return {
    id,
    key: keyOf(lead.offerId, integrationId, lead.extId ?? null),
    offer_id: lead.offerId,
    integration_id: integrationId,
    ext_id: lead.extId ?? null,
    status,
    reason_id: status === 5 ? known.defaultReasonId : null,
    accepted_at: isBookable(status) ? createdAt : null,
    base: amount?.ok ? amount.amount : null,
    counts: lead.counts ?? null,
    currency_id: (lead.currency && known.currencies.get(lead.currency)) ?? offer?.currencyId ?? null,
    webmaster_id: lead.webmasterId ?? null,
    name: text(lead.name, kept.name),
    phone,
    phone_digits: phone?.replace(/\D/g, '') || null,
    country: text(lead.country, kept.country),
    ip: text(lead.ip, kept.ip),
    user_agent: text(lead.userAgent, kept.userAgent),
    sub1: text(lead.sub1, kept.sub),
    sub2: text(lead.sub2, kept.sub),
    sub3: text(lead.sub3, kept.sub),
    sub4: text(lead.sub4, kept.sub),
    created_at: createdAt,
    updated_at: now,
    event: newLeadEvent({
      offerId: lead.offerId,
      extId: lead.extId ?? null,
      webmasterId: lead.webmasterId ?? null,
      status,
    }),
  };
}

const text = (given: string | undefined, max: number): string | null =>
  given === undefined ? null : cutText(storableText(given), max);

const keyOf = (offerId: number, integrationId: number | null, extId: string | null): string =>
  JSON.stringify([offerId, integrationId, extId]);

/** In the order of their external ids, so that two imports of the same leads do not wait for each other in a ring. */
async function insert(trx: Transaction<Database>, rows: readonly Row[]): Promise<Set<number>> {
  const columns = sql`id, offer_id, integration_id, ext_id, status, reason_id, accepted_at, base, counts, currency_id, webmaster_id,
    name, phone, phone_digits, country, ip, user_agent, sub1, sub2, sub3, sub4, created_at, updated_at`;
  const { rows: inserted } = await sql<{ id: number }>`
    with new_leads as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as new_lead (
        id bigint, offer_id int, integration_id int, ext_id text, status smallint, reason_id int, accepted_at timestamptz,
        base numeric, counts int, currency_id int, webmaster_id int, name text, phone text, phone_digits text, country text,
        ip text, user_agent text, sub1 text, sub2 text, sub3 text, sub4 text, created_at timestamptz, updated_at timestamptz,
        event jsonb)
    ), inserted as (
      insert into leads (${columns})
      select ${columns} from new_leads order by offer_id, integration_id, ext_id, id
      on conflict (offer_id, integration_id, ext_id) where ext_id is not null do nothing
      returning id
    ), events as (
      insert into lead_events (lead_id, at, stage, payload)
      select id, updated_at, event ->> 'stage', event -> 'payload' from new_leads
      where event ->> 'stage' is not null and id in (select id from inserted) order by id
    )
    select id from inserted`.execute(trx);
  return new Set(inserted.map(({ id }) => id));
}

/** The leads that have these external ids, by key. */
async function idsOf(trx: Transaction<Database>, rows: readonly Row[]): Promise<Map<string, number>> {
  const { rows: found } = await sql<{ id: number; offer_id: number; integration_id: number | null; ext_id: string }>`
    select leads.id, leads.offer_id, leads.integration_id, leads.ext_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as taken (offer_id int, integration_id int, ext_id text)
    join leads on leads.ext_id = taken.ext_id and leads.offer_id = taken.offer_id
      and leads.integration_id is not distinct from taken.integration_id`.execute(trx);
  return new Map(found.map((lead) => [keyOf(lead.offer_id, lead.integration_id, lead.ext_id), lead.id]));
}

function conflict(taken: readonly Row[]): Conflict {
  const named = taken.slice(0, 5).map(({ ext_id }) => `"${ext_id}"`);
  const more = taken.length > named.length ? ` and ${taken.length - named.length} more` : '';
  const offers = [...new Set(taken.map(({ offer_id }) => offer_id))].join(', ');
  return new Conflict(`extId ${named.join(', ')}${more} is taken by another lead of offer ${offers}`);
}
