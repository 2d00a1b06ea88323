import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { type AtCall, forwards, type Model } from './forward';
import { measuresOf } from './metric-names';
import { type BatchTensors, lossOf, measureOf, targetOf } from './objective';
import type { StepOps } from './ops/portable';
import type { Pieces } from './pieces';

/** What a batch gives when a net is not learning. */
export interface Evaluated {
  /** By ValueId. */
  readonly values: readonly Tensor[];
  /** float32 [1 + measures]: weighted loss without penalties, then every measure, each summed over the samples. */
  readonly sums: Tensor;
}

/** `withSums` false leaves the sums out, which need the targets; `sums` is then empty. Call it within a tidy. */
export type Evaluation = (weights: readonly Tensor[], batch: BatchTensors, withSums?: boolean) => Pieces<Evaluated>;

/** A net's pass without learning, in pieces, as a plain function of tensors that can be recorded and compiled. */
export function evaluation(model: Model, ops: StepOps, at?: AtCall): Evaluation {
  const measures = measuresOf(model.program, false);
  const outputs = model.program.outputs.filter(({ trainingOnly }) => !trainingOnly);
  return function* evaluate(weights, batch, withSums = true) {
    const seed = tensor1d([0, 0], 'int32');
    const values = yield* forwards(ops, model, weights, batch, { training: false, seed, at });
    if (!withSums) return { values, sums: ops.constant([], [0]) };
    const targets = new Map(outputs.map((output) => [output, targetOf(ops, model, output, batch)]));
    let total: Tensor = ops.scalar(0);
    for (const [output, target] of targets) {
      const sum = ops.sum(lossOf(ops, output, values, target));
      total = ops.add(total, ops.mul(sum, ops.scalar(output.weight)));
    }
    const own = measures.map((measure) =>
      ops.reshape(ops.sum(measureOf(ops, measure, values, targets.get(measure.output) as Tensor)), [1]),
    );
    return { values, sums: ops.concat([ops.reshape(total, [1]), ...own], 0) };
  };
}
