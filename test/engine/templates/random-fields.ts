import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import type { Program, ProgramOutput } from '../../../engine/compile/program';
import type { Field } from '../../../engine/data/contract/field';
import { DEFAULT_SPLIT, type Project } from '../../../engine/graph/document';
import { sampleShape } from '../../../engine/layers/contract/spec';

/** What an output of a net without data could be compared with. */
function targetFor({ id, spec, loss }: ProgramOutput): Field {
  const shape = sampleShape(spec);
  const classes = shape.at(-1) ?? 1;
  if (loss.activation === 'softmax') {
    const names = Array.from({ length: classes }, (_, i) => `${i}`);
    return { name: id, shape: shape.slice(0, -1), dtype: 'int32', role: 'label', classes: names };
  }
  return { name: id, shape, dtype: 'float32', role: 'number' };
}

/** The project's program with a field for every input and output; without data they are made up from the shapes. */
export function programWithFields(project: Project): { program: Program; fields: readonly Field[] } {
  const known = fieldsOf(project);
  const first = compile(project, { fields: known ?? [] });
  if (!first.program) throw new Error(first.problems[0]?.message);
  if (known) return { program: first.program, fields: known };
  const fields: Field[] = [
    ...first.program.inputs.map(({ id, spec }): Field => {
      return { name: id, shape: sampleShape(spec), dtype: spec.dtype, role: 'number' };
    }),
    ...first.program.outputs.map(targetFor),
  ];
  const bind = Object.fromEntries(fields.map(({ name }) => [name, name]));
  const data = { source: { kind: 'csv', params: { path: 'a.csv' } }, split: DEFAULT_SPLIT, bind };
  const { program, problems } = compile({ ...project, data }, { fields });
  if (!program) throw new Error(problems[0]?.message);
  return { program, fields };
}

/** A batch of values from 0 to 1, or of class numbers, the same at every call. */
export function randomBatch(fields: readonly Field[], batch: number): Record<string, Tensor> {
  let state = 1;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647) * below;
  };
  const column = ({ shape, dtype, classes }: Field): Tensor => {
    const size = batch * shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length: size }, () => next(1));
    if (dtype === 'float32') return tensor(values, [batch, ...shape]);
    return tensor(
      Int32Array.from(values, (value) => Math.floor(value * (classes?.length ?? 2))),
      [batch, ...shape],
    );
  };
  return Object.fromEntries(fields.map((field) => [field.name, column(field)]));
}
