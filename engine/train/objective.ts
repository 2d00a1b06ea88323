import type { Tensor } from '@tensorflow/tfjs-core';
import type { ProgramOutput } from '../compile/program';
import type { Ops } from '../layers/contract/ops';
import { metrics } from '../metrics/contract/registry';
import { type Model, predictionOf, prepareField } from './forward';
import type { Measure } from './metric-names';

/** Raw values of the fields that a batch holds, [N, …]. */
export type BatchTensors = Readonly<Record<string, Tensor>>;

/** What an output is compared with, after its field's preparations. */
export function targetOf(ops: Ops, { steps }: Model, output: ProgramOutput, batch: BatchTensors): Tensor {
  const name = output.field?.name ?? '';
  const raw = batch[name];
  if (!raw) throw new RangeError(`The batch has no values for ${output.id} to be compared with`);
  return prepareField(ops, raw, steps[name] ?? []);
}

/** The output's loss of each sample, [N]. */
export function lossOf(ops: Ops, output: ProgramOutput, values: readonly Tensor[], target: Tensor): Tensor {
  return output.loss.forward(ops, values[output.logits] as Tensor, target, output.params);
}

/** A measure of each sample, [N]. */
export function measureOf(ops: Ops, { output, metric }: Measure, values: readonly Tensor[], target: Tensor): Tensor {
  if (metric === undefined) return lossOf(ops, output, values, target);
  const kind = metrics.get(metric);
  if (!kind) throw new RangeError(`There is no metric of the kind ${metric}`);
  return kind.forward(ops, predictionOf(ops, output, values), target, output.params);
}
