import { describe, expect, test } from 'vitest';
import { createMask, maskHeaders } from '../../src/outbound/mask.ts';

describe('a secret is masked', () => {
  const secret = `p@ss "w/o+rd" & <Жук>'s`;
  const mask = createMask([secret]);

  test.each([
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded in lower case', encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
    ['percent-encoded by PHP', encodeURIComponent(secret).replaceAll("'", '%27')],
    ['form-encoded', new URLSearchParams({ s: secret }).toString().slice(2)],
    ['inside JSON', JSON.stringify(secret).slice(1, -1)],
    ['inside JSON written by PHP', 'p@ss \\"w\\/o+rd\\" & <\\u0416\\u0443\\u043a>\'s'],
    ['inside XML', `p@ss "w/o+rd" &amp; &lt;Жук&gt;'s`],
    ['inside HTML', `p@ss &quot;w/o+rd&quot; &amp; &lt;Жук&gt;&#039;s`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
  ])('%s', (_, text) => {
    expect(mask(`before ${text} after`)).toBe('before *** after');
    expect(mask(`${text}${text}`)).toBe('******');
  });

  test.each(['', 'u', 'us', 'user:', 'login:'])('in base64 behind «%s» and before more', (before) => {
    const text = Buffer.from(`${before}${secret}:more`).toString('base64');
    const rest = mask(text);
    expect(rest).toContain('***');
    expect(Buffer.from(rest.replace('***', ''), 'base64').toString()).not.toContain('w/o');
  });

  test('also where it is the beginning of another one', () => {
    expect(createMask(['abcd', 'abcdef'])('abcdef abcd')).toBe('*** ***');
  });

  test('as large as a private key', () => {
    const key = `-----BEGIN KEY-----\n${'Ab/+'.repeat(2000)}\n-----END KEY-----`;
    const masked = createMask([key])(JSON.stringify({ key, raw: key, form: encodeURIComponent(key) }));
    expect(masked).toBe('{"key":"***","raw":"***","form":"***"}');
  });

  test('with every character that means something in a pattern', () => {
    const odd = '^$.*+?()[]{}|\\/-#';
    expect(createMask([odd])(`a${odd}b`)).toBe('a***b');
  });
});

describe('a short secret', () => {
  test('of two or three characters is masked as a whole token only', () => {
    expect(createMask(['k7x'])('{"key":"k7x","word":"ak7xb","k7x1":"k7xй"}')).toBe(
      '{"key":"***","word":"ak7xb","k7x1":"k7xй"}',
    );
  });

  test.each(['', '1', '42', '999', ' ', '    ', 'a'])('«%s» destroys nothing', (secret) => {
    const text = '{    "id": 1, "lead": 42, "sum": 999, "a": "a a"}';
    expect(createMask([secret])(text)).toBe(text);
  });

  test('of four characters is masked wherever it is', () => {
    expect(createMask(['1234'])('id=512345&b64=MTIzNA==')).toBe('id=5***5&b64=***');
  });
});

describe('a mask', () => {
  test('of nothing changes nothing', () => {
    expect(createMask([])('text')).toBe('text');
  });

  test('does not throw at broken Unicode', () => {
    expect(createMask(['\ud800abcd', 'good one'])('\udc00 good one \ud800')).toBe('\udc00 *** \ud800');
  });

  test('takes more secrets than fit into one pattern', () => {
    const secrets = Array.from({ length: 500 }, (_, n) => `${n}/${'Ж+'.repeat(80)}`);
    const text = secrets.map((secret) => encodeURIComponent(secret)).join('&');
    expect(createMask(secrets)(text)).toBe(secrets.map(() => '***').join('&'));
  });

  test('goes over 16 MiB', () => {
    const secrets = Array.from({ length: 20 }, (_, n) => `s3cr/et+${n * 7919}=${n}`);
    const row = '{"id":12345,"status":"Подтверждён","comment":"s3cr aGVsbG8gd29ybGQ="},';
    const text = row.repeat(Math.ceil((16 * 1024 ** 2) / row.length)) + secrets[3];
    const mask = createMask(secrets);
    const masked = mask(text);
    expect(masked.endsWith('***')).toBe(true);
  });
});

test('headers that carry credentials are masked whatever their value', () => {
  const headers = {
    Authorization: 'Bearer abc.def',
    'proxy-authorization': 'Basic eA==',
    'X-AUTHORIZATION': 'abc',
    Cookie: 'sid=1',
    'set-cookie': 'sid=2',
    'X-Api-Key': 'k',
    'X-Auth-Token': 't',
    'Webhook-Signature': 'v1,xyz',
    'Content-Type': 'text/plain',
    'X-Note': 'with secret-1 inside',
  };
  expect(maskHeaders(headers, createMask(['secret-1']))).toEqual({
    Authorization: 'Bearer ***',
    'proxy-authorization': 'Basic ***',
    'X-AUTHORIZATION': '***',
    Cookie: '***',
    'set-cookie': '***',
    'X-Api-Key': '***',
    'X-Auth-Token': '***',
    'Webhook-Signature': '***',
    'Content-Type': 'text/plain',
    'X-Note': 'with *** inside',
  });
});
