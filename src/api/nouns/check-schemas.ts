import { z } from '@hono/zod-openapi';
import { scriptLimits } from '../../../sandbox/contract/limits.ts';
import { checkDefaults } from '../../checks/definition/input.ts';
import { changing, creating, id, time } from '../schemas.ts';

const MIB = 1024 * 1024;
const LONGEST_TEXT = 20_000;

const script = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max);
const limits = {
  scriptMs: script(scriptLimits.scriptMs),
  memoryMb: script(scriptLimits.memoryMb),
  answerBytes: script({ min: 1024, max: 64 * MIB }),
};
const headerName = z.string().min(1).max(200);
const headerValue = z.string().max(8_000);
const field = z.strictObject({ name: z.string().min(1).max(500), value: z.string().max(LONGEST_TEXT) });

const bodyEncoding = z.enum(['form', 'json', 'multipart']);
const format = z.enum(['json', 'xml', 'csv', 'form', 'php', 'text']);
const method = z
  .string()
  .toUpperCase()
  .pipe(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']))
  .nullable()
  .openapi({ type: ['string', 'null'], enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', null] });
const address = z.string().max(LONGEST_TEXT);
const path = z
  .string()
  .regex(/^(\.|[^.]+(\.[^.]+)*)$/, 'is not a dotted path (data.token); a lone dot is the whole answer')
  .max(200);

const login = {
  url: address.openapi({ example: 'https://crm.example.com/auth' }),
  method,
  headers: z.record(headerName, headerValue),
  fields: z.array(field).max(200),
  bodyEncoding,
  format,
  token: path.openapi({ description: 'where the token stands in the answer', example: 'data.access_token' }),
  lifetimeSeconds: z
    .int()
    .min(60)
    .max(30 * 86_400)
    .openapi({ description: 'how long the token is good for' }),
  expiresIn: path.nullable().openapi({ description: 'where the answer says so in seconds; wins over lifetimeSeconds' }),
};
const NewLogin = creating(login, {
  method: null,
  headers: {},
  fields: [],
  bodyEncoding: 'form',
  format: 'json',
  expiresIn: null,
})
  .nullable()
  .openapi({ description: 'a request before those of a run; what it gives is {token} in URL, headers and fields' });

const fields = {
  integrationId: id,
  kind: z.enum(['processing', 'accepted', 'range']),
  enabled: z.boolean(),
  everySeconds: z
    .int()
    .min(5)
    .max(31 * 86_400)
    .nullable()
    .openapi({ description: 'null: 10 minutes, 3 hours or 1 hour, by kind' }),
  url: address.openapi({ example: 'https://crm.example.com/orders?ids={idel}' }),
  method,
  headers: z.record(headerName, headerValue),
  fields: z.array(field).max(200),
  bodyEncoding,
  format,
  csv: z.strictObject({ delimiter: z.string().length(1), header: z.boolean() }).nullable(),
  charset: z.string().min(1).max(40).nullable(),
  batchSize: z.int().min(1).max(1_000),
  rangeDays: z.int().min(1).max(366),
  identifyBy: z.enum(['external', 'internal']),
  okStatuses: z.array(z.int().min(100).max(599)).min(1).max(100).nullable(),
  emptyOk: z.boolean(),
  repeatable: z.boolean(),
  preprocessScriptId: id.nullable(),
  processScriptId: id,
  timeoutMs: z.int().min(100).max(300_000),
  limits: z.strictObject(limits).partial(),
  maxRequests: z
    .int()
    .min(1)
    .max(100)
    .openapi({ description: 'requests of one run: the first, and those that the script asks for by $core.next' }),
  login: NewLogin,
};

export const NewCheck = creating(fields, checkDefaults).openapi('NewCheck');

export const CheckChanges = changing({
  ...fields,
  headers: z.record(headerName, headerValue.nullable()),
  limits: z
    .strictObject({
      scriptMs: limits.scriptMs.nullable(),
      memoryMb: limits.memoryMb.nullable(),
      answerBytes: limits.answerBytes.nullable(),
    })
    .partial(),
  insist: z.boolean().openapi({
    description:
      'with enabled: true, enables a check of the library although no dry run of it has succeeded; without it that is refused (409)',
  }),
}).openapi('CheckChanges');

export const Check = z
  .object({
    id,
    ...fields,
    everySeconds: z.int(),
    method: z.string().nullable(),
    fields: z.array(z.object({ name: z.string(), value: z.string() })),
    csv: z.object({ delimiter: z.string(), header: z.boolean() }).nullable(),
    limits: z.object(limits).partial(),
    login: z
      .object({
        ...login,
        method: z.string().nullable(),
        fields: z.array(z.object({ name: z.string(), value: z.string() })),
      })
      .nullable(),
    needsDryRun: z.boolean().openapi({
      description: 'came from the library, and can be enabled once a dry run of it has succeeded',
    }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('Check');
