import { type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Part } from '../data/contract/source';
import { BatchMaker } from '../data/parts/batches';
import { batchTensors, disposeBatch } from './feed';
import { forward, type Model } from './forward';
import { measuresOf, reported } from './metric-names';
import { lossOf, measureOf, targetOf } from './objective';
import type { StepOps } from './ops/portable';

/** Means over the samples of a part: `loss` (weighted, without penalties) and every measure by name. */
export type Figures = Record<string, number>;

/** Names of the fields that a net reads: inputs and targets, each once. */
export function fieldsOf({ program }: Model): string[] {
  const names = [...program.inputs.map(({ field }) => field), ...program.outputs.map(({ field }) => field?.name)];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/**
 * Goes once through a part and gives the means over all its samples. `tick` is awaited after each batch; when it
 * answers false, the evaluation is given up and the result is undefined.
 */
export async function evaluate(
  model: Model,
  ops: StepOps,
  weights: () => readonly Tensor[],
  part: Part,
  batch: number,
  tick: () => Promise<boolean>,
): Promise<Figures | undefined> {
  const measures = measuresOf(model.program, false);
  const outputs = model.program.outputs.filter(({ trainingOnly }) => !trainingOnly);
  const maker = new BatchMaker(part, fieldsOf(model), batch);
  const sums = new Float64Array(1 + measures.length);
  for (let index = 0; index < maker.batches; index++) {
    const made = maker.make(index);
    const tensors = batchTensors(made, part);
    const figures = tidy(() => {
      const seed = tensor1d([0, 0], 'int32');
      const values = forward(ops, model, weights(), tensors, { training: false, seed });
      const targets = new Map(outputs.map((output) => [output, targetOf(ops, model, output, tensors)]));
      let total: Tensor = ops.scalar(0);
      for (const [output, target] of targets) {
        const sum = ops.sum(lossOf(ops, output, values, target));
        total = ops.add(total, ops.mul(sum, ops.scalar(output.weight)));
      }
      const own = measures.map((measure) =>
        ops.reshape(ops.sum(measureOf(ops, measure, values, targets.get(measure.output) as Tensor)), [1]),
      );
      return ops.concat([ops.reshape(total, [1]), ...own], 0);
    });
    const read = figures.dataSync();
    figures.dispose();
    disposeBatch(tensors);
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (read[at] as number);
    if (!(await tick())) return undefined;
  }
  return reported(
    measures,
    sums.map((sum) => sum / part.count),
  );
}
