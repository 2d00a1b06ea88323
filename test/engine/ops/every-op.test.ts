import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '../../../engine/layers/contract/ops';
import type { StepOps } from '../../../engine/train/ops/portable';
import { expectClose } from './close';
import { NETWORK } from './network-op-cases';
import { apart, expectGradients } from './numeric-gradient';
import type { Case } from './op-case';
import { opsAt, places } from './places';
import { PLAIN } from './plain-op-cases';
import { SPATIAL } from './spatial-op-cases';

/** A case for every op: a new op does not compile until it has one. */
const CASES: Record<Exclude<keyof Ops, 'update'>, Case> = { ...PLAIN, ...NETWORK, ...SPATIAL };

describe.each(places)('%s', (place) => {
  let ops: StepOps;
  beforeAll(async () => {
    ops = await opsAt(place);
  });

  test.each(Object.entries(CASES))(
    '%s',
    (_name, { run, inputs = [], shape, values, dtype = 'float32', smooth, around = 0 }) => {
      const xs = inputs.map(([sizes, numbers]) => tf.tensor(numbers, sizes, 'float32'));
      const y = run(ops, ...xs);
      expect(y.shape).toEqual(shape);
      expect(y.dtype).toBe(dtype);
      expectClose(y, values);
      if (!smooth) return;
      // Values of their own, since the ones above meet at kinks.
      const free = xs.map((x, i) => tf.add(apart(x.shape, i + 1), around + i / 10));
      expectGradients((moved) => [run(ops, ...moved)], free, 5e-3);
    },
  );

  test('stopGradient lets no gradient through', () => {
    const f = (x: tf.Tensor) => tf.sum(tf.mul(x, ops.stopGradient(x)));
    expectClose(tf.grad(f)(tf.tensor1d([2, 3])), [2, 3]);
  });

  test('update hands over what was asked for, once, and keeps it beyond the tidy', () => {
    const weight = tf.tensor1d([1]);
    tf.tidy(() => ops.update(weight, tf.add(weight, 1)));
    const [update, ...rest] = ops.takeUpdates();
    expect(rest).toEqual([]);
    expect(update?.weight).toBe(weight);
    expectClose(update?.value ?? [], [2]);
    expect(ops.takeUpdates()).toEqual([]);
    tf.dispose([weight, update?.value ?? []]);
  });
});
