import { describe, expect, test } from 'vitest';
import { isFault, problem } from '../../../engine/graph/problems';
import type { Layer } from '../../../engine/layers/contract/layer';
import { layers } from '../../../engine/layers/contract/registry';
import { float, type Spec } from '../../../engine/layers/contract/spec';
import { initialValues } from '../../../engine/train/initial-values';
import { valuesOf } from './cases';

const layerOf = (kind: string): Layer => layers.get(kind) as Layer;

interface Made {
  readonly shape: readonly (number | null)[];
  readonly parameters: number;
}
const macs = (kind: string, x: Spec, params: object): number => {
  const layer = layerOf(kind);
  const p = valuesOf(layer, params);
  const y = layer.shape([x], p);
  return isFault(y) ? 0 : (layer.cost?.([x], y, p).macs ?? 0);
};

/** Output shape and number of weights of a layer with these parameters. */
function made(kind: string, x: Spec, params: object = {}): Made {
  const layer = layerOf(kind);
  const p = valuesOf(layer, params);
  const y = layer.shape([x], p);
  if (isFault(y)) throw new Error(y.code);
  const weights = Object.values(layer.weights?.([x], p) ?? {});
  const parameters = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return { shape: y[0]?.shape.slice(1) ?? [], parameters };
}

const fault = (kind: string, x: Spec, params: object) => {
  const layer = layerOf(kind);
  const answer = layer.shape([x], valuesOf(layer, params));
  if (!isFault(answer)) throw new Error('no fault');
  return { answer, message: problem(answer.code, { node: 'here', from: 'before', ...answer.say }).message };
};

describe('DeepFace', () => {
  /** Taigman and others 2014; the sizes by arithmetic. */
  test('has the sizes and weights of its paper', () => {
    expect(made('conv2d', float(152, 152, 3), { filters: 32, kernel: [11, 11] })).toEqual({
      shape: [142, 142, 32],
      parameters: 11_648,
    });
    const pooled = made('maxPool2d', float(142, 142, 32), { size: [3, 3], ceil: true });
    expect(pooled.shape).toEqual([71, 71, 32]);
    const local = (x: Spec, kernel: number, stride = 1) =>
      made('locallyConnected2d', x, { filters: 16, kernel: [kernel, kernel], stride: [stride, stride] });
    expect(local(float(63, 63, 16), 9)).toEqual({ shape: [55, 55, 16], parameters: 62_774_800 });
    expect(local(float(55, 55, 16), 7, 2)).toEqual({ shape: [25, 25, 16], parameters: 7_850_000 });
    expect(local(float(25, 25, 16), 5)).toEqual({ shape: [21, 21, 16], parameters: 2_829_456 });
  });

  test('starts its local filters as wide as what one place sees asks for', () => {
    const layer = layerOf('locallyConnected2d');
    const x = float(20, 20, 3);
    const { kernel } = layer.weights?.([x], valuesOf(layer, { filters: 5 })) ?? {};
    if (!kernel) throw new Error('no kernel');
    const values = initialValues({ ...kernel, stream: 1 }, 1);
    const limit = Math.sqrt(6 / (3 * 3 * 3 + 5));
    expect(Math.max(...values)).toBeLessThanOrEqual(limit);
    expect(Math.max(...values)).toBeGreaterThan(0.99 * limit);
    expect(Math.min(...values)).toBeLessThan(-0.99 * limit);
  });
});

describe('layers of full size', () => {
  const margins = [
    [3, 3],
    [3, 3],
  ];
  /** By arithmetic: the first layers of ResNet, MobileNet and Xception, and the first way up of a U-Net. */
  test.each([
    [
      'conv2d',
      float(224, 224, 3),
      { filters: 64, kernel: [7, 7], stride: [2, 2], padding: margins, bias: false },
      { shape: [112, 112, 64], parameters: 9_408 },
      118_013_952,
    ],
    ['depthwiseConv2d', float(112, 112, 32), { bias: false }, { shape: [112, 112, 32], parameters: 288 }, 3_612_672],
    [
      'separableConv2d',
      float(147, 147, 64),
      { filters: 128, bias: false },
      { shape: [147, 147, 128], parameters: 8_768 },
      189_467_712,
    ],
    [
      'conv2dTranspose',
      float(28, 28, 1024),
      { filters: 512 },
      { shape: [56, 56, 512], parameters: 2_097_664 },
      1_644_167_168,
    ],
  ] as const)('%s counts its weights and multiplications', (kind, x, params, expected, count) => {
    expect(made(kind, x, params)).toEqual(expected);
    expect(macs(kind, x, params)).toBe(count);
  });
});

describe('rounding up', () => {
  /** torch.nn.functional.max_pool2d of PyTorch 2.13 over one axis: length, size, stride, padding, result. */
  test.each([
    [112, 3, 2, 0, 56],
    [14, 3, 2, 0, 7],
    [5, 2, 3, 0, 2],
    [5, 2, 2, 1, 3],
    [4, 2, 3, 1, 2],
    [6, 3, 4, 1, 2],
    [7, 3, 5, 1, 2],
    [3, 3, 1, 1, 3],
  ])('%i by %i, stride %i, padding %i gives %i', (length, size, stride, pad, result) => {
    const params = {
      ...{ size: [size, size], stride: [stride, stride], ceil: true },
      padding: [
        [pad, pad],
        [pad, pad],
      ],
    };
    expect(made('maxPool2d', float(length, length, 1), params).shape).toEqual([result, result, 1]);
  });
});

describe('receptive fields', () => {
  const reach = (kind: string, x: Spec, params: object = {}) =>
    layerOf(kind).window?.([x], valuesOf(layerOf(kind), params));

  test('follow from window and stride', () => {
    expect(reach('conv2d', float(9, 9, 1), { kernel: [3, 5], dilation: [2, 1] })).toEqual({
      size: [5, 5],
      stride: [1, 1],
    });
    expect(reach('maxPool2d', float(9, 9, 1))).toEqual({ size: [2, 2], stride: [2, 2] });
    expect(reach('conv1d', float(9, 1), { kernel: 3, dilation: 4 })).toEqual({ size: [9], stride: [1] });
    expect(reach('adaptiveMaxPool2d', float(5, 9, 1), { size: [2, 1] })).toEqual({ size: [3, 9], stride: [2.5, 0] });
    expect(reach('globalMaxPool3d', float(2, 3, 4, 1))).toEqual({ size: [2, 3, 4], stride: [0, 0, 0] });
    expect(reach('upsample2d', float(5, 5, 1), { factor: [2, 4] })).toEqual({ size: [1, 1], stride: [0.5, 0.25] });
    expect(reach('conv2dTranspose', float(9, 9, 1), { kernel: [3, 4] })).toEqual({ size: [2, 2], stride: [0.5, 0.5] });
  });
});

describe('padding by hand', () => {
  test('is refused where a window would see nothing', () => {
    const wide = fault('maxPool2d', float(8, 8, 1), {
      padding: [
        [0, 0],
        [0, 2],
      ],
    });
    expect(wide.message).toBe('here pads by 2, so that a window of 2×2 could lie wholly outside.');
    expect(wide.answer.cures).toEqual([{ title: 'Leave the padding out', set: { padding: 'valid' } }]);
  });

  test('counts in what a kernel needs', () => {
    const params = {
      kernel: [7, 7],
      padding: [
        [1, 1],
        [0, 0],
      ],
    };
    expect(fault('conv2d', float(4, 9, 3), params).message).toBe('here needs at least 5×7×3, but before sends 4×9×3.');
  });
});

describe('a transposed convolution', () => {
  test('keeps its output padding below the stride', () => {
    const { message, answer } = fault('conv2dTranspose', float(4, 4, 3), { outputPadding: [1, 2] });
    expect(message).toBe('here needs an output padding below its stride of 2.');
    expect(answer.cures?.[0]).toMatchObject({ set: { outputPadding: [] } });
  });

  test('cuts off no more than there is', () => {
    const { message } = fault('conv2dTranspose', float(1, 4, 3), {
      padding: [
        [2, 2],
        [0, 0],
      ],
    });
    expect(message).toBe('here needs at least 3×4×3, but before sends 1×4×3.');
  });
});

describe('cutting and padding', () => {
  test('leaves something', () => {
    const all = [
      [2, 2],
      [0, 0],
    ];
    expect(fault('crop2d', float(4, 9, 3), { crop: all }).message).toBe(
      'here cuts off all of the 4×9×3 that before sends.',
    );
  });

  test('takes amounts that fit the axes', () => {
    const wrong = fault('pad', float(4, 9, 3), { amount: [1, 1, 1] });
    expect(wrong.message).toBe('here takes 1, 2 or 4 amounts for what comes in, and 3 are given.');
    expect(made('pad', float(4, 9, 3), { amount: [1, 2, 3, 4] }).shape).toEqual([7, 16, 3]);
    expect(made('pad', float(4, 3), { amount: [1, 2] }).shape).toEqual([7, 3]);
  });

  test('mirrors no more than there is', () => {
    expect(fault('pad', float(3, 9, 1), { amount: [3], mode: 'reflect' }).message).toBe(
      'here needs at least 4×4×1, but before sends 3×9×1.',
    );
  });

  test('shuffles whole pixels', () => {
    const { message, answer } = fault('pixelShuffle', float(3, 3, 10), {});
    expect(message).toBe('here cannot cut 10 channels into 4 equal groups.');
    expect(answer.cures?.[0]?.title).toBe('Insert a 1×1 convolution with 12 filters');
    expect(fault('spaceToDepth', float(4, 7, 1), {}).message).toBe('here cannot cut 7 columns into 2 equal groups.');
  });
});
