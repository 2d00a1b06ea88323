import type { Environment } from 'vitest/runtime';

/** Node with modules compiled as for the browser, so that Svelte's runes react; there is no document. */
const environment: Environment = {
  name: 'client',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
};

export default environment;
