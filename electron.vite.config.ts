import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

/** The entries whose source exists, by output name. */
function entries(files: Record<string, string>): Record<string, string> {
  const paths = Object.entries(files).map(([name, file]) => [name, resolve(import.meta.dirname, file)] as const);
  return Object.fromEntries(paths.filter(([, path]) => existsSync(path)));
}

const main = entries({
  main: 'electron/main.ts',
  'engine-process': 'electron/engine-process.ts',
  cli: 'engine/cli.ts',
});
const preload = entries({ preload: 'electron/preload.ts' });
const renderer = entries({ index: 'renderer/index.html' });

/** The targets that are asked for (`main,preload,renderer`), as far as they have sources; all of them by default. */
const asked = process.env.NETLOOM_BUILD?.split(',');
const builds = (target: string, input: Record<string, string>) =>
  Object.keys(input).length > 0 && (asked?.includes(target) ?? true);

/** CommonJS with whole names: Electron's main and sandboxed preload, and Node 18, load it as it is. */
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  // `import()` of a package becomes `require`: older Electrons cannot import from inside an app archive.
  dynamicImportInCjs: false,
} as const;

// The targets are those of the oldest Electron that has to run the result (25: Node 18, Chromium 114), not those of
// the installed one.
export default defineConfig({
  ...(builds('main', main) && {
    main: {
      build: {
        outDir: 'out/main',
        target: 'node18',
        minify: false,
        sourcemap: true,
        // `dependencies` of package.json stay outside (native TensorFlow, data sets); everything else is bundled.
        externalizeDeps: true,
        rollupOptions: { input: main, output: commonJs },
      },
    },
  }),
  ...(builds('preload', preload) && {
    preload: {
      build: {
        outDir: 'out/preload',
        target: 'node18',
        minify: false,
        externalizeDeps: false,
        rollupOptions: { input: preload, output: commonJs },
      },
    },
  }),
  ...(builds('renderer', renderer) && {
    renderer: {
      root: resolve(import.meta.dirname, 'renderer'),
      plugins: [svelte({ configFile: false })],
      worker: { format: 'es' as const },
      build: {
        outDir: resolve(import.meta.dirname, 'out/renderer'),
        target: 'chrome114',
        // No data: URLs for scripts, styles or fonts: the content security policy allows only files of the app.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rollupOptions: { input: renderer },
      },
    },
  }),
});
