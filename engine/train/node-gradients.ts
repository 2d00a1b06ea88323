import { clone, type Scalar, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { ValueId } from '../compile/program';
import { type Keep, keeping, scoped } from './apart';
import type { Gradients } from './executor';
import { type AtCall, forwards, type Model } from './forward';
import { gradients } from './gradients';
import { type BatchTensors, lossOf, targetOf } from './objective';
import type { StepOps } from './ops/portable';
import type { Pieces } from './pieces';

/** How the loss leans on what is inside a net. The caller's to dispose of. */
export interface NodeGradients {
  /** d loss / d value, in the value's shape, of every value that the loss depends on. */
  readonly values: ReadonlyMap<ValueId, Tensor>;
  /**
   * float32 [weights + values]: √Σ(d loss / d w)² of every weight, 0 where the loss does not depend on it, then the same
   * of every value in `values`, in order.
   */
  readonly norms: Tensor;
}

/**
 * Gradients of the mean weighted loss without penalties, in pieces, as a plain function of tensors that can be recorded.
 * The pass is that of predicting, as for feature maps: nothing is dropped out and running statistics are used.
 */
export function nodeGradients(
  model: Model,
  ops: StepOps,
  at?: AtCall,
): (weights: readonly Tensor[], batch: BatchTensors) => Pieces<NodeGradients> {
  const { program } = model;
  const normOf = (gradient: Tensor) => ops.reshape(ops.sqrt(ops.sum(ops.square(gradient))), [1]);

  function* worked(weights: readonly Tensor[], batch: BatchTensors, keep: Keep): Pieces<NodeGradients> {
    // They are looked for after the pass has run, so the pass may add to them. A net may have no weights at all.
    const xs: Tensor[] = [...weights, ...Object.values(batch).filter(({ dtype }) => dtype === 'float32')];
    const given = xs.length;
    const ids: ValueId[] = [];
    function* loss(): Pieces<Scalar> {
      const seed = tensor1d([0, 0], 'int32');
      const made = yield* forwards(ops, model, weights, batch, { training: false, seed, at });
      for (const [id, value] of made.entries()) {
        if (value?.dtype !== 'float32') continue;
        xs.push(value);
        ids.push(id);
      }
      const outputs = program.outputs.map((output) => {
        const mean = ops.mean(lossOf(ops, output, made, targetOf(ops, model, output, batch)));
        return ops.mul(mean, ops.scalar(output.weight));
      });
      return outputs.reduce((sum, one) => ops.add(sum, one), ops.scalar(0) as Tensor) as Scalar;
    }
    const grads = yield* gradients(loss, xs);
    const values = new Map<ValueId, Tensor>();
    for (const [place, id] of ids.entries()) {
      const gradient = grads[given + place];
      if (gradient) values.set(id, keep(clone(gradient)));
    }
    const each: Tensor[] = [];
    for (const gradient of [...weights.map((_, index) => grads[index]), ...values.values()]) {
      yield;
      each.push(gradient ? normOf(gradient) : ops.constant([0], [1]));
    }
    return { values, norms: keep(each.length > 0 ? ops.concat(each, 0) : ops.constant([], [0])) };
  }

  return function* gradientsOf(weights, batch) {
    const made = yield* keeping((keep) => scoped(worked(weights, batch, keep)));
    for (const { value } of ops.takeUpdates()) value.dispose();
    return made;
  };
}

/** The norms of weights by index, and those of the values `ids` behind them. */
export function splitNorms(
  norms: Float32Array,
  weights: number,
  ids: readonly ValueId[],
): Pick<Gradients, 'norms' | 'valueNorms'> {
  const valueNorms = new Map(ids.map((id, at) => [id, norms[weights + at] as number]));
  return { norms: norms.subarray(0, weights), valueNorms };
}
