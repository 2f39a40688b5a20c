/** Takes the README's pictures of the console from a fresh demo: `npm run screenshots`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'src/console/screenshots');
/** Until then the demo has leads that moved, texts that nothing could tell, and runs to show. */
const demoMs = 45_000;

const themes = ['light', 'dark'] as const;

interface Picture {
  name: string;
  path: string;
  prepare?: (page: Page) => Promise<void>;
}

const pictures: readonly Picture[] = [
  { name: 'overview', path: '/?hours=1' },
  { name: 'integrations', path: '/integrations' },
  {
    name: 'workbench',
    path: '/checks/1',
    async prepare(page) {
      await page.getByRole('button', { name: 'Pasted answer' }).click();
      await page.getByRole('textbox', { name: 'Answer' }).fill(await orders(page));
      await page.getByRole('button', { name: /^Try/ }).click();
      await page.getByRole('tab', { name: /^Edits/ }).waitFor();
      await page.getByRole('tab', { name: /^Edits/ }).scrollIntoViewIfNeeded();
    },
  },
  { name: 'run', path: '/runs?state=ok', prepare: (page) => open(page) },
  { name: 'lead', path: '/leads?status=6,7,8,9,10', prepare: (page) => open(page) },
];

/** What the demo's CRM would say of three of its leads. */
async function orders(page: Page): Promise<string> {
  const { items } = (await (
    await page.request.get('/api/leads?integrationId=1&offerId=1&status=2,3,4&limit=3')
  ).json()) as {
    items: { extId: string }[];
  };
  const answers = [{ status: 'approved' }, { status: 'rejected', reason: 'too expensive' }, { status: 'on its way' }];
  return JSON.stringify(items.map(({ extId }, index) => Object.assign({ id: extId }, answers[index])));
}

async function open(page: Page): Promise<void> {
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/\d+$/);
  await page.locator('.bones').first().waitFor({ state: 'detached' });
}

async function startDemo(dataDir: string): Promise<{ link: string; stop(): Promise<void> }> {
  const node = join(root, 'node_modules/.bin/node');
  const demo = spawn(node, ['--no-node-snapshot', 'src/main.ts', '--demo'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    demo.kill('SIGTERM');
    if (demo.exitCode === null) await once(demo, 'exit');
  };
  for await (const line of createInterface({ input: demo.stdout })) {
    const link = /http\S+\/welcome#\S+/.exec(line)?.[0];
    if (link === undefined) continue;
    demo.stdout.resume();
    return { link, stop };
  }
  throw new Error('The demo ended before it printed its link');
}

async function signUp(browser: Browser, link: string): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: new URL(link).origin, locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill('Anna Petrova');
  await page.getByLabel('E-mail').fill('anna@example.com');
  await page.getByLabel('New password').fill('correct horse battery');
  await page.getByRole('button').first().click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.close();
  return context;
}

async function take(context: BrowserContext): Promise<void> {
  for (const theme of themes) {
    for (const { name, path, prepare } of pictures) {
      const page = await context.newPage();
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width: 1280, height: 820 });
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await prepare?.(page);
      // Plots, editors and the names of what is listed come a moment after the view.
      await delay(4_000);
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
      await page.close();
    }
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'sverka-screenshots-'));
const demo = await startDemo(dataDir);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  mkdirSync(folder, { recursive: true });
  const context = await signUp(browser, demo.link);
  await delay(demoMs);
  await take(context);
} finally {
  await browser.close();
  await demo.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
