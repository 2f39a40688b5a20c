import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureAdminKey } from '../../src/people/keys.ts';
import { type Http, openHttp } from './http.ts';

let http: Http;
beforeAll(async () => {
  http = await openHttp();
});
afterAll(() => http.close());

const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

describe('a key', () => {
  it('is needed: without one the answer is 401 and says how to give it', async () => {
    const answer = await http.raw('/api/offers');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="sverka"');
    expect(answer.body.code).toBe('unauthorized');
  });

  it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer ', 'Bearer wrong', `Bearer ${'x'.repeat(2000)}`])(
    'is not %s',
    async (authorization) => {
      expect((await http.raw('/api/me', { headers: { authorization } })).status).toBe(401);
    },
  );

  it('is shown once, when it is made, and only its hash is stored', async () => {
    const { body } = await http.call('POST', '/api/keys', { name: 'reports', role: 'viewer' });
    expect(body.key).toMatch(/^svk_[\w-]{43}$/);
    expect((await http.raw('/api/me', bearer(body.key))).body).toEqual({
      keyId: body.id,
      personId: null,
      name: 'reports',
      role: 'viewer',
    });
    const { body: read } = await http.call('GET', `/api/keys/${body.id}`);
    expect(read).toEqual({ ...read, prefix: body.key.slice(0, 10), lastUsedAt: expect.any(String), revokedAt: null });
    const everything = JSON.stringify(await http.app.db.selectFrom('keys').selectAll().execute());
    expect(everything).not.toContain(body.key);
    expect(JSON.stringify((await http.call('GET', '/api/audit')).body)).not.toContain(body.key);
  });

  it('stops working when it is revoked', async () => {
    const { body } = await http.call('POST', '/api/keys', { name: 'gone', role: 'admin' });
    expect((await http.call('DELETE', `/api/keys/${body.id}`)).body.revokedAt).not.toBeNull();
    expect((await http.raw('/api/me', bearer(body.key))).status).toBe(401);
  });

  it('notes its use at most once a minute', async () => {
    const start = http.clock.now();
    const lastUse = async () => (await http.call('GET', '/api/keys?limit=1')).body.items[0].lastUsedAt;
    expect(await lastUse()).toBe(start.toISOString());
    http.clock.advance(59);
    expect(await lastUse()).toBe(start.toISOString());
    http.clock.advance(1);
    expect(await lastUse()).toBe(http.clock.now().toISOString());
  });
});

describe('roles', () => {
  it('a viewer reads and changes nothing', async () => {
    expect((await http.call('GET', '/api/offers', undefined, 'viewer')).status).toBe(200);
    const refused = await http.call('POST', '/api/offers', { name: 'x', currency: 'RUB' }, 'viewer');
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('an operator works on leads and on nothing else', async () => {
    const { body: offer } = await http.call('POST', '/api/offers', { name: 'x', currency: 'RUB' });
    expect((await http.call('POST', '/api/leads', { offerId: offer.id }, 'operator')).status).toBe(201);
    expect((await http.call('PATCH', '/api/leads/1', { comment: 'called' }, 'operator')).status).toBe(200);
    expect((await http.call('PATCH', `/api/offers/${offer.id}`, { name: 'y' }, 'operator')).status).toBe(403);
    expect((await http.call('POST', '/api/keys', { name: 'k', role: 'admin' }, 'operator')).status).toBe(403);
  });

  it("the last admin's key cannot be revoked or lowered", async () => {
    const admins = (await http.call('GET', '/api/keys')).body.items.filter(
      (key: { role: string; revokedAt: string | null }) => key.role === 'admin' && key.revokedAt === null,
    );
    expect(admins).toHaveLength(1);
    const path = `/api/keys/${admins[0].id}`;
    expect((await http.call('DELETE', path)).status).toBe(409);
    expect((await http.call('PATCH', path, { role: 'viewer' })).status).toBe(409);
    expect((await http.call('GET', '/api/me')).body.role).toBe('admin');
  });
});

describe('the first key', () => {
  it('is made where no admin has one, and not a second time', async () => {
    const { db, clock } = http.app;
    expect(await ensureAdminKey(db, undefined, clock.now())).toBeNull();
  });

  it('is that of ADMIN_API_KEY where one is given; another one there takes its place', async () => {
    const { db, clock } = http.app;
    await ensureAdminKey(db, 'first-key-0123456789', clock.now());
    expect((await http.raw('/api/me', bearer('first-key-0123456789'))).body.role).toBe('admin');
    await ensureAdminKey(db, 'second-key-0123456789', clock.now());
    expect((await http.raw('/api/me', bearer('first-key-0123456789'))).status).toBe(401);
    expect((await http.raw('/api/me', bearer('second-key-0123456789'))).status).toBe(200);
  });
});

describe('the audit log', () => {
  it('tells who changed what, without secrets', async () => {
    const made = await http.call('POST', '/api/integrations', {
      name: 'CRM',
      secrets: { token: 'very-secret' },
      params: { shop: 'tea' },
    });
    const path = `/api/integrations/${made.body.id}`;
    await http.call('PATCH', path, { secrets: { token: null, other: 'more-secret' } });
    await http.call('DELETE', path);
    const { body } = await http.call('GET', '/api/audit?limit=3');
    const target = `integrations/${made.body.id}`;
    const me = (await http.call('GET', '/api/me')).body.keyId;
    expect(body.items).toMatchObject([
      { action: 'DELETE /api/integrations/:id', target, keyId: me, personId: null, details: {} },
      { action: 'PATCH /api/integrations/:id', target, details: { secrets: { token: null, other: '***' } } },
      {
        action: 'POST /api/integrations',
        target,
        details: { name: 'CRM', secrets: { token: '***' }, params: { shop: 'tea' } },
      },
    ]);
  });

  it('has no row of a call that failed', async () => {
    const before = (await http.call('GET', '/api/audit?limit=1')).body.items[0].id;
    await http.call('POST', '/api/offers', { name: 'x', currency: 'XXX' });
    expect((await http.call('GET', '/api/audit?limit=1')).body.items[0].id).toBe(before);
  });
});

describe('outside of the API', () => {
  it('the server says that it is alive and ready without a key', async () => {
    expect(await http.raw('/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } });
    expect(await http.raw('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  it('figures are for those with a key', async () => {
    const { body } = await http.raw('/metrics');
    expect(body).toContain('sverka_api_requests_total{route="/api/offers",method="POST",status="403"} 1');
    expect(body).toContain('sverka_sandbox_children');
    expect(body).toContain('sverka_queue_depth');
  });

  it('the documentation loads nothing but its own files', async () => {
    const page = await http.raw('/docs');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link);
    for (const link of links.filter((link) => link !== 'data:,')) {
      expect(link).toMatch(/^\/[^/]/);
      expect((await http.raw(link)).status).toBe(200);
    }
  });

  it('every answer tells browsers to keep away', async () => {
    for (const path of ['/api/offers', '/healthz', '/nothing']) {
      const { headers } = await http.raw(path);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

// The last: it uses up what the address may try.
it('those who try many keys are told to wait, while a right key opens', async () => {
  const answers = [];
  for (let count = 0; count < 40; count++) answers.push(await http.raw('/api/me', bearer(`guess-${count}`)));
  const last = answers.at(-1);
  expect(last).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await http.call('GET', '/api/me')).status).toBe(200);
  http.clock.advance(60);
  expect((await http.raw('/api/me', bearer('guess'))).status).toBe(401);
});
