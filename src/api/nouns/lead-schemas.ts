import { z } from '@hono/zod-openapi';
import type { Status } from '../../../sandbox/contract/statuses.ts';
import { maxCreated } from '../../leads/create.ts';
import { amount, bigId, id, iso, moment, pageQuery, queryBoolean, queryId, status, time } from '../schemas.ts';

/** Null is as good as absent. */
const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);
/** Longer than anything that is kept; what is kept of it is the leads' affair. */
const freeText = optional(z.string().max(10_000));
const extId = z.union([z.string(), z.int()]).transform(String);

const NewLead = z
  .strictObject({
    offerId: id,
    integrationId: optional(id).openapi({ description: "the offer's only integration where absent" }),
    extId: optional(extId),
    status: optional(status).openapi({ description: '2 with an external id, else 1, unless given' }),
    createdAt: optional(moment),
    webmasterId: optional(id),
    name: freeText,
    phone: freeText,
    country: freeText,
    ip: freeText,
    userAgent: freeText,
    sub1: freeText,
    sub2: freeText,
    sub3: freeText,
    sub4: freeText,
    base: optional(z.union([z.string(), z.number()])).openapi({ description: 'price per unit' }),
    counts: optional(z.int().min(1)),
    currency: optional(iso),
  })
  .openapi('NewLead');
export const NewLeads = z.union([NewLead, z.array(NewLead).min(1).max(maxCreated)]);

const nullableText = z.string().nullable();
export const Lead = z
  .object({
    id: bigId,
    offerId: id,
    integrationId: id.nullable(),
    extId: nullableText,
    status,
    reason: id.nullable(),
    comment: nullableText,
    crmStatus: nullableText,
    holdUntil: time.nullable(),
    acceptedAt: time.nullable(),
    booked: z.boolean(),
    base: amount.nullable(),
    counts: z.int().nullable(),
    currency: nullableText,
    goal: id.nullable(),
    track: nullableText,
    cash: z.record(z.string(), z.any()).nullable(),
    webmasterId: id.nullable(),
    name: nullableText,
    phone: nullableText,
    country: nullableText,
    ip: nullableText,
    userAgent: nullableText,
    sub1: nullableText,
    sub2: nullableText,
    sub3: nullableText,
    sub4: nullableText,
    createdAt: time,
    updatedAt: time,
  })
  .openapi('Lead');

const statusList = z
  .string()
  .regex(/^([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}$/, 'is not a list of statuses like 2,3,4')
  .transform((value) => value.split(',').map((one) => Number(one) as Status))
  .openapi({ type: 'string', example: '2,3' });

export const leadFilter = z.strictObject({
  offerId: queryId,
  status: statusList.optional(),
  extId: z.string().max(200).optional(),
  q: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: "an id, or the beginning of an external id or of a phone's digits" }),
  integrationId: queryId,
  webmasterId: queryId,
  unbooked: queryBoolean.optional().openapi({ description: 'accepted, but not booked' }),
  ...pageQuery,
});

const whole = z.union([z.int(), z.string().max(20)]);
const decimal = z.union([z.number(), z.string().max(100)]);
/** What an edit is made of; whether its values fit each other and the lead is decided by the rules. */
export const LeadEdit = z
  .strictObject({
    accept: z.union([z.boolean(), whole]).nullish(),
    status: whole.nullish(),
    reason: whole.nullish(),
    hold: z.union([z.boolean(), whole]).nullish(),
    comment: z.union([z.string().max(100_000), z.number()]).nullish(),
    base: decimal.nullish(),
    counts: whole.nullish(),
    curr: whole.nullish(),
    goal: whole.nullish(),
    track: z.union([z.string().max(10_000), z.number()]).nullish(),
    cash: z
      .strictObject({
        wm: decimal.nullish(),
        pay: decimal.nullish(),
        ref: decimal.nullish(),
        cc: z.union([z.int(), z.string().max(20)]).nullish(),
      })
      .nullish(),
    extId: z.union([z.string().max(10_000), z.int()]).nullish(),
    integrationId: id.nullish(),
    webmasterId: id.nullish(),
  })
  .openapi('LeadEdit');

export const Warning = z
  .object({ code: z.string(), message: z.string(), params: z.record(z.string(), z.any()).optional() })
  .openapi('Warning');
export const Refusal = z.object({ code: z.string(), message: z.string() }).openapi('Refusal');
const outcome = z.enum(['applied', 'unchanged', 'refused']);
export const Edited = z
  .object({
    outcome,
    lead: Lead,
    refusal: Refusal.optional(),
    warnings: z.array(Warning),
    money: z.array(z.record(z.string(), z.any())),
  })
  .openapi('EditedLead');

const fieldsOf = z.record(z.string(), z.any());
export const HistoryRow = z
  .object({
    at: time,
    source: z.object({
      kind: z.string(),
      runId: bigId.optional(),
      scriptVersion: z.int().optional(),
      keyId: id.optional(),
      personId: id.optional(),
      operationId: z.string().optional(),
    }),
    before: fieldsOf,
    after: fieldsOf,
  })
  .openapi('LeadHistoryRow');
export const LedgerEntry = z
  .object({
    id: bigId,
    leadId: bigId,
    booking: z.int(),
    kind: z.enum(['pay', 'wm', 'ref', 'adjustment']),
    adjusts: z.enum(['pay', 'wm', 'ref']).optional(),
    partyId: bigId.nullable(),
    amount,
    currency: z.string(),
    at: time,
    reverses: bigId.optional(),
  })
  .openapi('LedgerEntry');
