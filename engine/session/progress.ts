import type { Progress, RunState } from '../protocol';
import type { LiveRun } from '../train/run/live-run';

/** How far a run is, as the window is told. */
export function progressOf({ loop, folder }: LiveRun, state: RunState): Progress {
  const { step, epoch, seconds } = loop.counters;
  const { epochs } = loop.settings;
  const left = loop.secondsLeft;
  return {
    run: folder,
    state,
    step,
    steps: loop.steps,
    epoch: Math.min(epoch + 1, epochs),
    epochs,
    samplesPerSecond: loop.samplesPerSecond,
    elapsed: seconds,
    ...(left !== undefined && { left }),
    learningRate: loop.learningRate,
  };
}
