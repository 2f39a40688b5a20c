import { describe, expect, it } from 'vitest';
import {
  maxErrorBytes,
  maxLogBytes,
  maxResultBytes,
  maxResultNames,
  maxResultValues,
  maxSourceBytes,
  scriptLimits,
} from '../../sandbox/contract/limits.ts';
import { actionJob, edits, failure, openSandbox, preprocessJob, processJob } from './sandbox.ts';

const sandbox = openSandbox();

describe('each limit holds at its ceiling and not beyond', () => {
  it('10 s of script time', async () => {
    const limits = { scriptMs: scriptLimits.scriptMs.max };
    const began = performance.now();
    const { error } = await failure(sandbox, processJob('for (;;);', { limits }));
    expect(performance.now() - began).toBeGreaterThan(9_900);
    expect(error).toMatchObject({
      code: 'script_timeout',
      message: 'The script ran longer than 10 s, at line 1',
      params: { limit: 10_000 },
    });
  });

  it.each([
    [10, '10 ms'],
    [250, '250 ms'],
    [300, '0.3 s'],
  ])('%i ms of it, said as people say it', async (scriptMs, said) => {
    const { error } = await failure(sandbox, processJob('\n\nfor (;;);', { limits: { scriptMs } }));
    expect(error.message).toBe(`The script ran longer than ${said}, at line 3`);
    expect(error.params).toEqual({ limit: scriptMs });
  });

  /** What so many million bytes are held in, to the end of the script. */
  const holding = {
    numbers: (megabytes: number) =>
      `const a = []; for (let i = 0; i < ${megabytes}; i++) a.push(new Array(125000).fill(i + 0.5));`,
    text: (megabytes: number) =>
      `const a = []; for (let i = 0; i < ${megabytes} * 1000; i++) a.push(('x' + i).padEnd(980, 'y').toUpperCase());`,
  };

  it.each([
    [scriptLimits.memoryMb.min, 5, 10],
    [scriptLimits.memoryMb.default, 60, 72],
    [scriptLimits.memoryMb.max, 250, 280],
  ])('%i MB of memory, of which %i may be held and %i may not', { timeout: 60_000 }, async (memoryMb, most, more) => {
    const limits = { scriptMs: 10_000, memoryMb };
    for (const [what, held] of Object.entries(holding)) {
      expect((await sandbox.run(processJob(held(most), { limits }))).kind, what).toBe('edits');
      const { error } = await failure(sandbox, processJob(held(more), { limits }));
      expect(error, what).toMatchObject({
        step: 'process',
        code: 'script_memory',
        message: expect.stringContaining(`The script used more than ${memoryMb} MB of memory`),
        params: { limit: memoryMb },
      });
    }
  });

  it.each([scriptLimits.memoryMb.min, scriptLimits.memoryMb.default, scriptLimits.memoryMb.max])(
    '%i MB of memory, which buffers may nearly double',
    async (memoryMb) => {
      const limits = { scriptMs: 10_000, memoryMb };
      const buffers = (megabytes: number) =>
        processJob(`const a = []; for (let i = 0; i < ${megabytes} * 10; i++) a.push(new ArrayBuffer(1e5));`, {
          limits,
        });
      expect((await sandbox.run(buffers(memoryMb * 0.8))).kind).toBe('edits');
      const { error } = await failure(sandbox, buffers(memoryMb * 1.9));
      expect(error).toMatchObject({ code: 'script_memory', params: { limit: memoryMb } });
    },
  );

  it('8 MB of memory that the answer takes up, before the script has done anything', async () => {
    const answer = (rows: number) => JSON.stringify(Array.from({ length: rows }, (_, id) => ({ id, at: { x: id } })));
    const limits = { memoryMb: scriptLimits.memoryMb.min };
    expect((await sandbox.run(processJob('', { answer: answer(20_000), limits }))).kind).toBe('edits');
    const { error } = await failure(sandbox, processJob('', { answer: answer(90_000), limits }));
    expect(error).toEqual({
      step: 'decode',
      code: 'script_memory',
      message: 'The decoded answer needs more than the 8 MB that the script may use',
      params: { limit: 8 },
    });
  });

  it('8 MB of memory of its own: what the runs before it left is not counted', async () => {
    const limits = { memoryMb: scriptLimits.memoryMb.min };
    for (let run = 0; run < 8; run++)
      expect((await sandbox.run(processJob(holding.numbers(5), { limits }))).kind, `run ${run}`).toBe('edits');
  });

  it('256 KiB of source', async () => {
    const code = `1//${'x'.repeat(maxSourceBytes - 3)}`;
    await edits(sandbox, processJob(code));
    for (const language of ['js', 'ts'] as const) {
      const { error } = await failure(sandbox, processJob(`${code}x`, { language }));
      expect(error).toMatchObject({ code: 'script_invalid', params: { error: expect.stringContaining('256 KiB') } });
    }
  });

  it('4 edits a lead: the fifth is marked, the others are counted', async () => {
    const outcome = await edits(
      sandbox,
      processJob('for (let i = 1; i <= 7; i++) $core.lead.edit(1, { comment: `${i}` })'),
    );
    expect(outcome.edits.map(({ overLimit }) => overLimit ?? false)).toEqual([false, false, false, false, true]);
    expect(outcome.warnings).toEqual([
      {
        code: 'edits_over_limit',
        message: '2 edits beyond what one lead may get were dropped',
        params: { count: 2 },
      },
    ]);
  });

  it('64 KiB of log, to the byte', async () => {
    const whole = await edits(sandbox, processJob(`console.log('x'.repeat(${maxLogBytes}))`));
    expect(whole).toMatchObject({ logsDropped: 0, logs: [{ text: 'x'.repeat(maxLogBytes) }] });
    const more = await edits(sandbox, processJob(`console.log('x'.repeat(${maxLogBytes})); console.log('y')`));
    expect(more).toMatchObject({ logsDropped: 1, logs: [{ text: 'x'.repeat(maxLogBytes) }] });
    const cut = await edits(sandbox, processJob(`console.log('x'.repeat(${maxLogBytes + 1}))`));
    expect(cut.logs[0]?.text).toHaveLength(maxLogBytes);
    const halves = await edits(sandbox, processJob(`console.log('\\ud800'.repeat(${maxLogBytes}))`));
    expect(Buffer.byteLength(halves.logs[0]?.text ?? '')).toBeLessThanOrEqual(maxLogBytes);
  });

  it('1,000 lines of log', async () => {
    const lines = (count: number) => edits(sandbox, processJob(`for (let i = 0; i < ${count}; i++) console.log(i)`));
    expect(await lines(1_000)).toMatchObject({ logsDropped: 0, logs: { length: 1_000 } });
    expect(await lines(1_001)).toMatchObject({ logsDropped: 1, logs: { length: 1_000 } });
  });

  it('8 MiB of result, edits and request alike', async () => {
    // Room for what stands around the comment.
    const edit = (bytes: number) => processJob(`$core.lead.edit(1, { comment: 'x'.repeat(${bytes}) })`);
    await edits(sandbox, edit(maxResultBytes - 1_000));
    const tooMuch = { code: 'script_output', message: 'The script gave back more than 8 MB', params: { limit: 8 } };
    expect((await failure(sandbox, edit(maxResultBytes))).error).toMatchObject({ step: 'process', ...tooMuch });
    const request = (bytes: number) => preprocessJob(`$fields = 'x'.repeat(${bytes})`);
    expect((await sandbox.run(request(maxResultBytes - 1_000))).kind).toBe('request');
    expect((await failure(sandbox, request(maxResultBytes))).error).toMatchObject({ step: 'preprocess', ...tooMuch });
  });

  it('100,000 values of result', async () => {
    const edit = (values: number) => processJob(`$core.lead.edit(1, { x: new Array(${values}).fill(',[{"') })`);
    await edits(sandbox, edit(maxResultValues - 1_000));
    const tooMany = {
      code: 'script_output',
      message: 'The script gave back more than 100000 values',
      params: { values: maxResultValues },
    };
    expect((await failure(sandbox, edit(maxResultValues))).error).toMatchObject({ step: 'process', ...tooMany });
    const result = actionJob(`$result = new Array(${maxResultValues}).fill({})`);
    expect((await failure(sandbox, result)).error).toMatchObject({ step: 'action', ...tooMany });
  });

  it('10,000 different names in a result', async () => {
    const named = (names: number) =>
      `Object.fromEntries(Array.from({ length: ${names} }, (_, i) => [('name "' + i).padEnd(50, '\\\\'), i]))`;
    const tooMany = {
      code: 'script_output',
      message: 'The script gave back more than 10000 different names',
      params: { names: maxResultNames },
    };
    expect((await sandbox.run(preprocessJob(`$fields = ${named(maxResultNames - 100)}`))).kind).toBe('request');
    for (const job of [
      preprocessJob(`$fields = ${named(11_000)}`),
      preprocessJob(`for (const name in ${named(11_000)}) $headers[name] = 'x'`),
      actionJob(`$result = [${named(6_000)}, { more: ${named(12_000)} }]`),
      processJob(`$core.next({ fields: ${named(11_000)} })`),
      processJob(`$core.lead.edit(1, ${named(11_000)})`),
    ]) {
      expect((await failure(sandbox, job)).error).toMatchObject(tooMany);
    }
    // The same names count once.
    await edits(
      sandbox,
      processJob(`for (let i = 0; i < 4; i++) $core.lead.edit(1, { x: new Array(7_000).fill({ a: 1, b: ':' }) })`),
    );
  });

  it('64 levels of result', async () => {
    const nested = (levels: number) => `let d = 1; for (let i = 0; i < ${levels}; i++) d = { d };`;
    await edits(sandbox, processJob(`${nested(60)} $core.lead.edit(1, d)`));
    const { error } = await failure(sandbox, processJob(`${nested(70)} $core.lead.edit(1, d)`));
    expect(error).toMatchObject({ code: 'script_output', params: { levels: 64 } });
    expect((await failure(sandbox, preprocessJob(`${nested(70)} $fields = d`))).error.code).toBe('script_output');
    expect((await failure(sandbox, actionJob(`${nested(70)} $result = d`))).error.code).toBe('script_output');
    expect((await failure(sandbox, processJob(`${nested(70)} $core.next({ carry: d })`))).error.code).toBe(
      'script_output',
    );
  });

  it('2 KiB of error text, wherever it comes from', async () => {
    const long = '"ы".repeat(100000)';
    for (const code of [
      `throw new Error(${long})`,
      `throw ${long}`,
      `$core.fail(${long})`,
      `Promise.reject(${long})`,
      `throw Object.assign(new Error(${long}), { name: ${long} })`,
    ]) {
      const { error } = await failure(sandbox, processJob(code));
      expect(Buffer.byteLength(error.message), code).toBeLessThanOrEqual(maxErrorBytes);
      expect(error.message).toContain('ыыы');
    }
  });

  it.each([
    ['я', 2],
    ['😀', 4],
  ])('2 KiB of what is wrong with an answer, in whole letters: %s', async (letter, bytes) => {
    const answer = `<a>${'<'.repeat(999)}${letter.repeat(3_000)}</a>`;
    const { error } = await failure(sandbox, processJob('', { answer, format: 'xml' }));
    for (const text of [error.message, String(error.params.reason)]) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxErrorBytes);
      expect(Buffer.byteLength(text)).toBeGreaterThan(maxErrorBytes - bytes);
      expect(text.endsWith(`${letter}…`)).toBe(true);
    }
  });
});

describe('an answer that nests deeply', () => {
  it.each([2_000, 20_000])('reaches the script, and is not shown: %i levels', async (levels) => {
    const answer = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const code = 'let d = $data, n = 0; while (d) { n++; d = d[0] } console.log(n)';
    const outcome = await edits(sandbox, processJob(code, { answer, wantData: true }));
    expect(outcome).toMatchObject({
      data: null,
      logs: [{ text: `${levels}` }],
      warnings: [{ code: 'data_too_deep', message: expect.stringContaining('deeper than 500 levels') }],
    });
  });
});
