import { describe, expect, it } from 'vitest';
import { actionJob, expectKind, failure, openSandbox, processJob } from './sandbox.ts';

const sandbox = openSandbox();
const run = async (code: string, given: Parameters<typeof actionJob>[1] = {}) =>
  expectKind(await sandbox.run(actionJob(code, given)), 'result').result;

describe('scripts of pipelines', () => {
  it('see the event, the results so far and the parameters, and leave a result', async () => {
    const given = {
      event: { name: 'Анна', tags: ['a'] },
      steps: { send: { data: { id: '7' } } },
      params: { key: 'k' },
    };
    const code =
      '$result = { who: $event.name, tag: $event.tags[0], id: $steps.send.data.id, key: $params.key, at: $now }';
    expect(await run(code, given)).toEqual({ who: 'Анна', tag: 'a', id: '7', key: 'k', at: 1_700_000_000 });
  });

  it('leave null where they leave nothing, or nothing that can be written as data', async () => {
    expect(await run('1 + 1')).toBeNull();
    expect(await run('$result = undefined')).toBeNull();
    expect(await run('$result = () => 1')).toBeNull();
  });

  it('are no checks: there are no leads to edit, no offer and nothing to skip', async () => {
    expect(await run('$result = [typeof $offer, typeof $data, typeof $e2i, typeof $url]')).toEqual(
      Array(4).fill('undefined'),
    );
    expect((await failure(sandbox, actionJob('$core.lead.edit(1, {})'))).error.message).toContain(
      'not there in an action script',
    );
    expect((await failure(sandbox, actionJob('$core.skip()'))).error.message).toContain('preprocessing scripts');
    expect((await failure(sandbox, processJob('$core.stop()'))).error.message).toContain('scripts of pipelines');
  });

  it.each([
    ['$core.currency.id("USD")', '$core.currency'],
    ['$core.goal.bycode(7, "ftd")', '$core.goal'],
  ])('have nothing to look up, and are told so: %s', async (code, name) => {
    const { error } = await failure(sandbox, actionJob(`$result = ${code}`));
    expect(error.message).toContain(`${name} is not there in an action script`);
  });

  it('stop or fail the operation, whatever they catch afterwards', async () => {
    const stopped = await sandbox.run(actionJob('try { $core.stop("not paid") } catch {} $core.fail("no")'));
    expect(stopped).toMatchObject({ kind: 'stopped', why: 'not paid' });
    expect((await failure(sandbox, actionJob('$core.fail("no")'))).error).toMatchObject({
      step: 'action',
      code: 'script_failed',
    });
  });

  it('stop or fail it in a getter of their result as well', async () => {
    const ending = (call: string) => `$result = { toJSON() { ${call} } }`;
    expect(await sandbox.run(actionJob(ending('$core.stop("enough")')))).toMatchObject({
      kind: 'stopped',
      why: 'enough',
    });
    expect(await failure(sandbox, actionJob(ending('try { $core.fail("no") } catch {} return 1')))).toMatchObject({
      error: { code: 'script_failed', message: 'no' },
    });
  });

  it('hold no more memory while their result is read than before', async () => {
    const given = { limits: { memoryMb: 8 } };
    const held = 'globalThis.held = []; for (let i = 0; i < 480_000; i++) held.push([i]);';
    for (const code of [held, `$result = { toJSON() { ${held} return 1 } }`]) {
      expect(await failure(sandbox, actionJob(code, given))).toMatchObject({ error: { code: 'script_memory' } });
    }
  });

  it('cannot make the host believe what is no data', async () => {
    expect((await failure(sandbox, actionJob('$result = { toJSON() { throw new Error("ha") } }'))).error.code).toBe(
      'script_threw',
    );
    expect((await failure(sandbox, actionJob('$result = "x".repeat(9 * 1024 * 1024)'))).error.code).toBe(
      'script_output',
    );
    expect(await run('$result = "a\\u0000b" + String.fromCharCode(0, 0xd800)')).toBe('a\ufffdb\ufffd\ufffd');
    const proto = await run('$result = JSON.parse(\'{"__proto__": {"x": 1}}\')');
    expect((proto as { x?: number }).x).toBeUndefined();
  });

  it('see a field named __proto__ as a field', async () => {
    const event = JSON.parse('{"__proto__": "p", "constructor": "c"}');
    expect(await run('$result = [Object.hasOwn($event, "__proto__"), $event.constructor, {}.p]', { event })).toEqual([
      true,
      'c',
      null,
    ]);
  });
});
