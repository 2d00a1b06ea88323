import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { ReadModel } from '../contract/format';
import type { InferenceFunction } from '../contract/inference';

/** Proof that a written model answers as the live one: how many samples were compared, and the largest |difference|. */
export interface Receipt {
  samples: number;
  maxDifference: number;
}

/** Samples a call; the first call has one sample alone, since a model must take any batch. */
const samplesPerCall = 32;

/**
 * Rounding differs between fused and single kernels by about 1e-6 of a value. What differs by more than this share of
 * the value (of 1, where it is smaller) is another model.
 */
const tolerance = 1e-3;

/** Runs both on `samples`, one tensor for each input with the batch on axis 0, and compares every number. */
export function compare(inference: InferenceFunction, model: ReadModel, samples: readonly Tensor[]): Result<Receipt> {
  const count = samples[0]?.shape[0] ?? 0;
  let maxDifference = 0;
  for (let begin = 0; begin < count; ) {
    const size = Math.min(begin === 0 ? 1 : samplesPerCall, count - begin);
    const differences = inScope(() => {
      const batch = samples.map((tensor) => tf.slice(tensor, begin, size));
      const expected = inference.run(batch);
      const got = model.run(Object.fromEntries(inference.inputs.map(({ name }, i) => [name, batch[i] as Tensor])));
      return inference.outputs.map(({ name }, i) => ({ name, ...difference(expected[i] as Tensor, got[name]) }));
    });
    for (const { name, largest, acceptable } of differences) {
      if (!acceptable) return fail(problem('export/differs', { output: name, difference: largest.toPrecision(3) }));
      maxDifference = Math.max(maxDifference, largest);
    }
    begin += size;
  }
  return succeed({ samples: count, maxDifference });
}

function difference(expected: Tensor, got: Tensor | undefined): { largest: number; acceptable: boolean } {
  if (got?.shape.join() !== expected.shape.join()) return { largest: Number.POSITIVE_INFINITY, acceptable: false };
  const [live, written] = [expected.dataSync(), got.dataSync()];
  let largest = 0;
  let acceptable = true;
  for (let i = 0; i < live.length; i++) {
    const [x, y] = [Number(live[i]), Number(written[i])];
    // Also where both are NaN, or the same infinity, which have no difference.
    if (Object.is(x, y)) continue;
    const distance = Number.isNaN(x - y) ? Number.POSITIVE_INFINITY : Math.abs(x - y);
    largest = Math.max(largest, distance);
    acceptable &&= distance <= tolerance * Math.max(1, Math.abs(x));
  }
  return { largest, acceptable };
}

/** tf.tidy for a result without tensors. */
function inScope<T>(run: () => T): T {
  tf.engine().startScope('receipt');
  try {
    return run();
  } finally {
    tf.engine().endScope();
  }
}
