import type { TrainingSettings } from '../../graph/document';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { Counters } from '../counters';
import type { Manifest } from './manifest';

/** Times that a run's batch is halved before it counts as too large whatever its batch. */
const MOST_HALVINGS = 3;

/** How many samples a step of a run has: fewer than its project says, once memory has run out. */
export const batchOf = (manifest: Pick<Manifest, 'batches'> | undefined, { batch }: TrainingSettings): number =>
  manifest?.batches?.at(-1)?.batch ?? batch;

/** Half the batch of a run that memory ran out for, or why it is not halved again. */
export function halvedBatch(manifest: Pick<Manifest, 'batches'>, training: TrainingSettings): Result<number> {
  const batch = batchOf(manifest, training);
  if (batch <= 1 || (manifest.batches?.length ?? 0) >= MOST_HALVINGS) {
    return fail(problem('train/out-of-memory', { batch }));
  }
  return succeed(Math.floor(batch / 2));
}

/**
 * Counters of a run that goes on with batches of `size`, where the training part has `count` samples. The epoch goes on
 * in its order with the sample after those it has seen. Where these do not fill whole batches of the new size, as after
 * halving an odd one, it begins with the batch that holds that sample: a few are seen twice and none is left out.
 */
export function rebatched(counters: Counters, size: number, count: number): Counters {
  const whole = counters.samples >= count;
  return { ...counters, batch: whole ? Math.ceil(count / size) : Math.floor(counters.samples / size) };
}
