import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CpaHouse, startCpaHouse } from '../intake/cpa-house.ts';
import { type ConsoleWorld, chromiumPath, makePipeline, openConsole, purchase } from './world.ts';

describe.skipIf(chromiumPath === undefined)('pipelines in the console', () => {
  let console: ConsoleWorld;
  let house: CpaHouse;
  let pipelineId = 0;
  beforeAll(async () => {
    console = await openConsole();
    pipelineId = await makePipeline(console);
    house = startCpaHouse(console.world.crm);
  });
  afterAll(() => console?.close());
  afterEach(async () => {
    await console.tidy();
    expect(console.complaints.splice(0)).toEqual([]);
  });

  const seen = (page: Page | Locator, text: string | RegExp) => page.getByText(text).first().waitFor();
  const tile = (page: Page, name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('button', { name: new RegExp(`${name}$`) }) });
  /** The path of the address that was copied, at the server of this test. */
  const send = (address: string, event: object) =>
    fetch(`${console.url}${new URL(address).pathname}`, { method: 'POST', body: new URLSearchParams({ ...event }) });

  it('lead from a source of GetCourse to orders in cpa.house, as the instructions say', async () => {
    const page = await console.open({ role: 'admin', language: 'ru' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: console.url });
    await page.goto('/pipelines');

    // The source is chosen from the list and named; the address is copied with its parameters.
    await page.getByRole('button', { name: 'Новая обработка' }).click();
    await page
      .getByLabel('Источник', { exact: true })
      .selectOption({ label: 'Getcourse — вебхук при создании покупки' });
    await page.getByRole('dialog').getByLabel('Название').fill('Покупки курса');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Покупки курса' }).waitFor();
    await page.getByRole('button', { name: 'Скопировать адрес' }).click();
    await seen(page, 'Скопировано');
    const address = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(address).toMatch(/\/in\/[0-9a-f]{32}\?id=\{object\.id\}&email=\{object\.user\.email\}&/);
    await page.getByText('Как настроить').click();
    await seen(page, /пробелов или табуляций/);

    // Started without actions, it journals the first purchase, whose fields are there to be looked at.
    await page.getByRole('button', { name: 'Запустить' }).click();
    await page.getByRole('button', { name: /^Пропустить/ }).click();
    await seen(page, 'Работает');
    expect((await send(address, purchase)).status).toBe(200);
    const journal = page.getByRole('region', { name: 'Операции' });
    await seen(journal, /Анна Петрова/);
    await journal.getByText('Выполнена').waitFor();

    await expect.poll(() => page.getByLabel('Событие', { exact: true }).inputValue()).toContain('Анна Петрова');

    // Step 2: Form Urlencoded, with the fields that are offered once a brace is typed.
    await page.getByRole('button', { name: 'Form Urlencoded' }).click();
    const values: [string, string][] = [
      ['api_key', 'cpa-secret-key'],
      ['id_webmaster', '17'],
      ['name', '{name'],
      ['phone', '{phone'],
      ['id_offer', '55'],
      ['id_source', '3'],
      ['id_stream', '9'],
      ['user_agent', '{event.user_a'],
      ['ip_address', '{event.ip'],
      ['county_code', '{event.countr'],
    ];
    for (const [index, [name, value]] of values.entries()) {
      if (index > 0) await page.getByRole('button', { name: 'Поле', exact: true }).click();
      await page.getByLabel(`Имя ${index + 1}`, { exact: true }).fill(name);
      await page.getByLabel(`Значение ${index + 1}`, { exact: true }).fill(value);
      if (value.startsWith('{')) await page.keyboard.press('Enter');
    }
    expect(await page.getByLabel('Значение 4', { exact: true }).inputValue()).toBe('{event.phone}');

    // Step 3: the request, with the result of the step before as its body.
    await page.getByRole('button', { name: 'HTTP-запрос', exact: true }).click();
    const request = tile(page, 'HTTP-запрос');
    await request.getByLabel('Адрес', { exact: true }).fill('api.cpa.house/method/send_order');
    await request.getByRole('button', { name: 'Заголовок' }).click();
    expect(await request.getByLabel('Имя заголовка 1').inputValue()).toBe('Content-Type');
    await request.getByRole('button', { name: 'так говорит поле ответа' }).click();
    await request.getByLabel('Поле ответа').fill('status');
    await request.getByLabel('Равно').fill('success');
    await request.getByLabel('Поле с причиной отказа').fill('msg');

    // What is wrong stands beside its field; what is typed outlives a reload.
    await page.getByRole('button', { name: 'Сохранить действия' }).click();
    await seen(request, 'Не адрес http или https');
    console.complaints.splice(0);
    await page.reload();
    await page.getByRole('button', { name: /HTTP-запрос POST/ }).click();
    await request.getByLabel('Адрес', { exact: true }).fill(`${console.world.crm.url}/method/send_order`);

    // A test shows what each step would do, and sends nothing.
    await page.getByRole('button', { name: 'Сохранить и проверить' }).click();
    const result = page.getByRole('status').filter({ hasText: 'Что получилось' });
    await seen(result, 'Не отправлено');
    await seen(result, /phone=%2B79001234567/);
    expect(house.orders).toEqual([]);

    // From now on purchases become orders.
    expect((await send(address, { ...purchase, id: '777', phone: '+79007654321' })).status).toBe(200);
    await expect.poll(() => house.orders.map(({ phone }) => phone)).toEqual(['+79007654321']);
    await journal.getByRole('link').first().click();
    await page.getByRole('heading', { name: /^Операция/ }).waitFor();
    await seen(page, 'Выполнена');
  });

  it('are made out of a preset, which says what its fields still lack', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto('/pipelines');
    await page.getByRole('button', { name: 'GetCourse: purchase created → cpa.house' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('api_key').fill('key');
    for (const name of ['id_webmaster', 'id_offer', 'id_source']) await dialog.getByLabel(name).fill('1');
    await dialog.getByLabel('ip_address').fill('{object.user.IP}');
    await dialog.getByLabel('user_agent').fill('{object.user.UserAgent}');
    await dialog.getByLabel('county_code').fill('RU');
    await dialog.getByRole('button', { name: 'Make source and pipeline' }).click();
    await seen(page, 'It cannot be started: these required fields have no source: id_stream');
    expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Add: Parameters' }).click();
    await page.getByLabel('Parameters: Name 5').fill('id_stream');
    await page.getByLabel('Parameters: Value 5').fill('9');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('It cannot be started').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('button', { name: /^Skip/ }).click();
    await page.locator('.page-head').getByText('Running', { exact: true }).waitFor();
    // Nothing of a secret stays in the browser.
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('api_key');
  });

  it('have actions that change places by keyboard, with the focus on what moved', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/pipelines/${pipelineId}`);
    const names = async () => page.locator('.action-toggle b').allTextContents();
    await page.getByRole('button', { name: /Лид/ }).first().focus();
    await page.keyboard.press('Alt+ArrowUp');
    expect(await names()).toEqual(['Form Urlencoded', 'Лид', 'HTTP-запрос']);
    await page.keyboard.press('Alt+ArrowUp');
    expect(await names()).toEqual(['Лид', 'Form Urlencoded', 'HTTP-запрос']);
    expect(await page.locator(':focus').textContent()).toContain('Лид');
    await page.getByText('Лид: place 1 of 3').waitFor();
    // A lead cannot be made of the answer to a request that is not sent yet.
    await page.getByRole('button', { name: 'Save the actions' }).click();
    await seen(tile(page, 'Create a lead'), /names no action before this one/);
    console.complaints.splice(0);
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await names()).toEqual(['Form Urlencoded', 'HTTP-запрос', 'Лид']);
  });

  it('run scripts of their own, which know the event', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto(`/pipelines/${pipelineId}`);
    await page.getByRole('button', { name: 'Script', exact: true }).click();
    const editor = page.locator('.cm-content');
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText('$result = { said: $event.na');
    await page.keyboard.press('Control+Space');
    await page.locator('.cm-tooltip-autocomplete').getByText('name', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.insertText('me };');
    await page.getByRole('button', { name: 'Save and test' }).click();
    await seen(page.getByRole('status').filter({ hasText: 'What came of it' }), /"said"/);
    await page.getByRole('button', { name: 'Remove: Script' }).click();
    await page.getByRole('button', { name: 'Save the actions' }).click();
    await seen(page, 'Saved');
  });

  it('show what failed, in Russian, from the overview to the step, and try it again', async () => {
    const page = await console.open({ role: 'operator', language: 'ru' });
    await page.goto('/');
    await seen(page, 'Не удалась 1 операция обработок');
    await page.locator('a[href="/operations?state=failed"]').click();
    await seen(page, /Сервис отказал: county_code Россия/);
    await page.getByRole('region').getByRole('link').first().click();
    await page.getByRole('heading', { name: /^Операция/ }).waitFor();
    await seen(page, /country/);
    const before = console.world.crm.requests.length;
    await page.getByRole('button', { name: 'Повторить с упавшего шага' }).click();
    await seen(page, 'Операция повторяется');
    await console.world.crm.received(before + 1);
    await page.goto('/');
    await page.getByRole('button', { name: 'Повторить все с ошибкой' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Повторить все с ошибкой' }).click();
    await seen(page, /^Повторяется: 1/);
  });

  it('have sources whose repeats, parameters and senders can be set', async () => {
    const page = await console.open({ role: 'admin' });
    await page.goto('/sources/1');
    await page.getByLabel('Recognise repeats by the parameter').fill('id');
    await page.getByLabel('Allowed addresses').fill('nonsense');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await seen(page, /Is not an IP address or CIDR block/);
    console.complaints.splice(0);
    await page.getByLabel('Allowed addresses').fill('127.0.0.0/8');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await seen(page, 'Saved');
    expect(await console.call('GET', '/api/sources/1')).toMatchObject({ dedupeBy: 'id', allowIps: ['127.0.0.0/8'] });
  });
});
