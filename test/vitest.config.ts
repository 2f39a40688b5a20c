import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What looks at its own process: its children, its memory, how long its loop stands still. */
const alone = [
  'test/sandbox/attacks-*.test.ts',
  'test/sandbox/diagnostics.test.ts',
  'test/sandbox/pool.test.ts',
  'test/sandbox/rights.test.ts',
  'test/php/hostile.test.ts',
  'test/outbound/answers.test.ts',
];

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    globalSetup: ['test/setup.ts'],
    env: { TZ: 'UTC' },
    pool: 'forks',
    maxWorkers: 2,
    // What is waited for comes when it comes: a shared machine may be ten times slower than it was a minute ago.
    testTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 180_000,
    // A shared machine may stand still for seconds in the middle of a test about time; what is broken fails twice.
    retry: process.env.CI ? 1 : 0,
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        // Nothing here is global, so that one process serves file after file: it bundles the sandbox once.
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: alone, isolate: false },
      },
    ],
  },
});
