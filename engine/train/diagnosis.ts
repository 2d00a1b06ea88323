import { type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { TrainingSettings } from '../graph/document';
import type { Fix, Problem } from '../graph/problem';
import { problem } from '../graph/problems';
import type { Executor } from './executor';
import { forward } from './forward';
import { type BatchTensors, lossOf, targetOf } from './objective';

export interface Breakdown {
  readonly executor: Executor;
  readonly batch: BatchTensors;
  readonly step: number;
  readonly rate: number;
  readonly settings: TrainingSettings;
}

const isFiniteTensor = (x: Tensor): boolean => x.dtype !== 'float32' || x.dataSync().every(Number.isFinite);

/** Two cures for numbers that grow without bound. */
function cures(settings: TrainingSettings, rate: number): Fix[] {
  const { epochs, batch, seed, optimizer, schedule, clip, decay, monitor } = settings;
  const training: TrainingSettings = { epochs, batch, seed, optimizer, schedule, clip, decay, monitor };
  const lower = Number((rate / 10).toPrecision(3));
  return [
    {
      title: `Lower the learning rate to ${lower}`,
      edits: [{ type: 'setTraining', training: { ...training, optimizer: { ...optimizer, learningRate: lower } } }],
    },
    ...(clip?.norm === undefined
      ? [
          {
            title: 'Clip gradients to norm 1',
            edits: [{ type: 'setTraining', training: { ...training, clip: { norm: 1 } } }],
          } satisfies Fix,
        ]
      : []),
  ];
}

/** Names the first weight that holds a number which is not finite; undefined when all are. */
export async function brokenWeight({ model, weights }: Executor): Promise<string | undefined> {
  const now = await weights();
  const index = now.findIndex((weight) => !isFiniteTensor(weight));
  for (const weight of now) weight.dispose();
  return model.program.weights[index]?.name;
}

/** The node that a weight's name belongs to. */
const nodeOfWeight = (name: string): string => name.slice(0, name.lastIndexOf('.'));

export function brokenWeightProblem(name: string, step: number, rate: number, settings: TrainingSettings): Problem {
  const where = { node: nodeOfWeight(name), fixes: cures(settings, rate) };
  return problem('train/weights-not-finite', { weight: name, step, rate }, where);
}

/**
 * Says why a step's figures are not finite: the first thing on the way from the data to the loss that is broken. It
 * runs the step's forward pass once more, so the batch must still be there.
 */
export async function diagnose({ executor, batch, step, rate, settings }: Breakdown): Promise<Problem> {
  const weight = await brokenWeight(executor);
  if (weight) return brokenWeightProblem(weight, step, rate, settings);
  const field = Object.keys(batch).find((name) => !isFiniteTensor(batch[name] as Tensor));
  if (field) return problem('train/data-not-finite', { field, step });
  const { model, ops } = executor;
  const { program } = model;
  const weights = await executor.weights();
  const found = tidy(() => {
    const seed = tensor1d([settings.seed, step], 'int32');
    const values = forward(ops, model, weights, batch, { training: true, seed });
    for (const input of program.inputs) {
      if (!isFiniteTensor(values[input.value] as Tensor)) return { prepared: input.id };
    }
    for (const { path, results, activation } of program.calls) {
      const ids = activation ? [...results, activation.result] : results;
      if (ids.some((id) => !isFiniteTensor(values[id] as Tensor))) return { node: path };
    }
    const output = program.outputs.find(
      (one) => !isFiniteTensor(lossOf(ops, one, values, targetOf(ops, model, one, batch))),
    );
    return { output: output?.id };
  });
  for (const { value } of ops.takeUpdates()) value.dispose();
  for (const x of weights) x.dispose();
  const fixes = cures(settings, rate);
  if (found.prepared !== undefined) return problem('train/prepared-not-finite', { node: found.prepared, step });
  if (found.node !== undefined) {
    return problem('train/values-not-finite', { node: found.node, step, rate }, { node: found.node, fixes });
  }
  const output = found.output ?? program.outputs[0]?.id ?? '';
  return problem('train/loss-not-finite', { output, step, rate }, { node: output, fixes });
}
