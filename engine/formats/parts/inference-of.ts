import * as tf from '@tensorflow/tfjs-core';
import type { ProgramInput } from '../../compile/program';
import type { Field } from '../../data/contract/field';
import type { PreparedStep } from '../../data/parts/prepared';
import type { Ops } from '../../layers/contract/ops';
import { forward, type Model, predictionOf } from '../../train/forward';
import type { InferenceFunction, InferenceInput, InputDescription } from '../contract/inference';

/**
 * A trained model as the function that exports are made from: raw values of the fields in, preparations inside,
 * activated answers out. `weights` follow `program.weights` and stay the caller's; `fields` are the data's, raw.
 * Outputs that only training needs are left out.
 */
export function inferenceOf(
  { program, steps }: Model,
  weights: readonly tf.Tensor[],
  ops: Ops,
  fields: readonly Field[],
): InferenceFunction {
  // By node and not by field: two nodes may be fed by one field, and in the model each is an input of its own.
  const stepsOfInput: Record<string, readonly PreparedStep[]> = {};
  const unbound = program.inputs.map(({ field, ...input }): ProgramInput => {
    if (field !== undefined && steps[field]) stepsOfInput[input.id] = steps[field];
    return input;
  });
  const model: Model = { program: { ...program, inputs: unbound }, steps: stepsOfInput };
  const outputs = program.outputs.filter(({ trainingOnly }) => !trainingOnly);
  return {
    inputs: program.inputs.map((input) => describeInput(input, fields)),
    outputs: outputs.map(({ id, activation, field }) => ({ name: id, activation, classes: field?.classes })),
    variables: new Map(program.weights.map(({ name }, i) => [name, weights[i] as tf.Tensor])),
    run(inputs) {
      const batch = Object.fromEntries(unbound.map(({ id }, i) => [id, inputs[i] as tf.Tensor]));
      // No layer draws random numbers while it predicts.
      const seed = tf.tensor1d([0, 0], 'int32');
      const values = forward(ops, model, weights, batch, { training: false, seed });
      return outputs.map((output) => predictionOf(ops, output, values));
    },
  };
}

function describeInput({ id, spec, field: name }: ProgramInput, fields: readonly Field[]): InferenceInput {
  const field = fields.find((one) => one.name === name);
  if (!field) return { name: id, shape: spec.shape, dtype: spec.dtype };
  return { name: id, shape: [null, ...field.shape], dtype: field.dtype, description: describe(field) };
}

const coloursByChannels: Readonly<Record<number, InputDescription['colours']>> = { 1: 'grey', 3: 'rgb', 4: 'rgba' };

function describe({ role, shape, range }: Field): InputDescription {
  const picture = role === 'image' ? { colours: coloursByChannels[shape.at(-1) ?? 0], resize: 'bilinear' } : {};
  return { ...picture, ...(range ? { range } : {}) };
}
