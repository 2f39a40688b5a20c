import { z } from '@hono/zod-openapi';
import type { Json } from '../../../sandbox/contract/job.ts';
import { id, time } from '../schemas.ts';

const anything = z.any();
export const event = z.record(z.string(), z.any()) as unknown as z.ZodType<{ [name: string]: Json }>;

export const OperationError = z
  .object({
    step: z.string().nullable(),
    code: z.string(),
    message: z.string(),
    params: z.record(z.string(), z.any()).optional(),
    line: z.int().optional(),
    column: z.int().optional(),
    excerpt: z.string().optional(),
  })
  .openapi('OperationError');

export const Step = z
  .object({
    name: z.string(),
    type: z.string(),
    state: z.enum(['done', 'failed', 'stopped', 'not_sent']),
    input: anything,
    output: anything,
    error: OperationError.optional(),
    logs: z.array(z.object({ level: z.string(), text: z.string() })).optional(),
    ms: z.number(),
  })
  .openapi('OperationStep');

export const operationStates = ['queued', 'running', 'done', 'failed', 'duplicate', 'stopped'] as const;

export const Operation = z
  .object({
    id: z.string(),
    sourceId: id,
    pipelineId: id.nullable(),
    state: z.enum(operationStates),
    receivedAt: time,
    finishedAt: time.nullable(),
    event: z.record(z.string(), z.any()),
    attempts: z.int(),
    error: OperationError.nullable(),
    nextAt: time.nullable(),
    steps: z.array(Step),
  })
  .openapi('Operation');
