import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, test } from 'vitest';
import type { Params, Values } from '../../../engine/layers/contract/params';
import { float, sampleSize } from '../../../engine/layers/contract/spec';
import { losses } from '../../../engine/losses/contract/registry';
import { metrics } from '../../../engine/metrics/contract/registry';
import { residentFunctions } from '../../../engine/native/functions';
import { type InputSpec, trace } from '../../../engine/native/trace';
import { preparations } from '../../../engine/prepare/contract/registry';
import type { StepOps } from '../../../engine/train/ops/portable';
import { nativeForTests } from '../native/native';
import { expectClose } from '../ops/close';
import { opsAt } from '../ops/places';
import { fittedTo } from '../prepare/fitted-to';
import { computing, defaults, run, smallSample, someWeights, valuesOf, withBatch } from './cases';

const { backend } = nativeForTests();
let ops: StepOps;
beforeAll(async () => {
  ops = await opsAt('native');
});

/** Recorded at two small batches, a function gives what it gives as it is, at every batch size. `fixed` come last. */
async function expectTraceable(
  f: (inputs: tf.Tensor[]) => tf.Tensor[],
  inputs: readonly InputSpec[],
  fixed: Readonly<Record<string, tf.Tensor>> = {},
): Promise<void> {
  const given = Object.entries(fixed).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' as const }));
  const functions = await residentFunctions(backend, { f: trace(backend, f, [...inputs, ...given], []) }, []);
  for (const batch of [1, 4]) {
    const samples = inputs.map(({ shape, dtype }, i) =>
      dtype === 'float32' ? smallSample({ shape, dtype }, batch, i) : classes(withBatch(shape, batch)),
    );
    const xs = [...samples, ...Object.values(fixed)];
    const expected = tf.tidy(() => f(xs));
    const got = await functions.run('f', xs);
    for (const [i, { data }] of got.entries()) expectClose(data, expected[i]?.dataSync() ?? [], 1e-5);
    tf.dispose([samples, expected]);
  }
  functions.dispose();
}

/** Class numbers 0 and 1, which every example has. */
function classes(shape: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Int32Array.from({ length: size }, (_, i) => i % 2),
    shape,
    'int32',
  );
}

describe.each(computing.map((layer) => [layer.kind, layer] as const))('%s can be recorded', (_kind, layer) => {
  test.each([false, true])('with its gradients and new state, training %s', async (training) => {
    for (const { inputs, params } of layer.examples) {
      if (inputs.some((spec) => sampleSize(spec) > 4096)) continue;
      const p = valuesOf(layer, params);
      const weights = someWeights(layer, inputs, p);
      const trained = Object.entries(layer.weights?.(inputs, p) ?? {}).filter(([, { role }]) => role !== 'state');
      const names = trained.map(([name]) => name);
      // A layer without inputs is told the size of the batch by the rest of the net.
      const arriving = inputs.length > 0 ? inputs : [float(1)];
      const specs = arriving.map(({ shape, dtype }, i) => ({ name: `x${i}`, shape: [...shape], dtype }));
      const f = (given: tf.Tensor[]): tf.Tensor[] => {
        const rows = given[0]?.shape[0];
        const all = Object.fromEntries(Object.keys(weights).map((name, i) => [name, given[arriving.length + i]]));
        const forward = (own: Record<string, tf.Tensor | undefined>) =>
          run(ops, layer, given.slice(0, inputs.length), own as Record<string, tf.Tensor>, p, training, rows);
        const y = forward(all);
        const state = ops.takeUpdates().map(({ value }) => value);
        const moving = names.map((name) => all[name] as tf.Tensor);
        const first = given[0] as tf.Tensor;
        const xs = [...moving, ...(inputs.length > 0 && first.dtype === 'float32' ? [first] : [])];
        const gradients = tf.grads((...ws: tf.Tensor[]) => {
          const own = { ...all, ...Object.fromEntries(names.map((name, i) => [name, ws[i]])) };
          const inner = first.dtype === 'float32' ? [ws[names.length] as tf.Tensor, ...given.slice(1)] : given;
          const [out] = run(
            ops,
            layer,
            inner.slice(0, inputs.length),
            own as Record<string, tf.Tensor>,
            p,
            training,
            rows,
          );
          return tf.sum(tf.square(out as tf.Tensor));
        });
        const slopes = xs.length > 0 ? gradients(xs) : [];
        for (const { value } of ops.takeUpdates()) value.dispose();
        return [...y, ...state, ...slopes];
      };
      await expectTraceable(f, specs, weights);
    }
  });
});

describe.each([...losses])('%s can be recorded', (_kind, loss) => {
  test('with its gradient', async () => {
    for (const { logits, target, params } of loss.examples) {
      const p = { ...defaults(loss.params), ...params } as Values<Params>;
      const free = (shape: readonly number[]) => [null, ...shape.slice(1)];
      await expectTraceable(
        ([x, t]) => {
          const value = (moved: tf.Tensor) => loss.forward(ops, moved, t as tf.Tensor, p);
          return [value(x as tf.Tensor), tf.grad((moved) => tf.mean(value(moved)))(x as tf.Tensor)];
        },
        [
          { name: 'logits', shape: free(logits.shape), dtype: 'float32' },
          { name: 'target', shape: free(target.shape), dtype: target.dtype },
        ],
      );
    }
  });
});

describe.each([...metrics])('%s can be recorded', (_kind, metric) => {
  test('as it is', async () => {
    for (const { prediction, target, params = {} } of metric.examples) {
      await expectTraceable(
        ([y, t]) => [metric.forward(ops, y as tf.Tensor, t as tf.Tensor, params)],
        [
          { name: 'prediction', shape: [null, ...prediction.shape.slice(1)], dtype: 'float32' },
          { name: 'target', shape: [null, ...target.shape.slice(1)], dtype: target.dtype },
        ],
      );
    }
  });
});

describe.each([...preparations])('%s can be recorded', (_kind, preparation) => {
  test('with what it was fitted to', async () => {
    for (const { field, rows, params } of preparation.examples) {
      const p = { ...defaults(preparation.params), ...params } as Values<Params>;
      const fitted = fittedTo(preparation, field, rows, p);
      await expectTraceable(
        ([x]) => [preparation.forward(ops, x as tf.Tensor, p, fitted)],
        [{ name: 'x', shape: [null, ...field.shape], dtype: 'float32' }],
      );
    }
  });
});
