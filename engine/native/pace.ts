/** Milliseconds within which pausing is answered even where a run is waited for. */
const SHORT = 5;

interface Taken {
  readonly size: number;
  readonly milliseconds: number;
}

/**
 * Chooses how a call is run. To hand it to another thread and to be woken costs 0.1 to 1 ms (measured on two cores, idle
 * and busy), as much as a whole step of a small net: so what was short the last time is waited for, and all else runs
 * while this thread does other things. The choice changes no number.
 */
export class Pace {
  private readonly taken = new Map<string, Taken>();

  /** `size` is what the call's work grows with; calls of one `key` do the same work for the same size. */
  async run<T>(key: string, size: number, now: () => T, aside: () => Promise<T>): Promise<T> {
    const isShort = this.expected(key, size) < SHORT;
    const started = performance.now();
    const result = isShort ? now() : await aside();
    this.taken.set(key, { size, milliseconds: performance.now() - started });
    return result;
  }

  private expected(key: string, size: number): number {
    const last = this.taken.get(key);
    // The first run of all also optimises the graph.
    if (!last) return Number.POSITIVE_INFINITY;
    return last.milliseconds * Math.max(1, size / Math.max(1, last.size));
  }
}
