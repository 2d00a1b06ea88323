import type { Analysis, Program } from '../compile/program';
import type { TrainingSettings } from '../graph/document';

/** What a step of a net is to its machine; threads follow from it. */
export interface Load {
  /** Forward multiply-adds of one sample. */
  readonly macs: number;
  readonly parameters: number;
  readonly batch: number;
  /** A batch's gradient is the sum of those of its parts, however it is cut. */
  readonly inParts: boolean;
}

/** Clipping limits the gradient of the whole batch, and some layers look at all of it. */
export function loadOf(
  program: Program,
  { macs, parameters }: Analysis['totals'],
  { batch, clip }: Pick<TrainingSettings, 'batch' | 'clip'>,
): Load {
  return { macs, parameters, batch, inParts: !clip && !program.calls.some(({ layer }) => layer.batchwise) };
}
