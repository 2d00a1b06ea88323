import { scalar, type Tensor, tensor, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { type Device, openDevice } from '../../../engine/session/device';
import { initialValues } from '../../../engine/train/initial-values';
import { stepSettings } from '../../../engine/train/settings';
import { trainStep } from '../../../engine/train/step';
import { analysisOf, templateNames, templateOf } from './open';
import { programWithFields, randomBatch } from './random-fields';

/** Larger nets take minutes and gigabytes: they are tried by the proofs. */
const [MOST_PARAMETERS, MOST_MACS] = [20e6, 1e9];
const small = templateNames.filter((name) => {
  const { parameters, macs } = analysisOf(name).totals;
  return parameters < MOST_PARAMETERS && macs < MOST_MACS;
});

let device: Device;
beforeAll(async () => {
  device = await openDevice();
});

it.each(small)('%s trains a step on random numbers', (name) => {
  const { program, fields } = programWithFields(templateOf(name));
  const settings = stepSettings({ epochs: 1, batch: 2, seed: 1, optimizer: { kind: 'sgd', learningRate: 0.01 } });
  if (!settings.ok) throw new Error(settings.problems[0]?.message);
  const weights: Tensor[] = program.weights.map((weight) => tensor(initialValues(weight, 1), [...weight.shape]));
  const slots = weights.map((weight, at) =>
    program.weights[at]?.trainable ? [tensor(new Float32Array(weight.size), weight.shape)] : [],
  );
  const batch = randomBatch(fields, 2);
  const [rate, step, seed] = [scalar(0.01), scalar(1), tensor1d([1, 1], 'int32')];
  const run = trainStep({ program, steps: {} }, device.makeOps(), settings.value);
  const output = run({ weights, slots, batch, rate, step, seed });
  const figures = [...output.figures.dataSync()];
  // Every trained weight has a gradient that is a number.
  const trained = program.weights.flatMap(({ trainable }, at) => (trainable ? [at] : []));
  for (const at of trained) expect(Number.isFinite(output.weights.get(at)?.sum().dataSync()[0])).toBe(true);
  expect(figures.every(Number.isFinite)).toBe(true);
  const made = [...weights, ...slots.flat(), ...Object.values(batch), rate, step, seed];
  for (const x of new Set([...made, ...output.weights.values(), ...output.slots.flat(), output.figures])) {
    if (!x.isDisposed) x.dispose();
  }
});
