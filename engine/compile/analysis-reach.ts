import { atOneStep, besideSteps, everyStep } from '../layers/contract/every-step';
import type { Layer, Reach } from '../layers/contract/layer';
import { type Spec, sampleShape } from '../layers/contract/spec';
import type { Placed, PlacedLevel } from './place';

/**
 * What one value of a result sees of the net's input, for each spatial axis of that input and in its places (pixels,
 * steps): how far it sees, and how far the sight of the next value lies from it. A stride of 0 says that there is no
 * next one: all values see the same, as after Flatten.
 */
export type Sight = Reach;

/** What is known of a node from the way that leads to it. */
export interface Way {
  /** Undefined where no input leads to it, or its shape is not known. */
  readonly sight: Sight | undefined;
  /** Layers with a kernel on the longest way from an input, itself included. */
  readonly depth: number;
}

const START: Way = { sight: undefined, depth: 0 };

/**
 * Receptive fields and depths by path, from the inputs on. A window of size k (dilation counted) and stride s makes of
 * a sight r with stride j: r + (k − 1)·j with stride j·s; where branches meet, the largest counts (Araujo, Norris and
 * Sim, Computing receptive fields of convolutional neural networks, 2019). Like theirs the figure knows no edges, so
 * it may be larger than the input. Normalisation is passed over: at inference it looks at one place.
 */
export function waysOf(root: PlacedLevel): ReadonlyMap<string, Way> {
  const ways = new Map<string, Way>();
  walk(root, {}, ways);
  return ways;
}

/** Gives what arrives at the level's own exits, by the port of the block around. */
function walk(
  { level, order, byId }: PlacedLevel,
  arriving: Readonly<Record<string, Way>>,
  ways: Map<string, Way>,
): Readonly<Record<string, Way>> {
  const byNode = new Map<string, readonly Way[]>();
  const arrivedFrom = (id: string, port: string): Way => {
    const index = byId.get(id)?.kind?.outputs.findIndex(({ name }) => name === port) ?? 0;
    const all = byNode.get(id);
    return all?.[index] ?? all?.[0] ?? START;
  };
  for (const placed of order) {
    const { entry, child } = placed;
    const arrived = entry.arrivals.map(({ edge, outer }) =>
      edge ? arrivedFrom(...edge.from) : (arriving[outer ?? ''] ?? START),
    );
    if (child && !entry.node.muted) {
      const inside = walk(child, joined(placed, arrived), ways);
      const results = (placed.kind?.outputs ?? []).map(({ name }) => inside[name] ?? START);
      byNode.set(entry.node.id, results);
      ways.set(placed.path, meeting(results));
    } else {
      const way = entry.node.muted ? (arrived[0] ?? START) : through(placed, meeting(arrived));
      byNode.set(entry.node.id, [way]);
      ways.set(placed.path, way);
    }
  }
  return Object.fromEntries(Object.entries(level.exits).map(([port, [id, inner]]) => [port, arrivedFrom(id, inner)]));
}

/** By the block's own port, of a variadic one all together. */
function joined({ entry }: Placed, arrived: readonly Way[]): Record<string, Way> {
  const byPort: Record<string, Way> = {};
  entry.arrivals.forEach(({ port }, i) => {
    const [known, next] = [byPort[port], arrived[i] ?? START];
    byPort[port] = known ? meeting([known, next]) : next;
  });
  return byPort;
}

function through(placed: Placed, before: Way): Way {
  const { kind, weights } = placed;
  const depth = before.depth + (Object.values(weights).some(({ role }) => role === 'kernel') ? 1 : 0);
  const [output] = placed.outputs;
  if (kind?.role === 'input') {
    const ones = output && spatial(output).map(() => 1);
    return { sight: ones && { size: ones, stride: ones }, depth };
  }
  // An output compares what arrives.
  if (kind?.role === 'output') return before;
  if (!output || !kind?.layer || !before.sight) return { sight: undefined, depth };
  return { sight: seen(before.sight, placed, kind.layer, output), depth };
}

/** Sizes of the axes along which places lie; tokens lie in a row. */
const spatial = ({ shape, dtype }: Spec): number[] =>
  dtype === 'int32' && shape.length === 2 ? [Number(shape[1])] : sampleShape({ shape, dtype }).slice(0, -1);

function seen(sight: Sight, placed: Placed, layer: Layer, output: Spec): Sight {
  const axes = placed.steps.length;
  const [input] = placed.inputs;
  const before = input ? spatial(atOneStep(input, axes)) : [];
  const reach = everyStep(layer, placed.steps).window?.(placed.inputs as readonly Spec[], placed.params);
  if (reach) return reach.size.length <= sight.size.length ? stepped(sight, reach) : sight;
  if (spatial(atOneStep(output, axes)).length === before.length && before.length + axes > 0) return sight;
  // Axes that go, or are made anew, leave every value with the whole of what stood on them.
  const inner = sight.size.slice(axes);
  const whole = { size: inner.map((_, axis) => before[axis] ?? 1), stride: inner.map(() => 0) };
  return stepped(sight, besideSteps(whole, axes));
}

const stepped = ({ size, stride }: Sight, by: Reach): Sight => ({
  size: size.map((r, axis) => r + ((by.size[axis] ?? 1) - 1) * (stride[axis] ?? 0)),
  stride: stride.map((j, axis) => j * (by.stride[axis] ?? 1)),
});

/** The largest of each axis; of inputs with different axes those that have more. */
function meeting(ways: readonly Way[]): Way {
  const [first] = ways;
  if (ways.length === 1 && first) return first;
  let sight: Sight | undefined;
  for (const way of ways) {
    const next = way.sight;
    if (!next || (sight && next.size.length < sight.size.length)) continue;
    if (!sight || next.size.length > sight.size.length) sight = next;
    else sight = { size: largest(sight.size, next.size), stride: largest(sight.stride, next.stride) };
  }
  return { sight, depth: Math.max(0, ...ways.map(({ depth }) => depth)) };
}

const largest = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, axis) => Math.max(value, b[axis] ?? 0));
