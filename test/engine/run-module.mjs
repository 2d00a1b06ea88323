/** Runs a TypeScript module of the engine in a process of its own: `node run-module.mjs MODULE ARGS…`. */
import { resolve } from 'node:path';
import { createServer } from 'vite';

const [module, ...args] = process.argv.slice(2);
const server = await createServer({
  configFile: false,
  root: resolve(import.meta.dirname, '..', '..'),
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { default: run } = await server.ssrLoadModule(module);
  process.exitCode = await run(args);
} finally {
  await server.close();
}
