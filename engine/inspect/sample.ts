import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Field } from '../data/contract/field';
import type { PreparedData } from '../data/parts/prepared';
import { rowValues } from '../data/parts/rows';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import type { SampleRef } from '../protocol';
import type { Model } from '../train/forward';
import type { BatchTensors } from '../train/objective';

/** Raw values of a sample's fields. */
export type SampleValues = ReadonlyMap<string, { field: Field; values: Float32Array }>;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The raw values of the fields that a net's inputs take, from a row of the data or from what a person gave. */
export function sampleValues(model: Model, data: PreparedData, sample: SampleRef): Result<SampleValues> {
  const found = new Map<string, { field: Field; values: Float32Array }>();
  for (const { id, field: name = id } of model.program.inputs) {
    const field = data.fields.find((one) => one.name === name);
    if (!field) return fail(problem('data/no-field', { field: name }));
    if ('values' in sample) {
      const values = sample.values[name] ?? sample.values[id];
      const expected = sizeOf(field.shape);
      if (values?.length !== expected) {
        return fail(problem('data/wrong-size', { field: name, expected, got: values?.length ?? 0 }));
      }
      found.set(name, { field, values: Float32Array.from(values) });
      continue;
    }
    const part = data.parts[sample.part];
    const column = part.columns[name];
    if (!column) return fail(problem('data/no-field', { field: name }));
    if (sample.row >= part.count) {
      return fail(problem('data/no-row', { part: sample.part, row: sample.row, count: part.count }));
    }
    found.set(name, { field, values: Float32Array.from(rowValues(column, sample.row)) });
  }
  return succeed(found);
}

/** A batch of samples as tensors [N, …] by field; the caller disposes them. */
export function sampleBatch(samples: readonly SampleValues[]): BatchTensors {
  const tensors: Record<string, Tensor> = {};
  const [first] = samples;
  for (const [name, { field }] of first ?? []) {
    const size = sizeOf(field.shape);
    const values =
      field.dtype === 'int32' ? new Int32Array(size * samples.length) : new Float32Array(size * samples.length);
    for (const [at, sample] of samples.entries()) values.set(sample.get(name)?.values ?? [], at * size);
    tensors[name] = tensor(values, [samples.length, ...field.shape], field.dtype);
  }
  return tensors;
}
