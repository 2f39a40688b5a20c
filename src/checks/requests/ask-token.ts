/** One log-in: its request, its answer, and the token in it. */
import type { Json } from '../../../sandbox/contract/job.ts';
import { MacroError } from '../../../sandbox/contract/macros.ts';
import type { App } from '../../app.ts';
import type { CheckLogin } from '../../db/schema/checks.ts';
import type { RunError } from '../../db/schema/runs.ts';
import { maskHeaders } from '../../outbound/mask.ts';
import type { OutboundRequest } from '../../outbound/send.ts';
import { readAnswer } from '../answers/read-answer.ts';
import type { RequestRow } from '../report.ts';
import type { RunSetup } from '../setup.ts';
import { type Answerer, ownRequest, shownRequest, startOf } from './ask.ts';

export interface LoginRequest {
  request: OutboundRequest;
  allowedHosts: string[];
}

export type TokenAnswer =
  | { kind: 'token'; token: string; seconds: number; row: RequestRow }
  | { kind: 'failed'; error: RunError; row: RequestRow | null };

/** @returns why it cannot be built instead, where a macro has no value */
export function loginRequest(login: CheckLogin, setup: RunSetup): LoginRequest | RunError {
  const { url, method, headers, fields, bodyEncoding } = login;
  try {
    return ownRequest({ url, method, headers, fields, body_encoding: bodyEncoding }, setup);
  } catch (error) {
    if (!(error instanceof MacroError)) throw error;
    return loginFailed(error.message);
  }
}

/** Sends the log-in and takes the token out of its answer. */
export async function askForToken(
  app: Pick<App, 'isolates'>,
  login: CheckLogin,
  { request, allowedHosts }: LoginRequest,
  setup: RunSetup,
  answer: Answerer,
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  const answered = await answer(request, allowedHosts, setup, signal);
  const exchange = answered.kind === 'answer' ? answered.exchange : null;
  const row: RequestRow = {
    purpose: 'login',
    page: null,
    request: shownRequest(request, setup),
    response: exchange && { status: exchange.status, headers: maskHeaders(exchange.headers, setup.mask) },
    answer: null,
    data: null,
    attempts: answered.attempts,
    timing: { waitMs: 0, requestMs: answered.ms, decodeMs: 0, scriptMs: 0 },
    error: null,
  };
  const failed = (message: string, excerpt?: string): TokenAnswer => {
    row.error = loginFailed(message, excerpt);
    return { kind: 'failed', error: row.error, row };
  };
  if (answered.kind === 'failed') return failed(answered.error.message);
  if (exchange === null) return failed('It was not sent');
  const start = withoutTokens(startOf(exchange.body, null));
  const quoted = start === '' ? 'an empty body' : start;
  if (exchange.status < 200 || exchange.status > 299)
    return failed(`The answer is ${exchange.status}: ${quoted}`, start);
  const read = await readAnswer(app.isolates, exchange, { format: login.format, charset: null, csv: null }, signal);
  row.timing.decodeMs = read.decodeMs;
  if (read.kind === 'failed') return failed(read.error.message, start);
  const token = textAt(read.data, login.token);
  if (token === null) return failed(`The answer has no text at «${login.token}»: ${quoted}`, start);
  return { kind: 'token', token, seconds: secondsOf(read.data, login), row };
}

export function loginFailed(reason: string, excerpt = ''): RunError {
  return {
    step: 'request',
    code: 'login_failed',
    message: `The log-in failed. ${reason}`,
    ...(excerpt === '' ? {} : { excerpt }),
  };
}

/** Bytes of a token; no header carries more. */
const longestToken = 16_000;

/** The text, or number, at a dotted path; null where there is none. */
function textAt(data: Json, path: string): string | null {
  const found = valueAt(data, path);
  if (typeof found === 'number') return String(found);
  if (typeof found !== 'string') return null;
  const token = found.trim();
  return token === '' || token.length > longestToken ? null : token;
}

function valueAt(data: Json, path: string): Json | undefined {
  if (path === '.') return data;
  let value: Json | undefined = data;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as { [name: string]: Json })[name];
  }
  return value;
}

const longestLifetime = 30 * 86_400;

function secondsOf(data: Json, { expiresIn, lifetimeSeconds }: CheckLogin): number {
  const said = expiresIn === null ? Number.NaN : Number(valueAt(data, expiresIn) ?? Number.NaN);
  const seconds = said > 0 ? Math.min(said, longestLifetime) : lifetimeSeconds;
  // A token must not run out on the way.
  return seconds - Math.min(30, seconds / 10);
}

/** The values of names that sound like a token: the token may stand where nobody looked for it. */
function withoutTokens(text: string): string {
  return text
    .replace(/("[^"]*(?:token|secret|session|password|jwt|key|auth|sid)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi, '$1"***"')
    .replace(/(<([\w:.-]*(?:token|secret|session|password|jwt|key|auth|sid)[\w:.-]*)>)[^<]*/gi, '$1***')
    .replace(/\b([\w-]*(?:token|secret|session|password|jwt|key|auth|sid)[\w-]*=)[^&\s"<]*/gi, '$1***');
}
