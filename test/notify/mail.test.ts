import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type IntakeWorld, openIntake } from '../intake/world.ts';
import { makeUsual } from '../world.ts';

interface Received {
  to: string[];
  from: string;
  /** Headers and bodies decoded. */
  subject: string;
  text: string;
  html: string;
}

/** A real SMTP server on the loopback, which may refuse. */
async function startSmtp() {
  const letters: Received[] = [];
  let refusing = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => callback(refusing ? new Error('mailbox is full') : null),
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        letters.push({
          to: envelope.rcptTo.map(({ address }) => address),
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          ...read(Buffer.concat(chunks).toString('latin1')),
        });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    letters,
    url: `smtp://127.0.0.1:${port}`,
    refuse: (yes: boolean) => {
      refusing = yes;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** As much of MIME as nodemailer writes. */
function read(raw: string): Pick<Received, 'subject' | 'text' | 'html'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? '';
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`);
  const part = (type: string): string => {
    const found = parts.find((one) => one.includes(`Content-Type: ${type}`)) ?? '';
    const [headers = '', ...body] = found.split('\r\n\r\n');
    const text = body.join('\r\n\r\n').trim();
    if (/base64/i.test(headers)) return Buffer.from(text, 'base64').toString();
    const plain = text.replaceAll('=\r\n', '');
    const bytes = plain.replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  };
  const subject = (/^Subject: ((?:.|\r\n )*)$/m.exec(head)?.[1] ?? '').replaceAll('\r\n ', ' ');
  const decoded = subject.replace(/=\?UTF-8\?(Q|B)\?([^?]*)\?=\s?/gi, (_, kind: string, text: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64').toString()
      : Buffer.from(
          text
            .replaceAll('_', ' ')
            .replace(/=([\dA-F]{2})/g, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString(),
  );
  return { subject: decoded, text: part('text/plain'), html: part('text/html') };
}

describe('letters', () => {
  let smtp: Awaited<ReturnType<typeof startSmtp>>;
  let world: IntakeWorld;
  beforeAll(async () => {
    smtp = await startSmtp();
    world = await openIntake('pglite', {
      SMTP_URL: smtp.url,
      MAIL_FROM: 'sverka@example.com',
      MAIL_TO: 'all@example.com',
    });
  });
  beforeEach(async () => {
    await world.reset();
    smtp.letters.length = 0;
    smtp.refuse(false);
    await world.ok('PATCH', '/api/settings', { language: 'ru', mail: { to: null, from: null } });
  });
  afterAll(async () => {
    await world.close();
    await smtp.close();
  });

  async function makeFailing(more: object = {}) {
    world.crm.answer('/orders', { status: 400, body: 'Плохой <b>телефон</b>' });
    const source = await world.ok('POST', '/api/sources', { name: 'In', type: 'webhook' });
    const pipeline = await world.ok('POST', '/api/pipelines', {
      name: 'Покупки → cpa.house',
      sourceId: source.id,
      actions: [{ type: 'http-request', name: 'send', method: 'POST', url: `${world.crm.url}/orders`, body: 'x' }],
      ...more,
    });
    await world.ok('POST', `/api/pipelines/${pipeline.id}/start`, {});
    let sent = 0;
    const send = async (times = 1) => {
      for (let count = 0; count < times; count++) await world.send(source.url);
      sent += times;
      return world.settled(pipeline.id, sent);
    };
    return { pipeline, send };
  }
  const arrived = (count: number) =>
    world.until(async () => {
      await world.notifier.tick();
      return smtp.letters.length >= count;
    });

  it('tell the pipeline’s address what failed, why, and where to look, as text and as HTML', async () => {
    const { send } = await makeFailing({ notifyEmail: 'owner@example.com' });
    const [operation] = await send();
    await arrived(1);
    const [letter] = smtp.letters;
    expect(letter).toMatchObject({ to: ['owner@example.com'], from: 'sverka@example.com' });
    expect(letter?.subject).toBe('Sverka: Ошибка в обработке «Покупки → cpa.house»');
    expect(letter?.text).toContain('Получен ответ 400: Плохой <b>телефон</b>.');
    expect(letter?.text).toContain(`/operations/${operation.id}`);
    expect(letter?.html).toContain('Плохой &lt;b&gt;телефон&lt;/b&gt;');
    expect(letter?.html).not.toContain('<b>');
  });

  it('speak English where the network does, and go to the network without another address', async () => {
    await world.ok('PATCH', '/api/settings', {
      language: 'en',
      mail: { to: ['net@example.com'], from: 'robot@example.com' },
    });
    const { send } = await makeFailing();
    await send();
    await arrived(1);
    expect(smtp.letters[0]).toMatchObject({
      to: ['net@example.com'],
      from: 'robot@example.com',
      subject: 'Sverka: Pipeline “Покупки → cpa.house” failed',
    });
    expect(smtp.letters[0]?.text).toContain('The answer was 400: Плохой');
  });

  it('come at most once in ten minutes for one subject, with a count of the rest, and tell of recovery', async () => {
    const { pipeline, send } = await makeFailing();
    await send();
    await arrived(1);
    await send(12);
    await world.notifier.tick();
    world.clock.advance(9 * 60);
    await world.notifier.tick();
    expect(smtp.letters).toHaveLength(1);
    world.clock.advance(61);
    await arrived(2);
    expect(smtp.letters[1]?.subject).toMatch(/\(12\)$/);
    expect(smtp.letters[1]?.text).toContain('И ещё таких же: 7.');
    world.crm.answer('/orders', {});
    await send();
    const { items } = await world.ok('GET', '/api/alerts');
    expect(items).toMatchObject([{ kind: 'operation_failed', pipelineId: pipeline.id, count: 13 }]);
    expect(items[0].recoveredAt).not.toBeNull();
    world.clock.advance(601);
    await arrived(3);
    expect(smtp.letters[2]?.subject).toBe('Sverka: Обработка «Покупки → cpa.house» снова работает');
  });

  it('wait for a server that refuses, and arrive later', async () => {
    const { send } = await makeFailing();
    smtp.refuse(true);
    await send();
    await world.until(async () => {
      await world.notifier.tick();
      const row = await world.app.db
        .selectFrom('notices')
        .where('channel', '=', 'mail')
        .select('error')
        .executeTakeFirst();
      return row?.error?.includes('mailbox is full') ?? false;
    });
    smtp.refuse(false);
    await world.notifier.tick();
    expect(smtp.letters).toHaveLength(0);
    world.clock.advance(61);
    await arrived(1);
  });

  it('tell of checks that fail, with the words of the CRM, and of their recovery', async () => {
    const { checkId } = await makeUsual(world, 2);
    world.crm.answer('/orders', { status: 500, body: 'Ошибка базы данных' });
    for (let sweep = 0; sweep < 3; sweep++) await world.sweep(checkId);
    await arrived(1);
    expect(smtp.letters[0]).toMatchObject({
      to: ['all@example.com'],
      subject: 'Sverka: Проверка не работает: LeadVertex — Slim tea',
    });
    expect(smtp.letters[0]?.text).toContain('Ошибка базы данных');
    expect(smtp.letters[0]?.text).toContain(`/checks/${checkId}`);
    world.crm.answer('/orders', { body: [{ id: 'o1', status: 'wait' }] });
    await world.sweep(checkId);
    world.clock.advance(601);
    await arrived(2);
    expect(smtp.letters[1]?.subject).toBe('Sverka: Проверка снова работает: LeadVertex — Slim tea');
  });

  it('tell of checks whose CRM mentions no lead, and quote what it answers', async () => {
    const { checkId } = await makeUsual(world, 2);
    world.crm.answer('/orders', { body: { error: 'ключ устарел', phone: '+7 900 123-45-67' } });
    for (let sweep = 0; sweep < 3; sweep++) await world.sweep(checkId);
    await arrived(1);
    expect(smtp.letters[0]?.subject).toBe('Sverka: CRM не отвечает про лиды: LeadVertex — Slim tea');
    expect(smtp.letters[0]?.text).toContain('> 200 {"error":"ключ устарел"');
    expect(smtp.letters[0]?.text).not.toContain('123-45-67');
  });

  it('go over Telegram too, where a bot is set', async () => {
    world.crm.answer(({ path }) => path.startsWith('/bot'), { body: { ok: true } });
    const settings = await world.ok('PATCH', '/api/settings', {
      telegram: { chatId: '-100', token: '123456:secret-token', apiUrl: world.crm.url },
    });
    expect(settings.telegram).toEqual({ chatId: '-100', apiUrl: world.crm.url, tokenSet: true });
    const { send } = await makeFailing();
    await send();
    await world.until(async () => {
      await world.notifier.tick();
      return world.crm.requests.some(({ path }) => path === '/bot123456:secret-token/sendMessage');
    });
    const message = JSON.parse(world.crm.requests.find(({ path }) => path.startsWith('/bot'))?.body ?? '');
    expect(message).toMatchObject({ chat_id: '-100' });
    expect(message.text).toContain('Ошибка в обработке «Покупки → cpa.house»');
    await world.ok('PATCH', '/api/settings', { telegram: { token: null } });
  });

  it('wait where Telegram refuses, with its words and without the token', async () => {
    const refusal = { ok: false, description: 'Forbidden: bot was kicked from 123456:secret-token' };
    let refusing = true;
    world.crm.answer(
      ({ path }) => path.startsWith('/bot'),
      () => (refusing ? { status: 403, body: refusal } : { body: { ok: true } }),
    );
    const telegram = { chatId: '-100', token: '123456:secret-token', apiUrl: world.crm.url };
    await world.ok('PATCH', '/api/settings', { telegram });
    const { send } = await makeFailing();
    await send();
    const told = () =>
      world.app.db
        .selectFrom('notices')
        .where('channel', '=', 'telegram')
        .select(['error', 'attempts', 'pending_count'])
        .executeTakeFirstOrThrow();
    await world.until(async () => {
      await world.notifier.tick();
      return (await told()).attempts === 1;
    });
    const { error, pending_count } = await told();
    expect(error).toMatch(/Telegram answered 403: .*bot was kicked from \*\*\*/);
    expect(pending_count).toBe(1);
    // Letters go out meanwhile.
    await arrived(1);
    refusing = false;
    world.clock.advance(61);
    await world.until(async () => {
      await world.notifier.tick();
      return (await told()).pending_count === 0;
    });
    expect(await told()).toMatchObject({ error: null, attempts: 0 });
    await world.ok('PATCH', '/api/settings', { telegram: { token: null } });
  });
});

it('a dead mail server holds up nothing else', async () => {
  const world = await openIntake('pglite', { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_TO: 'all@example.com' });
  try {
    const source = await world.ok('POST', '/api/sources', { name: 'In', type: 'webhook' });
    const { id } = await world.ok('POST', '/api/pipelines', {
      name: 'Out',
      sourceId: source.id,
      actions: [{ type: 'json', name: 'body', fields: [{ name: 'x', value: '{event.x}', required: true }] }],
    });
    await world.ok('POST', `/api/pipelines/${id}/start`, {});
    await world.send(source.url);
    await world.settled(id);
    await world.until(async () => {
      await world.notifier.tick();
      const row = await world.app.db
        .selectFrom('notices')
        .where('channel', '=', 'mail')
        .select(['error', 'pending_count'])
        .executeTakeFirst();
      return row?.error !== null && row?.pending_count === 1;
    });
    await world.send(`${source.url}?x=1`);
    expect(await world.settled(id, 2)).toMatchObject([{ state: 'failed' }, { state: 'done' }]);
  } finally {
    await world.close();
  }
});
