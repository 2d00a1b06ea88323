import type { Part } from '../data/contract/source';
import { BatchMaker } from '../data/parts/batches';
import type { Executor } from './executor';
import { batchTensors, disposeBatch } from './feed';
import type { Model } from './forward';
import { measuresOf, reported } from './metric-names';

/** Means over the samples of a part: `loss` (weighted, without penalties) and every measure by name. */
export type Figures = Record<string, number>;

/** Names of the fields that a net reads: inputs and targets, each once. */
export function fieldsOf({ program }: Model): string[] {
  const names = [...program.inputs.map(({ field }) => field), ...program.outputs.map(({ field }) => field?.name)];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/**
 * Goes once through a part and gives the means over all its samples. `tick` is awaited after each batch; when it
 * answers false, the evaluation is given up and the result is undefined.
 */
export async function evaluate(
  executor: Executor,
  part: Part,
  batch: number,
  tick: () => Promise<boolean>,
): Promise<Figures | undefined> {
  const { model } = executor;
  const measures = measuresOf(model.program, false);
  const maker = new BatchMaker(part, fieldsOf(model), batch);
  const sums = new Float64Array(1 + measures.length);
  for (let index = 0; index < maker.batches; index++) {
    const tensors = batchTensors(maker.make(index), part);
    const read = await executor.sums(tensors).finally(() => disposeBatch(tensors));
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (read[at] as number);
    if (!(await tick())) return undefined;
  }
  return reported(
    measures,
    sums.map((sum) => sum / part.count),
  );
}
