import type { Tensor } from '@tensorflow/tfjs-core';
import type { Fault } from '../../graph/problems';
import type { Key, Ops } from './ops';
import type { Params, Values } from './params';
import type { Spec } from './spec';

/** Where a kind stands in the palette; the hue of its tile follows from it. */
export const GROUPS = {
  io: 'In and out',
  conv: 'Convolution',
  pool: 'Pooling',
  dense: 'Dense',
  act: 'Activation',
  norm: 'Normalise',
  reg: 'Regularise',
  shape: 'Shape',
  merge: 'Merge',
  seq: 'Sequence',
  block: 'Blocks',
} as const;
export type Group = keyof typeof GROUPS;

export interface Port {
  readonly name: string;
  /** Beside the mark where a node has several. */
  readonly title?: string;
  /** Takes many wires, in file order. */
  readonly variadic?: boolean;
}

export interface Doc {
  /** What it does, one or two sentences for the inspector's head. */
  readonly summary: string;
  /** Plain-text formula with its symbols explained. */
  readonly formula: string;
  /** When to use it, and why the defaults are what they are. */
  readonly advice: string;
  /** Paper or book. */
  readonly source?: string;
}

export type Initializer =
  | 'zeros'
  | 'ones'
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'lecunNormal'
  | 'randomNormal'
  /** Every number this one; of several, each for an equal part of the weight in order. */
  | { readonly constant: number | readonly number[] }
  /** From −uniform to uniform. */
  | { readonly uniform: number };

/** `state` weights (running statistics) are never trained and not counted as trainable. */
export type WeightRole = 'kernel' | 'bias' | 'scale' | 'state';

export interface WeightSpec {
  readonly shape: readonly number[];
  readonly init: Initializer;
  readonly role: WeightRole;
}
export type WeightSpecs = Readonly<Record<string, WeightSpec>>;

export interface ForwardContext {
  readonly training: boolean;
  /** Samples in this batch, for what has no inputs to tell it. */
  readonly batch: number;
  /** For this node and step. */
  readonly random: Key;
}

/** A small worked example: at once test and documentation. */
export interface Example<P extends Params> {
  readonly inputs: readonly Spec[];
  readonly params?: Partial<Values<P>>;
  readonly outputs: readonly Spec[];
  /** All weights together, state too, and multiply-adds for one sample, where another source gives them. */
  readonly parameters?: number;
  readonly macs?: number;
  /** Numbers, row-major with a batch of their own: inputs, weights by name, and the result to six digits. */
  readonly numbers?: {
    readonly batch: number;
    readonly inputs: readonly (readonly number[])[];
    readonly weights?: Readonly<Record<string, readonly number[]>>;
    readonly outputs: readonly (readonly number[])[];
    /** Default false. */
    readonly training?: boolean;
    /** Where the numbers come from. */
    readonly by: string;
  };
}

/** One entry in the palette for a kind; a kind without presets has one of its own title. */
export interface Preset<P extends Params> {
  readonly title: string;
  readonly glyph: string;
  readonly group?: Group;
  /** What the new node is called, followed by a number where the name is taken. */
  readonly name: string;
  readonly params: Partial<Values<P>>;
}

export interface Reach {
  readonly size: readonly number[];
  readonly stride: readonly number[];
}

/** Everything that the product knows about one primitive kind. See dense.ts for a whole one. */
export interface Layer<P extends Params = Params> {
  readonly kind: string;
  readonly title: string;
  readonly group: Group;
  /** Name of a glyph (renderer/ui/glyphs.ts). */
  readonly glyph: string;
  readonly doc: Doc;
  readonly params: P;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly presets?: readonly Preset<P>[];
  /** What a new node is called: `conv` gives conv1, conv2, … Default: the kind. */
  readonly name?: string;
  /** `input` and `output` nodes are the ends of the net; the compiler treats roles, never kinds. */
  readonly role?: 'input' | 'output';
  /**
   * In training a sample's result depends on the batch that it is in: on the other samples, or on random numbers drawn
   * for the batch as a whole. Nets without such layers may be trained a batch in parts.
   */
  readonly batchwise?: true;
  /**
   * What the node's picture shows: its kernels, its maps, what comes out as large as a picture that enters, a strip of
   * units, the answer, or nothing.
   */
  readonly picture?: 'filters' | 'maps' | 'result' | 'units' | 'input' | 'answer';
  /** The node's second line: the parameters that matter, without the kind's name. */
  summary?(p: Values<P>): string;
  /** Output specs, or what does not fit. `inputs` holds one spec for each wire, ports in order. */
  shape(inputs: readonly Spec[], p: Values<P>): readonly Spec[] | Fault;
  /** How the output's size comes about, such as `Width: (28 − 5) ÷ 1 + 1 = 24`. */
  explainShape?(inputs: readonly Spec[], p: Values<P>): string;
  /**
   * For layers that go over their input with a window: how many values it reaches over along each spatial axis, and
   * how far it moves. Receptive fields follow from it. A stride below 1 enlarges; 0 says that there is one window only.
   */
  window?(inputs: readonly Spec[], p: Values<P>): Reach;
  weights?(inputs: readonly Spec[], p: Values<P>): WeightSpecs;
  /** Multiply-adds for one sample. */
  cost?(inputs: readonly Spec[], outputs: readonly Spec[], p: Values<P>): { macs: number };
  /** Tensors carry their batch axis. The activation parameter, if any, is applied by the compiler afterwards. */
  forward(
    ops: Ops,
    inputs: readonly Tensor[],
    weights: Readonly<Record<string, Tensor>>,
    p: Values<P>,
    context: ForwardContext,
  ): Tensor[];
  readonly examples: readonly Example<P>[];
}

/** At least one: what a layer's functions receive once its ports are wired. */
type Some<T> = readonly [T, ...T[]];

/** How a layer's file writes it: inputs are there, and `forward` gets the weights that `weights` declares. */
type Definition<P extends Params, W extends WeightSpecs> = Omit<
  Layer<P>,
  'shape' | 'explainShape' | 'window' | 'weights' | 'cost' | 'forward'
> & {
  shape(inputs: Some<Spec>, p: Values<P>): readonly Spec[] | Fault;
  explainShape?(inputs: Some<Spec>, p: Values<P>): string;
  window?(inputs: Some<Spec>, p: Values<P>): Reach;
  weights?(inputs: Some<Spec>, p: Values<P>): W;
  cost?(inputs: Some<Spec>, outputs: Some<Spec>, p: Values<P>): { macs: number };
  forward(
    ops: Ops,
    inputs: Some<Tensor>,
    weights: { readonly [K in keyof W]: Tensor },
    p: Values<P>,
    context: ForwardContext,
  ): Tensor[];
};

/** Checks the value against the contract and widens its parameter type for the registry. */
export const defineLayer = <const P extends Params, W extends WeightSpecs = WeightSpecs>(
  layer: Definition<P, W>,
): Layer => layer as unknown as Layer;
