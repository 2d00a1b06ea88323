import { build } from 'vite';

/**
 * Bundles modules of ours, by name, so that a plain Node runs them as `NAME.mjs`: the server that runs TypeScript here
 * would count as their memory. `folder` stands within the checkout, where packages are found. Answers the folder.
 */
export async function bundle(root: string, input: Readonly<Record<string, string>>, folder: string): Promise<string> {
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
