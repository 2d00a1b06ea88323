import { join } from 'node:path';
import { build } from 'vite';

/**
 * Bundles our contenders, so that a plain Node runs them: the server that runs TypeScript here would count as their
 * memory. `folder` stands within the checkout, where packages are found. Answers the folder.
 */
export async function buildContenders(root: string, folder: string): Promise<string> {
  const input = Object.fromEntries(
    ['netloom', 'tfjs'].map((name) => [name, join(root, 'test', 'benchmarks', 'contenders', `${name}.ts`)]),
  );
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node18',
      minify: false,
      rollupOptions: { input, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  return folder;
}
