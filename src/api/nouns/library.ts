import { z } from '@hono/zod-openapi';
import { standing, title } from '../../../scripts/library.ts';
import type { App } from '../../app.ts';
import { badCursor, pageOf } from '../../db/pages.ts';
import { install } from '../../library/install.ts';
import { type Entry, libraryLanguages, listEntries, readEntry, type WholeEntry } from '../../library/load.ts';
import { body, change, route, routes } from '../routes.ts';
import { creating, id, language, listOf, name, pageQuery, params } from '../schemas.ts';
import { Check } from './check-schemas.ts';
import { Integration } from './integrations.ts';
import { Script } from './scripts.ts';

const Words = z.object({ ru: z.string(), en: z.string() }).openapi('Words');
const kind = z.enum(['processing', 'accepted', 'range']);
const libraryLanguage = z.enum(libraryLanguages);

const entry = {
  crm: z.string().openapi({ example: 'leadvertex-webmaster' }),
  name: z.string(),
  title: Words.openapi({ description: 'the name, in Russian too where it is made of words' }),
  site: z.string().nullable(),
  what: Words,
  sort: z.enum(['crm', 'template']).openapi({ description: 'template: a common shape of answers, to be adapted' }),
  verified: z
    .enum(['yes', 'partly', 'no'])
    .openapi({ description: 'whether shape and codes were all read in the sources, or in part or wholly remembered' }),
  lastSeenToWork: z.string().nullable().openapi({ description: 'a day; null: never with the CRM itself' }),
  standing: Words.openapi({ description: 'the two above in a sentence' }),
  kinds: z.array(kind).openapi({ description: 'of its checks; none where it only tells statuses by itself' }),
  pushes: z.boolean().openapi({ description: 'whether it tells statuses by itself' }),
};
const LibraryEntry = z.object(entry).openapi('LibraryEntry');

const means = { means: Words };
const Param = z.object({
  ...means,
  default: z.string().optional(),
  example: z.string().optional(),
  is: z.enum(['host', 'reason']).optional(),
});
const WholeLibraryEntry = z
  .object({
    ...entry,
    sources: z.array(z.string()),
    params: z.record(z.string(), Param),
    secrets: z.record(z.string(), z.object({ ...means, example: z.string().optional() })),
    quirks: z.array(Words),
    allowedHosts: z.array(z.string()),
    maxConcurrent: z.int(),
    requestsPerMinute: z.int().nullable(),
    checks: z.array(z.any()).openapi({
      description: 'fields as in NewCheck, the usual values left out; scripts by their files in JavaScript',
    }),
    languages: z.array(libraryLanguage).openapi({
      description: 'in which its scripts are there, process.php beside process.js; none where it is not asked',
    }),
    scripts: z
      .array(z.object({ file: z.string(), language, code: z.string() }))
      .openapi({ description: 'in every language that there is' }),
    cases: z
      .record(z.string(), z.any())
      .openapi({ description: 'answers as documented, with the requests and edits that belong to them' }),
    push: z.any().openapi({ description: 'how it tells statuses by itself; null where it does not' }),
  })
  .openapi('WholeLibraryEntry');

const Installation = creating(
  {
    name: name.optional().openapi({ description: 'of the integration; the CRM’s where it is not given' }),
    timezone: z.string().max(100).openapi({ description: 'IANA name of the zone whose days the CRM counts in' }),
    language: libraryLanguage.openapi({ description: 'of the scripts; one of the entry’s languages' }),
    params: params.openapi({
      description: 'a host may be pasted as an address; one of http: makes the checks ask without encryption',
    }),
    secrets: params,
    offerIds: z.array(id).max(500),
    enable: z.boolean().openapi({
      description: 'insist: the checks run by the clock at once, without a dry run that has succeeded',
    }),
  },
  { timezone: 'UTC', language: 'js', params: {}, secrets: {}, offerIds: [], enable: false },
).openapi('LibraryInstallation');
const Installed = z
  .object({ integration: Integration, scripts: z.array(Script), checks: z.array(Check), offerIds: z.array(id) })
  .openapi('InstalledEntry');

const crmPath = z.object({ crm: z.string().max(100) });

export const library = (app: App) =>
  routes()
    .openapi(
      route(
        'get',
        '/api/library',
        'List the CRMs for which scripts are ready',
        { query: z.strictObject({ q: z.string().max(200).optional(), ...pageQuery }) },
        200,
        listOf(LibraryEntry),
      ),
      async (c) => {
        const { q, cursor, limit } = c.req.valid('query');
        const found = await listEntries(q);
        const after = cursor === undefined ? 0 : found.findIndex(({ crm }) => crm === cursor) + 1;
        if (cursor !== undefined && after === 0) throw badCursor();
        const rows = found.slice(after, after + limit + 1);
        return c.json(
          pageOf(rows, { limit }, ({ crm }) => crm, shown),
          200,
        );
      },
    )
    .openapi(
      route(
        'get',
        '/api/library/{crm}',
        'Read what the library has for a CRM, code included',
        { params: crmPath },
        200,
        WholeLibraryEntry,
      ),
      async (c) => c.json(whole(await readEntry(c.req.valid('param').crm)), 200),
    )
    .openapi(
      route(
        'post',
        '/api/library/{crm}/install',
        'Make an integration with its scripts and checks; these can be enabled once a dry run of each has succeeded',
        { params: crmPath, body: body(Installation) },
        201,
        Installed,
      ),
      async (c) => {
        const found = await readEntry(c.req.valid('param').crm);
        const input = c.req.valid('json');
        const author = c.get('caller');
        return c.json(await change(app, c, (trx) => install(trx, app, found, input, author, app.clock.now())), 201);
      },
    );

const shown = ({ crm, about }: Entry) => ({
  crm,
  name: about.name,
  title: title(about),
  site: about.site,
  what: about.what,
  sort: about.sort,
  verified: about.verified,
  lastSeenToWork: about.lastSeenToWork,
  standing: standing(about),
  kinds: about.checks.map((check) => check.kind),
  pushes: about.push !== undefined,
});

const whole = (found: WholeEntry) => ({
  ...shown(found),
  sources: found.about.sources,
  params: found.about.params,
  secrets: found.about.secrets,
  quirks: found.about.quirks,
  allowedHosts: found.about.allowedHosts ?? [],
  maxConcurrent: found.about.maxConcurrent ?? 2,
  requestsPerMinute: found.about.requestsPerMinute ?? null,
  checks: found.about.checks,
  languages: found.languages,
  scripts: found.scripts,
  cases: found.cases,
  push: found.about.push ?? null,
});
