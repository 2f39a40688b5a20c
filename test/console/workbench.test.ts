import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleWorld, chromiumPath, openConsole } from './world.ts';

describe.skipIf(chromiumPath === undefined)('the workbench', () => {
  let console: ConsoleWorld;
  beforeAll(async () => {
    console = await openConsole();
  });
  afterAll(() => console?.close());
  afterEach(async () => {
    await console.tidy();
    expect(console.complaints.splice(0)).toEqual([]);
  });

  const editor = (page: Page) => page.locator('.cm-content');
  const write = async (page: Page, code: string): Promise<void> => {
    await editor(page).click();
    await page.keyboard.press('Control+A');
    // Typed over, text would take on the colour of what it replaces, as an inline style.
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(code);
  };

  it('tries a changed script on a real batch with Ctrl+Enter, and shows before and after', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/checks/${console.checkId}`);
    await editor(page).waitFor();
    const asked = console.world.crm.requests.length;
    await write(page, `$core.each($data, (row) => $core.lead.edit($e2i[row.id], { status: 3, comment: 'tried' }));`);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Would apply').first().waitFor();
    expect(await page.getByRole('cell', { name: /tried/ }).count()).toBeGreaterThan(0);
    expect(console.world.crm.requests.length).toBe(asked + 1);
    const { rows } = await console.world.app.connection.sql(
      'select count(*)::int as tried from leads where comment = $1',
      ['tried'],
    );
    expect(rows).toEqual([{ tried: 0 }]);
  });

  it('marks the line that threw, and keeps the draft over a reload', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/checks/${console.checkId}`);
    await editor(page).waitFor();
    await write(page, 'const a = 1;\nthrow new Error("boom");');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('boom').first().waitFor();
    await page.locator('.cm-failed-line', { hasText: 'boom' }).waitFor();
    await page.reload();
    await page.locator('.cm-line', { hasText: 'throw new Error("boom");' }).waitFor();
    await page.getByText('Not saved yet').waitFor();
  });

  it('tells as one types what does not compile, and what scripts do not know', async () => {
    const page = await console.open({ role: 'admin', language: 'ru' });
    await page.goto(`/checks/${console.checkId}`);
    await editor(page).waitFor();
    await write(page, '$core.lead.setstatusss(1, "x");');
    await page.locator('.cm-lintRange-warning', { hasText: 'setstatusss' }).waitFor();
    await write(page, 'const = 5;');
    await page.locator('.cm-lintRange-error').first().waitFor();
  });

  it('completes what scripts see, and the fields and values of the last real answer', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/checks/${console.checkId}`);
    await editor(page).waitFor();
    const offered = async (typed: string, expected: string): Promise<void> => {
      await write(page, typed);
      await page.keyboard.press('Control+Space');
      await page.locator('.cm-tooltip-autocomplete').getByText(expected, { exact: true }).waitFor();
      await page.keyboard.press('Escape');
    };
    await offered('$core.lead.se', 'setstc');
    await offered('$core.each($data, (order) => { order.sta', 'status');
    await offered("$core.each($data, (order) => { switch (order.status) { case 'отк", 'отказ');
  });

  it('in ru: opens a recorded run with its answer, and maps a text that nothing could tell', async () => {
    const page = await console.open({ role: 'admin', language: 'ru' });
    await page.goto('/runs/1');
    await page.getByRole('link', { name: 'Открыть в мастерской с этим ответом' }).click();
    await editor(page).waitFor();
    await page.getByRole('button', { name: /^Попробовать/ }).click();
    await page.getByText('Нераспознанные тексты').waitFor();
    await page.getByRole('button', { name: 'Сопоставить' }).click();
    await page.getByLabel('Значит', { exact: true }).selectOption('3');
    await page.getByRole('dialog').getByRole('button', { name: 'Сопоставить' }).click();
    await page.getByText('«что-то странное» сопоставлен').waitFor();
    await page.getByRole('button', { name: /^Попробовать/ }).click();
    await page.getByText('Нераспознанные тексты').waitFor({ state: 'detached' });
  });

  it('saves a new version with a word on it, compares versions, and goes back with one click', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/checks/${console.checkId}`);
    await editor(page).waitFor();
    await write(page, '// nothing to do\n');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByLabel('What changed').fill('does nothing');
    await page.keyboard.press('Enter');
    await page.getByText('Saved; the next sweep uses it').waitFor();
    await page.getByRole('button', { name: 'version 2' }).click();
    await page.getByText('does nothing').waitFor();
    await page.getByRole('button', { name: 'version 1' }).click();
    await page.locator('.cm-merge-a', { hasText: 'setstc' }).waitFor();
    await page.getByRole('button', { name: 'Activate: 1' }).click();
    await page.getByText('Version 1 is active').waitFor();
    const { rows } = await console.world.app.connection.sql('select active_version from scripts order by id limit 1');
    expect(rows).toEqual([{ active_version: 1 }]);
  });

  it('shows what is sent as one types the address, and a mistaken macro beside its field', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/checks/${console.checkId}`);
    await page.getByRole('tab', { name: 'Request' }).click();
    const sent = console.world.crm.requests.length;
    const address = page.getByLabel('Address');
    await address.fill(`${console.world.crm.url}/orders?numbers={idel}&key={param:token}`);
    await page.getByText(/orders\?numbers=A-/).waitFor();
    expect(await page.content()).not.toContain('very secret');
    await address.fill(`${console.world.crm.url}/orders?ids={idls}`);
    await page.getByText('did you mean {idsl}?').first().waitFor();
    expect(console.world.crm.requests.length).toBe(sent);
  });

  it('knows scripts in PHP: what stands behind an arrow, what does not compile, and what they do', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/integrations/${console.integrationId}/checks/new?kind=accepted`);
    await page.getByRole('tab', { name: 'Processing', exact: true }).click();
    await editor(page).waitFor();
    await page.getByLabel('Language', { exact: true }).selectOption('php');
    await write(page, '$core->lead->');
    await page.keyboard.press('Control+Space');
    const offered = page.locator('.cm-tooltip-autocomplete');
    await offered.getByText('setstc', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await write(page, '$e2');
    await page.keyboard.press('Control+Space');
    await offered.getByText('$e2i', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await write(page, 'foreach ($data as $row) {\n  $core->lead->setstc($e2i[$row["id"]], $row["status"])\n}');
    await page.locator('.cm-lintRange-error').first().waitFor();
    await write(
      page,
      'foreach ($data as $row) {\n  $core->lead->edit($e2i[$row["id"]], array("comment" => strtoupper($row["status"])));\n}',
    );
    await page.locator('.cm-lintRange-error').first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Pasted answer' }).click();
    await page.getByRole('textbox', { name: 'Answer' }).fill('[{"id": "A-1", "status": "sent"}]');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('cell', { name: /SENT/ }).waitFor();
  });

  it('sets up a log-in whose token goes into the request', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/checks/${console.checkId}`);
    await page.getByRole('tab', { name: 'Request' }).click();
    await page.getByRole('button', { name: 'Add a log-in' }).click();
    const address = page.getByLabel('Address of the log-in');
    await address.fill(`${console.world.crm.url}/auth?ids={idel}`);
    await page.getByText('means nothing in a log-in').first().waitFor();
    await address.fill(`${console.world.crm.url}/auth`);
    await page.getByLabel('Where the token stands').fill('data.access_token');
    await page.getByLabel('Fields of the log-in: Value 1').fill('me');
    await page.getByLabel('Fields of the log-in: Value 2').fill('{param:token}');
    await page.getByLabel('Address', { exact: true }).fill(`${console.world.crm.url}/orders?ids={idel}&key={token}`);
    console.world.crm.answer('/auth', { body: { data: { access_token: 'fetched' } } });
    const before = console.world.crm.requests.length;
    await page.keyboard.press('Control+Enter');
    await page.getByRole('tab', { name: /^Edits/ }).waitFor();
    expect(console.world.crm.requests.slice(before).map(({ path, query }) => [path, query.get('key')])).toEqual([
      ['/auth', null],
      ['/orders', 'fetched'],
    ]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.keyboard.press('Enter');
    await page.getByText('Saved; the next sweep uses it').waitFor();
    const { login } = await console.call('GET', `/api/checks/${console.checkId}`);
    expect(login).toMatchObject({ token: 'data.access_token', fields: [{ value: 'me' }, { value: '{param:token}' }] });
  });

  it('goes from the library to a first successful dry run', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto('/integrations');
    await page.getByRole('link', { name: 'New integration' }).click();
    await page.getByLabel('Find a CRM').fill('LeadVertex, webmaster');
    await page.getByRole('link', { name: 'Take' }).first().click();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    for (const input of await page.locator('form input.input:not([type=checkbox])').all()) {
      if ((await input.inputValue()) === '')
        await input.fill((await input.getAttribute('placeholder')) || 'crm.example.com');
    }
    await page.getByRole('checkbox', { name: 'Slim tea' }).check();
    await page.getByLabel('Language of the scripts').selectOption('PHP');
    await page.getByRole('button', { name: 'Install, and try its first check' }).click();
    await editor(page).waitFor();
    await page.getByRole('button', { name: 'Pasted answer' }).click();
    await page.getByRole('textbox', { name: 'Answer' }).fill('{"1001": {"status": "1"}}');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('tab', { name: /^Edits/ }).waitFor();
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('On', { exact: true }).waitFor();
  });
});
