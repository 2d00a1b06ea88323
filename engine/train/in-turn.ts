/**
 * Runs calls one after another, in the order in which they were made: nobody reads a net's weights half way through a
 * step.
 */
export class InTurn {
  private last: Promise<unknown> = Promise.resolve();
  private pending = 0;
  private isClosed = false;

  /** Answers with what `call` gives once the calls before it have ended, however they ended. */
  run<T>(call: () => T | Promise<T>): Promise<T> {
    if (this.isClosed) return Promise.reject(new Error('The net is disposed'));
    this.pending++;
    const result = this.last.then(call);
    const ended = () => {
      this.pending--;
    };
    this.last = result.then(ended, ended);
    return result;
  }

  /** Refuses calls from now on, and runs `free`, once, when those that were made are answered. */
  close(free: () => void): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (this.pending === 0) free();
    else void this.last.then(free);
  }
}
