import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../layers/contract/spec';
import { eachWithin } from '../train/apart';
import type { Pieces } from '../train/pieces';
import {
  type DataId,
  ElementType,
  elementTypeOf,
  type NativeBackend,
  type OpAttribute,
  type TensorLike,
} from './binding';
import { isGiven } from './given-constants';
import { withGradientPlaces } from './gradient-places';
import {
  type Attributes,
  attribute,
  attributeOf,
  GraphBuilder,
  type GraphNode,
  type Ref,
  type TensorValue,
} from './graph-def';
import { type InferInput, inferResults } from './infer-results';
import { TraceError } from './trace-error';
import { arrayOf, isPlainType } from './values';

/** A tensor that the function may read beside its own results; `name` names it in the graph. */
export interface Leaf {
  name: string;
  tensor: Tensor;
}

export interface Recording {
  nodes: GraphNode[];
  /** What the function returned. */
  outputs: Ref[];
  /** What each variable holds at the end: a reference other than `variableRefs[i]` is an assignment. */
  assigned: Ref[];
  variableRefs: Ref[];
}

export interface RecordOptions {
  /**
   * Most elements of a constant that may be frozen into the graph unless all are equal or it was stated by a layer.
   * What is larger should be an input or a variable: it is a random mask or a data set more often than not. Default 64.
   */
  maximumConstant?: number;
  /** Where the function is, such as the path of a layer: the names of nodes begin with it. */
  place?: () => string | undefined;
}

/** Ops whose results differ at each run and that no seed of ours decides. */
const unseededRandom = /^(Random|TruncatedNormal|ParameterizedTruncatedNormal|Multinomial|Stateful(Standard|Uniform))/;

/**
 * Does `run` and writes down every op that it asks the TensorFlow backend for; what others ask for between two of its
 * pieces is not. None that depends on an input or variable is executed: its results are tensors of the right shape that
 * hold nothing, so that recording takes neither the time nor the memory of a step. What an op reads is the result of an
 * earlier op, an input, a variable, or a small constant; anything else throws a TraceError that names the op. So does
 * reading the value of a tensor that depends on an input or variable: JavaScript would go on with a number that the
 * graph would then repeat for ever.
 * Variables that `run` assigns keep what they were assigned (see trace.ts, which puts them back).
 */
export function* recording(
  backend: NativeBackend,
  run: Pieces<Tensor[]>,
  inputs: readonly Leaf[],
  variables: readonly Leaf[],
  options: RecordOptions = {},
): Pieces<Recording> {
  const recorder = new Recorder(backend, options.maximumConstant ?? 64, options.place ?? (() => undefined));
  for (const [index, leaf] of inputs.entries()) recorder.leaf('Input', leaf, index);
  const variableRefs: Ref[] = [];
  for (const [index, leaf] of variables.entries()) {
    variableRefs.push(recorder.leaf('Variable', leaf, index));
    yield;
  }
  const made = yield* eachWithin(run, (piece) => recorder.during(piece));
  const outputs = made.map((tensor) => recorder.refTo(tensor, 'output'));
  const assigned = variables.map(({ tensor, name }) => recorder.refTo(tensor, name));
  return { outputs, assigned, variableRefs, nodes: recorder.graph.nodes };
}

/** The doors of the backend that a recording stands in. */
const DOORS = ['executeSingleOutput', 'executeMultipleOutputs', 'readSync'] as const;

/** Runs something that is no part of a function that may be being recorded, such as a trial of what the library can. */
export function unrecorded<T>(backend: NativeBackend, run: () => T): T {
  const watched = DOORS.map((door) => [door, Object.getOwnPropertyDescriptor(backend, door)] as const);
  for (const door of DOORS) Reflect.deleteProperty(backend, door);
  try {
    return run();
  } finally {
    for (const [door, descriptor] of watched) if (descriptor) Object.defineProperty(backend, door, descriptor);
  }
}

/** In place of a tensor's number with TensorFlow: the backend has nothing to free when it is disposed. */
const NOWHERE = -1;

/** Constants of more values than a list of axes or sizes has say nothing about a result's shape. */
const MOST_SIZES = 64;

interface Known {
  ref: Ref;
  shape: number[];
  dtype: number;
  /** Its value follows from an input or variable, so that it is not known until the graph runs. */
  traced: boolean;
  /** The same data seen under other shapes. */
  views: Map<string, Ref>;
}

class Recorder {
  readonly graph = new GraphBuilder();
  private readonly known = new Map<DataId, Known>();
  /** The layer whose gradient is being worked out. */
  private entered: string | undefined;

  constructor(
    private readonly backend: NativeBackend,
    private readonly maximumConstant: number,
    private readonly forwardPlace: () => string | undefined,
  ) {}

  leaf(op: 'Input' | 'Variable', { name, tensor }: Leaf, index: number): Ref {
    const dtype = elementTypeOf(this.backend, tensor);
    const ref = this.graph.add(op, [], {}, { name, leaf: index, results: [{ shape: tensor.shape, dtype }] });
    this.bind(tensor, ref, true);
    return ref;
  }

  /** Runs a piece with the backend's doors watched; they are as they were afterwards, whatever happens. */
  during<T>(piece: () => T): T {
    const { backend } = this;
    if (Object.hasOwn(backend, 'executeSingleOutput'))
      throw new TraceError('record', 'a recording is already going on');
    const { executeMultipleOutputs, readSync } = backend;
    const perform = (op: string, attributes: OpAttribute[], inputs: TensorLike[], count: number): Tensor[] =>
      this.perform(op, attributes, inputs, count, () =>
        executeMultipleOutputs.call(backend, op, attributes, inputs, count),
      );
    backend.executeSingleOutput = (op, attributes, inputs) => perform(op, attributes, inputs, 1)[0] as Tensor;
    backend.executeMultipleOutputs = perform;
    // `read`, the asynchronous one, calls this one too.
    backend.readSync = (id) => {
      const known = this.known.get(id);
      if (known?.traced) throw new TraceError(known.ref, 'its value is read while the function is being recorded');
      return readSync.call(backend, id);
    };
    const enter = (place: string | undefined) => {
      const before = this.entered;
      this.entered = place;
      return before;
    };
    try {
      return withGradientPlaces(piece, () => this.place, enter);
    } finally {
      // The doors are methods of the prototype: without own ones in front, the object is as it was.
      for (const door of DOORS) Reflect.deleteProperty(backend, door);
    }
  }

  /** Where the graph has `tensor`; constants enter the graph when they are first read. */
  refTo(tensor: TensorLike, reader: string): Ref {
    let known = this.known.get(tensor.dataId);
    if (!known) {
      known = this.bind(tensor, this.constant(tensor, reader), false);
    }
    if (sameShape(known.shape, tensor.shape)) return known.ref;
    // tfjs reshapes without an op: the same data under another shape.
    const key = tensor.shape.join();
    let view = known.views.get(key);
    if (!view) {
      const { dtype } = known;
      const attributes = { T: attribute.type(dtype), Tshape: attribute.type(ElementType.int32) };
      const results = [{ shape: tensor.shape, dtype }];
      view = this.graph.add('Reshape', [known.ref, this.graph.ints(tensor.shape)], attributes, { results });
      known.views.set(key, view);
    }
    return view;
  }

  private bind(tensor: TensorLike, ref: Ref, traced: boolean): Known {
    const dtype = elementTypeOf(this.backend, tensor);
    const known = { ref, shape: [...tensor.shape], dtype, traced, views: new Map<string, Ref>() };
    this.known.set(tensor.dataId, known);
    return known;
  }

  private get place(): string | undefined {
    return this.entered ?? this.forwardPlace();
  }

  /**
   * Writes an op down and gives its results: what follows from constants alone is worked out (`execute`), so that it
   * can be read; all else has a shape and no values.
   */
  private perform(
    op: string,
    list: OpAttribute[],
    inputs: TensorLike[],
    count: number,
    execute: () => Tensor[],
  ): Tensor[] {
    if (unseededRandom.test(op)) throw new TraceError(op, 'it draws random numbers that no key decides');
    const { backend, place } = this;
    const refs = inputs.map((tensor) => this.refTo(tensor, op));
    const attributes = Object.fromEntries(list.map((one) => [one.name, attributeOf(backend.binding, op, one)]));
    const traced = inputs.some((tensor) => this.known.get(tensor.dataId)?.traced);
    const results = traced ? this.imagined(op, attributes, inputs, count) : execute();
    const specs = results.map((tensor) => ({ shape: [...tensor.shape], dtype: elementTypeOf(backend, tensor) }));
    const name = place === undefined ? op : `${place}/${op}`;
    const first = this.graph.add(op, refs, attributes, { name, results: specs });
    for (const [k, tensor] of results.entries()) this.bind(tensor, first.replace(/0$/, String(k)), traced);
    return results;
  }

  /** Tensors as the op would make them, that TensorFlow does not have. */
  private imagined(op: string, attributes: Attributes, inputs: TensorLike[], count: number): Tensor[] {
    const { backend } = this;
    const read = inputs.map((tensor): InferInput => {
      const dtype = elementTypeOf(backend, tensor);
      const shape = [...tensor.shape];
      const size = sizeOf(shape);
      if (this.known.get(tensor.dataId)?.traced || size > MOST_SIZES || !isPlainType(dtype)) return { shape, dtype };
      return { shape, dtype, data: arrayOf(dtype, backend.readSync(tensor.dataId)) };
    });
    const inferred = inferResults(backend, op, attributes, read).slice(0, count);
    return inferred.map(({ shape, dtype }) => backend.createOutputTensor({ id: NOWHERE, shape: [...shape], dtype }));
  }

  private constant(tensor: TensorLike, reader: string): Ref {
    const dtype = elementTypeOf(this.backend, tensor);
    if (!isPlainType(dtype)) throw new TraceError(reader, `it reads a constant of the element type ${dtype}`);
    const shape = [...tensor.shape];
    const data = arrayOf(dtype, this.backend.readSync(tensor.dataId));
    // A vector of int32 is a list of axes or sizes, in which equal numbers mean nothing.
    const fillable = data.length > 1 && (dtype !== ElementType.int32 || shape.length > 1);
    if (fillable && data.every((x) => x === data[0])) return this.fill({ dtype, shape, data });
    if (data.length > this.maximumConstant && !isGiven(tensor.dataId)) {
      throw new TraceError(reader, `it reads a constant of shape [${shape}] that is neither an input nor a variable`);
    }
    return this.graph.constant({ dtype, shape, data: data.slice() });
  }

  /** Zeros, ones: two small constants, whose sizes generalise over the batch. */
  private fill({ dtype, shape, data }: TensorValue): Ref {
    const value = this.graph.constant({ dtype, shape: [], data: data.slice(0, 1) });
    const attributes = { T: attribute.type(dtype), index_type: attribute.type(ElementType.int32) };
    return this.graph.add('Fill', [this.graph.ints(shape), value], attributes, { results: [{ shape, dtype }] });
  }
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);
