/** Recent steps count for more, so that the time left follows a machine that becomes busy. */
const MEMORY = 0.95;

/** Measures training: the steps with everything between them, and apart from them what follows each epoch. */
export class StepClock {
  private seconds = 0;
  private samples = 0;
  private meanStep: number | undefined;
  private meanEnd = 0;
  /** When the last step ended; undefined after a pause or an epoch's end. */
  private ended: number | undefined;
  private started = 0;

  start(): void {
    this.started = this.ended ?? performance.now();
  }

  /** Seconds since the end of the step before. */
  stop(samples: number): number {
    this.ended = performance.now();
    const seconds = (this.ended - this.started) / 1000;
    this.seconds += seconds;
    this.samples += samples;
    this.meanStep = this.meanStep === undefined ? seconds : MEMORY * this.meanStep + (1 - MEMORY) * seconds;
    return seconds;
  }

  /** What comes until the next step is none of training. */
  pause(): void {
    this.ended = undefined;
  }

  /** Validation and whatever else ends an epoch took so long. */
  endEpoch(seconds: number): void {
    this.meanEnd = seconds;
    this.pause();
  }

  /** Of the steps alone; 0 before the first. */
  get samplesPerSecond(): number {
    return this.seconds > 0 ? this.samples / this.seconds : 0;
  }

  secondsLeft(steps: number, epochs: number): number | undefined {
    if (this.meanStep === undefined) return undefined;
    return this.meanStep * Math.max(0, steps) + this.meanEnd * Math.max(0, epochs);
  }
}
