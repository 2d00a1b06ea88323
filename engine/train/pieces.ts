/**
 * Long work in pieces: it stops after each, so that whoever has it done may do other things in between. A piece leaves
 * nothing half done that others could see, such as an open scope of tfjs's.
 */
export type Pieces<T> = Generator<void, T>;

/** Milliseconds for which pieces are done one after another: commands are answered within 100, on a busy machine too. */
const SLICE = 15;

/** Gives the event loop its turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Work that is one piece. */
// biome-ignore lint/correctness/useYield: it stops nowhere
export function* whole<T>(work: () => T): Pieces<T> {
  return work();
}

/** Does all of it while this thread waits. */
export function atOnce<T>(work: Pieces<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Lets commands be heard between the pieces of long work, and gives it up where its signal says so. */
export class Slices {
  private until = performance.now() + SLICE;

  constructor(private readonly signal?: AbortSignal) {}

  /** Between two pieces. Throws the signal's reason where the work was given up. */
  async pause(): Promise<void> {
    if (performance.now() >= this.until) {
      await turn();
      this.until = performance.now() + SLICE;
    }
    this.signal?.throwIfAborted();
  }

  /** Does work piece by piece; what it holds is freed by its `finally` where it is given up. */
  async do<T>(work: Pieces<T>): Promise<T> {
    try {
      for (;;) {
        const { done, value } = work.next();
        if (done) return value;
        await this.pause();
      }
    } finally {
      work.return(undefined as T);
    }
  }
}
