import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConsoleWorld,
  chromiumPath,
  emailOf,
  makePipeline,
  makeWebmaster,
  openConsole,
  overflow,
  password,
  seriousFaults,
} from './world.ts';

describe.skipIf(chromiumPath === undefined)('the console', () => {
  let console: ConsoleWorld;
  let failedOperation = '';
  beforeAll(async () => {
    console = await openConsole();
    const pipelineId = await makePipeline(console);
    await makeWebmaster(console);
    const { items } = await console.call('GET', `/api/operations?pipelineId=${pipelineId}&state=failed`);
    failedOperation = items[0].id;
  });
  afterAll(() => console?.close());
  afterEach(async () => {
    await console.tidy();
    expect(console.complaints.splice(0)).toEqual([]);
  });

  const seen = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

  it.each([
    ['en', 'Sign in', 'Needs a person', '1 status text is not recognised'],
    ['ru', 'Войти', 'Требует внимания', '1 текст статуса не распознан'],
  ] as const)(
    'in %s: signs a person in where they wanted to go, and out again',
    async (language, button, title, need) => {
      const page = await console.open({ language });
      await page.goto('/overview');
      await page.locator('input[type=email]').fill(emailOf('admin'));
      await page.locator('input[type=password]').fill('wrong horse battery');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await page.locator('input[type=password]').fill(password);
      await page.getByRole('button', { name: button, exact: true }).click();
      await seen(page, title);
      await seen(page, need);
      expect(new URL(page.url()).pathname).toBe('/overview');
      await page.getByRole('button', { name: language === 'ru' ? 'Выйти' : 'Sign out' }).click();
      await page.locator('input[type=password]').waitFor();
      // Chromium itself reports the refused sign-in.
      console.complaints.splice(0);
    },
  );

  it('follows a lead from the list to the run behind its change, and back', async () => {
    const page = await console.open({ role: 'viewer' });
    await page.goto('/leads');
    await page.getByLabel('Id, external id or phone').fill('A-1');
    await page.waitForURL('**/leads?q=A-1');
    await page.locator('tbody tr').nth(0).waitFor();
    await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
    await page.locator('tbody a').first().click();
    await seen(page, 'Timeline');
    await page.getByRole('link', { name: /^run \d+$/ }).click();
    await seen(page, 'Time per step');
    await seen(page, 'что-то странное');
    await page.goBack();
    await seen(page, 'Timeline');
    await page.goBack();
    expect(await page.getByLabel('Id, external id or phone').inputValue()).toBe('A-1');
  });

  it('lets an operator correct a lead, and shows a refused field beside it', async () => {
    const page = await console.open({ role: 'operator', language: 'ru' });
    await page.goto(`/leads/${console.leads[3]}`);
    await page.getByRole('button', { name: 'Исправить' }).click();
    await page.getByLabel('Новый статус').selectOption('3');
    await page.getByLabel('Комментарий').fill('Просил набрать завтра');
    await page.getByLabel('Цена за единицу').fill('1,234');
    await page.getByRole('button', { name: 'Применить исправление' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByLabel('Цена за единицу').fill('1234.50');
    await page.keyboard.press('Enter');
    await seen(page, 'Лид исправлен');
    await seen(page, 'Просил набрать завтра');
    const { rows } = await console.world.app.connection.sql(
      `select status, base from leads where id = ${console.leads[3]}`,
    );
    expect(rows).toEqual([{ status: 3, base: '1234.5000' }]);
  });

  it('tries the address of a postback as it stands in the form, shows the answer, and notes who did', async () => {
    const page = await console.open({ role: 'admin' });
    console.world.crm.answer('/tried', { body: 'thank you' });
    await page.goto('/settings/webmasters');
    await page.getByRole('button', { name: /^Edit: Трафик-партнёр/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel('Address')
      .fill(`${console.world.crm.url}/tried?lead={extId}&status={status}&event={stage}`);
    await dialog.getByRole('button', { name: 'Send a test' }).click();
    const told = dialog.getByRole('status');
    await told.getByText('thank you').waitFor();
    await told.getByText('/tried?lead=test&status=6&event=accepted').waitFor();
    const sent = console.world.crm.requests.filter(({ path }) => path === '/tried');
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /tried?lead=test&status=6&event=accepted']);
    console.world.crm.answer('/tried', { status: 500, body: 'out of order' });
    await dialog.getByRole('button', { name: 'Send a test' }).click();
    await told.getByText('The answer was 500').waitFor();
    await told.getByText('out of order').waitFor();
    // Trying is not saving, and no delivery.
    expect((await console.call('GET', '/api/webmasters/1')).postbacks[0].url).not.toContain('/tried');
    await page.goto('/settings/audit');
    await page
      .getByRole('row', { name: /The admin.*POST webmasters\/1\/postbacks\/test/ })
      .first()
      .waitFor();
  });

  it('in ru: shows what a webmaster was told, and what his address answered', async () => {
    const page = await console.open({ role: 'viewer', language: 'ru' });
    await page.goto('/settings/postbacks');
    const line = page.getByRole('row', { name: /Трафик-партнёр/ });
    await line.getByText('500').waitFor();
    await line.getByRole('button', { name: /^Подробности/ }).click();
    await page.getByRole('dialog').getByText('Получен ответ 500').waitFor();
    await page.getByRole('dialog').getByText('Internal Server Error').waitFor();
    await page.getByRole('dialog').getByText('/postback?lead=A-1&status=6').waitFor();
  });

  it('offers a viewer nothing that a viewer may not do', async () => {
    const page = await console.open({ role: 'viewer' });
    await page.goto(`/leads/${console.leads[3]}`);
    await seen(page, 'Timeline');
    expect(await page.getByRole('button', { name: 'Correct' }).count()).toBe(0);
  });

  it('keeps what is typed over a reload', async () => {
    const page = await console.open({ role: 'operator' });
    await page.goto(`/leads/${console.leads[2]}`);
    await page.getByRole('button', { name: 'Correct' }).click();
    await page.getByLabel('Comment').fill('half a sentence');
    await page.reload();
    await page.getByRole('button', { name: 'Correct' }).click();
    expect(await page.getByLabel('Comment').inputValue()).toBe('half a sentence');
  });

  it('keeps what is typed of a new integration, but no secrets', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto('/integrations/new?by=hand');
    await page.getByLabel('Name', { exact: true }).fill('My own CRM');
    const secrets = page.getByRole('group', { name: 'Secrets' });
    await secrets.getByRole('button', { name: 'Add' }).click();
    await secrets.getByLabel('Secrets: Name 1').fill('token');
    await secrets.getByLabel('Secrets: Value 1').fill('a-secret-token');
    expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('a-secret-token');
    await page.reload();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('My own CRM');
    expect(await secrets.getByLabel('Secrets: Value 1').count()).toBe(0);
  });

  it('shows that the connection is lost, and goes on by itself when it is back', async () => {
    const page = await console.open({ role: 'viewer' });
    await page.goto('/runs');
    await page.locator('tbody tr').first().waitFor();
    await page.context().setOffline(true);
    // Whoever does something notices at once, others with the next look at the list.
    await page.getByLabel('Refused edits only').check();
    await page.getByText('The server cannot be reached').waitFor();
    const endOf = async (place: Locator): Promise<number> => {
      const { y = 0, height = 0 } = (await place.boundingBox()) ?? {};
      return y + height;
    };
    // The menu keeps its foot within the window; on a phone, no menu covers the banner.
    expect(await endOf(page.locator('.side-foot'))).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await endOf(page.locator('.banner'))).toBe(844);
    await page.context().setOffline(false);
    await page.getByText('The server cannot be reached').waitFor({ state: 'detached' });
    // Chromium itself reports the requests that could not be made.
    console.complaints.splice(0);
  });

  it('loses nothing of what is typed while the server is away, and says of a field what is wrong beside it', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/integrations/${console.integrationId}`);
    const field = page.getByLabel('Requests a minute');
    await field.fill('many');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    await seen(page, 'Nothing was sent: do it again once the connection is back.');
    await page.context().setOffline(false);
    await page.getByText('The server cannot be reached').waitFor({ state: 'detached' });
    await seen(page, 'It is back: do it again.');
    await page.reload();
    expect(await field.inputValue()).toBe('many');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.field', { has: field }).locator('.wrong').waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await field.inputValue()).toBe('');
    // Chromium itself reports the requests that could not be made, or were refused.
    console.complaints.splice(0);
  });

  it('can be used with the keyboard alone', async () => {
    const page = await console.open({ role: 'operator' });
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const focused = () => page.locator(':focus');
    await page.goto(`/leads/${console.leads[3]}`);
    await seen(page, 'Timeline');
    await press('Tab');
    expect(await focused().textContent()).toBe('Skip to content');
    await press('Enter', 'Tab', 'Tab', 'Tab');
    expect(await focused().textContent()).toBe('Correct');
    await press('Enter');
    await page.getByLabel('New status').waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused().textContent()).toBe('Correct');
    await page.getByRole('link', { name: 'Runs', exact: true }).focus();
    await press('Enter');
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    expect(await focused().textContent()).toBe('Runs');
  });

  it('says so where there is nothing at an address', async () => {
    const page = await console.open({ role: 'viewer' });
    await page.goto('/leads/999999');
    await seen(page, 'There is no lead 999999');
    console.complaints.splice(0);
    await page.goto('/runs/1/nothing');
    await seen(page, 'There is nothing at this address');
    // The page itself is a 404 here, which the browser complains of.
    await page.goto('/nowhere/at/all');
    await seen(page, 'There is nothing at this address');
    console.complaints.splice(0);
  });

  it('fits wide and narrow windows with every view, has no serious fault that axe finds in either theme, and complains of nothing', async () => {
    const found = await Promise.all([
      faultsOfViews({ language: 'en', theme: 'light', axeWidth: 1280 }),
      faultsOfViews({ language: 'ru', theme: 'dark', axeWidth: 390 }),
    ]);
    expect(found).toEqual([{}, {}]);
  }, 180_000);

  /** What is wrong with views, by view. */
  async function faultsOfViews({
    language,
    theme,
    axeWidth,
  }: {
    language: 'en' | 'ru';
    theme: 'light' | 'dark';
    axeWidth: number;
  }): Promise<Record<string, string[]>> {
    const page = await console.open({ role: 'admin', language, theme, width: 1280 });
    await page.goto('/settings/account');
    await seen(page, language === 'ru' ? 'Настройки' : 'Settings');
    const found: Record<string, string[]> = {};
    for (const view of viewsToSee) {
      await goWithin(page, view.replace('OPERATION', failedOperation));
      await page.locator('main h1').waitFor();
      await page.locator('.bones').first().waitFor({ state: 'detached' });
      const faults: string[] = [];
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 860 });
        const wider = await overflow(page);
        if (wider > 0) faults.push(`${wider} px wider than ${width}`);
        for (const cut of await cutTables(page)) faults.push(`at ${width}, the table ${cut} is cut`);
        if (width === axeWidth) faults.push(...(await seriousFaults(page)));
      }
      if (faults.length > 0) found[view] = faults;
    }
    return found;
  }
});

const sections = [
  'offers',
  'webmasters',
  'postbacks',
  'reasons',
  'currencies',
  'network',
  'people',
  'keys',
  'alerts',
  'audit',
  'account',
];
const viewsToSee = [
  '/',
  '/integrations',
  '/integrations/1',
  '/integrations/new',
  '/checks/1',
  '/runs',
  '/runs/1',
  '/sweeps/1',
  '/leads',
  '/leads/1',
  '/unrecognised',
  '/pipelines',
  '/pipelines/1',
  '/sources/1',
  '/operations',
  '/operations/OPERATION',
  ...sections.map((section) => `/settings/${section}`),
];

/** Tables that are wider than their place, so that their last buttons cannot be seen. */
const cutTables = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('.table-box')]
    .filter((box) => box.scrollWidth > box.clientWidth)
    .map((box) => box.getAttribute('aria-label') + ' by ' + (box.scrollWidth - box.clientWidth) + ' px')`);

/** As a link would: without loading the page anew. */
async function goWithin(page: Page, href: string): Promise<void> {
  await page.evaluate(
    `{ const link = Object.assign(document.createElement('a'), { href: '${href}' }); document.body.append(link); link.click(); link.remove(); }`,
  );
  await page.waitForURL(`**${href}`);
}
