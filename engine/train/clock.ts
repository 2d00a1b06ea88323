/** Recent steps count for more, so that the time left follows a machine that becomes busy. */
const MEMORY = 0.95;

/** Measures training: seconds of the steps and everything between them, pauses left out. */
export class StepClock {
  private readonly before: { seconds: number; seen: number };
  private seconds = 0;
  private seen = 0;
  private meanStep: number | undefined;
  /** When the last step ended; undefined after a pause. */
  private ended: number | undefined;
  private started = 0;

  /** `before`: what the run had done before it was resumed. */
  constructor({ seconds, seen }: { readonly seconds: number; readonly seen: number }) {
    this.before = { seconds, seen };
  }

  start(): void {
    this.started = this.ended ?? performance.now();
  }

  /** Seconds since the end of the step before. */
  stop(samples: number): number {
    this.ended = performance.now();
    const seconds = (this.ended - this.started) / 1000;
    this.seconds += seconds;
    this.seen += samples;
    this.meanStep = this.meanStep === undefined ? seconds : MEMORY * this.meanStep + (1 - MEMORY) * seconds;
    return seconds;
  }

  pause(): void {
    this.ended = undefined;
  }

  get samplesPerSecond(): number {
    const seconds = this.seconds + this.before.seconds;
    return seconds > 0 ? (this.seen + this.before.seen) / seconds : 0;
  }

  secondsLeft(steps: number): number | undefined {
    return this.meanStep === undefined ? undefined : this.meanStep * Math.max(0, steps);
  }
}
