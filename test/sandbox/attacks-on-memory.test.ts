import { describe, expect, it } from 'vitest';
import { openArena } from './attack.ts';
import { attacksOnMemory, tooLarge } from './attacks/memory.ts';
import { actionJob, preprocessJob, processJob } from './sandbox.ts';

const arena = openArena();
// A machine under load fills memory slowly: what is tested here is not time.
const limits = { scriptMs: 60_000, memoryMb: 16 };

describe('a script that takes all the memory it can get ends in script_memory', () => {
  it.each(attacksOnMemory)('%s', async (_name, code) => {
    expect(await arena.endOf(processJob(code, { limits }))).toBe('script_memory');
  });

  it('and leaves nothing that a later run has to pay for', async () => {
    const code = `for (let i = 0; i < 6e4; i++) Symbol.for($params.n + '_' + 'x'.repeat(300) + i)`;
    for (const n of ['1', '2', '3', '4', '5']) {
      const job = processJob(code, { params: { n }, limits: { scriptMs: 60_000 } });
      expect(await arena.endOf(job), `run ${n}`).toBe('edits');
    }
  });

  it('keeps the log of a script that was stopped for its memory', async () => {
    const outcome = await arena.attack(
      processJob('console.log("so far"); const a = []; for (;;) a.push(new ArrayBuffer(1e5))', { limits }),
    );
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'script_memory' }, logs: [{ text: 'so far' }] });
  });
});

describe('what is too large', () => {
  it.each(tooLarge)('%s', async (_name, code, end) => {
    expect(await arena.endOf(processJob(code, { limits: { scriptMs: 60_000, memoryMb: 64 } }))).toBe(end);
  });

  it.each([
    ['fields', '$fields = { x: "x".repeat(9e6) }', 'script_output'],
    ['fields of millions of values', '$fields = { x: ["\\0", new Array(3.9e6).fill(0)] }', 'script_output'],
    ['deep fields', 'let d = {}; for (let i = 0; i < 2e3; i++) d = { d }; $fields = d', 'script_output'],
  ])('%s of a request', async (_name, code, end) => {
    expect(await arena.endOf(preprocessJob(code, { limits: { scriptMs: 60_000, memoryMb: 64 } }))).toBe(end);
  });

  it.each([
    ['millions of values', '$result = ["\\0", new Array(3.9e6).fill(0)]'],
    ['nesting', 'let d = {}; for (let i = 0; i < 2e3; i++) d = { d }; $result = d'],
  ])('%s of a result', async (_name, code) => {
    expect(await arena.endOf(actionJob(code))).toBe('script_output');
  });

  it('an answer that decodes to too much', async () => {
    const answer = `[${'{"a":[]},'.repeat(6e5)}{}]`;
    expect(await arena.attack(processJob('', { answer, limits }))).toMatchObject({
      kind: 'failed',
      error: { step: 'decode', code: 'script_memory' },
    });
  });
});

arena.provesHarmless();
