import { describe, expect, it } from 'vitest';
import { attack, endOf } from './attack.ts';
import { edits, openSandbox, preprocessJob, processJob } from './sandbox.ts';

const sandbox = openSandbox({ workers: 2 });
const limits = { scriptMs: 200, memoryMb: 64 };

/** What an attacker throws or returns so that whoever looks at it never comes back. */
const spinning = 'new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); }, ownKeys() { for (;;); } })';

describe('a script that takes all the time it can get ends in script_timeout', () => {
  it.each([
    ['an empty loop', 'for (;;);'],
    ['a loop of awaits', '(async () => { for (;;) await 0; })()'],
    ['a loop in .then', 'Promise.resolve().then(() => { for (;;); })'],
    ['a microtask that queues itself', 'const again = () => Promise.resolve().then(again); again()'],
    ['a regular expression that backtracks', '/(a+)+$/.test("a".repeat(50) + "b")'],
    ['replacing by such an expression', '("a".repeat(50) + "b").replace(/(a+)+$/, "")'],
    ['squaring a bigint', 'let n = 3n; for (;;) n = n * n % (2n ** 4000000n)'],
    ['printing a bigint', '(2n ** (1n << 26n)).toString()'],
    ['a huge fill', 'for (;;) new Array(2 ** 22).fill(0).fill(1)'],
    [
      'a huge sort',
      'const a = Array.from({length: 3e5}, (_, i) => (i * 7919) % 300007); for (;;) a.sort((x, y) => Math.random() - 0.5)',
    ],
    [
      'a spinning message',
      'const e = new Error(); Object.defineProperty(e, "message", { get() { for (;;); } }); throw e',
    ],
    ['a spinning stack', 'const e = new Error(); Object.defineProperty(e, "stack", { get() { for (;;); } }); throw e'],
    ['a spinning name', 'class E extends Error { get name() { for (;;); } } throw new E("x")'],
    ['a spinning toString', 'throw { message: { toString() { for (;;); } } }'],
    ['a thrown Proxy', `throw ${spinning}`],
    ['a rejection with a Proxy', `Promise.reject(${spinning})`],
    ['a row that throws a Proxy', `$core.each([1], () => { throw ${spinning} })`],
    ['a spinning thenable', '(async () => { await { then() { for (;;); } } })()'],
    ['a spinning getter in an edit', '$core.lead.edit(1, { get status() { for (;;); } })'],
    ['a spinning toJSON in an edit', '$core.lead.edit(1, { toJSON() { for (;;); } })'],
    ['a Proxy in an edit', `$core.lead.edit(1, ${spinning})`],
    ['a Proxy in the log', `console.log(${spinning})`],
    ['a Proxy for rows', `$core.each(${spinning}, () => {})`],
    ['a Proxy in a form', `$core.form(${spinning})`],
    ['a flood of edits', 'for (;;) $core.lead.edit(1, {accept: 1})'],
    ['a flood of unknown ids', 'for (let i = 0; ; i++) $core.lead.edit(i + 1000, {})'],
    ['a flood of log lines', 'for (;;) console.log("x")'],
    ['a flood of hashes', 'for (;;) $core.hash.sha256("x".repeat(1000))'],
    ['a flood of caught failures', 'for (;;) try { $core.fail("x") } catch {}'],
  ])('%s', async (_name, code) => {
    expect(await endOf(sandbox, processJob(code, { limits }))).toBe(
      code.includes('$core.fail') ? 'script_failed' : 'script_timeout',
    );
  });

  it.each([
    ['a getter in the result', '$headers = { get x() { for (;;); } }'],
    ['a Proxy for the fields', `$fields = ${spinning}`],
    ['a toJSON in the fields', '$fields = { toJSON() { for (;;); } }'],
  ])('%s of a request', async (_name, code) => {
    expect(await endOf(sandbox, preprocessJob(code, { limits }))).toBe('script_timeout');
  });
});

describe('a script that cannot take time', () => {
  it.each([
    ['Atomics.wait', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', 'script_threw'],
    ['a FinalizationRegistry', 'new FinalizationRegistry(() => { for (;;); })', 'script_threw'],
    ['a timer', 'setTimeout(() => {}, 1)', 'script_threw'],
    ['recursion of $core calls', 'const again = () => $core.each([1], again); again()', 'edits'],
    ['recursion', '(function again() { again() })()', 'script_threw'],
    [
      'prepareStackTrace',
      'Error.prepareStackTrace = () => { for (;;); }; new Error().stack; throw new Error("x")',
      'script_threw',
    ],
    ['a promise that never settles', 'new Promise(() => {})', 'edits'],
    ['an unhandled rejection', 'Promise.reject(new Error("x"))', 'script_threw'],
    ['an unhandled rejection with nothing', 'Promise.reject()', 'script_threw'],
  ])('%s', async (_name, code, end) => {
    expect(await endOf(sandbox, processJob(code, { limits }))).toBe(end);
  });
});

describe('what is left of a script that was stopped', () => {
  it('does not go on in the next run of the same script', async () => {
    const code = `
      console.log('run');
      if ($params.hostile) { const again = () => Promise.resolve().then(() => { console.log('still here'); again() }); again(); }`;
    const hostile = await attack(sandbox, processJob(code, { limits, params: { hostile: '1' } }));
    expect(hostile).toMatchObject({ kind: 'failed', error: { code: 'script_timeout' } });
    for (let i = 0; i < 4; i++) {
      expect((await edits(sandbox, processJob(code, { limits }))).logs.map((line) => line.text)).toEqual(['run']);
    }
  });

  it('is no child: as many are there as before', () => {
    expect(sandbox.stats()).toMatchObject({ children: 2, busy: 0, queued: 0 });
  });
});
