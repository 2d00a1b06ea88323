import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { Pieces } from './pieces';

/** What tfjs's engine keeps of the work that is under way: its tape for gradients, and the scopes that end tensors. */
interface UnderWay {
  activeTape: unknown;
  gradientDepth: number;
  kernelDepth: number;
  activeScope: unknown;
  scopeStack: unknown[];
}

const nothing = (): UnderWay => ({
  activeTape: null,
  gradientDepth: 0,
  kernelDepth: 0,
  activeScope: null,
  scopeStack: [],
});

const readFrom = ({ activeTape, gradientDepth, kernelDepth, activeScope, scopeStack }: UnderWay): UnderWay => {
  return { activeTape, gradientDepth, kernelDepth, activeScope, scopeStack };
};

/**
 * Work with tfjs in pieces, with a tape and scopes of its own: what runs between two pieces finds tfjs as it was before,
 * and is neither followed nor disposed of with the work.
 */
export function* apart<T>(work: Pieces<T>): Pieces<T> {
  const state = engine().state as unknown as UnderWay;
  let own = nothing();
  return yield* eachWithin(work, (piece) => {
    const outside = readFrom(state);
    Object.assign(state, own);
    try {
      return piece();
    } finally {
      own = readFrom(state);
      Object.assign(state, outside);
    }
  });
}

/** Does each piece of `work` in `around`, its end too where it is given up. */
export function* eachWithin<T>(work: Pieces<T>, around: <R>(piece: () => R) => R): Pieces<T> {
  try {
    for (;;) {
      const { done, value } = around(() => work.next());
      if (done) return value;
      yield;
    }
  } finally {
    around(() => work.return(undefined as T));
  }
}

/** tf.tidy for work in pieces. `results` are the tensors among what it gives; no others are looked for. */
export function* scoped<T>(work: Pieces<T>, results: (made: T) => Tensor[] = () => []): Pieces<T> {
  let outlasting: Tensor[] = [];
  engine().startScope();
  try {
    const made = yield* work;
    outlasting = results(made);
    return made;
  } finally {
    engine().endScope(outlasting);
  }
}

/** Has tfjs keep a tensor beyond every scope. */
export type Keep = <X extends Tensor>(x: X) => X;

/** Work whose results outlast every scope: what it had kept is freed where it is not done to its end. */
export function* keeping<T>(work: (keep: Keep) => Pieces<T>): Pieces<T> {
  const kept: Tensor[] = [];
  let isDone = false;
  try {
    const made = yield* work((x) => {
      kept.push(x);
      return engine().keep(x) as typeof x;
    });
    isDone = true;
    return made;
  } finally {
    if (!isDone) for (const x of kept) x.dispose();
  }
}
