import { add, engine, ones, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { scoped } from './apart';
import type { Pieces } from './pieces';

/** What tfjs writes down of an op that it follows; for each input `gradient` gives a function that works out a tensor. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly Tensor[];
  readonly saved?: readonly Tensor[];
  readonly gradient?: (dys: (Tensor | null)[]) => Record<string, () => Tensor>;
}

/** The part of tfjs's engine that follows ops; its types hide it. */
interface Tape {
  startTape(): void;
  endTape(): void;
  readonly state: { activeTape: TapeNode[] | null; readonly gradientDepth: number };
}

/**
 * The gradient of what `f` gives with respect to each of `xs`, undefined where it does not depend on one: what
 * `tf.grads` works out, in pieces, and in a time that does not grow with ops times `xs`. `f` may add to `xs` what it
 * makes. Call it within a scope.
 */
export function* gradients(f: () => Pieces<Scalar>, xs: readonly Tensor[]): Pieces<(Tensor | undefined)[]> {
  const tape = engine() as unknown as Tape;
  try {
    const y = yield* followed(tape, f);
    const found = backwards(tape.state.activeTape ?? [], xs, y);
    return yield* scoped(found, (made) => made.filter((gradient) => gradient !== undefined));
  } finally {
    letGo(tape);
  }
}

function* followed(tape: Tape, f: () => Pieces<Scalar>): Pieces<Scalar> {
  tape.startTape();
  try {
    return yield* scoped(f(), (made) => [made]);
  } finally {
    tape.endTape();
  }
}

/** Frees what was saved for the gradients, unless an outer function is still being followed. */
function letGo({ state }: Tape): void {
  if (state.gradientDepth > 0) return;
  for (const { saved = [] } of state.activeTape ?? []) for (const x of saved) x.dispose();
  state.activeTape = null;
}

function* backwards(tape: readonly TapeNode[], xs: readonly Tensor[], y: Tensor): Pieces<(Tensor | undefined)[]> {
  const fromX = new Set(xs.map(({ id }) => id));
  const there = tape.filter(({ inputs, outputs }) => {
    const depends = Object.values(inputs).some(({ id }) => fromX.has(id));
    if (depends) for (const { id } of outputs) fromX.add(id);
    return depends;
  });
  const toY = new Set([y.id]);
  const gradientOf = new Map<number, Tensor>([[y.id, ones(y.shape)]]);
  for (const { kernelName, inputs, outputs, gradient } of there.reverse()) {
    if (!outputs.some(({ id }) => toY.has(id))) continue;
    yield;
    if (!gradient) throw new Error(`${kernelName} has no gradient`);
    const parts = gradient(outputs.map(({ id }) => gradientOf.get(id) ?? null));
    for (const [name, x] of Object.entries(inputs)) {
      toY.add(x.id);
      if (!fromX.has(x.id)) continue;
      const part = parts[name];
      if (!part) throw new Error(`${kernelName} has no gradient of its input ${name}`);
      const dx = tidy(part);
      if (dx.dtype !== 'float32' || dx.shape.join() !== x.shape.join()) {
        throw new Error(`The gradient of ${kernelName}'s input ${name} is ${dx.dtype} [${dx.shape}], not [${x.shape}]`);
      }
      const before = gradientOf.get(x.id);
      gradientOf.set(x.id, before ? add(before, dx) : dx);
      before?.dispose();
    }
  }
  return xs.map(({ id }) => gradientOf.get(id));
}
