import type { TrainingSettings } from '../graph/document';
import type { Fix, Problem } from '../graph/problem';
import { problem } from '../graph/problems';

/** Says that memory ran out while a net was measured, or opened to be trained. */
export function ranOut(
  training: TrainingSettings,
  code: 'train/measured-no-memory' | 'train/opened-no-memory' = 'train/measured-no-memory',
): Problem {
  const half = Math.floor(training.batch / 2);
  const fixes = half > 0 ? [batchFix(training, half)] : [];
  return problem(code, {}, { path: 'training.batch', fixes });
}

/** The cure that sets the batch. */
export const batchFix = (training: TrainingSettings, batch: number): Fix => ({
  title: `Set batch to ${batch}`,
  edits: [{ type: 'setTraining', training: { ...training, batch } }],
});
