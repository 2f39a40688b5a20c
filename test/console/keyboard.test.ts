import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleWorld, chromiumPath, makePipeline, openConsole } from './world.ts';

/** What has the focus: how it is called, where it is, and how it shows that. */
interface Stop {
  name: string;
  /** The focus is nowhere. */
  lost: boolean;
  shown: boolean;
  inside: boolean;
}

const lookAtFocus = `(() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const label = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent ?? '';
  const editor = at.closest('.cm-editor');
  return {
    name: label.trim().replace(/\\s+/g, ' ').slice(0, 80),
    lost: at === document.body,
    shown: editor !== null || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0),
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
})()`;

describe.skipIf(chromiumPath === undefined)('the console by keyboard alone', () => {
  let console: ConsoleWorld;
  beforeAll(async () => {
    console = await openConsole();
  });
  afterAll(() => console?.close());
  afterEach(async () => {
    await console.tidy();
    expect(console.complaints.splice(0)).toEqual([]);
  });

  const focus = (page: Page): Promise<Stop> => page.evaluate<Stop>(lookAtFocus);
  const press = (page: Page, ...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const seen = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

  /** Tab after tab until what is called so has the focus; at each stop it can be seen where one is. */
  async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let stops = 0; stops < 90; stops++) {
      const stop = await focus(page);
      if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) {
        expect(stop).toMatchObject({ shown: true, inside: true });
        return;
      }
      if (stops > 0 && !stop.lost) expect(stop, `after ${passed.at(-1)}`).toMatchObject({ shown: true, inside: true });
      passed.push(stop.name);
      // Tab indents in there; the label names the way out.
      if (stop.name.startsWith('Code.')) await page.keyboard.press('Escape');
      await page.keyboard.press(key);
    }
    throw new Error(`${name} was not reached by ${key}: ${passed.join(' → ')}`);
  }
  const isKept = async (page: Page, what: string): Promise<void> => {
    await expect.poll(() => focus(page), { message: what }).toMatchObject({ lost: false, inside: true });
  };

  it('goes from the library to a check that is switched on', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto('/integrations');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await tabTo(page, 'New integration');
    await press(page, 'Enter');
    await page.getByLabel('Find a CRM').waitFor();
    await expect.poll(() => focus(page)).toMatchObject({ name: 'Find a CRM' });
    await page.keyboard.type('LeadVertex, webmaster');
    await tabTo(page, 'Take');
    await press(page, 'Enter');
    await page.getByLabel('The webmaster’s token').waitFor();
    await isKept(page, 'where the form begins');
    await tabTo(page, 'The project’s address');
    await page.keyboard.type('demo.leadvertex.ru');
    await press(page, 'Tab');
    await page.keyboard.type('12');
    await tabTo(page, 'The webmaster’s token');
    await page.keyboard.type('a-secret-token');
    await tabTo(page, 'Slim tea');
    await press(page, 'Space');
    // The browser keeps what is typed, but no secrets.
    const kept = await page.evaluate<string>('JSON.stringify(localStorage)');
    expect(kept).toContain('demo.leadvertex.ru');
    expect(kept).not.toContain('a-secret-token');
    await tabTo(page, 'Install, and try its first check');
    await press(page, 'Enter');
    await page.waitForURL('**/checks/*');
    await page.locator('.cm-content').waitFor();
    await isKept(page, 'where the workbench begins');
    await tabTo(page, 'Pasted answer');
    await press(page, 'Enter');
    await tabTo(page, 'Answer');
    await page.keyboard.type('{"1001": {"status": "1"}}');
    await press(page, 'Control+Enter');
    await page.getByRole('tab', { name: /^Edits/ }).waitFor();
    await isKept(page, 'after a try');
    await tabTo(page, 'Switch on', 'Shift+Tab');
    await press(page, 'Enter');
    await page.getByText('On', { exact: true }).waitFor();
    expect(await focus(page)).toMatchObject({ name: 'Switch off', shown: true });
  });

  it('changes a script, tries it, maps a text, and saves a new version', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/checks/${console.checkId}`);
    await page.locator('.cm-content').waitFor();
    await tabTo(page, /^Code/);
    await press(page, 'Control+End');
    await page.keyboard.type('// seen');
    // Also while completion is still being looked for.
    await press(page, 'Escape', 'Tab');
    expect((await focus(page)).name).not.toMatch(/^Code/);
    await tabTo(page, 'Recorded run');
    await press(page, 'Enter');
    await tabTo(page, /^Try/, 'Shift+Tab');
    await press(page, 'Enter');
    await seen(page, 'что-то странное');
    await isKept(page, 'after a try');
    await tabTo(page, 'Map it');
    await press(page, 'Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'It means');
    await page.keyboard.type('Hold');
    await tabTo(page, 'Map it');
    await press(page, 'Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await isKept(page, 'after mapping');
    await tabTo(page, 'Save', 'Shift+Tab');
    await press(page, 'Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('by keyboard');
    await press(page, 'Enter');
    await seen(page, 'Saved; the next sweep uses it');
    await isKept(page, 'after saving');
  });

  it('filters leads, and opens one', async () => {
    const page = await console.open({ role: 'viewer' });
    await page.goto('/leads');
    await page.locator('tbody tr').nth(3).waitFor();
    await tabTo(page, 'Id, external id or phone');
    await page.keyboard.type('A-2');
    await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
    expect(await focus(page)).toMatchObject({ name: 'Id, external id or phone' });
    await tabTo(page, `${console.leads[1]}`);
    await press(page, 'Enter');
    await seen(page, 'Timeline');
    expect(await focus(page)).toMatchObject({ name: `Lead ${console.leads[1]}` });
  });

  it('tries a failed operation again', async () => {
    const pipelineId = await makePipeline(console);
    const { items } = await console.call('GET', `/api/operations?pipelineId=${pipelineId}`);
    const operation = (state: string): string => items.find((one: { state: string }) => one.state === state).id;
    const page = await console.open({ role: 'operator' });
    await page.goto(`/operations/${operation('failed')}`);
    await page.locator('.step').first().waitFor();
    const name = await page.getByRole('heading', { level: 1 }).textContent();
    await tabTo(page, 'Retry from the failed step');
    await press(page, 'Enter');
    await seen(page, 'The operation is retried');
    await isKept(page, 'while it is tried again');
    // Another of the same minute has another name; it never began, so that there is nothing to be done once more.
    await page.goto(`/operations/${operation('stopped')}`);
    await seen(page, 'No step was taken yet');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toBe(name);
    expect(await page.getByRole('button', { name: /^Retry/ }).count()).toBe(0);
    await tabTo(page, 'Process this event');
    await press(page, 'Enter');
    await page.locator('.page-head').getByText('Done', { exact: true }).waitFor();
  });

  it('saves settings, and takes back what was typed', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto('/settings/network');
    const days = page.getByLabel('Days that runs are kept');
    await days.waitFor();
    await tabTo(page, 'Days that runs are kept');
    await press(page, 'Control+A');
    await page.keyboard.type('45');
    await tabTo(page, 'Save');
    await press(page, 'Enter');
    await seen(page, 'Saved');
    await isKept(page, 'after saving');
    await tabTo(page, 'Days that runs are kept', 'Shift+Tab');
    await press(page, 'Control+A');
    await page.keyboard.type('7');
    await tabTo(page, 'Discard changes');
    await press(page, 'Enter');
    expect(await days.inputValue()).toBe('45');
    await isKept(page, 'after taking back');
  });
});
