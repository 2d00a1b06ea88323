import type { TrainingSettings } from '../graph/document';
import { type Spec, sampleSize, sizeOf } from '../layers/contract/spec';
import { optimizers } from '../optimizers/contract/registry';
import type { Program } from './program';

const BYTES = 4;

/** Bytes as a line over the batch. */
export interface MemoryLine {
  /** Whatever the batch: weights, gradients, the optimizer's slots. */
  readonly fixed: number;
  /** For each sample of the batch. */
  readonly perSample: number;
}

export const bytesAt = ({ fixed, perSample }: MemoryLine, batch: number): number => fixed + perSample * batch;

/**
 * What training takes at the very least: each weight once, gradient and slots where it is trained, and for each sample
 * those values that the gradient of a trained weight needs, which are the inputs of the layers that have any. Whatever
 * the kernels need beside that comes on top.
 */
export function leastMemory(program: Program, training: TrainingSettings): MemoryLine {
  const slots = slotsOf(training);
  let fixed = 0;
  for (const { shape, trainable } of program.weights) {
    const bytes = BYTES * sizeOf(shape);
    fixed += trainable ? bytes * (2 + slots) : bytes;
  }
  const kept = new Set(
    program.calls
      .filter(({ weights }) => Object.values(weights).some((index) => program.weights[index]?.trainable))
      .flatMap(({ inputs }) => inputs),
  );
  const values = [...kept].reduce((sum, id) => sum + sampleSize(program.values[id] as Spec), 0);
  return { fixed, perSample: BYTES * values };
}

/** What training takes if every result of every layer, and its gradient, is kept to the step's end. */
export function mostMemory(program: Program, training: TrainingSettings): MemoryLine {
  const values = program.values.reduce((sum, spec) => sum + sampleSize(spec), 0);
  return { fixed: leastMemory(program, training).fixed, perSample: 2 * BYTES * values };
}

const slotsOf = ({ optimizer }: TrainingSettings): number => optimizers.get(optimizer.kind)?.slots.length ?? 0;

/** The largest power of two below `batch` that stays within `limit` bytes; undefined where not even 1 does. */
export function largestBatch(line: MemoryLine, batch: number, limit: number): number | undefined {
  if (bytesAt(line, 1) > limit || batch <= 1) return undefined;
  let size = 2 ** Math.ceil(Math.log2(batch) - 1);
  while (size > 1 && bytesAt(line, size) > limit) size /= 2;
  return size;
}
