import { engine } from '@tensorflow/tfjs-core';

/** What is used of an entry of tfjs's tape: its gradient gives, for each input, a function that works out a tensor. */
interface TapeNode {
  gradient?: (dys: unknown[]) => Record<string, () => unknown>;
}

/** The part of tfjs's engine that writes its tape. */
interface TapeWriter {
  addTapeNode?: (...entry: unknown[]) => void;
  state: { activeTape: TapeNode[] | null };
}

/**
 * Runs `run` with each gradient laid to the layer in whose forward pass its op was: while tfjs works out a gradient,
 * `enter` is told the place that `place` told then, and afterwards what it told before.
 */
export function withGradientPlaces<T>(
  run: () => T,
  place: () => string | undefined,
  enter: (place: string | undefined) => string | undefined,
): T {
  const writer = engine() as unknown as TapeWriter;
  const within = <R>(where: string | undefined, work: () => R): R => {
    const before = enter(where);
    try {
      return work();
    } finally {
      enter(before);
    }
  };
  const add = writer.addTapeNode as (...entry: unknown[]) => void;
  writer.addTapeNode = function addPlaced(...entry) {
    add.apply(this, entry);
    const node = writer.state.activeTape?.at(-1);
    const where = place();
    const { gradient } = node ?? {};
    if (!node || !gradient || where === undefined) return;
    node.gradient = (dys) => {
      const parts = Object.entries(within(where, () => gradient(dys)));
      return Object.fromEntries(parts.map(([name, part]) => [name, () => within(where, part)]));
    };
  };
  try {
    return run();
  } finally {
    // The method is the prototype's: without an own one in front, the engine is as it was.
    Reflect.deleteProperty(writer, 'addTapeNode');
  }
}
