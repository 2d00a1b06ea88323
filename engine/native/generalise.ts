import type { Pieces } from '../train/pieces';
import { ElementType } from './binding';
import {
  attribute,
  constantOf,
  GraphBuilder,
  type GraphNode,
  type GraphShape,
  type Ref,
  type ResultSpec,
  type TensorValue,
} from './graph-def';
import { TraceError } from './trace-error';

/**
 * Two recordings of one function, at two small batch sizes, become one graph for every batch size. Node by node they
 * must agree, except where a number is a multiple of the batch: that number is computed from an input's shape instead.
 * Anything else that differs is a TraceError naming the node, which is how a random number or a counter is found that
 * JavaScript would have frozen into the graph.
 */
export function* generalising(
  first: readonly GraphNode[],
  second: readonly GraphNode[],
  sizes: readonly [number, number],
): Pieces<GraphNode[]> {
  if (first.length !== second.length) {
    const longer = first.length > second.length ? first : second;
    const odd = longer[Math.min(first.length, second.length)] as GraphNode;
    throw new TraceError(odd.name, `the function runs it at one batch size and not at another`);
  }
  const pairs = first.map((node, i): [GraphNode, GraphNode] => [node, second[i] as GraphNode]);
  return yield* new Generaliser(pairs, sizes).run();
}

type Refuse = (why: string) => never;

class Generaliser {
  private readonly graph = new GraphBuilder();
  private readonly readers = new Map<Ref, { pair: [GraphNode, GraphNode]; position: number }[]>();
  private batch: Ref | undefined;

  constructor(
    private readonly pairs: readonly [GraphNode, GraphNode][],
    private readonly sizes: readonly [number, number],
  ) {
    for (const pair of pairs) {
      pair[0].inputs.forEach((ref, position) => {
        const readers = this.readers.get(ref) ?? [];
        readers.push({ pair, position });
        this.readers.set(ref, readers);
      });
    }
  }

  *run(): Pieces<GraphNode[]> {
    for (const [one, two] of this.pairs) {
      yield;
      const readers = (this.readers.get(`${one.name}:0`) ?? []).map(({ pair }) => pair[0].name);
      const refuse: Refuse = (why) => {
        throw new TraceError(readers.length ? `${one.name}, read by ${readers.join(' and ')}` : one.name, why);
      };
      const name = this.node(one, two, refuse);
      // Nodes are referred to by the names of the first recording, so each must keep its own.
      if (name !== `${one.name}:0`) throw new TraceError(one.name, 'its name is taken by a number made from the batch');
    }
    return this.graph.nodes;
  }

  private node(one: GraphNode, two: GraphNode, refuse: Refuse): Ref {
    if (one.op !== two.op || one.inputs.join() !== two.inputs.join()) {
      refuse('another op runs in its place at another batch size');
    }
    const [value, other] = [constantOf(one), constantOf(two)];
    if (value && other) return this.constant(one.name, value, other, refuse);
    if (JSON.stringify(one.attributes) !== JSON.stringify(two.attributes)) {
      refuse('an attribute differs between batch sizes');
    }
    const results = one.results.map((result, k) => freeAxes(result, two.results[k] as ResultSpec));
    return this.graph.add(one.op, one.inputs, one.attributes, { name: one.name, results, leaf: one.leaf });
  }

  private constant(name: string, one: TensorValue, two: TensorValue, refuse: Refuse): Ref {
    const sameSize = one.shape.join() === two.shape.join();
    if (sameSize && one.data.every((x, i) => Object.is(x, two.data[i]))) return this.graph.constant(one, name);
    const reshaped = this.reshapeTarget(name);
    if (reshaped) return this.graph.ints(reshaped, name);
    if (!sameSize) refuse('its data have a row for each sample, or differ from run to run');
    if (one.dtype === ElementType.float32 && one.shape.length === 0) return this.float(name, one, two, refuse);
    if (one.dtype !== ElementType.int32 || one.shape.length > 1) refuse('its values differ from run to run');
    if (one.shape.length === 0) {
      const number = this.multiple(one.data[0] as number, two.data[0] as number, refuse);
      return this.graph.add('Identity', [number], int32, { name, results: scalarInt });
    }
    const parts = Array.from(one.data, (x, i) => this.multiple(x, two.data[i] as number, refuse));
    const attributes = { N: attribute.int(parts.length), ...int32, axis: attribute.int(0) };
    return this.graph.add('Pack', parts, attributes, {
      name,
      results: [{ shape: one.shape, dtype: ElementType.int32 }],
    });
  }

  /** Where only Reshape reads the constant and one axis of the result is free: its shape with that axis left open. */
  private reshapeTarget(name: string): number[] | undefined {
    const readers = this.readers.get(`${name}:0`) ?? [];
    const reader = readers[0];
    if (!reader || !readers.every(({ pair, position }) => pair[0].op === 'Reshape' && position === 1)) return undefined;
    const [one, two] = reader.pair.map((node) => node.results[0]?.shape as number[]) as [number[], number[]];
    const free = [...one.keys()].filter((axis) => one[axis] !== two[axis]);
    return free.length === 1 ? one.map((size, axis) => (axis === free[0] ? -1 : size)) : undefined;
  }

  /** A mean over the batch multiplies or divides by its size. */
  private float(name: string, one: TensorValue, two: TensorValue, refuse: Refuse): Ref {
    const [x, y] = [one.data[0] as number, two.data[0] as number];
    const toFloat = { SrcT: attribute.type(ElementType.int32), DstT: float32.T, Truncate: attribute.bool(false) };
    const numerator = x * this.sizes[0];
    if (Math.fround(numerator / this.sizes[1]) === y) {
      const size = this.graph.add('Cast', [this.batchSize()], toFloat, { name: 'batch/float', results: scalarFloat });
      const data = Float32Array.of(numerator);
      const top = this.graph.constant({ dtype: ElementType.float32, shape: [], data }, 'batch/numerator');
      return this.graph.add('RealDiv', [top, size], float32, { name, results: scalarFloat });
    }
    return this.graph.add('Cast', [this.multiple(x, y, refuse)], toFloat, { name, results: scalarFloat });
  }

  /** An int32 scalar that is the same at every batch size, or a whole multiple of the batch. */
  private multiple(one: number, two: number, refuse: Refuse): Ref {
    if (one === two) return this.graph.ints(one, 'batch/constant');
    const each = one / this.sizes[0];
    if (each !== two / this.sizes[1] || !Number.isInteger(each)) {
      refuse(`it holds ${one} at batch ${this.sizes[0]} and ${two} at batch ${this.sizes[1]}, no multiples of either`);
    }
    if (each === 1) return this.batchSize();
    const factor = this.graph.ints(each, 'batch/factor');
    return this.graph.add('Mul', [this.batchSize(), factor], int32, { name: 'batch/multiple', results: scalarInt });
  }

  /** The samples in this batch, an int32 scalar. */
  private batchSize(): Ref {
    if (this.batch) return this.batch;
    const input = this.pairs.find(
      ([one, two]) => one.op === 'Input' && one.results[0]?.shape[0] !== two.results[0]?.shape[0],
    )?.[0];
    if (!input?.results[0]) throw new TraceError('batch', 'no input has a row for each sample');
    const { shape, dtype } = input.results[0];
    const shapeAttributes = { T: attribute.type(dtype), out_type: int32.T };
    const sizes = this.graph.add('Shape', [`${input.name}:0`], shapeAttributes, {
      name: 'batch/shape',
      results: [{ shape: [shape.length], dtype: ElementType.int32 }],
    });
    const one = this.graph.ints([1], 'batch/one');
    const masks = ['begin_mask', 'end_mask', 'ellipsis_mask', 'new_axis_mask'].map((mask) => [mask, attribute.int(0)]);
    this.batch = this.graph.add(
      'StridedSlice',
      [sizes, this.graph.ints([0], 'batch/axis'), one, one],
      { ...int32, Index: int32.T, ...Object.fromEntries(masks), shrink_axis_mask: attribute.int(1) },
      { name: 'batch/size', results: scalarInt },
    );
    return this.batch;
  }
}

const int32 = { T: attribute.type(ElementType.int32) };
const float32 = { T: attribute.type(ElementType.float32) };
const scalarInt: ResultSpec[] = [{ shape: [], dtype: ElementType.int32 }];
const scalarFloat: ResultSpec[] = [{ shape: [], dtype: ElementType.float32 }];

function freeAxes(one: ResultSpec, two: ResultSpec): ResultSpec {
  if (one.shape.length !== two.shape.length) return one;
  const shape: GraphShape = one.shape.map((size, axis) => (size === two.shape[axis] ? size : null));
  return { shape, dtype: one.dtype };
}
