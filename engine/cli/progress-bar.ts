import { timeText } from './table';

const WIDTH = 24;

export interface BarState {
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly left?: number;
}

/** `epoch 2 of 10 ━━━━────  412 of 4,220  loss 0.0312  about 54 s left`. */
export function barLine({ step, steps, epoch, epochs, loss, left }: BarState): string {
  const done = Math.round((WIDTH * step) / Math.max(1, steps));
  const bar = '━'.repeat(done) + '─'.repeat(WIDTH - done);
  const time = left === undefined ? '' : `  about ${timeText(left)} left`;
  return `epoch ${epoch} of ${epochs} ${bar} ${step} of ${steps}  loss ${loss.toFixed(4)}${time}`;
}
