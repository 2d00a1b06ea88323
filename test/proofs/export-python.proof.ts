import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { exportModel } from '../../engine/formats/parts/export-model';
import { nets, samplesFor } from '../engine/formats/nets';
import { nativeForTests } from '../engine/native/native';
import { askPython, pythonWith } from '../oracles/python';

const batches = [1, 7, 64];

const bytes = (tensor: Tensor | undefined): Uint8Array => new Uint8Array(tensor?.dataSync().slice().buffer ?? []);

it('SavedModels answer in Python as the live nets do, in TensorFlow and as a Keras layer', async () => {
  const native = nativeForTests();
  const root = await mkdtemp(join(tmpdir(), 'netloom-python-'));
  const cases: Record<string, object> = {};
  for (const [name, make] of Object.entries(nets)) {
    const inference = make();
    const out = join(root, name);
    const samples = samplesFor(inference, 8);
    const report = await exportModel({ native, inference, format: 'tf-saved-model', out, samples });
    expect(report.ok).toBe(true);
    for (const batch of batches) {
      const inputs = samplesFor(inference, batch);
      const outputs = inference.run(inputs);
      const files = [...inference.inputs.map(({ name: id }, i) => [id, inputs[i]] as const)];
      files.push(...inference.outputs.map(({ name: id }, i) => [id, outputs[i]] as const));
      for (const [id, tensor] of files) await writeFile(join(root, `${name}.${id}.${batch}.bin`), bytes(tensor));
    }
    const specs = inference.inputs.map(({ name: id, shape, dtype }) => [id, { shape, dtype }]);
    cases[name] = {
      inputs: Object.fromEntries(specs),
      outputs: inference.outputs.map((output) => output.name),
      batches,
    };
  }
  await writeFile(join(root, 'cases.json'), JSON.stringify(cases));

  const python = await pythonWith('python-tensorflow-cpu-2.21.0', ['tensorflow-cpu==2.21.0']);
  const script = fileURLToPath(new URL('../oracles/read-saved-models.py', import.meta.url));
  const report = (await askPython(python, script, root)) as Record<string, Record<string, unknown>>;
  for (const name of Object.keys(nets)) {
    expect(report[name]?.difference, name).toBeLessThan(1e-5);
    expect(report[name]?.keras, name).toBeLessThan(1e-5);
  }
  expect(report.lenet).toMatchObject({
    inputs: { image: [[null, 28, 28, 1], 'float32'] },
    outputs: { digit: [null, 10] },
  });
  expect(report.twoByTwo?.inputs).toEqual({ words: [[null, 7], 'int32'], '-table': [[null, 4], 'float32'] });
  await rm(root, { recursive: true, force: true });
});
