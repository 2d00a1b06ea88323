import { bytesAt, largestBatch, leastMemory, type MemoryLine, mostMemory } from '../../compile/memory';
import type { Program } from '../../compile/program';
import { batchFix } from '../../compile/ran-out';
import type { TrainingSettings } from '../../graph/document';
import type { Problem } from '../../graph/problem';
import { problem } from '../../graph/problems';
import { bytesText } from './bytes-text';

/**
 * Why a project cannot be trained with `free` bytes, as far as its shapes tell: nothing is built, and nothing is
 * refused that could fit.
 */
export function checkShapes(program: Program, training: TrainingSettings, free: number): Problem | undefined {
  const needs = bytesAt(leastMemory(program, training), training.batch);
  return needs > free ? noMemory(training, needs, free, mostMemory(program, training), 'at least') : undefined;
}

/**
 * Says that training takes `needs` bytes where `free` are free. `line` tells how it grows with the batch: the cure is
 * the largest power of two that fits.
 */
export function noMemory(
  training: TrainingSettings,
  needs: number,
  free: number,
  line: MemoryLine,
  exact: 'about' | 'at least' = 'about',
): Problem {
  const batch = largestBatch(line, training.batch, free);
  const fixes = batch === undefined ? [] : [batchFix(training, batch)];
  const [got, expected] = [`${exact} ${bytesText(needs)}`, bytesText(free)];
  return problem(
    'train/no-memory',
    { got, expected, ...(batch !== undefined && { batch }) },
    { path: 'training.batch', expected, got, fixes },
  );
}
