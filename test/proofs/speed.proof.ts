import { describe, expect, it } from 'vitest';
import { compareWithFit } from './step-speed';

describe('a step', () => {
  it.each(['mnist-mlp', 'lenet'])('of %s is not slower than in tfjs-node’s own fit', async (name) => {
    const { ours, fit } = await compareWithFit(`templates/${name}.json`);
    process.stderr.write(`${name}: ${ours.toFixed(2)} ms a step, model.fit ${fit.toFixed(2)} ms\n`);
    expect(ours).toBeLessThanOrEqual(fit);
  });
});
