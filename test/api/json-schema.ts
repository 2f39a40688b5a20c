import type { Arbitrary } from 'fast-check';
import * as fc from 'fast-check';

/** As much of JSON Schema as the OpenAPI document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

const oddText = fc.constantFrom(
  '',
  ' ',
  '\0',
  '\ud800',
  '�',
  "'; drop table leads; --",
  '{ids}{from}{{x}}',
  'https://crm.example.com/?ids={idel}',
  'x'.repeat(30_000),
  '1',
  '-1',
  '1,234',
  '99999999999999999999',
  '2025-02-30',
  '0000-01-01',
  '9999-12-31T23:59:59Z',
  '2026-01-31T12:00:00+14:00',
  'RUB',
  'Europe/Moscow',
  '__proto__',
  'constructor',
);
const oddNumber = fc.constantFrom(
  0,
  -1,
  -0,
  0.5,
  1e-7,
  1e21,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 63),
  1e308,
);
const oddValue: Arbitrary<unknown> = fc.oneof(
  oddText,
  oddNumber,
  fc.constantFrom(null, true, false, [], {}, [[]], { a: { b: [null] } }, JSON.parse('{"__proto__": 1}')),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Mostly what the schema asks for, with something odd here and there. */
export function nearly(schema: JsonSchema, definitions: Record<string, JsonSchema>, depth = 0): Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: proper(schema, definitions, depth) }, { weight: 1, arbitrary: oddValue });
}

function proper(schema: JsonSchema, definitions: Record<string, JsonSchema>, depth: number): Arbitrary<unknown> {
  const { $ref, type } = schema;
  const anyOf = schema.anyOf ?? schema.oneOf;
  if ($ref !== undefined) return proper(definitions[$ref.split('/').at(-1) ?? ''] ?? {}, definitions, depth);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (anyOf) return fc.oneof(...anyOf.map((one) => proper(one, definitions, depth)));
  const types = [type ?? 'string'].flat();
  return fc.oneof(...types.map((one) => ofType(one, schema, definitions, depth)));
}

function ofType(
  type: string,
  schema: JsonSchema,
  definitions: Record<string, JsonSchema>,
  depth: number,
): Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number': {
      const min = Math.max(schema.minimum ?? -10, -(2 ** 31));
      // Small ids are those of what is there.
      return fc.integer({ min, max: Math.min(schema.maximum ?? 2 ** 31, min + 12) });
    }
    case 'array':
      return fc.array(nearly(schema.items ?? {}, definitions, depth + 1), { maxLength: 4 });
    case 'object':
      return object(schema, definitions, depth);
    default:
      if (schema.format === 'date-time') return fc.constantFrom('2026-01-31T12:00:00Z', '2026-03-01T00:00:00+03:00');
      if (schema.format === 'date') return fc.constantFrom('2026-01-31', '2026-02-28');
      if (schema.pattern === '^[A-Z]{3,5}$') return fc.constantFrom('RUB', 'USD', 'XTS', 'EUR');
      return fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.constantFrom('1', 'UTC', 'a', 'js', 'let a = 1;'),
      );
  }
}

function object(schema: JsonSchema, definitions: Record<string, JsonSchema>, depth: number): Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const record = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, nearly(one, definitions, depth + 1)])),
    { requiredKeys: required },
  );
  const more =
    typeof additionalProperties === 'object'
      ? fc.dictionary(
          fc.oneof(fc.constantFrom('a', 'token'), fc.string({ maxLength: 5 })),
          nearly(additionalProperties, definitions, depth + 1),
          { maxKeys: 3 },
        )
      : fc.oneof({ weight: 15, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constant({ unknown: 1 }) });
  return fc.tuple(record, more).map(([given, added]) => Object.assign({}, added, given));
}
