import { describe, expect, test } from 'vitest';
import { redirected } from '../../src/outbound/redirect.ts';
import { type FakeCrm, redirect, startFakeCrm } from '../fake-crm.ts';
import { answered, failure, textOf, useSender } from './sender.ts';

const sender = useSender();

describe('a redirect', () => {
  test.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [302, 'PUT', 'PUT', 'a=1'],
    [307, 'POST', 'POST', 'a=1'],
    [308, 'POST', 'POST', 'a=1'],
  ])('%i of a %s is followed by a %s with the body «%s»', async (status, method, followedBy, body) => {
    sender.crm.answer('/old', redirect('/new?x=1', status));
    sender.crm.answer('/new', { body: 'here' });

    const sent = await sender.send({
      method,
      url: '/old',
      headers: { 'Content-Type': 'text/plain', 'X-Token': 'abc' },
      body: 'a=1',
    });

    expect(textOf(sent)).toBe('here');
    expect(answered(sent).url).toBe(`${sender.crm.url}/new?x=1`);
    expect(sender.crm.requests[1]).toMatchObject({ method: followedBy, body, headers: { 'x-token': 'abc' } });
    expect(sender.crm.requests[1]?.headers['content-type']).toBe(body === '' ? undefined : 'text/plain');
  });

  test('to another origin leaves every header behind that may be a secret', async () => {
    await withSecondCrm(async (second) => {
      sender.crm.answer('/', redirect(`${second.url}/there`, 307));
      const sent = await sender.send(
        {
          method: 'POST',
          headers: {
            Authorization: 'Bearer s',
            Cookie: 'sid=1',
            'X-Api-Key': 'k',
            'Content-Type': 'text/plain',
            Accept: 'application/json',
          },
          body: 'a=1',
        },
        { allowedHosts: ['127.0.0.1'] },
        { allowPrivateHosts: ['127.0.0.1'] },
      );
      expect(answered(sent).url).toBe(`${second.url}/there`);
      expect(Object.keys(second.requests[0]?.headers ?? {}).sort()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'content-length',
        'content-type',
        'host',
        'user-agent',
      ]);
    });
  });

  test('five in a row are followed, the sixth is not', async () => {
    sender.crm.answer(
      ({ path }) => /^\/\d$/.test(path),
      ({ path }) => redirect(`/${Number(path.slice(1)) + 1}`),
    );
    sender.crm.answer('/5', { body: 'arrived' });
    expect(textOf(await sender.send({ url: '/0' }))).toBe('arrived');

    sender.crm.answer('/5', redirect('/6'));
    const sent = failure(await sender.send({ url: '/0' }, { attempts: 3 }));
    expect(sent).toMatchObject({
      code: 'network_failed',
      message: `${sender.crm.host} redirects once more after 5 redirects`,
    });
    expect(sent.attempts).toHaveLength(1);
  });

  test('without a Location is an answer', async () => {
    sender.crm.answer('/', { status: 302, body: 'nowhere' });
    expect(textOf(await sender.send())).toBe('nowhere');
  });

  test('to a private address is refused', async () => {
    sender.crm.answer('/', redirect('http://169.254.169.254/latest/meta-data/'));
    const sent = failure(await sender.send({}, { allowedHosts: [sender.crm.host, '169.254.169.254'] }));
    expect(sent.code).toBe('address_refused');
    expect(sent.message).toContain('169.254.169.254 is a cloud metadata address');
  });

  test('to anything but http is refused', async () => {
    sender.crm.answer('/', redirect('file:///etc/passwd'));
    const sent = failure(await sender.send());
    expect(sent.code).toBe('address_refused');
    expect(sent.message).toBe(`${sender.crm.host} redirects to a file: address; only http and https are asked`);
  });

  test('to something that is no address is a failure', async () => {
    sender.crm.answer('/', redirect('http://[oops/'));
    expect(failure(await sender.send()).message).toBe(`${sender.crm.host} redirects to something that is no address`);
  });
});

describe('a redirect from https', () => {
  const hop = { method: 'GET', url: new URL('https://crm.test/a'), headers: { Authorization: 'Bearer s' }, body: null };

  test('to http is refused', () => {
    expect(() => redirected(hop, 302, 'http://crm.test/b')).toThrow(
      'crm.test redirects from https to unprotected http on crm.test',
    );
  });

  test('to another port counts as another origin', () => {
    expect(redirected(hop, 302, 'https://crm.test:8443/b')?.headers).toEqual({});
    expect(redirected(hop, 302, '//crm.test/b')?.headers).toEqual(hop.headers);
  });

  test('drops credentials and fragments of the new address', () => {
    expect(redirected(hop, 302, 'https://me:pass@crm.test/b#c')?.url.href).toBe('https://crm.test/b');
  });
});

async function withSecondCrm(use: (crm: FakeCrm) => Promise<void>): Promise<void> {
  const second = await startFakeCrm();
  try {
    await use(second);
  } finally {
    await second.close();
  }
}
