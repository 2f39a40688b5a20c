import { connect } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../databases.ts';
import { type IntakeWorld, openIntake } from './world.ts';

const form = 'application/x-www-form-urlencoded';
/** What a server answers to these very bytes, until it closes the connection. */
const raw = (url: string, bytes: Uint8Array): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
      if (/^HTTP[^]*\r\n\r\n\{"ok":true\}/.test(answer)) socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
/** Percent-encodes in windows-1251. */
const windows1251 = (text: string): string =>
  [...text]
    .map((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      if (code < 0x80) return encodeURIComponent(letter);
      return `%${(code === 0x451 ? 0xb8 : code - 0x410 + 0xc0).toString(16)}`;
    })
    .join('');

describe.each(engines)('the public address on %s', (engine) => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntake(engine);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  async function makeSource(source: object = {}) {
    const made = await world.ok('POST', '/api/sources', { name: 'In', type: 'webhook', ...source });
    const { id } = await world.ok('POST', '/api/pipelines', { name: 'Out', sourceId: made.id });
    await world.ok('POST', `/api/pipelines/${id}/start`, {});
    let sent = 0;
    /** The event that a request becomes. */
    const eventOf = async (init: RequestInit, query = ''): Promise<any> => {
      expect(await world.send(made.url + query, init)).toEqual({ status: 200, body: { ok: true } });
      return (await world.settled(id, ++sent)).at(-1).event;
    };
    const post = (body: string | Uint8Array<ArrayBuffer>, type: string, query?: string) =>
      eventOf({ method: 'POST', headers: { 'content-type': type }, body }, query);
    return { source: made, id, eventOf, post };
  }

  it('takes queries, forms and JSON; where two carry a name the body wins', async () => {
    const { eventOf, post } = await makeSource();
    expect(await eventOf({}, '?a=1&b=%D0%AF+x')).toEqual({ a: '1', b: 'Я x' });
    expect(await post('a=2&c=3', form, '?a=1&b=1')).toEqual({ a: '2', b: '1', c: '3' });
    expect(await post('{"a": {"b": [1, null, true]}, "id": 12345678901234567890}', 'application/json', '?a=1')).toEqual(
      {
        a: { b: [1, null, true] },
        id: '12345678901234567890',
      },
    );
    const multipart = new FormData();
    multipart.set('name', 'Анна');
    multipart.set('file', new Blob(['x']), 'photo.png');
    expect(await eventOf({ method: 'POST', body: multipart })).toEqual({ name: 'Анна', file: 'photo.png' });
  });

  it('reads names that repeat and nest as PHP does, and __proto__ as a name like any other', async () => {
    const { eventOf, post } = await makeSource();
    const event = await eventOf({}, '?a=1&a=2&u[name]=x&u[tags][]=p&u[tags][]=q&__proto__[x]=1&constructor=c&[=b&]=c');
    expect(event).toMatchObject({ a: '2', u: { name: 'x', tags: ['p', 'q'] }, constructor: 'c' });
    expect(Object.hasOwn(event, '__proto__')).toBe(true);
    expect(({} as { x?: unknown }).x).toBeUndefined();
    const json = await post('{"__proto__": {"admin": true}, "toString": 1}', 'application/json');
    expect(Object.keys(json).toSorted()).toEqual(['__proto__', 'toString']);
  });

  it('reads forms of old Russian systems, said to be or not', async () => {
    const { eventOf, post } = await makeSource();
    const name = `name=${windows1251('Пётр Семёнов')}`;
    expect(await post(name, `${form}; charset=windows-1251`)).toEqual({ name: 'Пётр Семёнов' });
    expect(await post(name, form)).toEqual({ name: 'Пётр Семёнов' });
    expect(await eventOf({}, `?${name}`)).toEqual({ name: 'Пётр Семёнов' });
    expect(await post(name, `${form}; charset=nonsense`)).toEqual({ name: 'Пётр Семёнов' });
  });

  it('takes addresses whose letters and spaces nobody escaped, in whatever encoding', async () => {
    const { id, source } = await makeSource();
    const path = new URL(source.url).pathname;
    let sent = 0;
    /** The event of a request that is written byte by byte as it stands. */
    const written = async (address: string, rest = 'Host: x\r\nConnection: close\r\n\r\n', method = 'GET') => {
      const answer = await raw(world.url, Buffer.from(`${method} ${path}${address} HTTP/1.1\r\n${rest}`, 'latin1'));
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      return (await world.settled(id, ++sent)).at(-1).event;
    };
    const utf8 = (text: string) => Buffer.from(text).toString('latin1');
    expect(await written(utf8('?name=Анна Петрова&city={object.user.Город}&b=%20 "<>`\\^|'))).toEqual({
      name: 'Анна Петрова',
      city: '{object.user.Город}',
      b: '  "<>`\\^|',
    });
    // The same in windows-1251.
    expect(await written(`?name=${unescape(windows1251('Анна Петрова'))}`)).toEqual({ name: 'Анна Петрова' });
    // A # would end the address of a page; senders of events mean the character.
    expect(await written('?a=1#2&b=3')).toEqual({ a: '1#2', b: '3' });
    const body = 'b=2&c=3';
    const head = `Host: x\r\nContent-Type: ${form}\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect(await written(utf8('?a=я'), head + body, 'POST')).toEqual({ a: 'я', b: '2', c: '3' });
    expect(await written(`?long=${'x'.repeat(30_000)}`)).toEqual({ long: 'x'.repeat(30_000) });
    // Elsewhere, and where more than that is wrong, the answer is what it always was.
    expect(await raw(world.url, Buffer.from('GET /api/я HTTP/1.1\r\nHost: x\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 /);
    const twice = `GET ${path}?я HTTP/1.1\r\nHost : x\r\n\r\n`;
    expect(await raw(world.url, Buffer.from(twice))).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('stores what is neither form nor JSON as it is, and never fails', async () => {
    const { post } = await makeSource();
    expect(await post('{"broken": ', 'application/json')).toEqual({ body: '{"broken": ' });
    expect(await post('[1, 2]', 'application/json')).toEqual({ body: [1, 2] });
    expect(await post('<a>1</a>', 'text/xml')).toEqual({ body: '<a>1</a>' });
    expect(await post('%zz=%E0%A4%A&%00=%00&=x', form)).toMatchObject({
      '%zz': expect.any(String),
      '\ufffd': '\ufffd',
    });
    expect(await post(Uint8Array.of(0xff, 0xfe, 0x00, 0x80), 'application/octet-stream')).toHaveProperty('body');
    expect(await post('--x\r\nbroken', 'multipart/form-data; boundary=x')).toHaveProperty('body');
    expect(await post(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'application/json')).toHaveProperty('a');
    const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}=${index}`).join('&');
    expect(Object.keys(await post(names(9_000), form))).toHaveLength(2_000);
    expect(await post(names(20_000), form)).toEqual({ body: names(20_000) });
    expect(await post('"\\ud800\\u0000"', 'application/json')).toEqual({ body: '\ufffd\ufffd' });
    expect(await post('{"n": 1e999}', 'application/json')).toEqual({ n: null });
  });

  it('answers any bytes at all with 200', async () => {
    const { source } = await makeSource();
    const types = fc.constantFrom(
      form,
      'application/json',
      'multipart/form-data; boundary=x',
      'text/plain; charset=\u00ff',
      '',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        types,
        fc.string({ unit: 'binary', maxLength: 60 }),
        async (body, type, query) => {
          const answer = await world.send(`${source.url}?${encodeURI(query.toWellFormed())}`, {
            method: 'POST',
            headers: { 'content-type': type },
            body: body as Uint8Array<ArrayBuffer>,
          });
          expect(answer.status).toBe(200);
        },
      ),
      { numRuns: 100, seed: 3 },
    );
  });

  it('takes a body of 1 MiB and no byte more, declared or not', async () => {
    const { source, post } = await makeSource();
    const mebibyte = 'x'.repeat(1024 * 1024);
    expect((await post(mebibyte, 'text/plain')).body).toHaveLength(1024 * 1024);
    const large = { method: 'POST', body: `${mebibyte}x`, headers: { 'content-type': 'text/plain' } };
    expect(await world.send(source.url, large)).toMatchObject({ status: 413, body: { code: 'too_large' } });
    const stream = { ...large, body: new Blob([large.body]).stream(), duplex: 'half' } as RequestInit;
    expect(await world.send(source.url, stream)).toMatchObject({ status: 413 });
  });

  it('knows neither other methods nor other tokens, nor those of sources that were deleted', async () => {
    const { source, id } = await makeSource();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND']) {
      expect((await world.send(source.url, { method })).status, method).toBe(405);
    }
    const none = `/in/${'0'.repeat(32)}`;
    for (const path of [none, '/in/x', "/in/' or 1=1", `/in/${'a'.repeat(5_000)}`, '/in/%00', '/in/..%2f']) {
      expect((await world.send(path)).status, path.slice(0, 50)).toBe(404);
    }
    await world.ok('POST', `/api/pipelines/${id}/stop`, {});
    expect((await world.call('DELETE', `/api/sources/${source.id}`)).body).toMatchObject({ code: 'in_use' });
    await world.ok('DELETE', `/api/pipelines/${id}`);
    await world.ok('DELETE', `/api/sources/${source.id}`);
    expect((await world.send(source.url)).status).toBe(404);
  });

  it('wants the secret header and an allowed address where the source does', async () => {
    const guarded = await world.ok('POST', '/api/sources', {
      name: 'Guarded',
      type: 'webhook',
      secretHeader: { name: 'X-Key', value: 'open sesame' },
    });
    expect(guarded.secretHeader).toEqual({ name: 'X-Key' });
    expect((await world.send(guarded.url)).status).toBe(401);
    expect((await world.send(guarded.url, { headers: { 'x-key': 'open' } })).status).toBe(401);
    expect((await world.send(guarded.url, { headers: { 'x-key': 'open sesame' } })).status).toBe(200);
    await world.ok('PATCH', `/api/sources/${guarded.id}`, { name: 'Still guarded' });
    expect((await world.send(guarded.url)).status).toBe(401);

    const near = await world.ok('POST', '/api/sources', {
      name: 'Near',
      type: 'webhook',
      allowIps: ['198.51.100.0/24', '::1'],
    });
    const from = (address: string) => world.send(near.url, { headers: { 'x-forwarded-for': address } });
    expect((await from('203.0.113.1')).status).toBe(403);
    expect((await from('198.51.100.7')).status).toBe(200);
    // What a client writes itself stands before what the proxy adds.
    expect((await from('198.51.100.7, 203.0.113.1')).status).toBe(403);
    expect((await world.send(near.url)).status).toBe(403);
    const wrong = await world.call('POST', '/api/sources', { name: 'x', type: 'webhook', allowIps: ['10.0.0.0/33'] });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'allowIps[0]' }] } });
  });

  it('lets no value of an event begin a header, leave its place in an address, or be a template', async () => {
    const { source } = await makeSource();
    world.crm.answer(() => true, {});
    const { id } = await world.ok('POST', '/api/pipelines', {
      name: 'Headers',
      sourceId: source.id,
      secrets: { key: 'very secret' },
      actions: [
        {
          type: 'http-request',
          name: 'send',
          method: 'POST',
          url: `${world.crm.url}/x/{event.path}?q={event.path}`,
          headers: { 'X-Agent': '{event.agent}' },
          body: '{event.text}',
        },
      ],
    });
    await world.ok('POST', `/api/pipelines/${id}/start`, {});
    const send = (fields: Record<string, string>) =>
      world.send(source.url, { method: 'POST', body: new URLSearchParams(fields) });
    await send({ agent: 'a\r\nX-Evil: 1', path: 'p', text: 't' });
    expect((await world.settled(id, 1))[0]).toMatchObject({ state: 'failed', error: { code: 'network_failed' } });
    expect(world.crm.requests).toHaveLength(0);
    await send({
      agent: 'a',
      path: '../../admin?x=1&y=2#z@evil.example',
      text: '{param:key}{event.agent}{{event.agent}}',
    });
    expect((await world.settled(id, 2))[1]).toMatchObject({ state: 'done' });
    await send({ agent: 'a', path: '..', text: 't' });
    expect((await world.settled(id, 3))[2]).toMatchObject({ state: 'failed', error: { code: 'template' } });
    expect(world.crm.requests).toHaveLength(1);
    const [request] = world.crm.requests;
    expect(request?.path).toBe('/x/..%2F..%2Fadmin%3Fx%3D1%26y%3D2%23z%40evil.example');
    expect(request?.query.get('q')).toBe('../../admin?x=1&y=2#z@evil.example');
    expect(request?.body).toBe('{param:key}{event.agent}{{event.agent}}');
  });

  it('is not held up by senders who take their time', async () => {
    const { source, eventOf } = await makeSource();
    const { port } = new URL(world.url);
    const path = source.url.slice(source.url.indexOf('/in/'));
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhalf`);
      return socket;
    });
    expect(await eventOf({}, '?quick=1')).toEqual({ quick: '1' });
    expect(slow.map((socket) => socket.closed)).not.toContain(true);
    for (const socket of slow) socket.destroy();
    // A sender who went away in the middle left nothing behind.
    expect(await eventOf({}, '?quick=2')).toEqual({ quick: '2' });
  });
});
