import { DEFAULT_TRAINING, type Project } from '../../engine/graph/document';
import type { Fix, Problem } from '../../engine/graph/problem';

/**
 * The cures of a notice that the drawing as it stands can still take: a smaller batch, where training was refused for
 * want of memory. A notice stays while its reader works on, so that only the batch is set and all other settings are
 * those of `project`.
 */
export function curesOf({ path, fixes = [] }: Problem, project: Project): Fix[] {
  if (path !== 'training.batch') return [];
  const training = project.training ?? DEFAULT_TRAINING;
  return fixes.flatMap((fix) => {
    const [edit] = fix.edits;
    if (edit?.type !== 'setTraining' || edit.training.batch >= training.batch) return [];
    return [{ ...fix, edits: [{ ...edit, training: { ...training, batch: edit.training.batch } }] }];
  });
}
