import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { vi } from 'vitest';
import { consoleBundle } from '../../src/api/console-bundle.ts';
import { listen } from '../../src/api/listen.ts';
import { rollUp } from '../../src/checks/views/statistics.ts';
import type { Role } from '../../src/db/schema/people.ts';
import { type IntakeWorker, startIntake } from '../../src/intake/workers/worker.ts';
import { acceptInvitation, invite } from '../../src/people/invitations.ts';
import { createKey } from '../../src/people/keys.ts';
import { hashPassword } from '../../src/people/passwords.ts';
import { createPerson } from '../../src/people/people.ts';
import { startCpaHouse } from '../intake/cpa-house.ts';
import { makeCheck, makeIntegration, makeLeads, makeOffer, openWorld, type World } from '../world.ts';

/** Debian's Chromium, or the one that `CHROMIUM` names. */
export const chromiumPath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
if (chromiumPath === undefined) {
  process.stderr.write(
    "\n!!! NO CHROMIUM: THE TESTS OF THE CONSOLE ARE NOT RUN. Install Debian's chromium, or set CHROMIUM. !!!\n",
  );
}

export const password = 'correct horse battery';
export const emailOf = (role: Role): string => `${role}@example.com`;

/** The whole program with a network in it, and a browser. */
export interface ConsoleWorld {
  world: World;
  url: string;
  offerId: number;
  integrationId: number;
  checkId: number;
  leads: number[];
  /** Calls the API as an administrator. */
  call<T = any>(method: string, path: string, body?: unknown): Promise<T>;
  /** A browser of its own, signed in unless there is no role; everything it complains about lands in `complaints`. */
  open(options: { role?: Role; language?: 'ru' | 'en'; width?: number; theme?: 'light' | 'dark' }): Promise<Page>;
  complaints: string[];
  /** Closes every browser that a test opened. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

export async function openConsole(): Promise<ConsoleWorld> {
  // The slowest of what is needed go side by side: the program, its scripts for the browser, and the browser.
  const [world, browser] = await Promise.all([openWorld('pglite'), launch(), consoleBundle()]);
  const { app } = world;
  const intake: IntakeWorker = await startIntake(app);
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Hashing takes its time, as it should.
  const passwordHash = await hashPassword(password);
  for (const role of ['admin', 'operator', 'viewer'] as const) await makePerson(world, role, passwordHash);
  const network = await makeNetwork(world);
  const { key } = await createKey(app.db, { name: 'tests', role: 'admin' }, app.clock.now());
  const complaints: string[] = [];
  const contexts: BrowserContext[] = [];
  const sessions = new Map<Role, Session>();
  return {
    world,
    url,
    ...network,
    complaints,
    async call(method, path, body) {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text);
    },
    async open({ role, language = 'en', width = 1280, theme = 'light' }) {
      const session = role && sessions.get(role);
      const context = await browser.newContext({
        viewport: { width, height: 860 },
        colorScheme: theme,
        // What fades in has no contrast yet, and takes its time.
        reducedMotion: 'reduce',
        locale: language === 'ru' ? 'ru-RU' : 'en-US',
        baseURL: url,
        ...(session && { storageState: session }),
      });
      contexts.push(context);
      context.setDefaultTimeout(60_000);
      if (role && !session) {
        // Once for all tests, and not through the form, which has a test of its own: checking a password takes a second.
        const response = await context.request.post('/api/session', {
          data: { email: emailOf(role), password },
          headers: { origin: url },
        });
        if (!response.ok()) throw new Error(`Signing in gave ${response.status()}`);
        sessions.set(role, await context.storageState());
      }
      const page = await context.newPage();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      return page;
    },
    async tidy() {
      for (const context of contexts.splice(0)) await context.close();
    },
    async close() {
      for (const context of contexts.splice(0)) await context.close();
      await browser.close();
      await intake.stop(2_000);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await world.close();
    },
  };
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

async function makePerson({ app }: World, role: Role, passwordHash: string): Promise<void> {
  const now = app.clock.now();
  const { id } = await createPerson(app.db, { name: `The ${role}`, email: emailOf(role), role }, now);
  const token = await invite(app.db, id, now);
  await app.db.transaction().execute((trx) => acceptInvitation(trx, token, { passwordHash }, now));
}

/** One offer, one CRM that answers, and a check that has swept once: of its leads one is unknown to us, one unreadable. */
async function makeNetwork(
  world: World,
): Promise<Pick<ConsoleWorld, 'offerId' | 'integrationId' | 'checkId' | 'leads'>> {
  const offerId = await makeOffer(world);
  const integrationId = await makeIntegration(world, { offers: [offerId], secrets: { token: 'very secret' } });
  const leads = await makeLeads(
    world,
    ['A-1', 'A-2', 'A-3', 'A-4'].map((extId) => ({ offerId, integrationId, extId })),
  );
  const checkId = await makeCheck(world, { integrationId, code: mixedScript });
  world.crm.answer('/orders', {
    body: [
      { id: 'A-1', status: 'approved' },
      { id: 'A-2', status: 'отказ' },
      { id: 'A-3', status: 'что-то странное' },
    ],
  });
  await world.sweep(checkId);
  await rollUp(world.app.db, world.clock.now());
  return { offerId, integrationId, checkId, leads };
}

/** A pipeline with an order that arrived, one that was refused, and one that came before it ran. */
export async function makePipeline({ world, url, offerId, call }: ConsoleWorld): Promise<number> {
  startCpaHouse(world.crm);
  const { source, pipeline } = await call('POST', '/api/presets/getcourse-cpa-house', {
    name: 'Покупки GetCourse → cpa.house',
    offerId,
    params: { id_webmaster: '17', id_offer: '55', id_source: '3', id_stream: '9' },
    secrets: { api_key: 'cpa-secret-key' },
    extraParameters: [
      { name: 'ip', variable: '{object.user.IP}' },
      { name: 'user_agent', variable: '{object.user.UserAgent}' },
      { name: 'country', variable: '{object.user.Страна}' },
    ],
  });
  const actions = pipeline.actions.map((action: { type: string }) =>
    action.type === 'http-request' ? { ...action, url: `${world.crm.url}/method/send_order` } : action,
  );
  await call('PATCH', `/api/pipelines/${pipeline.id}`, { actions });
  const at = `${url}${new URL(source.url).pathname}`;
  const send = (event: object) => fetch(at, { method: 'POST', body: new URLSearchParams({ ...purchase, ...event }) });
  await send({ id: '500' });
  await call('POST', `/api/pipelines/${pipeline.id}/start`, {});
  await send({ id: '501' });
  await send({ id: '502', country: 'Россия' });
  await vi.waitUntil(
    async () => {
      const { items } = await call('GET', `/api/operations?pipelineId=${pipeline.id}`);
      return items.map(({ state }: { state: string }) => state).join() === 'failed,done,stopped';
    },
    { timeout: 60_000 },
  );
  return pipeline.id;
}

/** A webmaster who is told of accepted leads, with a delivery in the journal that went wrong. */
export async function makeWebmaster({ world, call, leads }: ConsoleWorld): Promise<number> {
  const url = `${world.crm.url}/postback?lead={extId}&status={status}`;
  const { id } = await call('POST', '/api/webmasters', {
    name: 'Трафик-партнёр с довольно длинным названием',
    postbacks: [{ url, events: ['accepted', 'cancelled'], method: 'GET' }],
  });
  const now = world.clock.now();
  await world.app.db
    .insertInto('postbacks')
    .values({
      event_id: 1,
      webmaster_id: id,
      lead_id: leads[0] ?? 0,
      stage: 'accepted',
      url,
      method: 'GET',
      macros: '{}',
      state: 'failed',
      attempts: 3,
      created_at: now,
      next_at: now,
      finished_at: now,
      request: JSON.stringify({
        method: 'GET',
        url: url.replace('{extId}', 'A-1').replace('{status}', '6'),
        body: null,
      }),
      response: JSON.stringify({ status: 500, body: 'Internal Server Error' }),
      error: 'The answer was 500',
    })
    .execute();
  return id;
}

/** What GetCourse sends of a purchase. */
export const purchase = {
  id: '501',
  name: 'Анна Петрова',
  phone: '+79001234567',
  email: 'anna@example.com',
  ip: '203.0.113.7',
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
  country: 'RU',
  utm_source: 'telegram',
};

export const mixedScript = `$core.each($data, (row) => {
  console.log(row.id, row.status);
  $core.lead.setstc($e2i[row.id], row.status);
});
`;

/** What axe finds to be serious, or worse, in words that say where. */
export async function seriousFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  }>('axe.run({ resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
