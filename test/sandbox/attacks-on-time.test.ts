import { describe, expect, it } from 'vitest';
import { openArena } from './attack.ts';
import { attacksOnTheRequest, attacksOnTime, harmlessOnTime } from './attacks/time.ts';
import { edits, preprocessJob, processJob } from './sandbox.ts';

const arena = openArena();
const limits = { scriptMs: 200, memoryMb: 64 };

describe('a script that takes all the time it can get ends in script_timeout', () => {
  it.each(attacksOnTime)('%s', async (_name, code) => {
    expect(await arena.endOf(processJob(code, { limits }))).toBe('script_timeout');
  });

  it.each(attacksOnTheRequest)('%s of a request', async (_name, code) => {
    expect(await arena.endOf(preprocessJob(code, { limits }))).toBe('script_timeout');
  });
});

describe('a script that cannot take time', () => {
  it.each(harmlessOnTime)('%s', async (_name, code, end) => {
    expect(await arena.endOf(processJob(code))).toBe(end);
  });
});

describe('what is left of a script that was stopped', () => {
  it('does not go on in the next run of the same script', async () => {
    const code = `
      console.log('run');
      if ($params.hostile) { const again = () => Promise.resolve().then(() => { console.log('still here'); again() }); again(); }`;
    const hostile = await arena.attack(processJob(code, { limits, params: { hostile: '1' } }));
    expect(hostile).toMatchObject({ kind: 'failed', error: { code: 'script_timeout' } });
    for (let i = 0; i < 4; i++) {
      const outcome = await edits(arena.isolates, processJob(code, { limits }));
      expect(outcome.logs.map((line) => line.text)).toEqual(['run']);
    }
  });
});

it('nor does what it calls its stack take anybody’s time', async () => {
  const code = `const e = new Error('x'); e.stack = 'Error: x\\n    at ' + ' (:1:1'.repeat(1e5) + 'z'; throw e`;
  const began = performance.now();
  expect(await arena.attack(processJob(code))).toMatchObject({ kind: 'failed', error: { code: 'script_threw' } });
  expect(performance.now() - began).toBeLessThan(10_000);
});

arena.provesHarmless();
