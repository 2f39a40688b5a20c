import { createServer, request as forward, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOutbound } from '../../src/outbound/send.ts';
import { failure, textOf, useSender } from './sender.ts';

const sender = useSender();
let proxy: Server;
let proxyHost: string;
/** what the proxy was asked for, and the password it got */
let asked: string[];
let passwords: (string | undefined)[];
/** the Connection header of plain requests */
let kept: (string | undefined)[];
/** what the proxy answers to CONNECT where it does not obey; nothing at all where empty */
let refusal: string | null;

beforeEach(async () => {
  asked = [];
  passwords = [];
  kept = [];
  refusal = null;
  proxy = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    passwords.push(incoming.headers['proxy-authorization']);
    kept.push(incoming.headers['connection']);
    const { pathname } = new URL(incoming.url ?? '/');
    // whatever the name, the fake CRM is where it leads
    const onward = forward(
      sender.crm.url + pathname,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    incoming.pipe(onward);
  });
  proxy.on('connect', (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    passwords.push(incoming.headers['proxy-authorization']);
    if (refusal === '') {
      socket.destroy();
      return;
    }
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
      return;
    }
    const onward = connect(Number(new URL(sender.crm.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyHost = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(() => {
  proxy.closeAllConnections();
  proxy.close();
});

const policy = { allowedHosts: ['shop.test'] };
const at =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: 4 }));

describe('with a proxy', () => {
  test('requests go through it, while the name is resolved and checked here first', async () => {
    sender.crm.answer('/orders', { body: 'by proxy' });
    const sent = await sender.send({ url: 'http://shop.test/orders' }, policy, {
      proxyUrl: `http://me:p%40ss@${proxyHost}`,
      resolve: at('93.184.216.34'),
    });
    expect(textOf(sent)).toBe('by proxy');
    expect(asked).toEqual(['GET http://shop.test/orders']);
    expect(passwords).toEqual([`Basic ${btoa('me:p@ss')}`]);
    expect(sender.crm.requests[0]?.headers['host']).toBe('shop.test');
  });

  test('private targets are refused before the proxy hears of them', async () => {
    const sent = await sender.send({ url: 'http://shop.test/' }, policy, {
      proxyUrl: `http://${proxyHost}`,
      resolve: at('93.184.216.34', '10.0.0.1'),
    });
    expect(failure(sent)).toMatchObject({ code: 'address_refused', maybeDelivered: false });
    const literal = await sender.send(
      { url: 'http://169.254.169.254/' },
      { allowedHosts: ['169.254.169.254'] },
      { proxyUrl: `http://${proxyHost}` },
    );
    expect(failure(literal).code).toBe('address_refused');
    expect(asked).toEqual([]);
  });

  test('https goes through a tunnel, and what breaks inside concerns the target', async () => {
    const sent = await sender.send({ url: 'https://shop.test/' }, policy, {
      proxyUrl: `http://${proxyHost}`,
      resolve: at('93.184.216.34'),
    });
    expect(asked).toEqual(['CONNECT shop.test:443']);
    // the fake CRM speaks plain http
    expect(failure(sent).message).toContain('No secure connection to shop.test could be made');
  });

  test('that refuses to connect, the message says so', async () => {
    refusal = '403 Forbidden';
    const sent = failure(
      await sender.send({ url: 'https://shop.test/' }, policy, {
        proxyUrl: `http://${proxyHost}`,
        resolve: at('93.184.216.34'),
      }),
    );
    expect(sent.message).toBe(`The proxy ${proxyHost} refused to connect to shop.test (status 403)`);
    expect(sent.maybeDelivered).toBe(false);
  });

  test('that hangs up, the message says so', async () => {
    refusal = '';
    const sent = failure(
      await sender.send(
        { url: 'https://shop.test/' },
        { ...policy, repeatable: false, attempts: 2 },
        { proxyUrl: `http://${proxyHost}`, resolve: at('93.184.216.34') },
      ),
    );
    expect(sent.message).toBe(`The proxy ${proxyHost} closed the connection`);
    expect(sent.attempts).toHaveLength(2);
  });

  test('requests that must not be repeated get a connection of their own', async () => {
    const options = { proxyUrl: `http://${proxyHost}`, resolve: at('93.184.216.34') };
    await sender.send({ url: 'http://shop.test/' }, { ...policy, repeatable: false }, options);
    await sender.send({ url: 'http://shop.test/' }, policy, options);
    expect(kept).toEqual(['close', 'keep-alive']);
  });

  test('that is not there, the message names it and not its password', async () => {
    await new Promise((resolve) => proxy.close(resolve));
    const sent = failure(
      await sender.send(
        { url: 'http://shop.test/' },
        { ...policy, repeatable: false, attempts: 2 },
        { proxyUrl: `http://me:pass@${proxyHost}`, resolve: at('93.184.216.34') },
      ),
    );
    expect(sent.message).toBe(`The connection to the proxy ${proxyHost} was refused`);
    expect(sent.attempts).toHaveLength(2);
    expect(sent.maybeDelivered).toBe(false);
  });

  test('a name that takes too long to resolve ends with the time-out', async () => {
    const sent = await sender.send(
      { url: 'http://shop.test/' },
      { ...policy, timeoutMs: 100 },
      { proxyUrl: `http://${proxyHost}`, resolve: () => new Promise(() => {}) },
    );
    expect(failure(sent)).toMatchObject({
      code: 'request_timeout',
      message: 'The name of shop.test was not resolved within 0.1 s',
    });
  });
});

test.each(['socks5://proxy:1080', 'proxy:3128', '//proxy'])('«%s» is no proxy', (proxyUrl) => {
  expect(() => createOutbound({ allowPrivateHosts: [], proxyUrl })).toThrow(
    'The proxy must be an address such as http://host:port',
  );
});
