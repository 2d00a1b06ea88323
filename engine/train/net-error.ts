/** A net could not compute: thrown where `Executor` rejects, and told to the person as a problem. */
export class NetError extends Error {
  override readonly name = 'NetError';

  constructor(
    /** Why, in TensorFlow's own words, its code first. */
    readonly why: string,
    /** The node that it came up at, by its path; undefined where that cannot be told. */
    readonly node: string | undefined,
  ) {
    super(why);
  }
}
