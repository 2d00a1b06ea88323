import type { RunState } from '../../engine/protocol';

const WORDS: Readonly<Record<RunState, string>> = {
  preparing: 'Preparing',
  training: 'Training',
  paused: 'Paused',
  validating: 'Validating',
  testing: 'Testing',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
};

/** A run's state in one word. */
export const runStateWords = (state: RunState): string => WORDS[state];
