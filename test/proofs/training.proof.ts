import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { netloom } from '../engine/cli/command';
import { temporaryFolder } from '../engine/session/window';

/** Trains a template by the command line and gives the accuracy on the test part, which training never sees. */
async function accuracyOf(name: string, ...options: string[]): Promise<number> {
  const out = join(await temporaryFolder(), 'run');
  const { code, last } = await netloom('train', `templates/${name}.json`, '--json', '--out', out, ...options);
  expect(code).toBe(0);
  return (last.metrics as { test: { accuracy: number } }).test.accuracy;
}

describe('what the templates reach, as they are', () => {
  it.each([
    ['fish', 0.95, []],
    ['mnist-mlp', 0.97, ['--epochs', '10']],
    ['lenet', 0.985, ['--epochs', '3']],
    ['siamese-mnist', 0.95, []],
  ] as const)('%s: at least %f', async (name, least, options) => {
    const accuracy = await accuracyOf(name, ...options);
    process.stderr.write(`${name}: ${accuracy}\n`);
    expect(accuracy).toBeGreaterThanOrEqual(least);
  });
});
