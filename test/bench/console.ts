import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright-core';
import { consoleBundle } from '../../src/api/console-bundle.ts';
import { listen } from '../../src/api/listen.ts';
import { inviteFirst } from '../../src/people/invitations.ts';
import { openBenchWorld } from './world.ts';

const rounds = 7;
const views = ['/', '/runs', '/leads', '/checks/1'];

/** How long it takes until a view is there, in a browser that has nothing of it yet, and in one that was here before. */
export async function benchConsole(): Promise<void> {
  const world = await openBenchWorld('pglite');
  const server = await listen(world.app, { host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const began = performance.now();
  await consoleBundle();
  console.log(`console: bundled once in ${Math.round(performance.now() - began)} ms`);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const token = await inviteFirst(world.app.db, world.app.clock.now());
  const person = { token, name: 'Bench', email: 'bench@example.com', password: 'correct horse battery' };
  const context = await browser.newContext({ baseURL: origin });
  await context.request.post('/api/invitation/accept', { data: person, headers: { origin } });
  const storageState = await context.storageState();
  for (const view of views) {
    const [cold, warm]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const fresh = await browser.newContext({ baseURL: origin, storageState });
      const page = await fresh.newPage();
      cold.push(await timeTo(page, view));
      warm.push(await timeTo(page, view));
      await fresh.close();
    }
    console.log(`console: ${view} is there after ${median(cold)} ms, the second time after ${median(warm)} ms`);
  }
  await browser.close();
  server.closeAllConnections();
  server.close();
  await world.close();
}

async function timeTo(page: Page, view: string): Promise<number> {
  const began = performance.now();
  await page.goto(view);
  await page.locator('main h1').waitFor();
  return performance.now() - began;
}

const median = (values: number[]): number =>
  Math.round(values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
