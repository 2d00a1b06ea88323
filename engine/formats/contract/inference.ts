import type { Tensor } from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../layers/contract/params';
import type { Dtype, Shape } from '../../layers/contract/spec';

/**
 * A trained net as a plain function of raw field values, preparation included: what every export format is made from.
 * `run` is a composition of tfjs ops that depends on the shapes of its inputs, never on their values, and works at any
 * batch size.
 */
export interface InferenceFunction {
  readonly inputs: readonly InferenceInput[];
  readonly outputs: readonly InferenceOutput[];
  /**
   * Every weight and every larger constant (a mean picture) that `run` reads, by its name in the model, such as
   * `inception3a/conv1x1.kernel`.
   */
  readonly variables: ReadonlyMap<string, Tensor>;
  /** Tensors with the batch on axis 0, in the order of `inputs` and `outputs`; outputs have their activation applied. */
  run(inputs: Tensor[]): Tensor[];
}

export interface InferenceInput {
  /** The input node's id. */
  readonly name: string;
  /** Channels last; axis 0, the batch, is null. */
  readonly shape: Shape;
  readonly dtype: Dtype;
  /** For people and programs that feed the model: it stands in netloom.json. */
  readonly description?: InputDescription;
}

export interface InputDescription {
  /** Order of the channels of a picture. */
  readonly colours?: 'grey' | 'rgb' | 'rgba';
  /** How a picture of another size is brought to this one, such as `bilinear`. */
  readonly resize?: string;
  /** Smallest and largest raw value, such as 0 and 255. */
  readonly range?: readonly [number, number];
  /** What the values are where they are no picture: names of columns, tokens. */
  readonly columns?: readonly string[];
}

export interface InferenceOutput {
  /** The output node's id. */
  readonly name: string;
  readonly activation: ActivationName;
  /** Names of the classes, in the order of the values. */
  readonly classes?: readonly string[];
}
