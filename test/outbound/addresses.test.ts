import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { forbiddenKind } from '../../src/outbound/addresses.ts';
import { createOutbound } from '../../src/outbound/send.ts';
import { redirect } from '../fake-crm.ts';
import { answered, failure, useSender } from './sender.ts';

const sender = useSender();

function addresses(...list: string[]): () => Promise<LookupAddress[]> {
  return async () => list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

describe('an address', () => {
  test.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['10.0.0.5', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['169.254.169.254', 'cloud metadata'],
    ['100.100.100.200', 'cloud metadata'],
    ['168.63.129.16', 'cloud metadata'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.127.255.255', 'carrier-grade NAT'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['192.0.0.1', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['192.88.99.1', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['198.51.100.1', 'reserved'],
    ['203.0.113.1', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['fec0::1', 'site-local'],
    ['fc00::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['fd00:ec2::254', 'cloud metadata'],
    ['ff02::1', 'multicast'],
    ['::ffff:127.0.0.1', 'IPv4-mapped'],
    ['::ffff:8.8.8.8', 'IPv4-mapped'],
    ['::ffff:0:127.0.0.1', 'IPv4-translated'],
    ['::7f00:1', 'IPv4-compatible'],
    ['::808:808', 'IPv4-compatible'],
    ['64:ff9b::7f00:1', 'NAT64'],
    ['64:ff9b:1::a00:1', 'NAT64'],
    ['2002:7f00:1::', '6to4'],
    ['2001:0:4136:e378::1', 'Teredo'],
    ['2a00:1450::5efe:7f00:1', 'ISATAP'],
    ['2a00:1450::200:5efe:7f00:1', 'ISATAP'],
    ['2001:db8::1', 'reserved'],
    ['3fff::1', 'reserved'],
    ['100::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['5f00::1', 'reserved'],
    ['not an address', 'unreadable'],
    ['', 'unreadable'],
  ])('%s is refused as %s', (address, kind) => {
    expect(forbiddenKind(address)).toBe(kind);
  });

  test.each([
    '8.8.8.8',
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '2a00:1450:4001::200e',
    '2606:4700::1111',
  ])('%s is public', (address) => {
    expect(forbiddenKind(address)).toBe(null);
  });
});

describe('a URL with a literal address', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['0177.0.0.1', '127.0.0.1'],
    ['127.1', '127.0.0.1'],
    ['0', '0.0.0.0'],
    ['１２７.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
    ['[::ffff:7f00:1]', '::ffff:7f00:1'],
    ['[64:ff9b::127.0.0.1]', '64:ff9b::7f00:1'],
    ['[fd00:ec2::254]', 'fd00:ec2::254'],
    ['169.254.169.254', '169.254.169.254'],
  ])('%s is refused', async (host, address) => {
    const port = new URL(sender.crm.url).port;
    const sent = failure(
      await sender.send({ url: `http://${host}:${port}/` }, { allowedHosts: [host] }, { allowPrivateHosts: [] }),
    );
    expect(sent).toMatchObject({ code: 'address_refused', maybeDelivered: false });
    const name = address.includes(':') ? `[${address}]` : address;
    expect(sent.message).toMatch(
      new RegExp(`^${address.replaceAll('.', '\\.')} is an? .* address, which is not allowed`),
    );
    expect(sent.message).toContain(`add ${name} to ALLOW_PRIVATE_HOSTS if this is meant`);
    expect(sender.crm.requests).toEqual([]);
  });
});

describe('a name', () => {
  const url = () => sender.crm.url.replace('127.0.0.1', 'crm.test');
  const policy = { allowedHosts: ['crm.test'] };

  test('with a private address is refused, and told how to allow it', async () => {
    const sent = failure(
      await sender.send({ url: url() }, { ...policy, attempts: 3 }, { resolve: addresses('10.0.0.5') }),
    );
    expect(sent.code).toBe('address_refused');
    expect(sent.message).toBe(
      'crm.test has the private address 10.0.0.5, which is not allowed; ' +
        'add crm.test to ALLOW_PRIVATE_HOSTS if this is meant',
    );
    expect(sent.attempts).toHaveLength(1);
  });

  test('with one private address among public ones is refused', async () => {
    const sent = await sender.send({ url: url() }, policy, { resolve: addresses('93.184.216.34', '127.0.0.1') });
    expect(failure(sent).code).toBe('address_refused');
  });

  test('like localhost is refused for what it resolves to', async () => {
    const sent = await sender.send(
      { url: sender.crm.url.replace('127.0.0.1', 'localhost') },
      { allowedHosts: ['localhost'] },
      { allowPrivateHosts: [] },
    );
    expect(failure(sent).code).toBe('address_refused');
  });

  test('is resolved once: the address that was checked is the one connected to', async () => {
    const asked: string[] = [];
    const sent = await sender.send({ url: url() }, policy, {
      allowPrivateHosts: ['crm.test'],
      resolve: async (hostname) => {
        asked.push(hostname);
        // whoever asks a second time is sent where nobody listens
        return [{ address: asked.length === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
      },
    });
    expect(answered(sent).status).toBe(404);
    expect(asked).toEqual(['crm.test']);
  });

  test('that turns private between two connections is refused at the second', async () => {
    sender.crm.answer('/', redirect(url().replace('crm.test', 'rebound.test')));
    const sent = await sender.send(
      { url: url() },
      { allowedHosts: ['crm.test', 'rebound.test'] },
      { allowPrivateHosts: ['crm.test'], resolve: addresses('127.0.0.1') },
    );
    expect(failure(sent)).toMatchObject({ code: 'address_refused', maybeDelivered: true });
    expect(failure(sent).message).toContain('rebound.test has the loopback address 127.0.0.1');
    expect(sender.crm.requests).toHaveLength(1);
  });

  test('that does not exist is a network failure, tried again even where nothing may be repeated', async () => {
    const sent = failure(
      await sender.send(
        { url: url() },
        { ...policy, attempts: 2, repeatable: false },
        {
          resolve: async () => {
            throw Object.assign(new Error('getaddrinfo ENOTFOUND crm.test'), { code: 'ENOTFOUND' });
          },
        },
      ),
    );
    expect(sent).toMatchObject({
      code: 'network_failed',
      message: 'The name crm.test cannot be resolved',
      maybeDelivered: false,
    });
    expect(sent.attempts).toHaveLength(2);
  });

  test('with no address at all cannot be resolved', async () => {
    const sent = await sender.send({ url: url() }, policy, { resolve: addresses() });
    expect(failure(sent).message).toBe('The name crm.test cannot be resolved');
  });
});

describe('ALLOW_PRIVATE_HOSTS', () => {
  test('lifts the rule for its name alone', async () => {
    const allowPrivateHosts = ['localhost', '[::1]', '127.0.0.2'];
    expect(failure(await sender.send({}, {}, { allowPrivateHosts })).code).toBe('address_refused');
    expect(answered(await sender.send({}, {}, { allowPrivateHosts: ['127.0.0.1'] })).status).toBe(404);
  });

  test('with a port lifts it for that port alone', async () => {
    expect(failure(await sender.send({}, {}, { allowPrivateHosts: ['127.0.0.1:1'] })).code).toBe('address_refused');
    expect(answered(await sender.send({}, {}, { allowPrivateHosts: [sender.crm.host] })).status).toBe(404);
  });

  test('knows an address in any spelling', async () => {
    expect(answered(await sender.send({}, {}, { allowPrivateHosts: ['0x7f.1'] })).status).toBe(404);
  });

  test.each(['http://crm', '::1', 'crm:99999', 'crm:', '*.crm', 'a b', ''])('«%s» is no entry', (entry) => {
    expect(() => createOutbound({ allowPrivateHosts: [entry], proxyUrl: null })).toThrow(
      `allowPrivateHosts: «${entry}» is not a host, host:port or [IPv6]:port`,
    );
  });

  test('has IPv6 addresses in brackets', async () => {
    const sent = await sender.send(
      { url: 'http://[::1]:1/' },
      { allowedHosts: ['[::1]:1'] },
      { allowPrivateHosts: ['[0:0::1]:1'] },
    );
    // let through, and nobody there (or no IPv6 on this machine)
    expect(failure(sent).code).toBe('network_failed');
  });
});
