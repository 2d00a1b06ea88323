import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wrongValue } from '../../../engine/compile/values';
import type { Field } from '../../../engine/data/contract/field';
import { ACTIVATIONS, type Params, type Values } from '../../../engine/layers/contract/params';
import { losses } from '../../../engine/losses/contract/registry';
import { metrics } from '../../../engine/metrics/contract/registry';
import type { StepOps } from '../../../engine/train/ops/portable';
import { defaults } from '../layers/cases';
import { expectClose } from '../ops/close';
import { apart, expectGradients } from '../ops/numeric-gradient';
import { opsAt, places } from '../ops/places';

/** Every loss keeps what its file promises. A new file is tested without a change here. */
describe.each([...losses])('%s', (_kind, loss) => {
  const cases = loss.examples.map((example) => ({
    ...example,
    p: { ...defaults(loss.params), ...example.params } as Values<Params>,
  }));

  test('explains itself, and names metrics and an activation that are there', () => {
    for (const text of [loss.title, loss.doc.formula]) expect(text.trim()).not.toBe('');
    for (const text of [loss.doc.summary, loss.doc.advice]) expect(text).toMatch(/[.]$/);
    expect(loss.metrics.length).toBeGreaterThan(0);
    for (const name of [...loss.metrics, ...(loss.labelMetrics ?? [])]) expect(metrics.has(name)).toBe(true);
    expect(ACTIVATIONS).toContain(loss.activation);
    expect(loss.examples.length).toBeGreaterThan(0);
    for (const [name, param] of Object.entries(loss.params)) {
      expect(wrongValue(param, param.default), name).toBeUndefined();
    }
  });

  test('accepts the shapes of its examples', () => {
    for (const { logits, target, p } of cases) {
      const shape = target.shape.slice(1);
      const role = target.dtype === 'int32' ? 'label' : 'number';
      const field: Field = { name: 'truth', shape, dtype: target.dtype, role };
      const spec = { shape: [null, ...logits.shape.slice(1)], dtype: 'float32' } as const;
      expect(loss.check(spec, field, p)).toBeUndefined();
    }
  });

  describe.each(places)('%s', (place) => {
    let ops: StepOps;
    beforeAll(async () => {
      ops = await opsAt(place);
    });

    test('gives the worked numbers, one for each sample', () => {
      for (const { logits, target, p, loss: expected } of cases) {
        const x = tf.tensor([...logits.values], [...logits.shape]);
        const t = tf.tensor([...target.values], [...target.shape], target.dtype);
        const y = loss.forward(ops, x, t, p);
        expect(y.shape).toEqual([logits.shape[0]]);
        expectClose(y, expected);
        // A batch may be cut anywhere: no sample's loss leans on another.
        const [xs, ts] = [tf.split(x, expected.length), tf.split(t, expected.length)];
        for (const [at, own] of xs.entries())
          expectClose(loss.forward(ops, own, ts[at] as tf.Tensor, p), [expected[at] as number]);
      }
    });

    test('has the gradient of finite differences', () => {
      for (const { logits, target, p } of cases) {
        const t = tf.tensor([...target.values], [...target.shape], target.dtype);
        const x = tf.add(apart(logits.shape, 2), 0.013);
        expectGradients(([moved]) => [loss.forward(ops, moved as tf.Tensor, t, p)], [x]);
      }
    });
  });
});
