import { createServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import { pauseAfter } from '../../src/outbound/retry.ts';
import { halfJson, hang, inTurn, reset, slowDrip } from '../fake-crm.ts';
import { answered, failure, textOf, useSender } from './sender.ts';

const sender = useSender();

describe('a repeatable request', () => {
  test.each([429, 502, 503, 504])('is sent again after %i', async (status) => {
    sender.crm.answer('/', inTurn({ status }, { body: 'ok' }));
    const sent = answered(await sender.send({ method: 'POST', body: 'a=1' }, { attempts: 3 }));
    expect(sent.status).toBe(200);
    expect(sent.attempts).toMatchObject([{ status }, { status: 200 }]);
    expect(sender.crm.requests.map(({ body }) => body)).toEqual(['a=1', 'a=1']);
  });

  test.each([400, 401, 404, 408, 500, 501])('is not sent again after %i', async (status) => {
    sender.crm.answer('/', { status });
    expect(answered(await sender.send({}, { attempts: 3 })).attempts).toMatchObject([{ status }]);
  });

  test('is sent again after a cut connection', async () => {
    sender.crm.answer('/', inTurn(reset(), halfJson(), { body: 'ok' }));
    const sent = answered(await sender.send({}, { attempts: 3 }));
    expect(sent.attempts.map((row) => ('status' in row ? row.status : row.error))).toEqual([
      `${sender.crm.host} closed the connection without an answer`,
      `${sender.crm.host} closed the connection in the middle of its answer`,
      200,
    ]);
  });

  test('is sent again after a time-out', async () => {
    sender.crm.answer('/', inTurn(hang(), { body: 'ok' }));
    const sent = await sender.send({}, { attempts: 2, timeoutMs: 200 });
    expect(textOf(sent)).toBe('ok');
  });

  test('brings the last answer back where all attempts were in vain', async () => {
    sender.crm.answer('/', { status: 503, body: 'maintenance' });
    const sent = answered(await sender.send({}, { attempts: 3 }));
    expect(sent.status).toBe(503);
    expect(Buffer.from(sent.body).toString()).toBe('maintenance');
    expect(sent.attempts).toHaveLength(3);
    expect(sender.pauses).toEqual([500, 1000]);
  });

  test('has a row with time and outcome for every attempt', async () => {
    const start = new Date('2026-01-01T00:00:00Z');
    sender.crm.answer('/', inTurn({ status: 502 }, reset()));
    const sent = failure(await sender.send({}, { attempts: 2 }, { clock: () => start }));
    expect(sent.attempts).toEqual([
      { startedAt: start, ms: expect.any(Number), status: 502 },
      { startedAt: start, ms: expect.any(Number), error: sent.message },
    ]);
  });
});

describe('a request that must not be repeated', () => {
  const policy = { repeatable: false, attempts: 3 };

  test.each([
    ['429', { status: 429 }],
    ['503', { status: 503 }],
  ])('is not sent again after %s', async (_, answer) => {
    sender.crm.answer('/', answer);
    expect(answered(await sender.send({}, policy)).attempts).toHaveLength(1);
  });

  test.each([
    ['a cut connection', reset()],
    ['half an answer', halfJson()],
    ['no answer in time', hang()],
  ])('is not sent again after %s, and may have been delivered', async (_, answer) => {
    sender.crm.answer('/', answer);
    const sent = failure(await sender.send({}, { ...policy, timeoutMs: 300 }));
    expect(sent.attempts).toHaveLength(1);
    expect(sent.maybeDelivered).toBe(true);
  });

  test('is sent again where the connection was refused', async () => {
    const port = await unusedPort();
    const host = `127.0.0.1:${port}`;
    const sent = failure(
      await sender.send({ url: `http://${host}/` }, { ...policy, allowedHosts: [host] }, { allowPrivateHosts: [host] }),
    );
    expect(sent).toMatchObject({
      code: 'network_failed',
      message: `The connection to ${host} was refused`,
      maybeDelivered: false,
    });
    expect(sent.attempts).toHaveLength(3);
  });

  test('gets a connection of its own, since a kept one may be dying', async () => {
    const ports: string[] = [];
    sender.crm.answer('/', ({ headers }) => {
      ports.push(headers['connection'] ?? '');
      return { body: 'ok' };
    });
    await sender.send({}, policy);
    await sender.send({}, { repeatable: true });
    expect(ports).toEqual(['close', 'keep-alive']);
  });
});

describe('the time-out', () => {
  test('covers waiting for the answer', async () => {
    sender.crm.answer('/', hang());
    const sent = failure(await sender.send({}, { timeoutMs: 200 }));
    expect(sent).toMatchObject({ code: 'request_timeout', message: `${sender.crm.host} did not answer within 0.2 s` });
  });

  test('covers a body that trickles in', async () => {
    sender.crm.answer('/', slowDrip());
    const sent = failure(await sender.send({}, { timeoutMs: 200 }));
    expect(sent).toMatchObject({
      code: 'request_timeout',
      message: `${sender.crm.host} did not finish its answer within 0.2 s`,
    });
  });

  test('covers resolving the name and connecting', async () => {
    const sent = failure(
      await sender.send(
        { url: 'http://crm.test/' },
        { timeoutMs: 100, allowedHosts: ['crm.test'] },
        { resolve: () => new Promise(() => {}) },
      ),
    );
    expect(sent).toMatchObject({
      code: 'request_timeout',
      message: 'No connection to crm.test could be made within 0.1 s',
      maybeDelivered: false,
    });
  });

  test('covers a server that accepts connections and speaks no TLS', async () => {
    const silent = await listening(createServer());
    const host = `localhost:${silent.port}`;
    const sent = failure(
      await sender.send(
        { url: `https://${host}/` },
        { timeoutMs: 200, allowedHosts: [host], repeatable: false, attempts: 2 },
        { allowPrivateHosts: [host], resolve: async () => [{ address: '127.0.0.1', family: 4 }] },
      ),
    );
    silent.server.close();
    expect(sent).toMatchObject({ code: 'request_timeout', maybeDelivered: false });
    expect(sent.attempts).toHaveLength(2);
  });
});

describe('the pause', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  const at = (attempt: number, headers: Record<string, string> = {}, random = 1) =>
    pauseAfter(attempt, headers, { now, random: () => random });

  test('doubles from half a second to ten', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => at(attempt))).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  test('is up to a half shorter at random', () => {
    expect(at(2, {}, 0)).toBe(500);
    expect(at(2, {}, 0.5)).toBe(750);
  });

  test.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['no less than the backoff', { 'retry-after': '0' }, 500],
    ['at most a minute', { 'retry-after': '86400' }, 60_000],
    ['a date', { 'retry-after': 'Thu, 01 Jan 2026 12:00:05 GMT' }, 5000],
    [
      'a date by their own clock',
      { 'retry-after': 'Thu, 01 Jan 2026 15:00:05 GMT', date: 'Thu, 01 Jan 2026 15:00:00 GMT' },
      5000,
    ],
    ['a date gone by', { 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, 500],
    ['nonsense', { 'retry-after': 'soon' }, 500],
    ['a negative number', { 'retry-after': '-5' }, 500],
  ])('honours Retry-After: %s', (_, headers, ms) => {
    expect(at(1, headers)).toBe(ms);
  });

  test('is what the server asked for', async () => {
    sender.crm.answer('/', inTurn({ status: 429, headers: { 'retry-after': '3' } }, { body: 'ok' }));
    await sender.send({}, { attempts: 2 });
    expect(sender.pauses).toEqual([3000]);
  });

  test('ends with the signal', async () => {
    sender.crm.answer('/', { status: 429, headers: { 'retry-after': '60' } });
    const stop = new AbortController();
    const outbound = sender.outbound({
      sleep: (_ms, signal) => {
        stop.abort(new Error('stopped'));
        return Promise.reject(signal?.reason);
      },
    });
    const sending = outbound.send(
      { method: 'GET', url: sender.crm.url, headers: {}, body: null },
      {
        allowedHosts: ['127.0.0.1'],
        timeoutMs: 1000,
        answerBytes: 1024,
        maxRedirects: 0,
        repeatable: true,
        attempts: 2,
      },
      stop.signal,
    );
    await expect(sending).rejects.toThrow('stopped');
  });
});

async function listening(server: Server): Promise<{ server: Server; port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

async function unusedPort(): Promise<number> {
  const { server, port } = await listening(createServer());
  await new Promise((resolve) => server.close(resolve));
  return port;
}
