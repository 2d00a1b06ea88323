import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { TrainingSettings } from '../graph/document';
import type { Fix, Problem } from '../graph/problem';
import { problem } from '../graph/problems';
import { apart, scoped } from './apart';
import type { Executor } from './executor';
import { allFinite } from './finite';
import { forwards } from './forward';
import { type BatchTensors, lossOf, targetOf } from './objective';
import { type Pieces, Slices } from './pieces';
import type { Seed } from './random';

export interface Breakdown {
  readonly executor: Executor;
  readonly batch: BatchTensors;
  readonly step: number;
  readonly rate: number;
  readonly settings: TrainingSettings;
}

/** The first of the things whose tensors are not finite throughout. */
function* firstBroken<T>(things: Iterable<readonly [T, Tensor | undefined]>): Pieces<T | undefined> {
  for (const [thing, x] of things) {
    if (x?.dtype === 'float32' && !(yield* allFinite(x.dataSync<'float32'>()))) return thing;
    yield;
  }
  return undefined;
}

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
  try {
    return await new Slices().do(firstBroken(model.program.weights.map(({ name }, at) => [name, now[at]])));
  } finally {
    for (const weight of now) weight.dispose();
  }
}

/** The node that a weight's name belongs to. */
const nodeOfWeight = (name: string): string => name.slice(0, name.lastIndexOf('.'));

export function brokenWeightProblem(name: string, step: number, rate: number, settings: TrainingSettings): Problem {
  const where = { node: nodeOfWeight(name), fixes: cures(settings, rate) };
  return problem('train/weights-not-finite', { weight: name, step, rate }, where);
}

/**
 * Says why a step's figures are not finite: the first thing on the way from the data to the loss that is broken. It
 * runs the step's forward pass once more, op by op, so the batch must still be there.
 */
export async function diagnose({ executor, batch, step, rate, settings }: Breakdown): Promise<Problem> {
  const weight = await brokenWeight(executor);
  if (weight) return brokenWeightProblem(weight, step, rate, settings);
  const slices = new Slices();
  const field = await slices.do(firstBroken(Object.entries(batch)));
  if (field) return problem('train/data-not-finite', { field, step });
  const { ops } = executor;
  const weights = await executor.weights();
  const seed: Seed = [settings.seed, step];
  const found = await slices.do(apart(scoped(searching(executor, weights, batch, seed)))).finally(() => {
    for (const { value } of ops.takeUpdates()) value.dispose();
    for (const x of weights) x.dispose();
  });
  const fixes = cures(settings, rate);
  if (found.prepared !== undefined) return problem('train/prepared-not-finite', { node: found.prepared, step });
  if (found.node !== undefined) {
    return problem('train/values-not-finite', { node: found.node, step, rate }, { node: found.node, fixes });
  }
  const output = found.output ?? executor.model.program.outputs[0]?.id ?? '';
  return problem('train/loss-not-finite', { output, step, rate }, { node: output, fixes });
}

/** Goes through a training pass to the first input, node or output that is not finite. */
function* searching(
  { model, ops }: Executor,
  weights: readonly Tensor[],
  batch: BatchTensors,
  seed: Seed,
): Pieces<{ prepared?: string; node?: string; output?: string }> {
  const { inputs, calls, outputs } = model.program;
  const pass = { training: true, seed: tensor1d([...seed], 'int32') };
  const values = yield* forwards(ops, model, weights, batch, pass);
  const prepared = yield* firstBroken(inputs.map(({ id, value }) => [id, values[value]]));
  if (prepared !== undefined) return { prepared };
  const made = calls.flatMap(({ path, results, activation }) =>
    (activation ? [...results, activation.result] : results).map((id) => [path, values[id]] as const),
  );
  const node = yield* firstBroken(made);
  if (node !== undefined) return { node };
  const losses = outputs.map((one) => [one.id, lossOf(ops, one, values, targetOf(ops, model, one, batch))] as const);
  const output = yield* firstBroken(losses);
  return output === undefined ? {} : { output };
}
