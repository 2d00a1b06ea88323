import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { metrics } from '../../../engine/metrics/contract/registry';
import type { StepOps } from '../../../engine/train/ops/portable';
import { expectClose } from '../ops/close';
import { opsAt, places } from '../ops/places';

/** Every metric keeps what its file promises. A new file is tested without a change here. */
describe.each([...metrics])('%s', (_kind, metric) => {
  test('has a title and examples', () => {
    expect(metric.title.trim()).not.toBe('');
    expect(metric.examples.length).toBeGreaterThan(0);
  });

  describe.each(places)('%s', (place) => {
    let ops: StepOps;
    beforeAll(async () => {
      ops = await opsAt(place);
    });

    test('gives the worked numbers, one for each sample', () => {
      for (const { prediction, target, params = {}, results } of metric.examples) {
        const y = tf.tensor([...prediction.values], [...prediction.shape]);
        const t = tf.tensor([...target.values], [...target.shape], target.dtype);
        const got = metric.forward(ops, y, t, params);
        expect(got.shape).toEqual([prediction.shape[0]]);
        expect(got.dtype).toBe('float32');
        expectClose(got, results);
        // A batch may be cut anywhere: no sample's measure leans on another.
        const [ys, ts] = [tf.split(y, results.length), tf.split(t, results.length)];
        for (const [at, own] of ys.entries())
          expectClose(metric.forward(ops, own, ts[at] as tf.Tensor, params), [results[at] as number]);
      }
    });

    test('gives a share from 0 to 1 where it is one', () => {
      for (const { prediction, target, params = {} } of metric.examples) {
        const y = tf.tensor([...prediction.values], [...prediction.shape]);
        const t = tf.tensor([...target.values], [...target.shape], target.dtype);
        const got = metric.forward(ops, y, t, params).dataSync();
        if (metric.unit === 'share') expect(got.every((share) => share >= 0 && share <= 1)).toBe(true);
      }
    });
  });
});

test('metrics that stand in for accuracy are reported as it', () => {
  expect(
    [...metrics.values()].filter(({ reportAs }) => reportAs).map(({ kind, reportAs }) => [kind, reportAs]),
  ).toEqual([
    ['binaryAccuracy', 'accuracy'],
    ['pairAccuracy', 'accuracy'],
    ['similarityAccuracy', 'accuracy'],
    ['tripletAccuracy', 'accuracy'],
  ]);
});

test('a root mean squared error is the root of the mean, not the mean of roots', () => {
  expect(metrics.get('rootMeanSquaredError')?.finish?.((9 + 16) / 2)).toBeCloseTo(3.535534, 6);
});
