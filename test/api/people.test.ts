import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteFirst } from '../../src/people/invitations.ts';
import { type Answer, type Http, openHttp } from './http.ts';

let http: Http;
beforeAll(async () => {
  http = await openHttp();
});
afterAll(() => http.close());

const password = 'correct horse battery';
const json = { 'content-type': 'application/json' };

/** A call as the console's page makes it. */
const post = (path: string, body: object, headers: Record<string, string> = {}, method = 'POST'): Promise<Answer> =>
  http.raw(path, { method, headers: { ...json, origin: http.url, ...headers }, body: JSON.stringify(body) });
const cookieOf = (answer: Answer): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const signIn = (email: string, word = password) => post('/api/session', { email, password: word });
const me = (cookie: string) => http.raw('/api/me', { headers: { cookie } });
const tokenOf = (link: string): string => new URL(link).hash.slice(1);

async function letIn(name: string, role = 'operator'): Promise<{ id: number; email: string; cookie: string }> {
  const email = `${name}@example.com`;
  const { body } = await http.call('POST', '/api/people', { name, email, role });
  const accepted = await post('/api/invitation/accept', { token: tokenOf(body.link), password });
  expect(accepted.status).toBe(201);
  return { id: body.id, email, cookie: cookieOf(accepted) };
}

describe('the first administrator', () => {
  it('signs up by a one-time link, once', async () => {
    const { app } = http;
    const [token, other] = [await inviteFirst(app.db, http.clock.now()), await inviteFirst(app.db, http.clock.now())];
    expect((await post('/api/invitation', { token })).body).toEqual({ person: null });
    const nameless = await post('/api/invitation/accept', { token, password });
    expect(nameless.body.errors.map(({ path }: { path: string }) => path)).toEqual(['name', 'email']);

    const chosen = { password, name: 'Anna', email: 'Anna@example.com' };
    const accepted = await post('/api/invitation/accept', { token, ...chosen });
    expect(accepted.status).toBe(201);
    expect((await me(cookieOf(accepted))).body).toMatchObject({ keyId: null, name: 'Anna', role: 'admin' });

    for (const used of [token, other]) {
      expect((await post('/api/invitation/accept', { token: used, ...chosen, email: 'b@example.com' })).status).toBe(
        410,
      );
    }
    expect(await inviteFirst(app.db, http.clock.now())).toBeNull();
  });
});

describe('a person', () => {
  it('is let in by a link that works once, for seven days, and until there is a newer one', async () => {
    const { body: made } = await http.call('POST', '/api/people', {
      name: 'Boris',
      email: 'boris@example.com',
      role: 'viewer',
    });
    expect(made).toMatchObject({ invited: true, role: 'viewer' });
    expect(made.link).toMatch(/^http:\/\/sverka\.test\/welcome#[\w-]{43}$/);
    const { body: again } = await http.call('POST', `/api/people/${made.id}/link`);
    expect((await post('/api/invitation', { token: tokenOf(made.link) })).status).toBe(410);
    expect((await post('/api/invitation', { token: tokenOf(again.link) })).body.person).toEqual({
      name: 'Boris',
      email: 'boris@example.com',
    });
    http.clock.advance(7 * 86_400 + 1);
    expect((await post('/api/invitation/accept', { token: tokenOf(again.link), password })).status).toBe(410);
  });

  it('signs in with address and password, whatever the letter case of the address', async () => {
    const { email } = await letIn('Vera');
    const answer = await signIn(email.toUpperCase());
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^sverka=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect((await me(cookieOf(answer))).body).toMatchObject({ name: 'Vera', role: 'operator' });
  });

  it('is not told whether the address or the password was wrong', async () => {
    const { email } = await letIn('Gleb');
    const [wrong, unknown] = [await signIn(email, 'wrong horse battery'), await signIn('nobody@example.com')];
    expect(wrong.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
  });

  it('has a session that ends when they sign out, and after two weeks without use', async () => {
    const { email, cookie } = await letIn('Dina');
    const second = cookieOf(await signIn(email));
    await post('/api/session', {}, { cookie }, 'DELETE');
    expect((await me(cookie)).status).toBe(401);
    http.clock.advance(13 * 86_400);
    expect((await me(second)).status).toBe(200);
    http.clock.advance(13 * 86_400);
    expect((await me(second)).status).toBe(200);
    http.clock.advance(14 * 86_400 + 1);
    expect((await me(second)).status).toBe(401);
  });

  it('may do what the role allows from the next call on, and nothing once removed', async () => {
    const { id, cookie } = await letIn('Egor');
    const create = () => post('/api/offers', { name: 'By Egor', currency: 'RUB' }, { cookie });
    expect((await create()).status).toBe(403);
    await http.call('PATCH', `/api/people/${id}`, { role: 'admin' });
    expect((await create()).status).toBe(201);
    expect((await http.call('DELETE', `/api/people/${id}`)).body.removedAt).not.toBeNull();
    expect((await create()).status).toBe(401);
    expect((await signIn('Egor@example.com')).status).toBe(401);
  });

  it('is named in the audit log and in the history of leads', async () => {
    const { id, cookie } = await letIn('Zoya');
    const { body: offer } = await http.call('POST', '/api/offers', { name: 'Cream', currency: 'RUB' });
    const { body: leads } = await http.call('POST', '/api/leads', { offerId: offer.id });
    const leadId = leads.items[0].id;
    expect((await post(`/api/leads/${leadId}`, { status: 3 }, { cookie }, 'PATCH')).status).toBe(200);
    const { body: history } = await http.call('GET', `/api/leads/${leadId}/history`);
    expect(history.items[0].source).toEqual({ kind: 'operator', personId: id });
    const { body: log } = await http.call('GET', `/api/audit?personId=${id}`);
    expect(log.items[0]).toMatchObject({ keyId: null, personId: id, action: 'PATCH /api/leads/:id' });
  });

  it('changes the password by giving the current one, which ends the other sessions', async () => {
    const { email, cookie } = await letIn('Ivan');
    const other = cookieOf(await signIn(email));
    const change = (currentPassword: string) =>
      post('/api/me/password', { currentPassword, password: 'another long one' }, { cookie });
    expect((await change('wrong')).body.errors).toEqual([
      { path: 'currentPassword', message: 'is not the current password' },
    ]);
    expect((await change(password)).status).toBe(200);
    expect((await me(cookie)).status).toBe(200);
    expect((await me(other)).status).toBe(401);
    expect((await signIn(email, 'another long one')).status).toBe(201);
  });

  it('has an address of their own, and a password of ten characters at least', async () => {
    await letIn('Kira');
    const taken = await http.call('POST', '/api/people', { name: 'Kira 2', email: 'KIRA@example.com', role: 'viewer' });
    expect(taken.status).toBe(409);
    const { body } = await http.call('POST', '/api/people', { name: 'Lev', email: 'lev@example.com', role: 'viewer' });
    const short = await post('/api/invitation/accept', { token: tokenOf(body.link), password: 'too short' });
    expect(short.body.errors).toEqual([{ path: 'password', message: 'must have at least 10 characters' }]);
  });

  it('cannot be the last administrator and go', async () => {
    const { body } = await http.call('GET', '/api/people?limit=500');
    const admins = body.items.filter((one: any) => one.role === 'admin' && one.removedAt === null && !one.invited);
    expect(admins).toHaveLength(1);
    expect((await http.call('DELETE', `/api/people/${admins[0].id}`)).status).toBe(409);
    expect((await http.call('PATCH', `/api/people/${admins[0].id}`, { role: 'viewer' })).status).toBe(409);
    expect((await http.call('GET', `/api/people/${admins[0].id}`)).body.role).toBe('admin');
  });

  it('leaves no trace of passwords and tokens in what is stored or shown', async () => {
    const { email, cookie } = await letIn('Mira');
    const rows = [];
    for (const table of ['people', 'sessions', 'invitations', 'audit'] as const) {
      rows.push(await http.app.db.selectFrom(table).selectAll().execute());
    }
    const everything = JSON.stringify(rows);
    expect(everything).toContain(email);
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(cookie.split('=')[1]);
  });
});

describe('calls with a cookie', () => {
  it.each([
    ['no origin', { origin: '' }],
    ['another site', { origin: 'https://evil.example' }],
    ['a site of the same name with another port', { origin: 'http://127.0.0.1:1' }],
    ['another origin of the same site', { 'sec-fetch-site': 'same-site' }],
  ])('change nothing when they come from %s', async (_where, headers) => {
    const { cookie } = await letIn(`Origin ${_where}`.replaceAll(' ', '-'), 'admin');
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    const answer = await http.raw('/api/offers', {
      method: 'POST',
      headers: { ...json, cookie, ...('origin' in headers ? {} : { origin: http.url }), ...sent },
      body: JSON.stringify({ name: 'x', currency: 'RUB' }),
    });
    expect(answer.status).toBe(403);
  });

  it('may read from anywhere: other pages cannot see the answer', async () => {
    const { cookie } = await letIn('Reader');
    expect((await http.raw('/api/offers', { headers: { cookie, origin: 'https://evil.example' } })).status).toBe(200);
  });
});

describe('guessing a password', () => {
  it('has to wait after ten attempts, with the right one too, and is over when the time is up', async () => {
    const { email } = await letIn('Nora');
    const tries = await Promise.all(Array.from({ length: 10 }, () => signIn(email, 'wrong horse battery')));
    expect(tries.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 401));
    const refused = await signIn(email);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(200);
    http.clock.advance(301);
    expect((await signIn(email)).status).toBe(201);
  });
});
