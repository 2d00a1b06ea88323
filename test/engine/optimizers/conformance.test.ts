import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wrongValue } from '../../../engine/compile/values';
import type { Params, Values } from '../../../engine/layers/contract/params';
import { optimizers } from '../../../engine/optimizers/contract/registry';
import type { StepOps } from '../../../engine/train/ops/portable';
import { defaults } from '../layers/cases';
import { expectClose } from '../ops/close';
import { opsAt, places } from '../ops/places';
import { FORMULAS } from './formulas';
import { KERAS } from './keras';

const START = [0.5, -1, 2];
const gradientAt = (step: number): number[] => [0.1 * step, -0.2 / step, 0.3 * (-1) ** step];

/** Weights and slots after some steps. */
function steps(ops: StepOps, kind: string, given: object, count: number): tf.Tensor[] {
  const optimizer = optimizers.get(kind);
  if (!optimizer) throw new Error(`There is no optimizer ${kind}`);
  const p = { ...defaults(optimizer.params), ...given } as Values<Params>;
  let weight: tf.Tensor = tf.tensor1d(START);
  let slots: readonly tf.Tensor[] = optimizer.slots.map(({ start = 0 }) => tf.fill([3], start));
  for (let step = 1; step <= count; step++) {
    const gradient = tf.tensor1d(gradientAt(step));
    const rate = tf.scalar(p.learningRate as number);
    ({ weight, slots } = optimizer.update(ops, { weight, gradient, slots, rate, step: tf.scalar(step) }, p));
  }
  return [weight, ...slots];
}

/** Every optimizer keeps what its file promises. A new file needs a formula and Keras's numbers beside this. */
describe.each([...optimizers])('%s', (kind, optimizer) => {
  test('explains itself and has a learning rate', () => {
    expect(optimizer.doc.formula).not.toBe('');
    for (const text of [optimizer.doc.summary, optimizer.doc.advice]) expect(text).toMatch(/[.]$/);
    expect(optimizer.params.learningRate?.type).toBe('float');
    for (const [name, param] of Object.entries(optimizer.params)) {
      expect(wrongValue(param, param.default), name).toBeUndefined();
    }
    expect(KERAS.some((one) => one.kind === kind)).toBe(true);
    expect(FORMULAS[kind]?.length).toBeGreaterThan(0);
  });

  describe.each(places)('%s', (place) => {
    let ops: StepOps;
    beforeAll(async () => {
      ops = await opsAt(place);
    });

    test('takes Keras’s steps', () => {
      for (const { params, after5 } of KERAS.filter((one) => one.kind === kind)) {
        expectClose(steps(ops, kind, params, 5)[0] as tf.Tensor, after5);
      }
    });

    test('keeps to its formula in double precision over 20 steps', () => {
      for (const { params, update } of FORMULAS[kind] ?? []) {
        const p = { ...defaults(optimizer.params), ...params } as Record<string, number>;
        const expected = START.map((start, i) => {
          let state = { w: start, slots: optimizer.slots.map((slot) => slot.start ?? 0) };
          for (let t = 1; t <= 20; t++) state = update(state, gradientAt(t)[i] as number, t, p);
          return state.w;
        });
        expectClose(steps(ops, kind, params, 20)[0] as tf.Tensor, expected, 1e-5);
      }
    });

    test('keeps shapes and types, and leaves its inputs as they were', () => {
      const all = steps(ops, kind, {}, 2);
      expect(all).toHaveLength(1 + optimizer.slots.length);
      for (const tensor of all) expect([tensor.shape, tensor.dtype]).toEqual([[3], 'float32']);
      const weight = tf.tensor1d(START);
      const gradient = tf.tensor1d([1, 1, 1]);
      const slots = optimizer.slots.map(() => tf.zeros([3]));
      const at = { weight, gradient, slots, rate: tf.scalar(0.1), step: tf.scalar(1) };
      optimizer.update(ops, at, defaults(optimizer.params));
      expectClose(weight, START);
      for (const slot of slots) expectClose(slot, [0, 0, 0]);
    });

    test('does not move at a learning rate of 0', () => {
      expectClose(steps(ops, kind, { learningRate: 0 }, 3)[0] as tf.Tensor, START);
    });
  });
});
