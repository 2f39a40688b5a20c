import { describe, expect, it } from 'vitest';
import { logged, openSandbox, processJob } from './sandbox.ts';

const sandbox = openSandbox();
const another = openSandbox();

describe('the same job', () => {
  const untimed = (outcome: object) => JSON.stringify({ ...outcome, decodeMs: 0, scriptMs: 0 });

  it('comes to the same outcome, byte for byte', async () => {
    const code = `
      console.log(Date.now(), new Date(), new Date().getTimezoneOffset(), Date(), Math.random(), Math.random(), [3, 1, 2].sort(() => Math.random() - 0.5));
      $core.each($data, (d) => $core.lead.setstc($e2i[d.id], d.status));
      $core.lead.edit(1, { comment: new Date().toLocaleString('ru') + Math.random() });
      null.x`;
    const job = processJob(code, {
      answer: [{ id: 'a', status: 'Одобрен' }, { id: 'b', status: 'Zorglub' }, { id: 'q' }],
      seed: 42,
      wantData: true,
    });
    const first = untimed(await sandbox.run(job));
    for (let i = 0; i < 3; i++) expect(untimed(await sandbox.run(job))).toBe(first);
    expect(untimed(await another.run(job))).toBe(first);
  });

  it.each([
    [
      'the order of keys',
      'console.log(Object.keys({ b: 1, 2: 1, a: 1, 1: 1 }), Object.keys($e2i), Object.keys($ids)); for (const k in $data[0]) console.log(k)',
    ],
    [
      'a sort, stable and by chance',
      'console.log([5, 3, 1, 4].map((n) => ({ n })).sort(() => 0), Array.from({ length: 50 }, (_, i) => i).sort(() => Math.random() - 0.5))',
    ],
    [
      'dates of every kind',
      'console.log(new Date().toString(), new Date(0).toLocaleString(), new Date(2024, 2, 31, 3).toISOString(), new Date().toLocaleDateString("ru"), Date.now() - new Date())',
    ],
    [
      'chances',
      'console.log(Array.from({ length: 20 }, Math.random), new Set(Array.from({ length: 100 }, () => Math.random())).size)',
    ],
    [
      'promises and their order',
      'Promise.resolve(1).then(() => console.log(1)); (async () => { await 0; console.log(2) })(); console.log(0)',
    ],
    [
      'warnings, unknown ids and texts',
      'for (const id of [9, "8", NaN, {}, null]) $core.lead.edit(id, {}); $core.lead.setstc(1, "Zorglub"); $core.each([1, 2], () => null.x)',
    ],
    ['an error', 'console.log(new Error("x").stack); [1].map(() => { throw new RangeError("y") })'],
    ['a failure', '$core.lead.approve(1); $core.fail("why")'],
    [
      'floating-point numbers',
      'console.log(0.1 + 0.2, Math.sin(1e22), Math.exp(1), Math.pow(2.5, 0.3), (1.005).toFixed(2))',
    ],
  ])('comes to the same in two pools, byte for byte: %s', async (_name, code) => {
    const job = processJob(code, { answer: [{ b: 1, a: 2, 10: 3, 9: 4 }], seed: 7, wantData: true });
    const first = untimed(await sandbox.run(job));
    expect(untimed(await sandbox.run(job))).toBe(first);
    expect(untimed(await another.run(job))).toBe(first);
  });

  it('has the time of the run, also in copies and subclasses of Date', async () => {
    const code = `
      class Day extends Date { plus(n) { return new Day(this.getTime() + n) } }
      console.log(Date.now() === $now * 1000, +new Date() === Date.now(), +new Day() === Date.now(), new Day(5).plus(1).getTime(), new Date() instanceof Date,
        Date.length, Date.name, new Date(2024, 0, 31).toISOString(), Date.UTC(2024, 0), Date.parse('2024-01-01T00:00:00Z'), Date().slice(0, 24), new Date().constructor === Date, Object.prototype.toString.call(new Date()));`;
    expect(await logged(sandbox, code)).toEqual([
      'true true true 6 true 7 Date 2024-01-31T00:00:00.000Z 1704067200000 1704067200000 Tue Nov 14 2023 22:13:20 true [object Date]',
    ]);
  });

  it('has other chances under another seed, evenly spread', async () => {
    const code =
      'let sum = 0; for (let i = 0; i < 1000; i++) sum += Math.random(); console.log(Math.random(), sum > 450 && sum < 550)';
    const [one] = await logged(sandbox, code, { seed: 1 });
    const [two] = await logged(sandbox, code, { seed: 2 });
    expect(one).toMatch(/true$/);
    expect(two).toMatch(/true$/);
    expect(one).not.toBe(two);
  });
});
