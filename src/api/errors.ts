import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isConnectionLoss } from '../db/connect.ts';
import { violationOf } from '../db/violations.ts';
import {
  Conflict,
  type ErrorCode,
  type InputError,
  InUse,
  InvalidInput,
  NotFound,
  RateLimited,
  type ScriptError,
  ScriptInvalid,
  SverkaError,
  Unavailable,
} from '../errors.ts';
import type { Log } from '../log.ts';

/** A problem document (RFC 9457). */
export interface Problem {
  status: number;
  title: string;
  detail: string;
  code: ErrorCode;
  /** What stands in the detail, where it is known by its code. */
  params?: Record<string, string | number>;
  errors?: InputError[] | ScriptError[];
}

export const problems: Record<ErrorCode, { status: ContentfulStatusCode; title: string }> = {
  invalid_input: { status: 422, title: 'Invalid input' },
  unauthorized: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  in_use: { status: 409, title: 'In use' },
  gone: { status: 410, title: 'No longer kept' },
  too_large: { status: 413, title: 'Too large' },
  rate_limited: { status: 429, title: 'Too many requests' },
  script_invalid: { status: 422, title: 'The script does not compile' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
};

const RETRY_AFTER_SECONDS = 5;

/** Answers what a route threw. What no rule foresees is logged under an id, and tells the caller nothing but that id. */
export function answerError(error: unknown, c: Context, log: Log): Response {
  const known = knownError(error);
  if (known !== null) return answerProblem(c, known);
  if (error instanceof HTTPException) {
    return answer(c, { status: error.status, title: 'Bad request', detail: error.message, code: 'invalid_input' });
  }
  // The caller has gone, which ended what it waited for; nobody reads this.
  if (c.req.raw.signal.aborted) return c.body(null, 408);
  const reference = randomUUID();
  log.error({ err: error, reference, method: c.req.method, path: c.req.path }, 'a request failed unexpectedly');
  const detail = `Something went wrong here; the log tells more under ${reference}`;
  return answer(c, { status: 500, title: 'Internal error', detail, code: 'unavailable' });
}

/** Answers an error of the closed set. */
export function answerProblem(c: Context, error: SverkaError): Response {
  if (error.code === 'unauthorized') c.header('WWW-Authenticate', 'Bearer realm="sverka"');
  if (error instanceof RateLimited) c.header('Retry-After', `${error.retryAfterSeconds}`);
  if (error.code === 'unavailable') c.header('Retry-After', `${RETRY_AFTER_SECONDS}`);
  const { status, title } = problems[error.code];
  const errors = error instanceof InvalidInput || error instanceof ScriptInvalid ? { errors: error.errors } : {};
  const params = error instanceof NotFound ? { params: error.params } : {};
  return answer(c, { status, title, detail: error.message, code: error.code, ...params, ...errors });
}

/** Answers with a status that has no code of its own: 405 and 415. */
export function answer(c: Context, problem: Problem): Response {
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json',
  });
}

function knownError(error: unknown): SverkaError | null {
  if (error instanceof SverkaError) return error;
  if (isConnectionLoss(error)) return new Unavailable('The database cannot be reached now', { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // A statement that took too long, a deadlock, a failed serialization: the same call may work later.
  if (['57014', '40P01', '40001', '55P03'].includes(code)) {
    return new Unavailable('The database is too busy now', { cause: error });
  }
  // Verbs look before they write; these are what another call did in between.
  switch (violationOf(error)?.kind) {
    case 'unique':
      return new Conflict('Something of the same name exists already', { cause: error });
    case 'still referenced':
      return new InUse('Something else refers to it', { cause: error });
    case 'missing reference':
      return new InvalidInput([{ path: '', message: 'refers to something that does not exist' }]);
    case 'out of range':
      return new InvalidInput([{ path: '', message: 'holds a number that is too large' }]);
    default:
      return null;
  }
}
