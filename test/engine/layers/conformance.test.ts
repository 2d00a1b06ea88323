import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wrongValue } from '../../../engine/compile/values';
import { isFault } from '../../../engine/graph/problems';
import { GROUPS } from '../../../engine/layers/contract/layer';
import { sampleSize } from '../../../engine/layers/contract/spec';
import type { StepOps } from '../../../engine/train/ops/portable';
import { expectClose } from '../ops/close';
import { expectGradients } from '../ops/numeric-gradient';
import { opsAt, places } from '../ops/places';
import { allLayers, computing, run, sample, smallSample, someWeights, valuesOf, withBatch } from './cases';

/** Every kind of layer keeps what its file promises. A new file is tested without a change here. */
describe.each(allLayers.map((layer) => [layer.kind, layer] as const))('%s', (_kind, layer) => {
  const cases = layer.examples.map((example) => ({ ...example, p: valuesOf(layer, example.params) }));

  test('explains itself', () => {
    const { summary, formula, advice } = layer.doc;
    for (const text of [summary, formula, advice, layer.title]) expect(text.trim()).not.toBe('');
    for (const text of [summary, advice]) expect(text).toMatch(/[.]$/);
    expect(Object.keys(GROUPS)).toContain(layer.group);
    expect(layer.examples.length).toBeGreaterThan(0);
    for (const { numbers } of cases) if (numbers) expect(numbers.by).not.toBe('');
  });

  test('has parameters whose defaults, presets and examples are in range', () => {
    for (const [name, param] of Object.entries(layer.params)) {
      expect(param.title, name).not.toBe('');
      expect(wrongValue(param, param.default), name).toBeUndefined();
    }
    for (const { params } of [...(layer.presets ?? []), ...layer.examples]) {
      for (const [name, value] of Object.entries(params ?? {})) {
        const param = layer.params[name];
        expect(param && wrongValue(param, value), name).toBeUndefined();
        expect(param, name).toBeDefined();
      }
    }
  });

  test('gives the shapes of its examples, and says how they come about', () => {
    for (const { inputs, outputs, p } of cases) {
      expect(layer.shape(inputs, p)).toEqual(outputs);
      const texts = [layer.summary?.(p), layer.explainShape?.(inputs, p)];
      for (const text of texts) expect(text ?? '').not.toMatch(/undefined|NaN|null/);
    }
  });

  test('counts parameters and multiply-adds as its examples say', () => {
    for (const { inputs, outputs, p, parameters, macs } of cases) {
      const weights = Object.values(layer.weights?.(inputs, p) ?? {});
      const counted = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
      if (parameters !== undefined) expect(counted).toBe(parameters);
      const cost = layer.cost?.(inputs, outputs, p).macs ?? 0;
      expect(Number.isSafeInteger(cost) && cost >= 0).toBe(true);
      if (macs !== undefined) expect(cost).toBe(macs);
    }
    if (layer.weights) expect(cases.some(({ parameters }) => parameters !== undefined)).toBe(true);
    if (layer.cost) expect(cases.some(({ macs }) => macs !== undefined)).toBe(true);
  });
});

describe.each(computing.map((layer) => [layer.kind, layer] as const))('%s', (_kind, layer) => {
  const cases = layer.examples.map((example) => ({ ...example, p: valuesOf(layer, example.params) }));

  describe.each(places)('%s', (place) => {
    let ops: StepOps;
    beforeAll(async () => {
      ops = await opsAt(place);
    });

    test.each([false, true])('gives what it declares, training %s', (training) => {
      for (const { inputs, outputs, p } of cases) {
        for (const batch of [2, 3]) {
          const xs = inputs.map((spec, i) => sample(spec, batch, i));
          const got = tf.tidy(() => run(ops, layer, xs, someWeights(layer, inputs, p), p, training, batch));
          expect(got.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
            outputs.map(({ shape, dtype }) => ({ shape: withBatch(shape, batch), dtype })),
          );
        }
      }
      for (const { value } of ops.takeUpdates()) value.dispose();
    });

    test('gives the worked numbers', () => {
      for (const { inputs, p, numbers } of cases) {
        if (!numbers) continue;
        const xs = inputs.map(({ shape, dtype }, i) =>
          tf.tensor([...(numbers.inputs[i] ?? [])], withBatch(shape, numbers.batch), dtype),
        );
        const weights = Object.fromEntries(
          Object.entries(layer.weights?.(inputs, p) ?? {}).map(([name, { shape }]) => [
            name,
            tf.tensor([...(numbers.weights?.[name] ?? [])], [...shape]),
          ]),
        );
        const got = run(ops, layer, xs, weights, p, numbers.training ?? false);
        for (const [i, y] of got.entries()) expectClose(y, numbers.outputs[i] ?? []);
      }
    });

    test.each([false, true])('has the gradients of finite differences, training %s', (training) => {
      const small = cases.filter(({ inputs }) => inputs.every((spec) => sampleSize(spec) <= 128));
      expect(small.length).toBeGreaterThan(0);
      for (const { inputs, p } of small) {
        // Two inputs never meet in a value, where a largest one or a difference would have a kink.
        const given = inputs.map((spec, i) =>
          spec.dtype === 'float32' ? tf.add(sample(spec, 2, i + 1), i * 0.013) : sample(spec, 2, i + 1),
        );
        const weights = someWeights(layer, inputs, p);
        const specs = layer.weights?.(inputs, p) ?? {};
        const trained = Object.keys(weights).filter((name) => specs[name]?.role !== 'state');
        const moving = given.flatMap((x, i) => (x.dtype === 'float32' ? [i] : []));
        if (moving.length + trained.length === 0) continue;
        const f = (xs: tf.Tensor[]) => {
          const inner = given.map((x, i) => (moving.includes(i) ? (xs[moving.indexOf(i)] as tf.Tensor) : x));
          const own = Object.fromEntries(trained.map((name, i) => [name, xs[moving.length + i] as tf.Tensor]));
          return run(ops, layer, inner, { ...weights, ...own }, p, training);
        };
        expectGradients(f, [
          ...moving.map((i) => given[i] as tf.Tensor),
          ...trained.map((name) => weights[name] as tf.Tensor),
        ]);
      }
      for (const { value } of ops.takeUpdates()) value.dispose();
    });
  });

  test('reads each declared weight, and changes its state in training only', async () => {
    const ops = await opsAt('native');
    for (const { inputs, p } of cases) {
      const specs = layer.weights?.(inputs, p) ?? {};
      const weights = someWeights(layer, inputs, p);
      const names = Object.keys(specs).sort();
      const state = names.filter((name) => specs[name]?.role === 'state');
      const read = new Set<string>();
      const watched = new Proxy(weights, {
        get: (target, name: string) => {
          if (name in target) read.add(name);
          return target[name];
        },
      });
      const updated = (training: boolean) => {
        run(
          ops,
          layer,
          inputs.map((spec, i) => sample(spec, 2, i)),
          watched,
          p,
          training,
        );
        return ops.takeUpdates().map(({ weight, value }) => {
          expect(value.shape).toEqual(weight.shape);
          return names.find((name) => weights[name] === weight);
        });
      };
      expect(updated(false)).toEqual([]);
      expect([...read].sort()).toEqual(names);
      expect(updated(true).sort()).toEqual(state);
    }
  });

  test('gives the same numbers on both backends', async () => {
    for (const { inputs, p } of cases) {
      if (inputs.some((spec) => sampleSize(spec) > 4096)) continue;
      for (const training of [false, true]) {
        const results: Float32Array[][] = [];
        for (const place of places) {
          const ops = await opsAt(place);
          const xs = inputs.map((spec, i) => smallSample(spec, 2, i + 3));
          const got = run(ops, layer, xs, someWeights(layer, inputs, p), p, training);
          const updates = ops.takeUpdates().map(({ value }) => value);
          results.push([...got, ...updates].map((y) => Float32Array.from(y.dataSync())));
        }
        const [native, portable] = results;
        for (const [i, values] of (native ?? []).entries()) expectClose(values, portable?.[i] ?? [], 1e-5);
      }
    }
  });

  test('says whether a sample in training depends on its batch', async () => {
    const ops = await opsAt('native');
    const depends = cases.map(({ inputs, p }) =>
      tf.tidy(() => {
        const weights = someWeights(layer, inputs, p);
        const [first, second] = [0, 1].map((half) => inputs.map((spec, i) => smallSample(spec, 2, 5 * half + i)));
        const of = (xs: readonly tf.Tensor[], batch: number) => run(ops, layer, xs, weights, p, true, batch);
        const whole = of(
          (first ?? []).map((x, i) => tf.concat([x, second?.[i] as tf.Tensor])),
          4,
        );
        const halves = [of(first ?? [], 2), of(second ?? [], 2)];
        for (const { value } of ops.takeUpdates()) value.dispose();
        return whole.some((y, i) => {
          const joined = tf.concat(halves.map((half) => half[i] as tf.Tensor));
          return (tf.max(tf.abs(tf.sub(tf.cast(y, 'float32'), joined))).dataSync()[0] ?? Number.NaN) > 1e-5;
        });
      }),
    );
    expect(depends.includes(true)).toBe(layer.batchwise === true);
  });

  test('refuses no shape of its examples', () => {
    for (const { inputs, p } of cases) expect(isFault(layer.shape(inputs, p))).toBe(false);
  });
});
