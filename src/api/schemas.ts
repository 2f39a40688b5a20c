import { z } from '@hono/zod-openapi';
import { parseAmount } from '../../sandbox/contract/decimal.ts';
import { maxSourceBytes, maxStatusTextLength } from '../../sandbox/contract/limits.ts';
import type { Status } from '../../sandbox/contract/statuses.ts';

/** The largest id of tables that people fill by hand. */
const LARGEST_ID = 2_147_483_647;
/** The largest id of tables that machines fill: leads, runs, sweeps. */
const LARGEST_BIG_ID = Number.MAX_SAFE_INTEGER;

export const id = z.int().min(1).max(LARGEST_ID);
export const bigId = z.int().min(1);

const pathNumber = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .transform(Number)
    .pipe(z.number().max(max))
    .openapi({ type: 'integer', minimum: 1, maximum: max });

export const idPath = z.object({ id: pathNumber(LARGEST_ID) });
export const bigIdPath = z.object({ id: pathNumber(LARGEST_BIG_ID) });
/** Two ids in a path: `/integrations/:id/offers/:offerId`. */
export const idsPath = <N extends string>(second: N) =>
  z.object({ id: pathNumber(LARGEST_ID), [second]: pathNumber(LARGEST_ID) } as {
    [K in N | 'id']: ReturnType<typeof pathNumber>;
  });

const queryNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
export const queryId = queryNumber(1, LARGEST_ID).optional();
export const queryBigId = queryNumber(1, LARGEST_BIG_ID).optional();

export const queryBoolean = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1')
  .openapi({ type: 'boolean' });

export const pageQuery = {
  cursor: z.string().max(2_000).optional().openapi({ description: '`next` of the page before' }),
  limit: queryNumber(1, 500).default(50),
};
export const page = z.strictObject(pageQuery);

/** A line of text for people. */
export const name = z.string().trim().min(1).max(200);

export const role = z.enum(['admin', 'operator', 'viewer']);

/** A mail address. */
export const email = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@<>]+@[^\s@<>]+$/, 'is not a mail address');

/** A password that is being chosen. Long ones are better than odd ones, so that length is all that is asked for. */
export const password = z.string().min(10, 'must have at least 10 characters').max(200);

/** An address that requests may go to. */
export const httpUrl = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => ['http:', 'https:'].includes(URL.parse(value)?.protocol ?? ''), {
      error: 'is not an http or https URL',
    })
    .openapi({ format: 'uri' });

/** ISO 4217, or a code like it. */
export const iso = z
  .string()
  .regex(/^[A-Z]{3,5}$/, 'is not a currency code of three to five capital letters')
  .openapi({ example: 'RUB' });

/** A lead's status. Typed by hand: a transform would hide its bounds from the document. */
export const status = z.int().min(1).max(12) as unknown as z.ZodType<Status, number>;
/** What a CRM calls a status. */
export const statusText = z.string().trim().min(1).max(maxStatusTextLength);

export const language = z.enum(['js', 'ts', 'php']);
/** Of a script; its bytes are counted where it is compiled. */
export const sourceCode = z.string().max(maxSourceBytes);

/** An amount as people write it becomes canonical decimal text. */
export const money = z
  .union([z.string(), z.number()])
  .transform((value, context) => {
    const parsed = parseAmount(value);
    if (parsed.ok) return parsed.amount;
    context.addIssue({ code: 'custom', message: parsed.why });
    return z.NEVER;
  })
  .openapi({ example: '12.5', description: 'a decimal' });
export const amount = z.string().openapi({ example: '12.5', description: 'a decimal' });

/** A moment; the database and calendars know what to do with these. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);
export const moment = z.iso.datetime({ offset: true }).transform((value, context) => {
  const at = new Date(value);
  if (at.getTime() >= EARLIEST && at.getTime() < LATEST) return at;
  context.addIssue({ code: 'custom', message: 'must be a time from 1970 to 2199' });
  return z.NEVER;
});
export const time = z.date().openapi({ format: 'date-time' });

/** A local day. */
export const day = z.iso.date({ abort: true }).refine((value) => value >= '1970-01-01' && value < '2200-01-01', {
  error: 'must be a day from 1970 to 2199',
});

const paramName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'a name holds 1 to 64 letters, digits, _ . and - alone');
const paramText = z.string().max(10_000);
const paramValue = z.union([paramText, z.number()]).transform(String);
const paramChange = z
  .union([paramText, z.number(), z.null()])
  .transform((value) => (value === null ? null : String(value)));
/** Named values that macros and scripts read. */
export const params = z.record(paramName, paramValue);
/** The same, where null takes a name away. */
export const paramChanges = z.record(paramName, paramChange);

/** The object of `shape` in which the fields of `defaults` may be left out. Unknown fields are refused. */
export function creating<S extends z.ZodRawShape, D extends { [K in keyof S]?: z.output<S[K]> }>(
  shape: S,
  defaults: D,
): z.ZodObject<{ [K in keyof S]: K extends keyof D ? z.ZodDefault<S[K]> : S[K] }, z.core.$strict> {
  const fields = Object.entries(shape).map(([field, schema]) => {
    const fallback = Object.hasOwn(defaults, field);
    return [field, fallback ? (schema as z.ZodType).default(defaults[field as keyof D]) : schema];
  });
  return z.strictObject(Object.fromEntries(fields)) as never;
}

/** The object of `shape` in which every field may be left out, and then stays as it is. */
export const changing = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape).partial();

export const listOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: 'the cursor of the next page' }),
  });

/** The answer to a deletion. */
export const Deleted = z.object({ id }).openapi('Deleted');
