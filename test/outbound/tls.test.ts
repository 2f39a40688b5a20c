import { createServer as createPlain } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../src/outbound/failures.ts';
import { CERTIFICATE, KEY } from './certificate.ts';
import { failure, textOf, useSender } from './sender.ts';

const sender = useSender();
const options = {
  allowPrivateHosts: ['crm.test', 'other.test'],
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
};
const policy = { allowedHosts: ['crm.test', 'other.test'], attempts: 3 };

let server: Server;
let location = '/';
beforeAll(async () => {
  server = createServer({ cert: CERTIFICATE, key: KEY }, (request, response) => {
    if (request.url === '/redirect') response.writeHead(302, { location }).end();
    else response.end('secure');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

function url(host: string, path = '/'): string {
  return `https://${host}:${(server.address() as AddressInfo).port}${path}`;
}

describe('a server with a certificate that is trusted', () => {
  const before = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...before, CERTIFICATE]));
  afterEach(() => {
    location = '/';
  });
  afterAll(() => setDefaultCACertificates(before));

  test('is asked by its name, at the address that was checked', async () => {
    expect(textOf(await sender.send({ url: url('crm.test') }, policy, options))).toBe('secure');
  });

  test('and another name is refused, and not asked again', async () => {
    const sent = failure(await sender.send({ url: url('other.test') }, policy, options));
    expect(sent).toMatchObject({ code: 'network_failed', maybeDelivered: false });
    expect(sent.message).toMatch(/^The certificate of other\.test:\d+ is for another name$/);
    expect(sent.attempts).toHaveLength(1);
  });

  test('may redirect to itself, but not to plain http', async () => {
    expect(textOf(await sender.send({ url: url('crm.test', '/redirect') }, policy, options))).toBe('secure');

    location = 'http://crm.test/';
    const sent = failure(await sender.send({ url: url('crm.test', '/redirect') }, policy, options));
    expect(sent.code).toBe('address_refused');
    expect(sent.message).toMatch(/^crm\.test:\d+ redirects from https to unprotected http on crm\.test$/);
  });
});

test('a certificate that its server signed itself is refused', async () => {
  const sent = failure(await sender.send({ url: url('crm.test') }, policy, options));
  expect(sent).toMatchObject({ code: 'network_failed', maybeDelivered: false });
  expect(sent.message).toMatch(/^The certificate of crm\.test:\d+ is signed by itself, not by a known authority$/);
  expect(sent.attempts).toHaveLength(1);
});

test('a server that speaks plain http on the port is named as such', async () => {
  const plain = createPlain((_, response) => response.end('plain'));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as AddressInfo;
  const sent = failure(await sender.send({ url: `https://crm.test:${port}/` }, policy, options));
  plain.closeAllConnections();
  plain.close();
  expect(sent.code).toBe('network_failed');
  expect(sent.message).toContain('perhaps it speaks plain http on this port');
});

test('a server that hangs up before the connection is secure never got the request', async () => {
  const rude = createTcp((socket) => socket.destroy());
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
  const { port } = rude.address() as AddressInfo;
  const sent = failure(
    await sender.send({ url: `https://crm.test:${port}/` }, { ...policy, repeatable: false, attempts: 2 }, options),
  );
  rude.close();
  expect(sent).toMatchObject({ code: 'network_failed', maybeDelivered: false });
  expect(sent.message).toBe(`crm.test:${port} closed the connection without an answer`);
  expect(sent.attempts).toHaveLength(2);
});

test.each([
  ['CERT_HAS_EXPIRED', 'The certificate of crm.test has expired'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'comes without the intermediate certificate that its server should send'],
  ['EAI_AGAIN', 'The name crm.test cannot be resolved at the moment: the name server does not answer'],
  ['EHOSTUNREACH', 'There is no way from here to crm.test'],
  ['HPE_INVALID_CONSTANT', 'What crm.test answered is not HTTP (HPE_INVALID_CONSTANT)'],
  ['ESOMETHING', 'The exchange with crm.test failed (ESOMETHING)'],
])('%s is put into words', (code, words) => {
  const error = Object.assign(new Error('x'), { code });
  const standing = { host: 'crm.test', proxy: null, phase: 'connecting' } as const;
  expect(explain(error, standing).message).toContain(words);
  expect(explain(new Error('fetch failed', { cause: error }), standing).message).toContain(words);
  expect(explain(new AggregateError([error]), standing).message).toContain(words);
});
