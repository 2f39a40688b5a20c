import { z } from '@hono/zod-openapi';
import { leadFields } from '../../intake/actions/action.ts';
import { id } from '../schemas.ts';

/** Templates stand in it. */
const template = z.string().max(20_000);
/** Results are called by it: `{steps.NAME}`. */
const actionName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^{}|]+$/, 'must not hold braces or |');
const headerName = z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/, 'is not the name of a header');

const Field = z
  .strictObject({
    name: z.string().min(1).max(200),
    value: template,
    required: z.boolean().optional().openapi({ description: 'nothing is sent where it comes out empty' }),
    hint: z.string().max(1_000).optional(),
  })
  .openapi('ActionField');
const fieldsOf = <T extends 'form-urlencoded' | 'json'>(type: T) =>
  z.strictObject({ type: z.literal(type), name: actionName, fields: z.array(Field).max(200) });

const httpRequest = z.strictObject({
  type: z.literal('http-request'),
  name: actionName,
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/, 'is not a method')
    .default('POST'),
  url: z.string().min(1).max(4_000),
  headers: z
    .record(headerName, template)
    .refine((headers) => Object.keys(headers).length <= 100, { error: 'holds more than 100 headers' })
    .default({}),
  body: template.optional().openapi({ description: '`{previous}` is the result of the action before' }),
  success: z
    .strictObject({
      field: z.string().min(1).max(300),
      equals: z.union([z.string().max(300), z.number(), z.boolean()]),
      error: z.string().min(1).max(300).optional().openapi({ description: 'the field that says why it failed' }),
    })
    .optional()
    .openapi({ description: 'a field of the answer and its value; without it, a status of 2xx is enough' }),
  repeatable: z.boolean().optional().openapi({ description: 'may be sent again although it may have arrived' }),
});

const leadTemplates = z.strictObject(
  Object.fromEntries(leadFields.map((field) => [field, template.optional()])) as Record<
    (typeof leadFields)[number],
    z.ZodOptional<typeof template>
  >,
);
const createLead = z.strictObject({
  type: z.literal('create-lead'),
  name: actionName,
  offerId: id,
  integrationId: id.optional(),
  extId: template.min(1),
  webmasterId: z.union([id, template.min(1)]).optional(),
  lead: leadTemplates.default({}),
});

const editValue = z.union([template, z.number(), z.boolean()]);
const editLead = z.strictObject({
  type: z.literal('edit-lead'),
  name: actionName,
  integrationId: id,
  leadId: template.min(1).optional(),
  extId: template.min(1).optional(),
  edit: z
    .strictObject({
      accept: editValue,
      status: editValue,
      reason: editValue,
      hold: editValue,
      comment: editValue,
      base: editValue,
      counts: editValue,
      curr: editValue,
      goal: editValue,
      track: editValue,
      cash: z.strictObject({ wm: editValue, pay: editValue, ref: editValue, cc: editValue }).partial(),
    })
    .partial()
    .optional(),
  statusText: template.min(1).optional().openapi({ description: 'the CRM’s words, recognised as in scripts' }),
});

export const Action = z
  .discriminatedUnion('type', [
    fieldsOf('form-urlencoded'),
    fieldsOf('json'),
    httpRequest,
    z.strictObject({ type: z.literal('script'), name: actionName, scriptId: id }),
    createLead,
    editLead,
  ])
  .openapi('Action');
