import type { SourceRef } from '../../graph/document';

/**
 * Parameters as data: the inspector draws them, the file check reads them, and the types that a layer's functions
 * receive are derived from them.
 */
interface Common<V> {
  readonly title: string;
  readonly default: V;
  /** One sentence for the inspector. */
  readonly help?: string;
  /** Left out of the node's summary and shown under "More" in the inspector. */
  readonly advanced?: boolean;
}
export interface IntParam extends Common<number> {
  readonly type: 'int';
  readonly min: number;
  readonly max: number;
}
export interface FloatParam extends Common<number> {
  readonly type: 'float';
  readonly min: number;
  readonly max: number;
}
export interface BoolParam extends Common<boolean> {
  readonly type: 'bool';
}
export interface ChoiceParam<V extends string = string> extends Common<V> {
  readonly type: 'choice';
  readonly options: readonly { value: V; title: string; glyph?: string }[];
}
/** Height and width. */
export interface PairParam extends Common<readonly [number, number]> {
  readonly type: 'pair';
  readonly min: number;
  readonly max: number;
}
/** A list of sizes, such as a shape without its batch axis; -1 is allowed where `min` is. */
export interface IntsParam extends Common<readonly number[]> {
  readonly type: 'ints';
  readonly min: number;
  readonly max: number;
  /** How many there may be, such as 3 for depth, height and width; any number where it is left out. */
  readonly lengths?: readonly number[];
  /** What the field shows where the list is empty. */
  readonly empty?: string;
}

/**
 * How many sizes a shape may state: TensorFlow's kernels take eight axes, of which one is the batch's and two are left
 * for what layers and steps add.
 */
export const AXES_OF_A_SAMPLE: readonly number[] = [0, 1, 2, 3, 4, 5];

/** Values before and after each spatial axis, such as [[top, bottom], [left, right]]. */
export type Margins = readonly (readonly [before: number, after: number])[];
export type PaddingMode = 'valid' | 'same' | 'causal';
/**
 * How a window meets the edges: `valid` stays inside, `same` gives an output as long as the input ÷ stride, `causal`
 * looks back only; or the values over each edge, counted out. Without modes only the counts can be given.
 */
export interface PaddingParam<V extends PaddingMode | Margins = PaddingMode | Margins> extends Common<V> {
  readonly type: 'padding';
  readonly modes: readonly PaddingMode[];
  /** Spatial axes: 1 for sequences, 2 for maps. */
  readonly axes: 1 | 2;
  readonly max: number;
}
/** A list of numbers, such as a weight for each class. */
export interface NumbersParam extends Common<readonly number[]> {
  readonly type: 'numbers';
  readonly min: number;
  readonly max: number;
}
export interface TextParam extends Common<string> {
  readonly type: 'text';
}
/** A file or folder that the person chooses. */
export interface FileParam extends Common<string> {
  readonly type: 'file';
  readonly extensions: readonly string[];
}
/** A function applied to the layer's result. The compiler applies it, so that layers need not know of it. */
export interface ActivationParam extends Common<ActivationName> {
  readonly type: 'activation';
}

/** A loss by kind (engine/losses/); the chosen loss's own parameters join the node's. */
export interface LossParam extends Common<string> {
  readonly type: 'loss';
}
/** Metrics by kind (engine/metrics/); empty: those that the loss names. */
export interface MetricsParam extends Common<readonly string[]> {
  readonly type: 'metrics';
}

/** A data source inside another, such as the one that pairs are drawn from. */
export interface SourceParam extends Common<SourceRef> {
  readonly type: 'source';
}

export const ACTIVATIONS = [
  'linear',
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'swish',
  'mish',
  'sigmoid',
  'hardSigmoid',
  'hardSwish',
  'tanh',
  'softplus',
  'softsign',
  'softmax',
  'logSoftmax',
  'exponential',
] as const;
export type ActivationName = (typeof ACTIVATIONS)[number];

export type Param =
  | IntParam
  | FloatParam
  | BoolParam
  | ChoiceParam
  | PairParam
  | IntsParam
  | NumbersParam
  | PaddingParam
  | TextParam
  | FileParam
  | ActivationParam
  | LossParam
  | MetricsParam
  | SourceParam;
export type Params = Readonly<Record<string, Param>>;

/** The values that a layer's functions receive: every parameter present and of its type. */
export type Values<P extends Params> = { readonly [K in keyof P]: P[K]['default'] };

type Extra<P> = Partial<Omit<P, 'type' | 'title' | 'default'>>;
const LARGEST = 2 ** 31 - 1;

export const int = (title: string, value: number, extra: Extra<IntParam> = {}): IntParam => ({
  type: 'int',
  title,
  default: value,
  min: 1,
  max: LARGEST,
  ...extra,
});
export const number = (title: string, value: number, extra: Extra<FloatParam> = {}): FloatParam => ({
  type: 'float',
  title,
  default: value,
  min: -1e30,
  max: 1e30,
  ...extra,
});
export const bool = (title: string, value: boolean, extra: Extra<BoolParam> = {}): BoolParam => ({
  type: 'bool',
  title,
  default: value,
  ...extra,
});
export const choice = <const V extends string>(
  title: string,
  options: readonly { value: V; title: string; glyph?: string }[],
  value: NoInfer<V>,
  extra: { help?: string; advanced?: boolean } = {},
): ChoiceParam<V> => ({ type: 'choice', title, options, default: value, ...extra });
export const pair = (title: string, value: readonly [number, number], extra: Extra<PairParam> = {}): PairParam => ({
  type: 'pair',
  title,
  default: value,
  min: 1,
  max: 65_536,
  ...extra,
});
export const ints = (title: string, value: readonly number[], extra: Extra<IntsParam> = {}): IntsParam => ({
  type: 'ints',
  title,
  default: value,
  min: 1,
  max: LARGEST,
  ...extra,
});
export const padding = <const M extends PaddingMode>(
  modes: readonly M[],
  value: NoInfer<M>,
  extra: Extra<PaddingParam> = {},
): PaddingParam<M | Margins> => ({
  title: 'Padding',
  axes: 2,
  max: 65_536,
  ...extra,
  type: 'padding',
  modes,
  default: value,
});
export const margins = (title: string, value: Margins, extra: Extra<PaddingParam> = {}): PaddingParam<Margins> => ({
  axes: 2,
  max: 65_536,
  ...extra,
  type: 'padding',
  title,
  modes: [],
  default: value,
});
export const numbers = (title: string, value: readonly number[], extra: Extra<NumbersParam> = {}): NumbersParam => ({
  type: 'numbers',
  title,
  default: value,
  min: -1e30,
  max: 1e30,
  ...extra,
});
export const text = (title: string, value: string, extra: Extra<TextParam> = {}): TextParam => ({
  type: 'text',
  title,
  default: value,
  ...extra,
});
export const file = (title: string, extensions: readonly string[], extra: Extra<FileParam> = {}): FileParam => ({
  type: 'file',
  title,
  default: '',
  extensions,
  ...extra,
});
export const activation = (value: ActivationName = 'linear', extra: Extra<ActivationParam> = {}): ActivationParam => ({
  type: 'activation',
  title: 'Activation',
  default: value,
  ...extra,
});
export const source = (title: string, value: SourceRef, extra: Extra<SourceParam> = {}): SourceParam => ({
  type: 'source',
  title,
  default: value,
  ...extra,
});
export const loss = (value: string, extra: Extra<LossParam> = {}): LossParam => ({
  type: 'loss',
  title: 'Loss',
  default: value,
  ...extra,
});
export const metrics = (value: readonly string[], extra: Extra<MetricsParam> = {}): MetricsParam => ({
  type: 'metrics',
  title: 'Metrics',
  default: value,
  ...extra,
});
