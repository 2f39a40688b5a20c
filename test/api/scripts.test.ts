import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Http, openHttp } from './http.ts';

let http: Http;
beforeAll(async () => {
  http = await openHttp();
});
afterAll(() => http.close());

const create = (body: object) =>
  http.call('POST', '/api/scripts', { name: 's', language: 'js', code: '$data;', ...body });

describe('scripts', () => {
  it('are saved with their first version active', async () => {
    const { status, body } = await create({ name: 'LeadVertex', code: '$core.each($data, (d) => {});' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.any(Number),
      name: 'LeadVertex',
      language: 'js',
      activeVersion: 1,
      code: '$core.each($data, (d) => {});',
    });
    expect((await http.call('GET', `/api/scripts/${body.id}`)).body).toEqual(body);
  });

  it('that do not compile are refused with the place', async () => {
    expect(await create({ code: 'const a = 1;\nconst b = ;' })).toMatchObject({
      status: 422,
      body: { code: 'script_invalid', errors: [{ line: 2, column: 11, message: expect.any(String) }] },
    });
  });

  it('may be TypeScript', async () => {
    expect((await create({ language: 'ts', code: 'const a: number = 1;' })).status).toBe(201);
    expect((await create({ language: 'ts', code: 'const a: = 1;' })).body.code).toBe('script_invalid');
  });

  it('may be PHP, whose errors have their place and whose text can be had in JavaScript', async () => {
    const code = "foreach ($data as $d) $core->lead->setstc($e2i[$d['id']], $d['status']);";
    const { status, body } = await create({ language: 'php', code });
    expect([status, body.language, body.code]).toEqual([201, 'php', code]);
    expect(await create({ language: 'php', code: '$a = 1;\ncurl_init();' })).toMatchObject({
      status: 422,
      body: {
        code: 'script_invalid',
        errors: [{ line: 2, column: 1, message: expect.stringContaining('curl_init()') }],
      },
    });
    const validated = await http.call('POST', '/api/scripts/validate', {
      language: 'php',
      stage: 'process',
      code: '$x = ;',
    });
    expect(validated.body.errors).toMatchObject([{ line: 1, column: 6, severity: 'error' }]);

    const translated = await http.call('POST', `/api/scripts/${body.id}/translate`);
    expect([translated.status, translated.body.language]).toEqual([200, 'js']);
    expect(translated.body.code).toContain('$core.lead.setstc($e2i[d.id], d.status);');
    const beyond = await create({ language: 'php', code: '$a = 1;\n$t = extract($a);' });
    expect(await http.call('POST', `/api/scripts/${beyond.body.id}/translate`)).toMatchObject({
      status: 422,
      body: { code: 'script_invalid', errors: [{ line: 2 }] },
    });
    const js = await create({});
    expect((await http.call('POST', `/api/scripts/${js.body.id}/translate`)).status).toBe(422);
  });

  it('have a limit', async () => {
    const answer = await create({ code: `//${'я'.repeat(140_000)}` });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'code' }] } });
  });

  it('are renamed, and deleted with their versions', async () => {
    const { body } = await create({});
    const renamed = await http.call('PATCH', `/api/scripts/${body.id}`, { name: 'new' });
    expect(renamed.body.name).toBe('new');
    expect((await http.call('PATCH', `/api/scripts/${body.id}`, { code: '' })).status).toBe(422);
    expect((await http.call('DELETE', `/api/scripts/${body.id}`)).body).toEqual({ id: body.id });
    expect((await http.call('GET', `/api/scripts/${body.id}/versions`)).status).toBe(404);
  });
});

describe('versions', () => {
  it('are added, become active unless told otherwise, and can be gone back to', async () => {
    const path = `/api/scripts/${(await create({ code: 'let a;' })).body.id}`;
    expect(await http.call('POST', `${path}/versions`, { code: 'let b;', note: 'fix' })).toMatchObject({
      status: 201,
      body: { version: 2 },
    });
    expect((await http.call('GET', path)).body).toMatchObject({ activeVersion: 2, code: 'let b;' });
    await http.call('POST', `${path}/versions`, { code: 'let c;', activate: false });
    expect((await http.call('GET', path)).body.activeVersion).toBe(2);
    expect((await http.call('POST', `${path}/activate`, { version: 1 })).body).toMatchObject({
      activeVersion: 1,
      code: 'let a;',
    });
    const me = (await http.call('GET', '/api/me')).body.keyId;
    expect((await http.call('GET', `${path}/versions`)).body.items).toMatchObject([
      { version: 3, code: 'let c;', note: null, keyId: me, personId: null },
      { version: 2, code: 'let b;', note: 'fix', keyId: me, personId: null },
      { version: 1, code: 'let a;', note: null, keyId: me, personId: null },
    ]);
    expect((await http.call('GET', `${path}/versions/2`)).body.code).toBe('let b;');
  });

  it('that do not exist cannot be activated, those that do not compile are not added', async () => {
    const path = `/api/scripts/${(await create({})).body.id}`;
    expect((await http.call('POST', `${path}/activate`, { version: 9 })).body.errors[0].path).toBe('version');
    expect((await http.call('POST', `${path}/versions`, { code: 'let a = ;' })).body.code).toBe('script_invalid');
    expect((await http.call('DELETE', `${path}/versions/1`)).status).toBe(405);
  });

  it('get numbers of their own when saved at the same moment', async () => {
    const path = `/api/scripts/${(await create({})).body.id}/versions`;
    const answers = await Promise.all([1, 2, 3].map((n) => http.call('POST', path, { code: `let n${n};` })));
    expect(answers.map(({ body }) => body.version).sort()).toEqual([2, 3, 4]);
  });
});

describe('validation', () => {
  const validate = (code: string, more: object = {}) =>
    http.call('POST', '/api/scripts/validate', { language: 'js', stage: 'process', code, ...more });

  it('tells what is wrong without saving anything', async () => {
    expect(await validate('$data;')).toMatchObject({ status: 200, body: { errors: [] } });
    expect((await validate('let a = (')).body.errors).toMatchObject([{ line: 1, severity: 'error' }]);
  });

  it('tells every error, and names that do not exist as warnings, which do not keep a script from being saved', async () => {
    expect((await validate('let a = ;\nlet b = ;')).body.errors).toMatchObject([{ line: 1 }, { line: 2 }]);
    expect((await create({ code: 'let a = ;\nlet b = ;' })).body.errors).toMatchObject([{ line: 1 }, { line: 2 }]);
    const code = 'const rows = $dat;\n$core.led.edit(1, {});';
    expect((await validate(code)).body.errors).toMatchObject([
      { line: 1, column: 14, severity: 'warning', code: 'unknown_name', params: { name: '$dat', near: '$data' } },
      { line: 2, column: 7, severity: 'warning', message: expect.stringContaining('`$core.lead`') },
    ]);
    expect((await create({ code })).status).toBe(201);
    expect((await validate('$data', { stage: 'preprocess' })).body.errors).toMatchObject([{ code: 'wrong_stage' }]);
    expect((await validate('const x: number = $dat', { language: 'ts' })).body.errors).toMatchObject([{ column: 19 }]);
  });
});
