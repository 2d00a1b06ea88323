import { scalar, type Tensor, tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { Project } from '../../../engine/graph/document';
import type { Device } from '../../../engine/session/device';
import { initialValues } from '../../../engine/train/initial-values';
import { atOnce } from '../../../engine/train/pieces';
import { stepSettings } from '../../../engine/train/settings';
import { trainStep } from '../../../engine/train/step';
import { programWithFields, randomBatch } from '../templates/random-fields';

/**
 * What a project gives in one step of gradient descent on two random samples: the loss and the metrics, and the sum of
 * each trained weight afterwards, which is no number where its gradient is none.
 */
export function oneStep(project: Project, device: Device): { figures: number[]; sums: (number | undefined)[] } {
  const { program, fields } = programWithFields(project);
  const settings = stepSettings({ epochs: 1, batch: 2, seed: 1, optimizer: { kind: 'sgd', learningRate: 0.01 } });
  if (!settings.ok) throw new Error(settings.problems[0]?.message);
  const weights: Tensor[] = program.weights.map((weight) => tensor(initialValues(weight, 1), [...weight.shape]));
  const slots = weights.map((weight, at) =>
    program.weights[at]?.trainable ? [tensor(new Float32Array(weight.size), weight.shape)] : [],
  );
  const batch = randomBatch(fields, 2);
  const [rate, step, seed] = [scalar(0.01), scalar(1), tensor1d([1, 1], 'int32')];
  const run = trainStep({ program, steps: {} }, device.makeOps(), settings.value);
  const output = atOnce(run({ weights, slots, batch, rate, step, seed }));
  const figures = [...output.figures.dataSync()];
  const trained = program.weights.flatMap(({ trainable }, at) => (trainable ? [at] : []));
  const sums = trained.map((at) => {
    const sum = output.weights.get(at)?.sum();
    const value = sum?.dataSync()[0];
    sum?.dispose();
    return value;
  });
  const made = [...weights, ...slots.flat(), ...Object.values(batch), rate, step, seed];
  for (const x of new Set([...made, ...output.weights.values(), ...output.slots.flat(), output.figures])) {
    if (!x.isDisposed) x.dispose();
  }
  return { figures, sums };
}
