import { describe, expect, it } from 'vitest';
import { edits, failure, logged, openSandbox, preprocessJob, processJob } from './sandbox.ts';

const sandbox = openSandbox();
const nextOf = async (code: string) => (await edits(sandbox, processJob(code))).next;

describe('$core.next', () => {
  it('asks for nothing where it is not called', async () => {
    expect(await nextOf('')).toBeNull();
  });

  it('gives back what the script wants otherwise', async () => {
    const code = `$core.next({url: 'https://crm.test/p?c={idel}', method: 'POST', headers: {'X-Page': 2, 'X-Old': null},
      fields: {page: 2}, wait: 1.5, carry: {seen: [1]}})`;
    expect(await nextOf(code)).toEqual({
      url: 'https://crm.test/p?c={idel}',
      method: 'POST',
      headers: { 'X-Page': '2', 'X-Old': null },
      fields: { page: 2 },
      wait: 1.5,
      carry: { seen: [1] },
    });
    expect(await nextOf('$core.next({url: undefined})')).toEqual({
      url: null,
      method: null,
      headers: {},
      fields: null,
      wait: 0,
      carry: null,
    });
  });

  it.each([
    ['$core.next()', 'the request must be an object, not undefined'],
    ["$core.next('https://crm.test')", 'the request must be an object, not a string'],
    ['$core.next({page: 2})', '"page" is not known (url, method, headers, fields, wait, carry)'],
    ['$core.next({url: ""})', 'url must be a text that is not empty'],
    ['$core.next({url: 5})', 'url must be a text'],
    ['$core.next({headers: [1]})', 'headers must be an object'],
    ['$core.next({headers: {a: {}}})', 'headers["a"] must be a text'],
    ['$core.next({fields: 5})', 'fields must be an object or a text'],
    ['$core.next({wait: 61})', 'wait must be 0 to 60 seconds'],
    ['$core.next({wait: -1})', 'wait must be 0 to 60 seconds'],
    ['$core.next({wait: "5"})', 'wait must be 0 to 60 seconds'],
    ['$core.next({carry: "я".repeat(40000)})', 'carry has 80002 bytes; at most 65536 are kept'],
  ])('%s is an error that says what is wrong', async (code, why) => {
    const { error } = await failure(sandbox, processJob(code));
    expect(error).toMatchObject({ step: 'process', code: 'script_threw', line: 1 });
    expect(error.message).toContain(why);
  });

  it('fails the run where it is called twice for one answer, also row by row', async () => {
    const code = `console.log('first');\n$core.each([1, 2], () => {\n  $core.next({wait: 1});\n});`;
    const { error, logs } = await failure(sandbox, processJob(code));
    expect(error).toMatchObject({ step: 'process', code: 'script_threw', line: 3 });
    expect(error.message).toBe(
      'The script threw an error, at line 3: TypeError: $core.next() was called twice for one answer',
    );
    expect(logs).toHaveLength(1);
  });

  it('fails the run where writing it as data calls it again', async () => {
    const code = `$core.next({toJSON() { $core.next({url: 'https://a.test/'}); return {url: 'https://b.test/'} }})`;
    const { error } = await failure(sandbox, processJob(code));
    expect(error.message).toContain('was called twice for one answer');
  });

  it('is judged again outside, whatever the script did to the built-in functions', async () => {
    const code = 'Object.keys = () => []; Array.isArray = () => false; $core.next({wait: 5, page: 1})';
    const outcome = await sandbox.run(processJob(code));
    expect(outcome.kind).toBe('failed');
  });

  it('is not there while a request is being prepared', async () => {
    const { error } = await failure(sandbox, preprocessJob('$core.next({})'));
    expect(error.message).toContain('$core.next() is for processing scripts');
  });
});

describe('a script that reads a further answer', () => {
  const look = 'console.log($page, JSON.stringify($carry), String($token), typeof left); globalThis.left = 1';

  it('finds its number and what was carried over, and nothing else of the answer before', async () => {
    expect(await logged(sandbox, look)).toEqual(['1 null null undefined']);
    expect(await logged(sandbox, look, { page: 2, carry: { n: [1] }, token: 'tok' })).toEqual([
      '2 {"n":[1]} tok undefined',
    ]);
  });
});
