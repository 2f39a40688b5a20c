import type { HonoRequest } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import type { App } from '../app.ts';
import { NotFound } from '../errors.ts';
import { authenticate } from './auth.ts';
import { consolePage, consolePages } from './console.ts';
import { docs } from './docs.ts';
import { answer, answerError, answerProblem } from './errors.ts';
import { health } from './health.ts';
import { readInput } from './input.ts';
import { intake } from './intake.ts';
import { alerts } from './nouns/alerts.ts';
import { audit } from './nouns/audit.ts';
import { checks } from './nouns/checks.ts';
import { currencies } from './nouns/currencies.ts';
import { goals } from './nouns/goals.ts';
import { integrations } from './nouns/integrations.ts';
import { keys } from './nouns/keys.ts';
import { leads } from './nouns/leads.ts';
import { library } from './nouns/library.ts';
import { offers } from './nouns/offers.ts';
import { operations } from './nouns/operations.ts';
import { overview } from './nouns/overview.ts';
import { people } from './nouns/people.ts';
import { personalData } from './nouns/personal-data.ts';
import { pipelines } from './nouns/pipelines.ts';
import { postbacks } from './nouns/postbacks.ts';
import { presets } from './nouns/presets.ts';
import { reasons } from './nouns/reasons.ts';
import { runs } from './nouns/runs.ts';
import { scripts } from './nouns/scripts.ts';
import { session } from './nouns/session.ts';
import { settings } from './nouns/settings.ts';
import { sources } from './nouns/sources.ts';
import { stats } from './nouns/stats.ts';
import { statusMappings } from './nouns/status-mappings.ts';
import { webmasters } from './nouns/webmasters.ts';
import { openApiDocument } from './openapi.ts';
import { routes } from './routes.ts';
import { securityHeaders } from './security.ts';

/** The whole HTTP API; `fetch` of what it gives is what a server serves. */
export function createApi(app: App) {
  const frame = routes();
  frame.onError((error, c) => answerError(error, c, app.log));
  frame.notFound((c) => (isForPeople(c.req) ? consolePage(404) : answerProblem(c, new NotFound('page', c.req.path))));
  frame.use(securityHeaders, async (c, next) => {
    const began = performance.now();
    await next();
    const route = { route: routePath(c, -1), method: c.req.method };
    app.metrics.apiRequests.inc({ ...route, status: `${c.res.status}` });
    app.metrics.apiSeconds.observe(route, (performance.now() - began) / 1000);
  });
  frame.use(
    methodNotAllowed({
      app: frame,
      onMethodNotAllowed: (c, methods) => {
        c.header('Allow', methods.join(', '));
        const detail = `${c.req.method} does not work on ${c.req.path}: what works is ${methods.join(', ')}`;
        return answer(c, { status: 405, title: 'Method not allowed', detail, code: 'not_found' });
      },
    }),
  );
  frame.use('/api/*', authenticate(app), readInput);
  frame.route('/', health(app)).route('/', docs()).route('/', intake(app)).route('/', consolePages());
  let document: ReturnType<typeof openApiDocument> | undefined;
  frame.get('/openapi.json', (c) => {
    document ??= openApiDocument(api, app.config.publicUrl);
    return c.json(document);
  });
  const api = frame
    .route('/', offers(app))
    .route('/', goals(app))
    .route('/', reasons(app))
    .route('/', currencies(app))
    .route('/', webmasters(app))
    .route('/', integrations(app))
    .route('/', statusMappings(app))
    .route('/', scripts(app))
    .route('/', checks(app))
    .route('/', library(app))
    .route('/', runs(app))
    .route('/', leads(app))
    .route('/', sources(app))
    .route('/', pipelines(app))
    .route('/', presets(app))
    .route('/', operations(app))
    .route('/', postbacks(app))
    .route('/', personalData(app))
    .route('/', stats(app))
    .route('/', overview(app))
    .route('/', settings(app))
    .route('/', alerts(app))
    .route('/', keys(app))
    .route('/', people(app))
    .route('/', session(app))
    .route('/', audit(app));
  return api;
}

/** For the typed client: `hc<Api>(url)`. */
export type Api = ReturnType<typeof createApi>;

/** Whether somebody typed the address into a browser: what programs ask for is answered with a problem. */
function isForPeople(request: HonoRequest): boolean {
  const ofPrograms = /^\/(?:api|in|assets|docs)(?:\/|$)/.test(request.path);
  return request.method === 'GET' && !ofPrograms && /\btext\/html\b/.test(request.header('accept') ?? '');
}
