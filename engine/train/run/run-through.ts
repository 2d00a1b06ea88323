import { fail, type Result } from '../../graph/problem';
import { problem } from '../../graph/problems';
import { isOutOfMemory } from '../memory/out-of-memory';
import type { LiveRun, RunEnd } from './live-run';

/** What a run does when memory runs out. */
export interface WithoutMemory {
  /** Prepares the run anew from its last checkpoint, with half its batch; the one of before is disposed of. */
  prepare(): Promise<Result<LiveRun>>;
  /** The run goes on with fewer samples a step. */
  smaller(live: LiveRun, change: { before: number; batch: number }): void;
}

/**
 * Trains a run to its end. Where TensorFlow has no memory for a step, the run goes on from its last checkpoint with
 * half its batch, and fails only when that does not help. What else is thrown is thrown.
 */
export async function runThrough(first: LiveRun, without: WithoutMemory): Promise<RunEnd> {
  let live = first;
  for (;;) {
    try {
      return await live.run();
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
    }
    const { batch: before } = live.loop.settings;
    // Its memory is what the next one needs.
    live.dispose();
    const next = await prepared(without, before);
    if (!next.ok) return live.fail(next.problems[0] ?? problem('train/out-of-memory', { batch: before }));
    // What was ordered while memory was short counts for the run that goes on.
    next.value.loop.heed(live.loop);
    live = next.value;
    without.smaller(live, { before, batch: live.loop.settings.batch });
  }
}

async function prepared(without: WithoutMemory, batch: number): Promise<Result<LiveRun>> {
  try {
    return await without.prepare();
  } catch (error) {
    if (isOutOfMemory(error)) return fail(problem('train/out-of-memory', { batch }));
    throw error;
  }
}
