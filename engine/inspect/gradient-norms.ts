import { BatchMaker } from '../data/parts/batches';
import type { PreparedData } from '../data/parts/prepared';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import type { GradientNorms } from '../protocol';
import { fieldsOf } from '../train/evaluate';
import type { Executor } from '../train/executor';
import { batchTensors, disposeBatch } from '../train/feed';

/** Samples of a part that gradients are asked for: `count` from `row` on, or as many as there are. */
export interface Rows {
  readonly part: 'train' | 'validation' | 'test';
  readonly row: number;
  readonly count: number;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * How strongly the mean loss of some samples leans on each node, in order of depth: what a node gives, and its weights
 * together. A node that the loss does not depend on is left out.
 */
export async function gradientNorms(
  { model, gradients }: Pick<Executor, 'model' | 'gradients'>,
  data: PreparedData,
  { part: name, row, count }: Rows,
): Promise<Result<GradientNorms[]>> {
  const part = data.parts[name];
  if (row >= part.count) return fail(problem('data/no-row', { part: name, row, count: part.count }));
  const maker = new BatchMaker(part, fieldsOf(model), Math.min(count, part.count - row));
  const order = Int32Array.from({ length: maker.batch }, (_, at) => row + at);
  const { columns } = maker.make(0, order);
  const batch = batchTensors({ count: maker.batch, columns }, part);
  const { norms, valueNorms } = await gradients(batch, []).finally(() => disposeBatch(batch));
  const nodes = new Map<string, { output?: number; weights: Set<number> }>();
  for (const { path, results, weights } of model.program.calls) {
    const node = nodes.get(path) ?? { weights: new Set() };
    // Of several calls the last gives what the node gives: its activation comes after it.
    for (const id of results) node.output = valueNorms.get(id) ?? node.output;
    for (const index of Object.values(weights)) if (model.program.weights[index]?.trainable) node.weights.add(index);
    nodes.set(path, node);
  }
  return succeed(
    [...nodes].flatMap(([node, { output, weights }]) => {
      if (output === undefined) return [];
      const squares = [...weights].reduce((sum, index) => sum + (norms[index] as number) ** 2, 0);
      return [{ node, output: finite(output), ...(weights.size > 0 && { weights: finite(Math.sqrt(squares)) }) }];
    }),
  );
}
