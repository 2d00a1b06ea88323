import { defineConfig } from 'vitest/config';

/** Slow proofs against other programs, which fetch what they need: `npm run proof:slow [-- FILE…]`. */
export default defineConfig({
  test: {
    include: ['test/proofs/**/*.proof.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  },
});
