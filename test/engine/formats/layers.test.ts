import '@tensorflow/tfjs-backend-cpu';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InferenceFunction } from '../../../engine/formats/contract/inference';
import { formats } from '../../../engine/formats/contract/registry';
import { exportModel } from '../../../engine/formats/parts/export-model';
import { sampleSize } from '../../../engine/layers/contract/spec';
import { computing, run, smallSample, someWeights, valuesOf } from '../layers/cases';
import { nativeForTests } from '../native/native';
import { expectClose } from '../ops/close';
import { opsAt } from '../ops/places';

const native = nativeForTests();
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'netloom-layers-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** What a page gets: the model through TensorFlow.js's own loader, without native kernels. */
async function onPage(folder: string, inputs: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const json = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  const paths: string[] = json.weightsManifest.flatMap((group: { paths: string[] }) => group.paths);
  const files = await Promise.all(paths.map((path) => readFile(join(folder, path))));
  const weightData = new Uint8Array(Buffer.concat(files)).buffer;
  const weightSpecs = json.weightsManifest.flatMap((group: { weights: object[] }) => group.weights);
  const values = inputs.map((x) => ({ data: x.dataSync(), shape: x.shape, dtype: x.dtype }));
  await tf.setBackend('cpu');
  try {
    const model = await loadGraphModel({ load: async () => ({ ...json, weightSpecs, weightData }) });
    const ends: { name: string }[] = Object.values(json.signature.outputs);
    const feeds = Object.fromEntries(
      values.map(({ data, shape, dtype }, i) => [json.signature.inputs[`x${i}`].name, tf.tensor(data, shape, dtype)]),
    );
    const results = model.execute(
      feeds,
      ends.map(({ name }) => name),
    );
    return [results].flat().map((y) => Float32Array.from(y.dataSync()));
  } finally {
    await tf.setBackend('tensorflow');
  }
}

/** Every kind of layer can leave in every format, and runs in TensorFlow.js alone. A new file is tested as it is. */
describe.each(computing.map((layer) => [layer.kind, layer] as const))('%s', (kind, layer) => {
  const small = layer.examples.filter(({ inputs }) => inputs.every((spec) => sampleSize(spec) <= 256));

  test.each(small.map((example, i) => [i + 1, example] as const))('example %i', async (number, { inputs, params }) => {
    const ops = await opsAt('native');
    const p = valuesOf(layer, params);
    const weights = someWeights(layer, inputs, p);
    const forward = (xs: readonly tf.Tensor[]) => run(ops, layer, xs, weights, p, false);
    const samples = inputs.map((spec, i) => smallSample(spec, 3, i + 1));
    const results = forward(samples);
    const inference: InferenceFunction = {
      inputs: inputs.map(({ shape, dtype }, i) => ({ name: `x${i}`, shape, dtype })),
      outputs: results.map((_, i) => ({ name: `y${i}`, activation: 'linear' })),
      variables: new Map(Object.entries(weights)),
      run: (xs) => forward(xs),
    };
    for (const format of formats.keys()) {
      const out = join(root, `${kind}-${number}-${format}`);
      const report = await exportModel({ native, inference, format, out, samples });
      if (!report.ok) throw new Error(report.problems.map(({ message }) => message).join());
      expect(report.value.maxDifference).toBeLessThan(1e-5);
      if (format !== 'tfjs-graph-model') continue;
      const got = await onPage(out, samples);
      for (const [i, y] of got.entries()) expectClose(y, results[i]?.dataSync() ?? [], 1e-5);
    }
  });
});
