import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createApi } from '../../src/api/app.ts';
import { type Http, openHttp } from './http.ts';
import { type JsonSchema, nearly } from './json-schema.ts';

interface Operation {
  parameters?: { name: string; in: 'path' | 'query'; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: { 'application/json': { schema: JsonSchema } } };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
}

let http: Http;
beforeAll(async () => {
  http = await openHttp();
  const post = (path: string, body: object) => http.call('POST', path, body);
  // Something of everything, so that small ids name what is there.
  for (const n of [1, 2]) {
    await post('/api/offers', { name: `Offer ${n}`, currency: 'RUB' });
    await post(`/api/offers/${n}/goals`, { code: 'sale', name: 'Sale' });
    await post('/api/webmasters', { name: `Webmaster ${n}` });
    await post('/api/scripts', { name: `Script ${n}`, language: 'js', code: '$data;' });
    await post('/api/integrations', { name: `CRM ${n}`, secrets: { token: 'x' } });
    await http.call('PUT', `/api/integrations/${n}/offers/${n}`, {});
    await post('/api/status-mappings', { integrationId: n, text: 'ok', accept: true });
    const check = { integrationId: n, kind: 'range', url: 'http://127.0.0.1:9/', format: 'json', processScriptId: n };
    await post('/api/checks', check);
    await post('/api/leads', { offerId: n, extId: `${n}` });
    await post('/api/sources', { name: `Source ${n}`, type: 'webhook' });
    const actions = [{ type: 'json', name: 'body', fields: [{ name: 'a', value: '{event.a}' }] }];
    await post('/api/pipelines', { name: `Pipeline ${n}`, sourceId: n, actions });
  }
}, 120_000);
afterAll(() => http.close());

const runsOfEach = 16;
/** There is little to vary in a path and a few parameters. */
const runsWithoutBody = 6;
/** Each call starts a process to compile in. */
const runsWhereCompiling = 4;

it('no call is answered with 500, and every answer is as the document says', { timeout: 300_000 }, async () => {
  const { body: document } = await http.raw('/openapi.json');
  const definitions: Record<string, JsonSchema> = document.components.schemas;
  for (const [path, item] of Object.entries<Record<string, Operation>>(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const hasBody = operation.requestBody !== undefined;
      const compiling = path.startsWith('/api/scripts') && hasBody;
      await fc.assert(
        fc.asyncProperty(callOf(method, path, operation, definitions), async (call) => {
          const answer = await http.raw(call.url, { ...call.init, headers: { ...call.init.headers, ...admin() } });
          expect(answer.status, `${JSON.stringify(answer.body)}`).toBeLessThan(500);
          if (answer.status >= 400) {
            expect(answer.headers.get('content-type')).toBe('application/problem+json');
            expect(answer.body).toMatchObject({ status: answer.status, detail: expect.any(String) });
          } else {
            const schema = operation.responses[`${answer.status}`]?.content?.['application/json']?.schema;
            expect(schema, `status ${answer.status}`).toBeDefined();
            expect(matching(schema ?? {}, definitions).safeParse(answer.body).error?.issues).toBeUndefined();
          }
        }),
        {
          numRuns: compiling ? runsWhereCompiling : hasBody ? runsOfEach : runsWithoutBody,
          seed: 7,
          endOnFailure: true,
        },
      );
    }
  }
});

const admin = () => ({ authorization: `Bearer ${http.keys.admin}` });

function callOf(method: string, path: string, operation: Operation, definitions: Record<string, JsonSchema>) {
  const parameters = (operation.parameters ?? []).map(({ name, in: place, required = false, schema }) => {
    const value =
      name === 'wait'
        ? fc.constantFrom(0, 0.01, -1, 'long', 1e9)
        : path.startsWith('/api/keys/')
          ? // The keys of this test stay.
            fc.integer({ min: 4, max: 9 })
          : nearly(schema, definitions);
    return fc.tuple(
      fc.constant(name),
      fc.constant(place),
      required ? value : fc.option(value, { nil: undefined, freq: 2 }),
    );
  });
  const schema = operation.requestBody?.content['application/json'].schema;
  const body = schema ? fc.option(nearly(schema, definitions), { nil: undefined, freq: 15 }) : fc.constant(undefined);
  return fc.tuple(fc.tuple(...parameters), body).map(([values, sent]) => {
    let address = path;
    const query = new URLSearchParams();
    for (const [name, place, value] of values) {
      if (value === undefined) continue;
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      if (place === 'path')
        address = address.replace(`{${name}}`, encodeURIComponent(text.slice(0, 200).toWellFormed()) || '%20');
      else query.set(name, text.slice(0, 2_500));
    }
    return {
      url: query.size > 0 ? `${address}?${query}` : address,
      init: {
        method: method.toUpperCase(),
        headers: sent === undefined ? {} : { 'content-type': 'application/json' },
        ...(sent !== undefined && { body: JSON.stringify(sent) }),
      },
    };
  });
}

const made = new Map<JsonSchema, z.ZodType>();

function matching(schema: JsonSchema, definitions: Record<string, JsonSchema>): z.ZodType {
  const known = made.get(schema);
  if (known) return known;
  const whole = JSON.stringify({ ...schema, $defs: definitions }).replaceAll('#/components/schemas/', '#/$defs/');
  const fresh = z.fromJSONSchema(JSON.parse(whole));
  made.set(schema, fresh);
  return fresh;
}

it('the document describes every call of the API', async () => {
  const { body: document } = await http.raw('/openapi.json');
  expect(document.openapi).toBe('3.1.0');
  const described = new Set<string>();
  for (const [path, item] of Object.entries<object>(document.paths)) {
    for (const method of Object.keys(item))
      described.add(`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
  }
  const served = createApi(http.app)
    .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path}`);
  expect(described).toEqual(new Set(served));
});
