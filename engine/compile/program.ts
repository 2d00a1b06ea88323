import type { Field } from '../data/contract/field';
import type { Problem } from '../graph/problem';
import type { Initializer, Layer, WeightRole } from '../layers/contract/layer';
import type { ActivationName, Params, Values } from '../layers/contract/params';
import type { Spec } from '../layers/contract/spec';
import type { Loss } from '../losses/contract/loss';
import type { Way } from './analysis-reach';

/** A value is the result of one call (or an input), by index into `Program.values`. */
export type ValueId = number;

/** One primitive applied once; `path` leads back to the node that a person sees. */
export interface Call {
  readonly path: string;
  readonly layer: Layer;
  readonly params: Values<Params>;
  readonly inputs: readonly ValueId[];
  /** Results before the activation. */
  readonly results: readonly ValueId[];
  /** Weight name within the layer → index into `Program.weights`. */
  readonly weights: Readonly<Record<string, number>>;
  /** Applied to result 0, giving the value `result`. */
  readonly activation?: { readonly name: ActivationName; readonly result: ValueId };
  /** int32 derived from the owner's path, for random numbers. */
  readonly stream: number;
}

/** One tensor of the model, counted once however often it is used. */
export interface Weight {
  /** `inception3a/conv1x1.kernel`: its name in checkpoints and exports. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly init: Initializer;
  readonly role: WeightRole;
  /** False for state and for frozen nodes. */
  readonly trainable: boolean;
  readonly stream: number;
}

export interface ProgramInput {
  readonly id: string;
  readonly value: ValueId;
  readonly spec: Spec;
  /** Name of the field that feeds it; undefined where none is bound. */
  readonly field?: string;
}

export interface ProgramOutput {
  readonly id: string;
  /** What the loss takes. */
  readonly logits: ValueId;
  /** The loss's activation, for predicting. */
  readonly activation: ActivationName;
  readonly spec: Spec;
  readonly loss: Loss;
  /** The output node's parameters, the loss's own among them. */
  readonly params: Values<Params>;
  readonly weight: number;
  readonly metrics: readonly string[];
  readonly trainingOnly: boolean;
  readonly field?: Field;
}

/** Ordered calls and a weight table: the whole net, ready to run with any `Ops`. */
export interface Program {
  readonly values: readonly Spec[];
  readonly calls: readonly Call[];
  readonly weights: readonly Weight[];
  readonly inputs: readonly ProgramInput[];
  readonly outputs: readonly ProgramOutput[];
  /** Path + `.` + port → value, the activation applied: what the inspector fetches as feature maps. */
  readonly taps: ReadonlyMap<string, ValueId>;
}

/** What is known of one node (or block instance, or inner node) after inference. */
export interface NodeReport {
  readonly path: string;
  readonly kind: string;
  /** Path of the block instance around it. */
  readonly parent?: string;
  /** Path of the twin that owns its weights. */
  readonly sharesWith?: string;
  readonly inputs: readonly (Spec | undefined)[];
  readonly outputs: readonly (Spec | undefined)[];
  /** Lengths of the first axes of a sample that it goes over step by step; of a block, that all inside goes over. */
  readonly steps: readonly number[];
  /** A twin's are 0; a block's are sums. */
  readonly parameters: number;
  readonly trainable: number;
  readonly macs: number;
  /** Bytes of its results for one sample, float32. */
  readonly activationBytes: number;
}

export interface Totals {
  readonly parameters: number;
  readonly trainable: number;
  readonly macs: number;
  /** Estimate in bytes for training at the project's batch: weights, gradients, slots and activations. */
  readonly memory: number;
}

/** What the window and `netloom check` show; `program` is there when no error is left. */
export interface Analysis {
  /** Top-level nodes first in file order, then inner ones. */
  readonly nodes: ReadonlyMap<string, NodeReport>;
  readonly totals: Totals;
  /** Receptive fields and depths by path; worked out when first asked for. */
  readonly ways: ReadonlyMap<string, Way>;
  readonly problems: readonly Problem[];
  readonly program?: Program;
}
