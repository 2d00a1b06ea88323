import { resolveParams } from '../../compile/values';
import type { DataSettings, PrepareStep } from '../../graph/document';
import { fail, type Problem, type Result, succeed } from '../../graph/problem';
import { isFault, problem } from '../../graph/problems';
import type { Params, Values } from '../../layers/contract/params';
import type { Fitted, Preparation } from '../../prepare/contract/preparation';
import { preparations } from '../../prepare/contract/registry';
import type { Field } from '../contract/field';
import { sources } from '../contract/registry';
import type { Column, DataIo, Dataset } from '../contract/source';
import { readParams } from './params';
import { rowValues, valuesPerRow } from './rows';
import { type Parts, splitDataset } from './split';

/** One preparation of a field with what it learnt: everything that `forward` needs. */
export interface PreparedStep {
  readonly preparation: Preparation;
  readonly params: Values<Params>;
  readonly fitted: Fitted;
}

/** A project's data, read, split and ready to be made into batches. Columns hold raw values: steps run in the net. */
export interface PreparedData {
  readonly fields: readonly Field[];
  readonly parts: Parts;
  /** Field name → its preparations in order. */
  readonly steps: Readonly<Record<string, readonly PreparedStep[]>>;
}

/** Opens the project's source. */
export async function openSource(io: DataIo, data: DataSettings): Promise<Result<Dataset>> {
  const source = sources.get(data.source.kind);
  if (!source) return fail(problem('data/unknown-source', { kind: data.source.kind }, { path: 'data.source.kind' }));
  const params = readParams(source, data.source.params);
  return params.ok ? source.open(io, params.value) : params;
}

/**
 * Runs steps on `count` raw samples, values flat, and gives what comes out. Handed in by who has TensorFlow: this room
 * has none.
 */
export type ApplySteps = (
  steps: readonly PreparedStep[],
  field: Field,
  values: Float32Array,
  count: number,
) => Float32Array;

/** Opens the source, splits it and fits the preparations on the training part alone. */
export async function prepareData(
  io: DataIo,
  data: DataSettings | undefined,
  apply: ApplySteps,
): Promise<Result<PreparedData>> {
  if (!data) return fail(problem('data/no-source', {}, { path: 'data' }));
  const dataset = await openSource(io, data);
  if (!dataset.ok) return dataset;
  const parts = splitDataset(dataset.value, data.split);
  if (!parts.ok) return parts;
  const steps = await io.inPieces(fitSteps(data.prepare ?? [], dataset.value.fields, parts.value, apply));
  return steps.ok ? succeed({ fields: dataset.value.fields, parts: parts.value, steps: steps.value }) : steps;
}

/**
 * Reads and fits the steps in order, in pieces. A step that learns (means, deviations) sees the training part as the steps before
 * it on the same field leave it.
 */
export function* fitSteps(
  settings: readonly PrepareStep[],
  fields: readonly Field[],
  parts: Pick<Parts, 'train'>,
  apply: ApplySteps,
): Generator<void, Result<Record<string, PreparedStep[]>>> {
  const steps: Record<string, PreparedStep[]> = {};
  const current = new Map(fields.map((field) => [field.name, field]));
  const problems: Problem[] = [];
  for (const [index, { field: name, op, ...given }] of settings.entries()) {
    const path = `data.prepare.${index}`;
    const preparation = preparations.get(op);
    const before = current.get(name);
    const column = parts.train.columns[name];
    if (!preparation) problems.push(problem('prepare/unknown', { op }, { path: `${path}.op` }));
    if (!before || !column) problems.push(problem('data/no-field', { field: name }, { path: `${path}.field` }));
    if (!preparation || !before || !column) continue;
    const { values: params, faults } = resolveParams(preparation.params, given);
    for (const { param, expected, got } of faults) {
      problems.push(problem('prepare/bad-param', { op, param, got }, { path: `${path}.${param}`, expected, got }));
    }
    const after = preparation.field(before, params);
    if (isFault(after)) {
      problems.push(problem(after.code, { node: op, from: name, ...after.say }, { path }));
      continue;
    }
    const earlier = steps[name] ?? [];
    const fit = preparation.fit?.(before, params);
    if (fit) yield* eachRow(earlier, column, parts.train.count, apply, (row) => fit.take(row));
    const fitted = fit?.done() ?? {};
    steps[name] = [...earlier, { preparation, params, fitted }];
    current.set(name, after);
  }
  return problems.length > 0 ? fail(...problems) : succeed(steps);
}

/** Rows that are gone through at once: enough to be quick, few enough to take little time and memory. */
const CHUNK = 256;

/** Goes through the rows of a column, as `steps` leave them, in pieces. */
function* eachRow(
  steps: readonly PreparedStep[],
  column: Column,
  count: number,
  apply: ApplySteps,
  take: (row: ArrayLike<number>) => void,
): Generator<void, void> {
  const size = valuesPerRow(column);
  for (let from = 0; from < count; from += CHUNK) {
    yield;
    const rows = Math.min(CHUNK, count - from);
    if (steps.length === 0) {
      for (let at = 0; at < rows; at++) take(rowValues(column, from + at));
      continue;
    }
    const values = new Float32Array(rows * size);
    for (let at = 0; at < rows; at++) values.set(rowValues(column, from + at), at * size);
    const after = apply(steps, column.field, values, rows);
    for (let at = 0; at < rows; at++)
      take(after.subarray((at * after.length) / rows, ((at + 1) * after.length) / rows));
  }
}
