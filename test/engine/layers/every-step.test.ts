import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { isFault, problem } from '../../../engine/graph/problems';
import { everyStep, stepsOf } from '../../../engine/layers/contract/every-step';
import type { Layer } from '../../../engine/layers/contract/layer';
import { layers } from '../../../engine/layers/contract/registry';
import { float, type Spec } from '../../../engine/layers/contract/spec';
import { expectClose } from '../ops/close';
import { expectGradients } from '../ops/numeric-gradient';
import { opsAt, places } from '../ops/places';
import { computing, run, sample, someWeights, valuesOf, withBatch } from './cases';

const over = (spec: Spec, ...steps: number[]): Spec => ({ ...spec, shape: [null, ...steps, ...spec.shape.slice(1)] });

/** Any kind of layer can be applied to every step: the worked samples of its examples stand as steps of one sample. */
describe.each(computing.map((layer) => [layer.kind, layer] as const))('%s at every step', (_kind, layer) => {
  const cases = layer.examples.map((example) => ({ ...example, p: valuesOf(layer, example.params) }));

  test('has the weights of one step and the costs of all', () => {
    for (const { inputs, outputs, p } of cases) {
      const stepwise = everyStep(layer, [4, 3]);
      const [into, out] = [inputs.map((spec) => over(spec, 4, 3)), outputs.map((spec) => over(spec, 4, 3))];
      expect(stepwise.shape(into, p)).toEqual(out);
      expect(stepwise.weights?.(into, p)).toEqual(layer.weights?.(inputs, p));
      expect(stepwise.cost?.(into, out, p).macs).toEqual(layer.cost && 12 * layer.cost(inputs, outputs, p).macs);
      expect(stepwise.explainShape?.(into, p)).toBe(layer.explainShape?.(inputs, p));
      const reach = layer.window?.(inputs, p);
      const [size = [], stride = []] = [reach?.size, reach?.stride];
      expect(stepwise.window?.(into, p)).toEqual(reach && { size: [1, 1, ...size], stride: [1, 1, ...stride] });
    }
  });

  test.each(places)('gives the worked numbers, sample by sample: %s', async (place) => {
    const ops = await opsAt(place);
    for (const { inputs, outputs, p, numbers } of cases) {
      if (!numbers || numbers.training) continue;
      const { batch } = numbers;
      const stepwise = everyStep(layer, [batch]);
      const xs = inputs.map(({ shape, dtype }, i) =>
        tf.tensor([...(numbers.inputs[i] ?? [])], [1, ...withBatch(shape, batch)], dtype),
      );
      const weights = Object.fromEntries(
        Object.entries(layer.weights?.(inputs, p) ?? {}).map(([name, { shape }]) => [
          name,
          tf.tensor([...(numbers.weights?.[name] ?? [])], [...shape]),
        ]),
      );
      const got = run(ops, stepwise, xs, weights, p, false, 1);
      for (const [i, y] of got.entries()) {
        expect(y.shape).toEqual([1, ...withBatch(outputs[i]?.shape ?? [], batch)]);
        expectClose(y, numbers.outputs[i] ?? []);
      }
    }
  });
});

describe('at every step', () => {
  test.each(places)(
    'a convolution, a normalisation and an LSTM have the gradients of finite differences: %s',
    async (place) => {
      const ops = await opsAt(place);
      for (const [kind, spec, given] of [
        ['conv2d', float(3, 3, 2), { filters: 2, kernel: [2, 2], activation: 'tanh' }],
        ['batchNorm', float(2, 3), {}],
        ['lstm', float(3, 2), { units: 2 }],
      ] as const) {
        const layer = layers.get(kind) as Layer;
        const p = valuesOf(layer, given);
        const stepwise = everyStep(layer, [3]);
        const weights = someWeights(layer, [spec], p);
        const specs = layer.weights?.([spec], p) ?? {};
        const trained = Object.keys(weights).filter((name) => specs[name]?.role !== 'state');
        const f = ([x, ...own]: tf.Tensor[]) => {
          const changed = Object.fromEntries(trained.map((name, i) => [name, own[i] as tf.Tensor]));
          return run(ops, stepwise, [x as tf.Tensor], { ...weights, ...changed }, p, true);
        };
        expectGradients(f, [sample(over(spec, 3), 2, 1), ...trained.map((name) => weights[name] as tf.Tensor)]);
        for (const { value } of ops.takeUpdates()) value.dispose();
      }
    },
  );

  const conv = layers.get('conv2d') as Layer;
  const add = layers.get('add') as Layer;
  const said = (answer: unknown) => {
    if (!isFault(answer)) throw new Error('no fault');
    const { message } = problem(answer.code, { node: 'here', from: 'before', ...answer.say });
    return [message, ...(answer.cures ?? []).map(({ title }) => title)];
  };

  test('a single number has no steps', () => {
    expect(said(stepsOf([float()], [], true))).toEqual([
      'here is applied to every step, but before sends a single number.',
      'Apply it once',
    ]);
    expect(stepsOf([undefined, float(5, 2)], [], true)).toEqual([5]);
    expect(stepsOf([float(7, 5, 2)], [7], true)).toEqual([7, 5]);
    expect(stepsOf([undefined], [], true)).toBeUndefined();
    expect(stepsOf([float(5, 2)], [], false)).toEqual([]);
  });

  test('what stands at a step has to fit the layer', () => {
    expect(said(everyStep(conv, [9]).shape([float(9, 7)], valuesOf(conv)))).toEqual([
      'here takes maps, but before sends a vector at every step.',
      'Apply it once',
    ]);
  });

  test('all that is merged has the same steps', () => {
    expect(said(everyStep(add, [9]).shape([float(9, 4), float(8, 4)], valuesOf(add)))).toEqual([
      'here is applied to 9 steps, but before sends 8×4.',
      'Apply it once',
    ]);
  });
});
