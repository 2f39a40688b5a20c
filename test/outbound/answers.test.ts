import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { responseHeaders } from '../../src/outbound/headers.ts';
import { halfJson, hugeGzip } from '../fake-crm.ts';
import { answered, failure, textOf, useSender } from './sender.ts';

const sender = useSender();
const TEXT = JSON.stringify({ orders: Array.from({ length: 500 }, (_, id) => ({ id, status: 'подтверждён' })) });

describe('a compressed answer', () => {
  const packed: [string, Buffer][] = [
    ['gzip', zlib.gzipSync(TEXT)],
    ['x-gzip', zlib.gzipSync(TEXT)],
    ['deflate', zlib.deflateSync(TEXT)],
    ['deflate', zlib.deflateRawSync(TEXT)],
    ['br', zlib.brotliCompressSync(TEXT)],
    ['zstd', zlib.zstdCompressSync(TEXT)],
    ['GZIP, br', zlib.brotliCompressSync(zlib.gzipSync(TEXT))],
    ['deflate, identity, gzip', zlib.gzipSync(zlib.deflateSync(TEXT))],
  ];

  test.each(packed)('in %s is decompressed', async (encoding, body) => {
    sender.crm.answer('/', { headers: { 'content-encoding': encoding }, body });
    expect(textOf(await sender.send())).toBe(TEXT);
  });

  test('arriving byte by byte is decompressed', async () => {
    const body = [...zlib.gzipSync('short')].map((byte) => Buffer.of(byte));
    sender.crm.answer('/', { headers: { 'content-encoding': 'gzip' }, body: Readable.from(body) });
    expect(textOf(await sender.send())).toBe('short');
  });

  test('may be empty', async () => {
    sender.crm.answer('/', { status: 204, headers: { 'content-encoding': 'gzip' } });
    expect(textOf(await sender.send())).toBe('');
    expect(textOf(await sender.send({ method: 'HEAD' }))).toBe('');
  });

  test.each([
    ['gzip', Buffer.from('{"plain": true}')],
    ['gzip', zlib.gzipSync(TEXT).subarray(0, 100)],
    ['deflate', Buffer.from('{"plain": true}')],
    ['br', Buffer.from('not brotli at all')],
    ['zstd', Buffer.from('not zstd at all')],
  ])('in broken %s is a failure in plain words', async (encoding, body) => {
    sender.crm.answer('/', { headers: { 'content-encoding': encoding }, body });
    const sent = failure(await sender.send());
    expect(sent.code).toBe('network_failed');
    expect(sent.message).toBe(
      `The answer of ${sender.crm.host} is not what its Content-Encoding says (${encoding}): it cannot be decompressed`,
    );
  });

  test('in an unknown encoding is a failure that names it', async () => {
    sender.crm.answer('/', { headers: { 'content-encoding': 'compress' }, body: 'x' });
    expect(failure(await sender.send()).message).toBe(
      `The answer of ${sender.crm.host} is encoded as «compress», which is not understood`,
    );
  });

  test('wrapped over and over is refused', async () => {
    sender.crm.answer('/', { headers: { 'content-encoding': 'gzip, gzip, gzip, gzip' }, body: 'x' });
    expect(failure(await sender.send()).message).toBe(`The answer of ${sender.crm.host} is compressed 4 times over`);
  });
});

describe('an answer of more than the limit', () => {
  test('is not even read where its length is announced', async () => {
    sender.crm.answer('/', { body: 'x'.repeat(3000) });
    const sent = failure(await sender.send({}, { answerBytes: 2048, attempts: 3 }));
    expect(sent.code).toBe('answer_too_large');
    expect(sent.message).toBe(`The answer of ${sender.crm.host} has 2.9 KiB; at most 2 KiB are read`);
    expect(sent.attempts).toHaveLength(1);
  });

  test('is no matter where only its headers were asked for', async () => {
    sender.crm.answer('/', { headers: { 'content-length': '3000' } });
    const sent = answered(await sender.send({ method: 'HEAD' }, { answerBytes: 2048 }));
    expect(sent.headers['content-length']).toBe('3000');
    expect(sent.body).toHaveLength(0);
  });

  test('is cut off where it is not', async () => {
    sender.crm.answer('/', { body: Readable.from(['x'.repeat(1500), 'x'.repeat(1500)]) });
    const sent = failure(await sender.send({}, { answerBytes: 2048 }));
    expect(sent.code).toBe('answer_too_large');
    expect(sent.message).toBe(`The answer of ${sender.crm.host} was cut off after 2.9 KiB; at most 2 KiB are read`);
  });

  test('of exactly the limit is read', async () => {
    sender.crm.answer('/', { headers: { 'content-encoding': 'gzip' }, body: zlib.gzipSync('x'.repeat(2048)) });
    expect(answered(await sender.send({}, { answerBytes: 2048 })).body).toHaveLength(2048);
    expect(failure(await sender.send({}, { answerBytes: 2047 })).code).toBe('answer_too_large');
  });

  test('never fills the memory, however small it was when compressed', async () => {
    sender.crm.answer('/', hugeGzip());
    const before = process.memoryUsage().arrayBuffers;
    const sent = failure(await sender.send());
    expect(sent.code).toBe('answer_too_large');
    expect(sent.message).toMatch(/, decompressed, was cut off after 16(\.\d)? MiB; at most 16 MiB are read$/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 ** 2);
  });

  test('inside two layers of compression is counted at each of them', async () => {
    const zeros = Buffer.alloc(8 * 1024 ** 2);
    const body = zlib.gzipSync(zlib.gzipSync(zeros));
    sender.crm.answer('/', { headers: { 'content-encoding': 'gzip, gzip' }, body });
    expect(failure(await sender.send({}, { answerBytes: 1024 ** 2 })).code).toBe('answer_too_large');
  });
});

test('an answer that breaks off in the middle is a network failure', async () => {
  sender.crm.answer('/', halfJson());
  const sent = failure(await sender.send());
  expect(sent).toMatchObject({ code: 'network_failed', maybeDelivered: true });
  expect(sent.message).toBe(`${sender.crm.host} closed the connection in the middle of its answer`);
});

describe('headers of an answer', () => {
  test('are lower-case, several values in one', async () => {
    sender.crm.answer('/', { headers: { 'X-Two': ['a', 'b'], 'Set-Cookie': ['a=1; Path=/', 'b=2'] } });
    const { headers } = answered(await sender.send());
    expect(headers['x-two']).toBe('a, b');
    expect(headers['set-cookie']).toBe('a=1; Path=/\nb=2');
  });

  test('beyond 64 KiB are a failure', async () => {
    const headers = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`x-${n}`, 'y'.repeat(1000)]));
    sender.crm.answer('/', { headers });
    expect(failure(await sender.send()).message).toBe(`${sender.crm.host} sent too many or too long headers`);
  });

  test('are kept to 200', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`x-${n}`, 'y']));
    expect(Object.keys(responseHeaders(many))).toHaveLength(200);
  });

  test('named like parts of JavaScript objects are headers like any other', () => {
    const headers = responseHeaders(JSON.parse('{"__proto__": "x", "constructor": "y"}'));
    expect(Object.entries(headers)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});
