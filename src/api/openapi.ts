import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Env } from './auth.ts';
import { problems } from './errors.ts';

const Problem = z
  .object({
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    code: z.enum(Object.keys(problems) as [keyof typeof problems]),
    params: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .openapi({ description: 'what stands in the detail: of not_found the `noun` and the `id`' }),
    errors: z
      .array(
        z.union([
          z.object({ path: z.string(), message: z.string() }),
          z.object({ line: z.int(), column: z.int(), message: z.string() }),
        ]),
      )
      .optional(),
  })
  .openapi('Problem');

type Document = ReturnType<OpenAPIHono<Env>['getOpenAPI31Document']>;

/** The OpenAPI 3.1 document of the routes, made of the schemas that check their input. */
export function openApiDocument(api: OpenAPIHono<Env>, publicUrl: string): Document {
  const { openAPIRegistry: registry } = api;
  registry.register('Problem', Problem);
  registry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'sverka',
    description: "of people who signed in by POST /api/session; calls that change something need the page's own Origin",
  });
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Sverka',
      version: '1',
      description:
        'Keeps the lead statuses of an affiliate network in step with the CRMs of its advertisers. ' +
        'JSON in camelCase; times ISO 8601 in UTC; money a decimal string. Errors are problem documents (RFC 9457).',
    },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }, { session: [] }],
  });
  const failure = {
    description: 'Anything else',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = path[method];
      if (operation) operation.responses = { ...operation.responses, default: failure };
    }
  }
  return document;
}
