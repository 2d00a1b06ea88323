import { describe, expect, test } from 'vitest';
import { resolveParams, wrongValue } from '../../../engine/compile/values';
import { type Cure, type Fault, isFault, problem } from '../../../engine/graph/problems';
import type { Layer } from '../../../engine/layers/contract/layer';
import type { Params, Values } from '../../../engine/layers/contract/params';
import { layers } from '../../../engine/layers/contract/registry';
import { float, type Spec } from '../../../engine/layers/contract/spec';
import { computing, valuesOf } from './cases';

const SPECS: readonly Spec[] = [
  float(),
  float(1),
  float(7),
  float(784),
  float(3072),
  float(5, 3),
  float(1, 1, 1),
  float(4, 2, 3),
  float(4, 2, 6),
  float(28, 28, 1),
  float(4, 4, 4, 2),
  { shape: [null, 9], dtype: 'int32' },
  { shape: [null], dtype: 'int32' },
];
const PARAMS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { kernel: [5, 5], size: [5, 5] },
  { kernel: 9, size: 9 },
  { kernel: [5, 5, 5], size: [5, 5, 5] },
  { stride: 2, dilation: 2 },
  { amount: [5], mode: 'reflect' },
  { amount: [1, 1, 1] },
  { factor: 3 },
  { levels: [] },
  { outputPadding: [2, 2] },
  {
    padding: [
      [7, 7],
      [0, 0],
    ],
    crop: [
      [7, 7],
      [0, 0],
    ],
  },
  { stride: [2, 2, 2], dilation: [2, 2, 2] },
  { stride: [2, 2], dilation: [2, 2] },
  { groups: 2 },
  { groups: 3, filters: 9 },
  { shape: [28, 28, 1] },
  { shape: [-1, -1] },
  { shape: [4, -1] },
];

const paramsOf = (layer: Layer, given: object): Values<Params> => {
  const known = Object.entries(given).filter(([name, value]) => {
    const param = layer.params[name];
    return param && !wrongValue(param, value);
  });
  return valuesOf(layer, Object.fromEntries(known));
};

interface Case {
  inputs: readonly Spec[];
  p: Values<Params>;
  fault: Fault;
}

/** Every fault that the layer finds in the specs above, alone and in pairs. */
function faultsOf(layer: Layer): Case[] {
  const several = layer.inputs.some(({ variadic }) => variadic);
  const wirings = SPECS.flatMap((a) => (several ? [[a], ...SPECS.map((b) => [a, b])] : [[a]]));
  return wirings.flatMap((inputs) =>
    PARAMS.flatMap((given) => {
      const p = paramsOf(layer, given);
      const answer = layer.shape(inputs, p);
      return isFault(answer) ? [{ inputs, p, fault: answer }] : [];
    }),
  );
}

/** The layer's answer once the cure is applied, as the compiler would apply it. */
function cured({ inputs, p, fault }: Case, layer: Layer, cure: Cure): readonly Spec[] | Fault {
  if ('set' in cure) return layer.shape(inputs, { ...p, ...(cure.set as Values<Params>) });
  if ('everyStep' in cure || 'remove' in cure) throw new Error(`${cure.title} belongs to the compiler`);
  const { kind, params = {} } = 'insert' in cure ? cure.insert : cure.become;
  const other = layers.get(kind);
  if (!other) throw new Error(`${cure.title} names the unknown kind ${kind}`);
  const resolved = resolveParams(other.params, params);
  expect(resolved.faults, cure.title).toEqual([]);
  if ('become' in cure) return other.shape(inputs, resolved.values);
  const at = fault.input ?? 0;
  const between = other.shape([inputs[at] as Spec], resolved.values);
  if (isFault(between)) return between;
  return layer.shape(
    inputs.map((spec, i) => (i === at ? (between[0] as Spec) : spec)),
    p,
  );
}

describe.each(computing.map((layer) => [layer.kind, layer] as const))('%s', (_kind, layer) => {
  const cases = faultsOf(layer);

  test('says what is wrong in whole sentences', () => {
    for (const { fault } of cases) {
      const { message } = problem(fault.code, { node: 'here', from: 'before', ...fault.say });
      expect(message).toMatch(/^\S.*[.]$/);
      expect(message).not.toMatch(/undefined|null|NaN/);
      if (fault.param) expect(Object.keys(layer.params)).toContain(fault.param);
    }
  });

  test('offers only cures that cure, or lead on to another fault', () => {
    for (const at of cases) {
      for (const cure of at.fault.cures ?? []) {
        const answer = cured(at, layer, cure);
        const rest = isFault(answer) ? { code: answer.code, input: answer.input } : undefined;
        const { code, input } = at.fault;
        expect(rest, `${cure.title} for ${JSON.stringify(at)}`).not.toEqual({ code, input });
      }
    }
  });
});

describe('a mistake and its cures', () => {
  const shape = (kind: string, inputs: readonly Spec[], params: object = {}) => {
    const layer = layers.get(kind) as Layer;
    const answer = layer.shape(inputs, valuesOf(layer, params));
    if (!isFault(answer)) throw new Error('no fault');
    return answer;
  };

  test('maps into a dense layer: Flatten, Global average or a 1×1 convolution', () => {
    const fault = shape('dense', [float(12, 12, 20)], { units: 10, activation: 'softmax' });
    expect(problem(fault.code, { node: 'fc', from: 'pool1', ...fault.say }).message).toBe(
      'fc takes a vector, but pool1 sends maps.',
    );
    expect(fault).toMatchObject({ input: 0, expected: 'N', got: '12×12×20' });
    expect(fault.cures).toEqual([
      { title: 'Insert Flatten', insert: { kind: 'flatten' } },
      { title: 'Insert Global average', insert: { kind: 'globalAveragePool2d' } },
      {
        title: 'Make it a 1×1 convolution',
        become: { kind: 'conv2d', params: { filters: 10, kernel: [1, 1], activation: 'softmax', bias: true } },
      },
    ]);
  });

  test('a picture as 784 numbers into a convolution: Reshape', () => {
    const fault = shape('conv2d', [float(784)]);
    expect(fault.cures).toEqual([
      { title: 'Insert Reshape to 28×28×1', insert: { kind: 'reshape', params: { shape: [28, 28, 1] } } },
    ]);
  });

  test('a kernel larger than the picture: padding or a smaller kernel', () => {
    const fault = shape('conv2d', [float(4, 2, 3)], { kernel: [5, 5] });
    expect(problem(fault.code, { node: 'conv2', from: 'pool1', ...fault.say }).message).toBe(
      'conv2 needs at least 5×5×3, but pool1 sends 4×2×3.',
    );
    expect(fault.cures).toEqual([
      { title: 'Pad to the same size', set: { padding: 'same' } },
      { title: 'Use a kernel of 4×2', set: { kernel: [4, 2] } },
    ]);
  });

  test('a shortcut with other channels: a 1×1 convolution', () => {
    const fault = shape('add', [float(8, 8, 32), float(8, 8, 16)]);
    expect(problem(fault.code, { node: 'sum', from: 'first', ...fault.say }).message).toBe(
      'sum takes inputs of one shape, but first sends 8×8×16 beside 8×8×32.',
    );
    expect(fault.cures?.[0]?.title).toBe('Insert a 1×1 convolution with 32 filters');
  });
});
