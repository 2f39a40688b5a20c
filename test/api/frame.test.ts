import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Http, openHttp } from './http.ts';

let http: Http;
beforeAll(async () => {
  http = await openHttp();
});
afterAll(() => http.close());

const json = { 'content-type': 'application/json' };
const asAdmin = () => ({ ...json, authorization: `Bearer ${http.keys.admin}` });

describe('problem documents', () => {
  it('an unknown path is the console’s page for people, and a problem for programs', async () => {
    const asking = (path: string, accept: string) => fetch(`${http.url}${path}`, { headers: { accept } });
    const forPeople = await asking('/nowhere/at/all', 'text/html,*/*;q=0.8');
    expect([forPeople.status, forPeople.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(forPeople.headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const answer of [await asking('/nowhere/at/all', '*/*'), await asking('/in/nothing', 'text/html')]) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    }
  });

  it('an unknown path is 404', async () => {
    const answer = await http.call('GET', '/api/nothing');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual({
      status: 404,
      title: 'Not found',
      detail: 'There is no page /api/nothing',
      code: 'not_found',
      params: { noun: 'page', id: '/api/nothing' },
    });
  });

  it('a method that a path does not know is 405 and names those it does', async () => {
    const answer = await http.call('PUT', '/api/offers', {});
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(answer.body.detail).toBe('PUT does not work on /api/offers: what works is GET, HEAD, POST');
  });

  it.each([
    '/api/offers/abc',
    '/api/offers/0',
    '/api/offers/-1',
    '/api/offers/1.5',
    '/api/offers/99999999999999999999',
  ])('%s is 404: no offer can have that id', async (path) => {
    expect((await http.call('GET', path)).status).toBe(404);
  });

  it.each([
    [{ name: null }, 'name', 'must be text, not null'],
    [{ name: ['A'] }, 'name', 'must be text, not a list'],
    [{ name: '' }, 'name', 'must not be empty'],
    [{ name: 'x'.repeat(1_000) }, 'name', 'must be at most 200 characters, not 1000'],
    [{ holdDays: 1.5 }, 'holdDays', 'must be a whole number, not 1.5'],
    [{ holdDays: '3' }, 'holdDays', 'must be a number, not "3"'],
    [{ holdDays: -1 }, 'holdDays', 'must be at least 0, not -1'],
    [{ holdDays: 1e9 }, 'holdDays', 'must be at most 3650, not 1000000000'],
  ])('says of an offer with %j what it must be and what it is', async (fields, path, message) => {
    const { status, body } = await http.call('POST', '/api/offers', { name: 'A', currency: 'RUB', ...fields });
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ path, message }]);
  });

  it('requires a field of which there are certain values', async () => {
    expect((await http.call('POST', '/api/people', { name: 'A', email: 'a@example.com' })).body.errors).toEqual([
      { path: 'role', message: 'is required' },
    ]);
  });

  it.each([
    ['role', 'king', 'must be one of admin, operator, viewer, not "king"'],
    ['role', 'king'.repeat(50), `must be one of admin, operator, viewer, not "${'king'.repeat(10)}…"`],
  ])('says which values there are of %s', async (path, value, message) => {
    const person = { name: 'A', email: 'a@example.com', [path]: value };
    expect((await http.call('POST', '/api/people', person)).body.errors).toEqual([{ path, message }]);
  });

  it.each([
    ['GET', '/api/leads?limit=1000000', undefined, 'limit', 'must be at most 500, not 1000000'],
    ['GET', '/api/leads?limit=many', undefined, 'limit', 'must be a number'],
    ['PATCH', '/api/checks/1', { limits: { memoryMb: 4 } }, 'limits.memoryMb', 'must be at least 8, not 4'],
    ['PATCH', '/api/checks/1', { limits: { scriptMs: 1e5 } }, 'limits.scriptMs', 'must be at most 10000, not 100000'],
  ])('names the value in %s %s %j', async (method, url, given, path, message) => {
    expect((await http.call(method, url, given)).body.errors).toEqual([{ path, message }]);
  });

  it.each([
    ['GET', '/api/stats?from=2026-02-30', undefined, 'from', 'must be a day yyyy-MM-dd, not "2026-02-30"'],
    ['GET', '/api/stats?from=today', undefined, 'from', 'must be a day yyyy-MM-dd, not "today"'],
    ['GET', '/api/stats?from=1969-12-31', undefined, 'from', 'must be a day from 1970 to 2199'],
    [
      'GET',
      '/api/operations?from=2026-01-01',
      undefined,
      'from',
      'must be a time like 2026-01-31T12:00:00Z, not "2026-01-01"',
    ],
    [
      'POST',
      '/api/checks/1/dry-run',
      { offerId: 1, response: { bodyBase64: '!' } },
      'response.bodyBase64',
      'must be base64, not "!"',
    ],
  ])('says once of %s %s %j what form it must have', async (method, url, given, path, message) => {
    expect((await http.call(method, url, given)).body.errors).toEqual([{ path, message }]);
  });

  it('names every field that is wrong', async () => {
    const answer = await http.call('POST', '/api/offers', {
      name: 5,
      price: '1,234',
      payout: { wm: -1, who: '1' },
      colour: 'red',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('invalid_input');
    expect(answer.body.errors).toEqual([
      { path: 'name', message: 'must be text, not 5' },
      { path: 'currency', message: 'is required' },
      { path: 'price', message: 'is ambiguous: "1,234" (write 1234.56)' },
      { path: 'payout.wm', message: 'must not be negative: -1' },
      { path: 'payout.who', message: 'is not a known field' },
      { path: 'colour', message: 'is not a known field' },
    ]);
  });
});

describe('bodies', () => {
  const post = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = asAdmin()) =>
    http.raw('/api/offers', { method: 'POST', headers, body });

  it('text that is no JSON is invalid input', async () => {
    const answer = await post('{"name": ');
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ path: '', message: expect.stringContaining('is not JSON') });
  });

  it('bytes that are no UTF-8 are invalid input', async () => {
    expect((await post(Uint8Array.of(0x22, 0xff, 0x22))).body.errors).toEqual([
      { path: '', message: 'is not UTF-8 text' },
    ]);
  });

  it('a form is 415', async () => {
    const answer = await post('name=x', { ...asAdmin(), 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer.status).toBe(415);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('no body counts as an empty object', async () => {
    const answer = await http.raw('/api/offers', {
      method: 'POST',
      headers: { authorization: asAdmin().authorization },
    });
    expect(answer.body.errors).toContainEqual({ path: 'name', message: 'is required' });
  });

  it('a body over the limit is 413, with and without a declared length', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
    expect(await post(large)).toMatchObject({ status: 413, body: { code: 'too_large' } });
    const stream = new Blob([large]).stream();
    const init = { method: 'POST', headers: asAdmin(), body: stream, duplex: 'half' } as RequestInit;
    expect(await http.raw('/api/offers', init)).toMatchObject({ status: 413, body: { code: 'too_large' } });
  });

  it.each([
    ['{"payout": {"wm": "a\\u0000b"}}', 'payout.wm', 'must not hold NUL characters'],
    ['{"name": "\\ud800"}', 'name', 'must not hold half of a surrogate pair'],
    ['{"payout": {"__proto__": 1}}', 'payout', 'must not hold a field __proto__'],
  ])('refuses %s', async (text, path, message) => {
    expect((await post(text)).body.errors).toEqual([{ path, message }]);
  });

  it('refuses nesting by its depth, whatever that is', async () => {
    const answer = await post('['.repeat(500_000) + ']'.repeat(500_000));
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].message).toBe('is nested deeper than 32 levels');
  });
});

describe('lists', () => {
  it('are cut into pages that follow each other without gaps', async () => {
    for (let count = 0; count < 5; count++)
      await http.call('POST', '/api/offers', { name: `Page ${count}`, currency: 'RUB' });
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await http.call('GET', `/api/offers?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ id }: { id: number }) => id));
      cursor = body.next;
    } while (cursor !== null);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=many',
    'cursor=abc',
    'cursor=99999999999999999999',
    'colour=red',
    'cursor=%00',
  ])('refuse ?%s', async (query) => {
    expect((await http.call('GET', `/api/offers?${query}`)).status).toBe(422);
  });
});
