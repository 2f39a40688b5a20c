import { z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type InputError, InvalidInput, NotFound, TooLarge } from '../errors.ts';

const MIB = 1024 * 1024;
const USUAL_LIMIT = MIB;
/** Bodies that may be larger: many leads, a script with every character escaped, an answer of 16 MiB in base64. */
const limits: [RegExp, number][] = [
  [/^\/api\/leads$/, 8 * MIB],
  [/^\/api\/scripts(\/|$)/, 2 * MIB],
  [/^\/api\/(checks\/[^/]+\/)?dry-run$/, 24 * MIB],
];
const DEEPEST = 32;
const MOST_ERRORS = 100;

/**
 * Reads a request's body once, within its limit, and refuses what no route can take: text that is no JSON or no Unicode,
 * NUL characters (the database cannot hold them), too deep nesting. No body counts as `{}`.
 */
export const readInput: MiddlewareHandler = async (c, next) => {
  for (const [name, values] of Object.entries(c.req.queries())) {
    refuseText([...values, name], name);
  }
  if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) {
    const limit = limits.find(([path]) => path.test(c.req.path))?.[1] ?? USUAL_LIMIT;
    const text = await readText(c, limit);
    const contentType = c.req.header('content-type');
    const empty = text.trim() === '';
    if (empty) c.req.raw.headers.set('content-type', 'application/json');
    else if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
      throw new HTTPException(415, {
        message: `The body must be application/json, not ${contentType ?? 'without a type'}`,
      });
    } else checkJson(parseJson(text));
    // Hono types its cache as if it held texts; it holds promises of them.
    c.req.bodyCache.text = Promise.resolve(empty ? '{}' : text) as never;
  }
  await next();
};

async function readText(c: Context, limit: number): Promise<string> {
  const tooLarge = () => new TooLarge(`The body is larger than ${limit} bytes`);
  if (Number(c.req.header('content-length') ?? 0) > limit) throw tooLarge();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return decoder.decode(Buffer.concat(chunks));
  } catch {
    throw invalid('', 'is not UTF-8 text');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid('', `is not JSON: ${(error as Error).message}`);
  }
}

/** Walks without recursion: the depth is what is in question. */
function checkJson(root: unknown): void {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, path, depth } = place;
    if (typeof value === 'string') refuseText([value], path);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEEPEST) throw invalid(path.slice(0, 200), `is nested deeper than ${DEEPEST} levels`);
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries())
        open.push({ value: item, path: `${path}[${index}]`, depth: depth + 1 });
    } else {
      for (const [name, item] of Object.entries(value)) {
        refuseText([name], path);
        if (name === '__proto__') throw invalid(path, 'must not hold a field __proto__');
        open.push({ value: item, path: path === '' ? name : `${path}.${name}`, depth: depth + 1 });
      }
    }
  }
}

function refuseText(texts: string[], path: string): void {
  for (const text of texts) {
    if (text.includes('\0')) throw invalid(path, 'must not hold NUL characters');
    if (!text.isWellFormed()) throw invalid(path, 'must not hold half of a surrogate pair');
  }
}

const invalid = (path: string, message: string): InvalidInput => new InvalidInput([{ path, message }]);

/** What becomes of input that breaks its route's schema. */
export function refuseInvalid(
  result: { target: string; success: boolean; error?: z.ZodError; data?: unknown },
  c: Context,
): void {
  if (result.success || result.error === undefined) return;
  if (result.target === 'param') throw new NotFound('page', c.req.path);
  throw new InvalidInput(result.error.issues.flatMap((issue) => errorsOf(issue, [])).slice(0, MOST_ERRORS));
}

type Issue = z.core.$ZodIssue;

function errorsOf(issue: Issue, base: PropertyKey[]): InputError[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: pathText([...path, key]), message: 'is not a known field' }));
    case 'invalid_union': {
      const [branch] = [...issue.errors].sort((a, b) => shallowness(a) - shallowness(b));
      if (branch === undefined) return [{ path: pathText(path), message: issue.message }];
      return branch.flatMap((inner) => errorsOf(inner, path));
    }
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path: pathText(path), message: inner.message }));
  }
  return [{ path: pathText(path), message: issue.message }];
}

/** Of the forms that a value may have, the one it fits best is that which it breaks deepest inside. */
const shallowness = (issues: Issue[]): number =>
  issues.filter(({ path, code }) => path.length === 0 && code === 'invalid_type').length;

function pathText(path: PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
