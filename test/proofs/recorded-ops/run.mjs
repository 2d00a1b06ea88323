/**
 * Runs tfjs-core's own tests in a process of their own: `node run.mjs REPORT`. Its sources are loaded module by module,
 * since its tests are only there as those.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createServer } from 'vite';

// jasmine_util of tfjs-core takes jasmine by `require`, which no module has.
globalThis.require = createRequire(import.meta.url);

/** tfjs-core imports it as a module with names, which it is not. */
const seedrandom = {
  name: 'seedrandom',
  enforce: 'pre',
  resolveId: (id) => (id === 'seedrandom' ? '\0seedrandom' : undefined),
  load: (id) => (id === '\0seedrandom' ? "export const { alea } = globalThis.require('seedrandom');" : undefined),
};

const server = await createServer({
  configFile: false,
  root: resolve(import.meta.dirname, '..', '..', '..'),
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  plugins: [seedrandom],
  optimizeDeps: { noDiscovery: true },
  ssr: { noExternal: ['@tensorflow/tfjs-core', 'seedrandom'] },
});
try {
  const { runSuite } = await server.ssrLoadModule(resolve(import.meta.dirname, 'suite.ts'));
  await runSuite(process.argv[2]);
} finally {
  await server.close();
}
// TensorFlow's threads and the tests' own timers would keep the process.
process.exit(0);
