import { type Binding, ElementType, type OpAttribute, type TensorData } from './binding';
import { TraceError } from './trace-error';

/**
 * A TensorFlow graph as plain data: nodes in an order in which each comes after what it reads. It says what a GraphDef
 * says, in terms that passes can compare and rewrite; proto.ts and the TFJS writer give it its file forms.
 */

/** Result `k` of node `name` is `name:k`; `^name` waits for a node without taking a result. */
export type Ref = string;

/** A tensor's shape in a graph that serves any batch: null where the size is only known when it runs. */
export type GraphShape = readonly (number | null)[];

export interface TensorValue {
  dtype: ElementType;
  shape: readonly number[];
  data: TensorData;
}

export type AttributeValue =
  | { type: number }
  | { i: number }
  | { f: number }
  | { b: boolean }
  | { s: string }
  | { shape: GraphShape }
  | { tensor: TensorValue }
  | { list: { type: number[] } | { i: number[] } | { f: number[] } | { b: boolean[] } };

export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface ResultSpec {
  shape: GraphShape;
  dtype: number;
}

export interface GraphNode {
  readonly name: string;
  /** A TensorFlow op, or `Input` or `Variable` for a leaf that is still to be given a form. */
  readonly op: string;
  readonly inputs: readonly Ref[];
  readonly attributes: Attributes;
  readonly results: readonly ResultSpec[];
  /** For `Input` and `Variable`: which one, counted from 0. */
  readonly leaf?: number;
}

/** Short hands for attribute values. */
export const attribute = {
  type: (type: number): AttributeValue => ({ type }),
  int: (i: number): AttributeValue => ({ i }),
  float: (f: number): AttributeValue => ({ f }),
  bool: (b: boolean): AttributeValue => ({ b }),
  string: (s: string): AttributeValue => ({ s }),
  shape: (shape: GraphShape): AttributeValue => ({ shape }),
  ints: (i: number[]): AttributeValue => ({ list: { i } }),
  tensor: (tensor: TensorValue): AttributeValue => ({ tensor }),
};

/** The attribute that a tfjs-node kernel hands to the binding → the same in GraphDef form. */
export function attributeOf(binding: Binding, op: string, { name, type, value }: OpAttribute): AttributeValue {
  switch (type) {
    case binding.TF_ATTR_TYPE:
      if (typeof value === 'number') return { type: value };
      break;
    case binding.TF_ATTR_INT:
      if (typeof value === 'number') return { i: value };
      if (isListOf(value, 'number')) return { list: { i: value } };
      break;
    case binding.TF_ATTR_FLOAT:
      if (typeof value === 'number') return { f: value };
      if (isListOf(value, 'number')) return { list: { f: value } };
      break;
    case binding.TF_ATTR_BOOL:
      if (typeof value === 'boolean') return { b: value };
      if (isListOf(value, 'boolean')) return { list: { b: value } };
      break;
    case binding.TF_ATTR_STRING:
      if (typeof value === 'string') return { s: value };
      break;
    case binding.TF_ATTR_SHAPE:
      if (isListOf(value, 'number')) return { shape: value };
      break;
  }
  throw new TraceError(op, `its attribute ${name} has a form that a graph cannot hold`);
}

interface TypeNames {
  number: number;
  boolean: boolean;
}
const isListOf = <K extends keyof TypeNames>(value: unknown, type: K): value is TypeNames[K][] =>
  Array.isArray(value) && value.every((x) => typeof x === type);

/** `name:0` → `name`, `^name` → `name`. */
export function nodeOf(ref: Ref): string {
  const from = ref.startsWith('^') ? 1 : 0;
  const colon = ref.indexOf(':', from);
  return colon < 0 ? ref.slice(from) : ref.slice(from, colon);
}

/** The value of a Const node. */
export function constantOf(node: GraphNode): TensorValue | undefined {
  const value = node.op === 'Const' ? node.attributes.value : undefined;
  return value && 'tensor' in value ? value.tensor : undefined;
}

/** The nearest name that TensorFlow accepts for a node: ASCII, beginning with a letter or digit. */
const graphName = (name: string): string => name.replace(/[^A-Za-z0-9_.\-/]/g, '_').replace(/^(?=[^A-Za-z0-9])/, 'n');

/** Collects nodes and gives them names that are unique in the graph. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  /** Lower-case name → how many nodes have asked for it. */
  private readonly names = new Map<string, number>();

  /**
   * Appends a node and gives its first result. `name` is made unique with a number where it is taken, unless it was
   * `reserved` before.
   */
  add(
    op: string,
    inputs: readonly Ref[] = [],
    attributes: Attributes = {},
    more: { name?: string; results?: readonly ResultSpec[]; leaf?: number; reserved?: boolean } = {},
  ): Ref {
    const { results = [], leaf } = more;
    const name = more.reserved && more.name ? more.name : this.reserve(more.name ?? op);
    this.nodes.push({ name, op, inputs, attributes, results, ...(leaf === undefined ? {} : { leaf }) });
    return `${name}:0`;
  }

  constant(value: TensorValue, name = 'Const'): Ref {
    return this.add(
      'Const',
      [],
      { dtype: attribute.type(value.dtype), value: attribute.tensor(value) },
      { name, results: [{ shape: value.shape, dtype: value.dtype }] },
    );
  }

  /** An int32 scalar, or a vector where a list is given. */
  ints(values: number | readonly number[], name?: string): Ref {
    const list = typeof values === 'number' ? [values] : values;
    const shape = typeof values === 'number' ? [] : [values.length];
    return this.constant({ dtype: ElementType.int32, shape, data: Int32Array.from(list) }, name);
  }

  /** Claims a name for a node that is added later, and gives the form in which it is free. */
  reserve(unsafe: string): string {
    const wanted = graphName(unsafe);
    // Some consumers of a graph keep its names in files, where case does not count everywhere.
    const key = wanted.toLowerCase();
    let count = this.names.get(key) ?? 0;
    let name = count === 0 ? wanted : `${wanted}_${count}`;
    while (this.names.has(name.toLowerCase())) name = `${wanted}_${++count}`;
    this.names.set(key, count + 1);
    if (!this.names.has(name.toLowerCase())) this.names.set(name.toLowerCase(), 1);
    return name;
  }
}

/** The nodes that `roots` need, in their order. */
export function reachable(nodes: readonly GraphNode[], roots: readonly Ref[]): GraphNode[] {
  const needed = new Set(roots.map(nodeOf));
  // From the last to the first: whoever reads a node comes after it.
  const kept = [...nodes].reverse().filter(({ name, inputs }) => {
    if (!needed.has(name)) return false;
    for (const input of inputs) needed.add(nodeOf(input));
    return true;
  });
  if (kept.length < needed.size) {
    for (const { name } of kept) needed.delete(name);
    const [missing = ''] = needed;
    throw new TraceError(missing, 'a node reads it, but no node before it makes it');
  }
  return kept.reverse();
}
