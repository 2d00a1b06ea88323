import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte({ compilerOptions: { generate: 'client' } })],
  // Svelte's reactive classes must be the browser's ones in tests too.
  resolve: { conditions: ['browser', 'module', 'development|production'] },
  test: {
    include: ['test/**/*.test.{ts,mjs}'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    // Native TensorFlow is loaded per process and keeps threads: processes, and no more of them than two.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  },
});
