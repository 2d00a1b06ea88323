/**
 * A function cannot become a graph: the message names the TensorFlow op where it showed and says why. Thrown inside
 * this room only; what calls it from outside turns it into a coded problem.
 */
export class TraceError extends Error {
  override readonly name = 'TraceError';

  constructor(
    /** The TensorFlow op at fault, such as `Conv2D`, or the node's name in the graph. */
    readonly op: string,
    readonly why: string,
  ) {
    super(`${op}: ${why}`);
  }
}
