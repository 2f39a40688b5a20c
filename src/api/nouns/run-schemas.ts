import { z } from '@hono/zod-openapi';
import { bigId, day, id, language, sourceCode } from '../schemas.ts';
import { Refusal, Warning } from './lead-schemas.ts';

const isoTime = z.string().openapi({ format: 'date-time' });
const count = z.int();
const params = z.record(z.string(), z.union([z.string(), z.number()]));

export const RunError = z
  .object({
    step: z.string(),
    code: z.string(),
    message: z.string(),
    params: params.optional(),
    line: z.int().optional(),
    column: z.int().optional(),
    excerpt: z.string().optional(),
    leadId: bigId.optional(),
  })
  .openapi('RunError');
const Timing = z
  .object({ requestMs: z.number(), decodeMs: z.number(), scriptMs: z.number(), totalMs: z.number() })
  .openapi('RunTiming');

const run = {
  id: bigId,
  sweepId: bigId,
  checkId: id,
  offerId: id,
  state: z.enum(['running', 'ok', 'failed', 'skipped', 'crashed']),
  startedAt: isoTime,
  finishedAt: isoTime.nullable(),
  timing: Timing.nullable(),
  error: RunError.nullable(),
  scriptVersions: z.object({ preprocess: z.int().nullable(), process: z.int() }),
  range: z.object({ from: z.string(), to: z.string() }).nullable(),
  counts: z.object({
    leads: count,
    rows: count.nullable(),
    applied: count,
    unchanged: count,
    refused: count,
    unknown: count,
    missing: count,
    unrecognised: count,
  }),
};
export const runStates = run.state;
export const Run = z.object(run).openapi('Run');

const headers = z.record(z.string(), z.string());
const Request = z
  .object({ method: z.string(), url: z.string(), headers, body: z.string().nullable() })
  .openapi('ShownRequest');
const Attempt = z
  .object({
    startedAt: isoTime,
    ms: z.number(),
    status: z.int().optional().openapi({ description: 'of the answer, where one came' }),
    error: z.string().optional().openapi({ description: 'why none came' }),
  })
  .openapi('Attempt');
const RequestRow = z
  .object({
    purpose: z.enum(['login', 'ask']),
    page: z.int().nullable().openapi({ description: 'which answer of the run it got; null for a log-in' }),
    startedAt: isoTime.nullable(),
    request: Request.nullable(),
    response: z.object({ status: z.int(), headers, body: z.string().nullable() }).nullable(),
    attempts: z.array(Attempt),
    timing: z.object({ waitMs: z.number(), requestMs: z.number(), decodeMs: z.number(), scriptMs: z.number() }),
    error: RunError.nullable(),
    data: z.any().optional().openapi({ description: 'the decoded answer, in a dry run' }),
  })
  .openapi('RequestOfRun');
export const Edit = z
  .object({
    leadId: bigId,
    extId: z.string().nullable(),
    edit: z.any(),
    recognised: z.object({ text: z.string(), rule: z.string(), word: z.string() }).optional().openapi({
      description: 'where it was made out of a status text: that text, and the rule and word that decided',
    }),
    outcome: z.enum(['applied', 'unchanged', 'refused']),
    refusal: Refusal.optional(),
    before: z.record(z.string(), z.any()).nullable(),
    after: z.record(z.string(), z.any()).nullable(),
    money: z.array(z.record(z.string(), z.any())).optional(),
  })
  .openapi('EditOutcome');
const found = {
  unknownIds: z.array(z.union([z.int(), z.string()])),
  missingIds: z.array(bigId),
  unrecognised: z.array(z.object({ text: z.string(), count })),
  warnings: z.array(Warning),
  logs: z.array(z.object({ level: z.string(), text: z.string() })),
};

export const RunDetails = z
  .object({
    ...run,
    leadIds: z.array(bigId),
    data: z.any().openapi({ description: 'the decoded answer; null where it is not kept' }),
    skipped: z.string().optional(),
    request: Request.nullable(),
    response: z.object({ status: z.int(), headers, body: z.string().nullable() }).nullable(),
    attempts: z.array(Attempt),
    requests: z.array(RequestRow),
    edits: z.array(Edit),
    ...found,
    answerKept: z.boolean().openapi({ description: 'the run can be replayed' }),
  })
  .openapi('RunDetails');

export const DryRun = z
  .object({
    request: Request.nullable(),
    response: z.object({ status: z.int(), headers, body: z.string() }).nullable(),
    data: z.any().openapi({ description: 'the decoded answer' }),
    requests: z.array(RequestRow),
    skipped: z.string().optional(),
    edits: z.array(Edit),
    ...found,
    error: RunError.nullable(),
    timing: Timing,
  })
  .openapi('DryRun');

const sweep = {
  id: bigId,
  checkId: id,
  offerId: id,
  integrationId: id,
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  batches: z.object({ done: count, total: count }),
  leads: z.object({ asked: count, mentioned: count, withoutExtId: count }),
  startedAt: isoTime,
  finishedAt: isoTime.nullable(),
  error: RunError.nullable(),
};
export const sweepStates = sweep.state;
export const Sweep = z.object({ ...sweep, runs: count }).openapi('Sweep');
export const SweepWithRuns = z.object({ ...sweep, runs: z.array(Run) }).openapi('SweepWithRuns');
export const StartedSweeps = z
  .object({ sweeps: z.array(z.object({ id: bigId, state: sweepStates })) })
  .openapi('StartedSweeps');
export const FinishedSweeps = z.object({ sweeps: z.array(SweepWithRuns) }).openapi('FinishedSweeps');

const Code = z.strictObject({ language, code: sourceCode }).openapi('AdHocScript');
const MOST_BODY = 24 * 1024 * 1024;

/** An answer to decide on, as text or as bytes. */
const response = z
  .strictObject({
    status: z.int().min(100).max(599).default(200),
    headers: z.record(z.string().max(200), z.string().max(20_000)).default({}),
    body: z.string().max(MOST_BODY).optional(),
    bodyBase64: z.base64().max(MOST_BODY).optional(),
  })
  .refine(({ body, bodyBase64 }) => (body === undefined) !== (bodyBase64 === undefined), {
    error: 'exactly one of body and bodyBase64 must be given',
  })
  .transform(({ status, headers, body, bodyBase64 }) => ({
    status,
    headers,
    body: body === undefined ? Buffer.from(bodyBase64 ?? '', 'base64') : Buffer.from(body, 'utf8'),
  }));

export const dryRunFields = {
  offerId: id,
  leadIds: z.array(bigId).min(1).max(1_000).optional(),
  limit: z.int().min(1).max(1_000).optional(),
  from: day.optional(),
  to: day.optional(),
  response: response.optional().openapi({
    type: 'object',
    description: 'the answer to decide on; the CRM is not asked then. Exactly one of body and bodyBase64',
    properties: {
      status: { type: 'integer', default: 200 },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      body: { type: 'string' },
      bodyBase64: { type: 'string' },
    },
  }),
  responses: z
    .array(response)
    .min(1)
    .max(100)
    .optional()
    .openapi({
      type: 'array',
      items: { type: 'object', properties: { status: { type: 'integer' }, body: { type: 'string' } } },
      description: 'likewise for a run of several requests: one for each that the script asks for',
    }),
  preprocess: Code.optional(),
  process: Code.optional(),
  only: z.literal('request').optional().openapi({ description: 'stop before anything is sent' }),
};
export const DryRunInput = z.strictObject(dryRunFields).openapi('DryRunInput');

export const ReplayInput = z
  .strictObject({ process: Code.optional(), against: z.enum(['recorded', 'now']).default('recorded') })
  .openapi('ReplayInput');
