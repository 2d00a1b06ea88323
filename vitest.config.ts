import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const ELSEWHERE = ['**/node_modules/**', 'test/e2e/**'];

/** What both projects share. Native TensorFlow keeps threads of its own: processes, and no more of them than two. */
const shared = {
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  env: { TF_CPP_MIN_LOG_LEVEL: '2' },
} as const;

/** Tests read files by `new URL(…, import.meta.url)`: written otherwise, Vite does not take these for the window's assets. */
const plainFileAddresses: Plugin = {
  name: 'plain-file-addresses',
  enforce: 'pre',
  transform: (code, id) => (id.includes('/test/') ? code.replaceAll('import.meta.url', "import.meta['url']") : null),
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'node',
          include: ['test/**/*.test.{ts,mjs}'],
          exclude: [...ELSEWHERE, 'test/renderer/**'],
        },
      },
      {
        plugins: [svelte({ configFile: false }), plainFileAddresses],
        // Svelte's reactive classes as the window has them: compiled for the browser, without a document.
        resolve: { conditions: ['browser'] },
        test: {
          ...shared,
          name: 'window',
          include: ['test/renderer/**/*.test.ts'],
          exclude: ELSEWHERE,
          environment: './test/renderer/client-environment.ts',
        },
      },
    ],
  },
});
