import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'test/soak/**', 'test/fuzz/**'],
    globalSetup: ['test/setup.ts'],
    env: { TZ: 'UTC' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    // What is waited for comes when it comes; a second is soon over on a shared machine.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    // A shared machine may stand still for seconds in the middle of a test about time; what is broken fails twice.
    retry: process.env.CI ? 1 : 0,
  },
});
