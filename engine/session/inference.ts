import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { Field } from '../data/contract/field';
import type { InferenceFunction, InferenceInput } from '../formats/contract/inference';
import { forwardFrom, type Model, predictionOf } from '../train/forward';
import type { StepOps } from '../train/ops/portable';

/** A trained net as the exporters take it: raw field values in, activated answers out, preparation inside. */
export function inferenceOf(
  model: Model,
  ops: StepOps,
  weights: readonly Tensor[],
  fields: readonly Field[],
): InferenceFunction {
  const { program } = model;
  const outputs = program.outputs.filter(({ trainingOnly }) => !trainingOnly);
  return {
    inputs: program.inputs.map((input) =>
      inputOf(
        input.id,
        fields.find(({ name }) => name === input.field),
      ),
    ),
    outputs: outputs.map(({ id, activation, field }) => ({
      name: id,
      activation,
      ...(field?.classes && { classes: field.classes }),
    })),
    variables: new Map(program.weights.map(({ name }, at) => [name, weights[at] as Tensor])),
    run(inputs) {
      const seed = tensor1d([0, 0], 'int32');
      const values = forwardFrom(ops, model, weights, inputs, { training: false, seed });
      return outputs.map((output) => predictionOf(ops, output, values));
    },
  };
}

function inputOf(name: string, field: Field | undefined): InferenceInput {
  const { shape = [], dtype = 'float32', range, role } = field ?? {};
  const depth = shape[2];
  const colours = depth === 1 ? 'grey' : depth === 3 ? 'rgb' : depth === 4 ? 'rgba' : undefined;
  const isPicture = role === 'image' && shape.length === 3;
  return {
    name,
    shape: [null, ...shape],
    dtype,
    description: {
      ...(isPicture && colours && { colours }),
      ...(isPicture && { resize: 'bilinear' }),
      ...(range && { range }),
    },
  };
}
