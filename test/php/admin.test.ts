/** Scripts of admins do in the sandbox what they do under PHP. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/sandbox.ts';
import { adminCases } from './admin/cases.ts';
import { type Recorded, runAdminCase, summary } from './admin/run.ts';

const sandbox = openSandbox({ workers: 2 });

const recordings = JSON.parse(readFileSync(new URL('admin/recorded.json', import.meta.url), 'utf8')) as Record<
  string,
  Recorded
>;

// Each is compiled in a process of its own, and none is about time: they run side by side.
describe.concurrent('a script as an admin wrote it', () => {
  for (const one of adminCases()) {
    it(one.name, async ({ expect }) => {
      const outcome = await runAdminCase(sandbox, one);
      const { printed, ...recorded } = recordings[one.name] as Recorded;
      expect(summary(outcome)).toEqual(recorded);
      const lines = outcome.logs.filter(({ level }) => level === 'log').map(({ text }) => text);
      expect(lines).toEqual(printed === '' ? [] : printed.replace(/\n$/, '').split('\n'));
    });
  }

  it('is one of sixty at least', () => {
    expect(adminCases().length).toBeGreaterThanOrEqual(60);
  });
});
