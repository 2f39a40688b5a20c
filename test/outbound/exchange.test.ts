import { describe, expect, test } from 'vitest';
import { hang, redirect } from '../fake-crm.ts';
import { answered, failure, textOf, useSender } from './sender.ts';

const sender = useSender();

describe('a request', () => {
  test('arrives as it was given, and its answer comes back', async () => {
    sender.crm.answer('/orders', { status: 201, headers: { 'x-page': '2' }, body: 'принято' });

    const sent = await sender.send({
      method: 'post',
      url: '/orders?ids=1,2',
      headers: { 'Content-Type': 'text/plain', 'X-Token': 'abc' },
      body: 'тело',
    });

    expect(sent).toMatchObject({ kind: 'answer', status: 201, url: `${sender.crm.url}/orders?ids=1,2` });
    expect(answered(sent).headers['x-page']).toBe('2');
    expect(textOf(sent)).toBe('принято');
    expect(sender.crm.requests).toMatchObject([
      {
        method: 'POST',
        url: '/orders?ids=1,2',
        body: 'тело',
        headers: { 'content-type': 'text/plain', 'x-token': 'abc', 'user-agent': 'Sverka' },
      },
    ]);
  });

  test('sends bytes as bytes', async () => {
    await sender.send({ method: 'POST', body: new TextEncoder().encode('x=1') });
    expect(sender.crm.requests[0]?.body).toBe('x=1');
  });

  test('keeps its own User-Agent and Accept-Encoding', async () => {
    await sender.send({ headers: { 'user-agent': 'curl/8', 'ACCEPT-ENCODING': 'identity' } });
    expect(sender.crm.requests[0]?.headers).toMatchObject({ 'user-agent': 'curl/8', 'accept-encoding': 'identity' });
  });

  test('turns credentials of the URL into an Authorization header and forgets them', async () => {
    const url = sender.crm.url.replace('//', '//me:p%40ss@');
    const sent = answered(await sender.send({ url }));
    expect(sender.crm.requests[0]?.headers['authorization']).toBe(`Basic ${btoa('me:p@ss')}`);
    expect(sent.url).toBe(`${sender.crm.url}/`);
  });

  test('leaves out the headers that belong to the connection', async () => {
    await sender.send({
      method: 'POST',
      headers: {
        Host: 'evil.example',
        'Content-Length': '1',
        'Transfer-Encoding': 'chunked',
        Connection: 'close, X-Kept',
        'Proxy-Authorization': 'Basic eA==',
        'X-Kept': 'yes',
      },
      body: 'four',
    });
    const { headers, body } = sender.crm.requests[0] ?? {};
    expect(body).toBe('four');
    expect(headers).toMatchObject({ host: sender.crm.host, 'content-length': '4', 'x-kept': 'yes' });
    expect(headers).not.toHaveProperty('transfer-encoding');
    expect(headers).not.toHaveProperty('proxy-authorization');
  });

  test.each([
    [{ 'X-A': 'one\r\nX-B: two' }, 'The header X-A cannot be sent: it contains a line break'],
    [{ 'X-A': 'Иван' }, 'The header X-A cannot be sent: it contains «И»'],
    [{ 'X-A': 'a\0b' }, 'The header X-A cannot be sent: it contains the control character 0'],
    [{ 'X A': '1' }, '«X A» cannot be the name of a header'],
  ])('with the header %j is not sent', async (headers, message) => {
    const sent = await sender.send({ headers }, { attempts: 3 });
    expect(sent).toMatchObject({ code: 'network_failed', message, attempts: [], maybeDelivered: false });
    expect(sender.crm.requests).toEqual([]);
  });

  test.each([
    ['ftp://crm.example.com/', 'address_refused', 'Only http and https addresses are asked, not ftp:'],
    ['file:///etc/passwd', 'address_refused', 'Only http and https addresses are asked, not file:'],
  ])('to %s is not sent', async (url, code, message) => {
    expect(await sender.send({ url })).toMatchObject({ code, message });
  });

  test('to something that is no address is quoted without its secrets', async () => {
    const policy = {
      allowedHosts: [],
      timeoutMs: 1000,
      answerBytes: 1,
      maxRedirects: 0,
      repeatable: true,
      attempts: 1,
    };
    const request = { method: 'GET', url: 'http://me:pass@crm example/orders?key=abc', headers: {}, body: null };
    const sent = failure(await sender.outbound().send(request, policy));
    expect(sent.message).toBe('«http://crm example/orders» is not an address');
  });

  test('with a method that opens tunnels is not sent', async () => {
    expect(await sender.send({ method: 'CONNECT' })).toMatchObject({
      code: 'network_failed',
      message: '«CONNECT» is not a method that can be sent',
    });
  });
});

describe('allowed hosts', () => {
  test('are the only ones asked', async () => {
    const sent = failure(await sender.send({}, { allowedHosts: ['crm.example.com'] }));
    expect(sent.code).toBe('host_not_allowed');
    expect(sent.message).toBe(
      `The request goes to ${sender.crm.host}, which is not an allowed host (allowed: crm.example.com)`,
    );
    expect(sent.maybeDelivered).toBe(false);
    expect(sender.crm.requests).toEqual([]);
  });

  test('without a port mean every port, with one that port alone', async () => {
    expect(answered(await sender.send({}, { allowedHosts: ['127.0.0.1'] })).status).toBe(404);
    expect(failure(await sender.send({}, { allowedHosts: ['127.0.0.1:1'] })).code).toBe('host_not_allowed');
  });

  test('are compared as URLs spell them, not as somebody typed them', async () => {
    const options = {
      allowPrivateHosts: ['xn--e1afmkfd.xn--80akhbyknj4f'],
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    };
    const url = sender.crm.url.replace('127.0.0.1', 'пример.испытание');
    for (const allowed of ['ПРИМЕР.испытание', 'пример.испытание.', 'xn--e1afmkfd.xn--80akhbyknj4f']) {
      expect(answered(await sender.send({ url }, { allowedHosts: [allowed] }, options)).status).toBe(404);
    }
    expect(failure(await sender.send({ url }, { allowedHosts: ['испытание'] }, options)).code).toBe('host_not_allowed');
  });

  test('hold for redirects too', async () => {
    sender.crm.answer('/', redirect('http://evil.example/steal?token=1'));
    const sent = failure(await sender.send());
    expect(sent.code).toBe('host_not_allowed');
    expect(sent.message).toBe(
      `A redirect leads to evil.example, which is not an allowed host (allowed: ${sender.crm.host})`,
    );
    expect(sent.maybeDelivered).toBe(true);
  });
});

describe('the connections', () => {
  const policy = {
    allowedHosts: ['127.0.0.1'],
    timeoutMs: 60_000,
    answerBytes: 1024,
    maxRedirects: 1,
    repeatable: true,
    attempts: 3,
  };
  const get = (path: string) => ({ method: 'GET', url: sender.crm.url + path, headers: {}, body: null });

  test('are kept for the next request', async () => {
    const outbound = sender.outbound();
    await outbound.send(get('/'), policy);
    // undici gives a server one turn of the event loop to change its mind about keeping the connection
    await new Promise((resolve) => setImmediate(resolve));
    await outbound.send(get('/'), policy);
    expect(sender.crm.requests.map(({ connection }) => connection)).toEqual([1, 1]);
  });

  test('grow with the requests under way', async () => {
    sender.crm.answer('/', async () => {
      await sender.crm.received(4);
      return { body: 'ok' };
    });
    const outbound = sender.outbound();
    const sent = await Promise.all([1, 2, 3, 4].map(() => outbound.send(get('/'), policy)));
    expect(sent.map(textOf)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(sender.crm.highestConcurrency()).toBe(4);
  });

  test('are closed by close(), which cuts what is under way', async () => {
    sender.crm.answer('/', hang());
    const outbound = sender.outbound();
    const sending = outbound.send(get('/'), policy);
    await sender.crm.received(1);
    await outbound.close();
    expect(failure(await sending).message).toBe(
      `The request to ${sender.crm.host} was cut short, as this server is shutting down`,
    );
  });
});

test('an aborted signal ends the exchange with its reason', async () => {
  sender.crm.answer('/', hang());
  const stop = new AbortController();
  const sending = sender.outbound().send(
    { method: 'GET', url: sender.crm.url, headers: {}, body: null },
    {
      allowedHosts: ['127.0.0.1'],
      timeoutMs: 60_000,
      answerBytes: 1024,
      maxRedirects: 0,
      repeatable: true,
      attempts: 3,
    },
    stop.signal,
  );
  await sender.crm.received(1);
  stop.abort(new Error('the worker stops'));
  await expect(sending).rejects.toThrow('the worker stops');
});
