import { defineConfig } from 'vitest/config';

/** The window's tests, one after another: each starts the real Electron. Run them with `npm run e2e`. */
export default defineConfig({
  cacheDir: 'test-results/.vite',
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Electron itself sometimes does not start, or stops answering: one more try, which the report names.
    retry: process.env.CI ? 1 : 0,
    // A window under load answers later than the second that Vitest allows.
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/e2e.json' },
  },
});
