import type { FusedUpdate } from '../optimizers/contract/optimizer';
import { ElementType } from './binding';
import { type Attributes, attribute, GraphBuilder, type Ref } from './graph-def';
import type { Application, TracedFunction } from './trace';

/** One weight that is to be updated: its variables by index, and its gradient. */
export interface UpdatedWeight {
  readonly weight: number;
  readonly slots: Readonly<Record<string, number>>;
  readonly gradient: Ref;
}

/**
 * Adds TensorFlow's own update of each weight to a traced function that has inputs called `rate` and `step`. Numbers
 * that follow from the step are worked out once for all weights.
 */
export function withFusedUpdates(
  traced: TracedFunction,
  update: FusedUpdate,
  weights: readonly UpdatedWeight[],
): TracedFunction {
  const graph = new GraphBuilder();
  for (const node of traced.nodes) {
    graph.reserve(node.name);
    graph.nodes.push(node);
  }
  const float = attribute.type(ElementType.float32);
  const inputRef = (name: string): Ref => {
    const leaf = traced.inputs.findIndex((input) => input.name === name);
    return `${traced.nodes.find((node) => node.op === 'Input' && node.leaf === leaf)?.name}:0`;
  };
  const variableRef = (index: number): Ref =>
    `${traced.nodes.find((node) => node.op === 'Variable' && node.leaf === index)?.name}:0`;
  const once = cached((key: string, value: number) => {
    const result = [{ shape: [], dtype: ElementType.float32 }];
    const number = graph.constant(
      { dtype: ElementType.float32, shape: [], data: Float32Array.of(value) },
      'update/number',
    );
    if (key === 'number') return number;
    if (key === 'power') {
      return graph.add('Pow', [number, inputRef('step')], { T: float }, { name: 'update/power', results: result });
    }
    return graph.add('Mul', [inputRef('rate'), number], { T: float }, { name: 'update/decay', results: result });
  });
  const flags = Object.entries(update.attributes ?? {}).map(([name, value]) => [name, attribute.bool(value)] as const);
  const attributes: Attributes = { T: float, use_locking: attribute.bool(false), ...Object.fromEntries(flags) };
  const applications = weights.map(({ weight, slots, gradient }): Application => {
    const inputs = update.inputs.map((input) => {
      if (typeof input === 'number') return { ref: once('number', input) };
      if (typeof input === 'object') return { ref: once('power', input.power) };
      if (input === 'weight') return { variable: weight };
      if (input === 'gradient') return { ref: gradient };
      if (input === 'rate') return { ref: inputRef('rate') };
      return { variable: slots[input] as number };
    });
    if (!update.decay) return { op: update.op, attributes, inputs };
    const lost = graph.add(
      'Mul',
      [variableRef(weight), once('decay', update.decay)],
      { T: float },
      { name: 'update/lost' },
    );
    return { op: update.op, attributes, inputs, first: { of: weight, ref: lost } };
  });
  return { ...traced, nodes: graph.nodes, applications };
}

/** Makes each node of a kind and number once. */
function cached(make: (kind: string, value: number) => Ref): (kind: string, value: number) => Ref {
  const made = new Map<string, Ref>();
  return (kind, value) => {
    const key = `${kind} ${value}`;
    const ref = made.get(key) ?? make(kind, value);
    made.set(key, ref);
    return ref;
  };
}
