import { describe, expect, it } from 'vitest';
import { maxSourceBytes } from '../../sandbox/contract/limits.ts';
import { edits, failure, openSandbox, preprocessJob, processJob } from './sandbox.ts';

const sandbox = openSandbox();

/** The error with what a person needs to find its place. */
const errorOf = async (code: string, given: Parameters<typeof processJob>[1] = {}) => {
  const { error } = await failure(sandbox, processJob(code, given));
  return { code: error.code, message: error.message, line: error.line, column: error.column, excerpt: error.excerpt };
};

describe('an error in a script', () => {
  it('shows its line with a caret under its column', async () => {
    expect(await errorOf('const a = 1;\n  a.b.c;\n')).toEqual({
      code: 'script_threw',
      message: "The script threw an error, at line 2: TypeError: Cannot read properties of undefined (reading 'c')",
      line: 2,
      column: 7,
      excerpt: '  a.b.c;\n      ^',
    });
  });

  it('is found in TypeScript at the place where it was written', async () => {
    const code = 'interface Row {\n  id: string;\n}\nconst row = null as unknown as Row; row.id;';
    expect(await errorOf(code, { language: 'ts' })).toMatchObject({
      line: 4,
      column: 41,
      excerpt: `${code.split('\n')[3]}\n${' '.repeat(40)}^`,
    });
  });

  it.each([
    ['[3, 1].sort(() => {\n  throw new Error("in sort") })', 2],
    ['"abc".replace(/b/, () =>\n null.x)', 2],
    ['[1].map((x) => {\n\n  return x.y.z })', 3],
    ['function f() {\n  return g() }\nfunction g() {\n  throw new Error("deep") }\nf()', 4],
    ['$core.lead.edit(1, {\n get status() { throw new Error("getter") } })', 2],
    ['JSON.parse("{")', 1],
    ['\n(async () => { throw new Error("rejected") })()', 2],
    ['\nPromise.resolve().then(() => { throw new Error("rejected") })', 2],
    ['\n$core.each([1], 5)', 2],
  ])('is found inside callbacks: %j', async (code, line) => {
    expect(await errorOf(code)).toMatchObject({ code: 'script_threw', line });
  });

  it.each(['// once it said throw "x" here\nPromise.reject("x")', '/* never throw */ Promise.reject("x")'])(
    'has no place where nobody knows it: %j',
    async (code) => {
      expect(await errorOf(code)).toMatchObject({ message: 'The script threw an error: x', line: undefined });
    },
  );

  it.each([
    ['console.log(1);\nlet $data = 5;', 2, 5],
    ['/* let $data */ const [a, $e2i] = [1, 2]', 1, 27],
  ])('is found where a name of ours is declared again: %j', async (code, line, column) => {
    expect(await errorOf(code)).toMatchObject({ code: 'script_threw', line, column });
  });

  it.each([
    ['looks like a frame', "'CRM says: bad\\n    at 9:9'"],
    ['is long', "'x'.repeat(300_000)"],
  ])('is found where its message %s', async (_what, message) => {
    expect(await errorOf(`1;\nthrow new Error(${message})`)).toMatchObject({
      code: 'script_threw',
      line: 2,
      column: 7,
    });
  });

  it('that merely sounds like want of memory is none', async () => {
    expect(await errorOf('throw new Error("Array buffer allocation failed")')).toMatchObject({ code: 'script_threw' });
  });

  it('of syntax that is too deep for the engine says so', async () => {
    expect(await errorOf(`${'()=>'.repeat(2_000)}1`)).toMatchObject({
      code: 'script_invalid',
      message: 'The script does not compile: it is too deeply nested to compile',
    });
  });

  it.each(['({ a: 1 })', '(function* () {})()', 'new Map()', 'Promise.resolve(1)'])(
    'is found where what was thrown is none: %s',
    async (thrown) => {
      expect(await errorOf(`1;\nthrow ${thrown}`)).toMatchObject({
        code: 'script_threw',
        message: 'The script threw an error, at line 2: an object that is not an error',
        line: 2,
      });
    },
  );

  it.each([
    ['let a = (1;', 1, 11, "Unexpected token ';'"],
    ['const a = 1;\nconst a = 2;', 2, 7, "Identifier 'a' has already been declared"],
    ['if (1) {\n', 2, 1, 'Unexpected end of input'],
    ['return 5', 1, 1, 'Illegal return statement'],
    ['await 5', 1, 1, 'await is only valid in async functions and the top level bodies of modules'],
  ])('of syntax is found before anything runs: %j', async (code, line, column, what) => {
    expect(await errorOf(code)).toMatchObject({
      code: 'script_invalid',
      message: `The script does not compile, at line ${line}: ${what}`,
      line,
      column,
    });
  });

  it('of syntax in TypeScript is found too', async () => {
    expect(await errorOf('let a: number = 1;\nlet b: = 2;', { language: 'ts' })).toMatchObject({
      code: 'script_invalid',
      line: 2,
      column: 8,
    });
    expect(await errorOf('enum A { B }', { language: 'ts' })).toMatchObject({
      code: 'script_invalid',
      message: 'The script does not compile, at line 1: TypeScript enum is not supported in strip-only mode',
    });
  });

  it.each([
    [
      '$core.each',
      'interface Row { id: string }\n$core.each($data, (d: Row) => {\n  const x: number = (d as any).a.b;\n})',
    ],
    ['sort', 'type N = number;\n[3, 1].sort((a: N, b: N): N => {\n  throw new Error(`${a}` as string) })'],
    ['replace', 'const f = <T,>(x: T): T => x;\n"abc".replace(/b/, (m: string): string =>\n  (null as any).x)'],
  ])('in a callback of %s in TypeScript is shown where it was written', async (name, code) => {
    const given = { language: 'ts', answer: [{ id: 'a' }] } as const;
    if (name === '$core.each') {
      const { logs, warnings } = await edits(sandbox, processJob(code, given));
      expect(logs[0]?.text).toMatch(/^line 3: TypeError: /);
      expect(warnings).toEqual([{ code: 'rows_failed', message: expect.any(String), params: { count: 1 } }]);
      return;
    }
    const error = await errorOf(code, given);
    expect(error).toMatchObject({ code: 'script_threw', line: 3 });
    const [line, caret = ''] = error.excerpt?.split('\n') ?? [];
    expect(line).toBe(code.split('\n')[2]);
    expect(caret).toBe(`${' '.repeat((error.column ?? 0) - 1)}^`);
  });

  it.each([
    ['\n throw "plain"', 2, 2],
    ['const a = 1;\nif (a) throw `plain`', 2, 8],
    ['function f(x) {\n  throw x;\n}\nf(5)', 2, 3],
    ['\n throw null', 2, 2],
    ['if (0) throw "a";\nthrow "b"', 2, 1],
  ])('that is no error is found by its text: %j', async (code, line, column) => {
    expect(await errorOf(code)).toMatchObject({
      code: 'script_threw',
      line,
      column,
      message: expect.stringContaining(`at line ${line}`),
    });
  });

  it.each([
    ['Promise.reject("x"); if (0) throw 1'],
    ['const f = (x) => { throw x };\nconst g = (x) => { throw x };\nf(1)'],
  ])('that is no error is not looked for where it can be one of many: %j', async (code) => {
    expect((await errorOf(code)).line).toBeUndefined();
  });

  it('shows a line with NUL and half a letter as text that a database takes', async () => {
    const { excerpt } = await errorOf('null.x; "\0 \ud800"');
    expect(excerpt).toBe('null.x; "\ufffd \ufffd"\n     ^');
  });

  it('of syntax in TypeScript shows its line', async () => {
    expect(await errorOf('let a: number = 1;\nlet b: = 2;', { language: 'ts' })).toMatchObject({
      excerpt: 'let b: = 2;\n       ^',
    });
  });

  it('has parameters for its sentence, whatever it is', async () => {
    const jobs = [
      processJob('null.x'),
      processJob('let a ='),
      processJob('let a: =', { language: 'ts' }),
      processJob('$core.fail("why")'),
      processJob('for (;;);', { limits: { scriptMs: 50 } }),
      processJob('', { answer: '' }),
      processJob('', { answer: '{' }),
      processJob('$core.lead.edit(1, { comment: "x".repeat(9e6) })'),
      preprocessJob('$url = 5'),
    ];
    const found: unknown[] = [];
    for (const job of jobs) {
      const { error } = await failure(sandbox, job);
      found.push([error.code, Object.keys(error.params).sort().join()]);
    }
    expect(found).toEqual([
      ['script_threw', 'error'],
      ['script_invalid', 'error'],
      ['script_invalid', 'error'],
      ['script_failed', 'message'],
      ['script_timeout', 'limit'],
      ['answer_empty', ''],
      ['decode_failed', 'format,reason'],
      ['script_output', 'limit'],
      ['script_threw', 'error'],
    ]);
  });

  it('of a preprocessing script is of that step', async () => {
    expect((await failure(sandbox, preprocessJob('null.x'))).error).toMatchObject({
      step: 'preprocess',
      code: 'script_threw',
      line: 1,
    });
  });

  it('shows the middle of a long line', async () => {
    const { excerpt } = await errorOf(`${'/* x */ '.repeat(100)}null.x; ${'/* y */ '.repeat(100)}`);
    const [text = '', caret = ''] = excerpt?.split('\n') ?? [];
    expect(text.length).toBeLessThan(200);
    expect(text.slice(caret.length - 1)).toMatch(/^x; /);
  });

  it('keeps what was found until then', async () => {
    const outcome = await failure(
      sandbox,
      processJob('$core.lead.edit(1, {accept: 1}); console.log("so far"); null.x'),
    );
    expect(outcome.findings).toMatchObject({ edits: [{ leadId: 1 }], missingIds: [2] });
    expect(outcome.logs).toHaveLength(1);
  });

  it('is cut to 2 KiB', async () => {
    const { message } = await errorOf('throw new Error("ы".repeat(100000))');
    expect(Buffer.byteLength(message)).toBeLessThan(2_200);
  });
});

describe('a script that ran too long', () => {
  it('is told where it was', async () => {
    expect(
      await errorOf('let i = 0;\nfunction spin() {\n  for (;;) i++;\n}\nspin();', { limits: { scriptMs: 200 } }),
    ).toMatchObject({
      code: 'script_timeout',
      message: 'The script ran longer than 0.2 s, at line 3',
      line: 3,
    });
  });

  it('is told also while it is in a callback of ours', async () => {
    expect(await errorOf('$core.each([1], () => {\n  for (;;);\n})', { limits: { scriptMs: 200 } })).toMatchObject({
      code: 'script_timeout',
      line: 2,
    });
  });

  it('keeps its log and findings', async () => {
    const outcome = await failure(
      sandbox,
      processJob('console.log("so far"); $core.lead.approve(1); for (;;);', { limits: { scriptMs: 200 } }),
    );
    expect(outcome.logs).toEqual([{ level: 'log', text: 'so far' }]);
    expect(outcome.findings?.edits).toHaveLength(1);
  });

  it('ran too long, whatever end it had announced before', async () => {
    for (const end of ['$core.fail("no")', '$core.skip("x")']) {
      const job = preprocessJob(`try { ${end} } catch {} for (;;);`, { limits: { scriptMs: 200 } });
      expect((await failure(sandbox, job)).error.code).toBe('script_timeout');
    }
  });

  it('is not mistaken for one that says so', async () => {
    expect(await errorOf('throw new Error("Script execution timed out.")')).toMatchObject({ code: 'script_threw' });
  });
});

describe('a source', () => {
  it('may have 256 KiB', async () => {
    const code = `console.log(1)//${'x'.repeat(maxSourceBytes - 16)}`;
    expect(Buffer.byteLength(code)).toBe(maxSourceBytes);
    expect((await edits(sandbox, processJob(code))).logs).toHaveLength(1);
    expect(await errorOf(`${code}x`)).toMatchObject({
      code: 'script_invalid',
      message: expect.stringContaining('at most 256 KiB are allowed'),
    });
  });
});
