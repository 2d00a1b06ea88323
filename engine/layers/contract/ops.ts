import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { ActivationName, Margins } from './params';

/**
 * The operations that layers, losses, metrics and optimizers are written in. One interface, two implementations:
 * portable (engine/train/ops/portable.ts, plain tfjs) and native (engine/native/native-ops.ts, TensorFlow kernels
 * that tfjs lacks). Both give the same numbers and gradients; a test walks every one.
 * Shapes are NHWC; `axis` counts from 0 and -1 is the last.
 */
export interface Ops {
  constant(values: ArrayLike<number>, shape: number[], dtype?: 'float32' | 'int32'): Tensor;
  scalar(value: number): Scalar;
  zerosLike(x: Tensor): Tensor;
  onesLike(x: Tensor): Tensor;
  cast(x: Tensor, dtype: 'float32' | 'int32' | 'bool'): Tensor;

  add(a: Tensor, b: Tensor): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: Tensor): Tensor;
  div(a: Tensor, b: Tensor): Tensor;
  maximum(a: Tensor, b: Tensor): Tensor;
  minimum(a: Tensor, b: Tensor): Tensor;
  pow(a: Tensor, b: Tensor): Tensor;
  square(x: Tensor): Tensor;
  sqrt(x: Tensor): Tensor;
  abs(x: Tensor): Tensor;
  neg(x: Tensor): Tensor;
  exp(x: Tensor): Tensor;
  log(x: Tensor): Tensor;
  /** Of radians. */
  sin(x: Tensor): Tensor;
  cos(x: Tensor): Tensor;
  clip(x: Tensor, low: number, high: number): Tensor;
  /** 1 where true. */
  greater(a: Tensor, b: Tensor): Tensor;
  less(a: Tensor, b: Tensor): Tensor;
  equal(a: Tensor, b: Tensor): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  stopGradient(x: Tensor): Tensor;

  sum(x: Tensor, axis?: number | number[], keepDims?: boolean): Tensor;
  mean(x: Tensor, axis?: number | number[], keepDims?: boolean): Tensor;
  max(x: Tensor, axis?: number | number[], keepDims?: boolean): Tensor;
  argMax(x: Tensor, axis: number): Tensor;

  reshape(x: Tensor, shape: number[]): Tensor;
  transpose(x: Tensor, axes: number[]): Tensor;
  concat(xs: Tensor[], axis: number): Tensor;
  /** Equal parts along an axis, in order; one op with one gradient, where slices would each have their own. */
  split(x: Tensor, parts: number, axis: number): Tensor[];
  slice(x: Tensor, begin: number[], size: number[]): Tensor;
  pad(x: Tensor, paddings: [before: number, after: number][], value?: number): Tensor;
  /** Rows `indices` (int32) of `x` along `axis`. */
  gather(x: Tensor, indices: Tensor, axis?: number): Tensor;
  /** int32 labels of any shape → float32 with a new last axis of `depth`. */
  oneHot(labels: Tensor, depth: number): Tensor;

  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  /** [N, …, C] + [C]. */
  biasAdd(x: Tensor, bias: Tensor): Tensor;
  /** [N, H, W, C] with kernel [h, w, C / groups, F]. */
  conv2d(x: Tensor, kernel: Tensor, options: ConvOptions): Tensor;
  /** [N, D, H, W, C] with kernel [d, h, w, C / groups, F]. */
  conv3d(x: Tensor, kernel: Tensor, options: Conv3dOptions): Tensor;
  /** [N, H, W, C] with kernel [h, w, C, M] → [N, H′, W′, C·M], channel by channel. */
  depthwiseConv2d(x: Tensor, kernel: Tensor, options: ConvOptions): Tensor;
  /** [N, H, W, C] with kernel [h, w, F / groups, C] → [N, H′, W′, F]. */
  conv2dTranspose(x: Tensor, kernel: Tensor, options: TransposeOptions): Tensor;
  /** [N, H, W, C] → [N, H′, W′, h·w·C]: what lies under a window at each of its places, row by row. */
  patches2d(x: Tensor, options: Pick<PoolOptions, 'size' | 'stride'>): Tensor;
  maxPool2d(x: Tensor, options: PoolOptions): Tensor;
  maxPool3d(x: Tensor, options: Pool3dOptions): Tensor;
  /** Padding does not count in the mean, but for `counting`. */
  averagePool2d(x: Tensor, options: PoolOptions & AveragePoolOptions): Tensor;
  averagePool3d(x: Tensor, options: Pool3dOptions): Tensor;
  /** [N, H, W, C] → [N, size, C]. */
  resize2d(x: Tensor, options: ResizeOptions): Tensor;
  activation(x: Tensor, name: ActivationName): Tensor;
  /** Normalises over every axis but the last with the batch's own statistics; `mean` and `variance` are [C]. */
  batchNormTraining(
    x: Tensor,
    scale: Tensor,
    offset: Tensor,
    epsilon: number,
  ): { y: Tensor; mean: Tensor; variance: Tensor };
  batchNormInference(x: Tensor, scale: Tensor, offset: Tensor, mean: Tensor, variance: Tensor, epsilon: number): Tensor;
  /**
   * [N, H, W, C] → x / (k + alpha · Σ x²)^beta, the sum over the channels from `radius` before to `radius` behind.
   * `alpha` belongs to the sum, as in TensorFlow, and not to its mean, as in Caffe and PyTorch.
   */
  localResponseNorm(x: Tensor, options: ResponseOptions): Tensor;
  /** logits [N, C], labels [N] int32 → loss [N]. */
  sparseSoftmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor;
  /** logits [N, C], shares of the classes [N, C] → loss [N]; shares get no gradient. */
  softmaxCrossEntropy(logits: Tensor, shares: Tensor): Tensor;
  /** logits and targets [N, …] → loss of the same shape. */
  sigmoidCrossEntropy(logits: Tensor, targets: Tensor): Tensor;

  /** Uniform float32 in [0, 1), the same bits on every backend: TensorFlow's StatelessRandomUniform (Philox 4x32-10). */
  randomUniform(shape: number[], key: Key): Tensor;
  /** Zeroes a share `rate` of the values and scales the rest by 1 / (1 − rate). */
  dropout(x: Tensor, rate: number, key: Key): Tensor;

  /** A layer's new state (running statistics); takes effect at the end of the step. */
  update(weight: Tensor | Variable, value: Tensor): void;
}

/**
 * What a random number depends on: `seed` is an int32 tensor [run seed, step] that is fed at every step, `stream` an
 * int32 derived from the node's path, so that two layers never draw the same numbers.
 */
export interface Key {
  readonly seed: Tensor;
  readonly stream: number;
}

/** Margins are counted out, before and after each spatial axis. */
export type Padding = 'valid' | 'same' | Margins;
type Pair = readonly [number, number];
type Triple = readonly [number, number, number];
export interface ConvOptions {
  stride: Pair;
  padding: Padding;
  dilation?: Pair;
}
export interface Conv3dOptions {
  stride: Triple;
  padding: Padding;
  dilation?: Triple;
}
export interface TransposeOptions {
  stride: Pair;
  dilation?: Pair;
  /** Parts of channels and results that are kept apart; 1 where it is left out. */
  groups?: number;
  /** Rows and columns taken from (H − 1)·stride + h first and last; below 0 last ones of zeros are added. */
  crop: Margins;
}
export interface PoolOptions {
  size: Pair;
  stride: Pair;
  padding: Padding;
}
export interface Pool3dOptions {
  size: Triple;
  stride: Triple;
  padding: Padding;
}
export interface AveragePoolOptions {
  padding: Padding;
  /** The part of the padding whose zeros count in the mean. */
  counting?: Margins;
}
export interface ResizeOptions {
  size: Pair;
  method: 'nearest' | 'bilinear';
  /** The outermost values keep their places; otherwise pictures are as wide as their pixels (half-pixel centres). */
  alignCorners?: boolean;
}
export interface ResponseOptions {
  /** Channels on each side. */
  radius: number;
  alpha: number;
  beta: number;
  k: number;
}
