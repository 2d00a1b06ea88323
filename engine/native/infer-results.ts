import { isOutOfMemory } from '../train/memory/out-of-memory';
import type { NativeBackend } from './binding';
import { type Attributes, attribute, GraphBuilder, type TensorValue } from './graph-def';
import { encodeGraph } from './proto';
import { TraceError } from './trace-error';

/** What an op would give: the shape is known to the last axis. */
export interface Inferred {
  readonly shape: number[];
  readonly dtype: number;
}

/** What an op reads: a value where it is a constant, such as a list of axes, which may decide the result's shape. */
export type InferInput = { readonly shape: readonly number[]; readonly dtype: number } | TensorValue;

/**
 * Results that are handed from an op to its gradient and read by nothing else: TensorFlow leaves their shape open, as
 * its kernels choose it.
 */
const OPAQUE: Readonly<Record<string, number>> = { FusedBatchNormV3: 5 };

/** What was asked before: nets repeat their layers, and every net is recorded at two batch sizes. */
const known = new Map<string, readonly Inferred[]>();
const MOST_KNOWN = 10_000;

/**
 * Shapes and element types of an op's results by TensorFlow's own shape functions, without running it. Throws a
 * TraceError where the op does not take the inputs, and where a shape depends on values that are only known in a run; a
 * want of memory, which says nothing of the op, as it is.
 */
export function inferResults(
  { sessions }: NativeBackend,
  op: string,
  attributes: Attributes,
  inputs: readonly InferInput[],
): readonly Inferred[] {
  const plain = inputs.map((input) => ('data' in input ? { ...input, data: Array.from(input.data) } : input));
  const key = `${op} ${JSON.stringify(attributes)} ${JSON.stringify(plain)}`;
  const before = known.get(key);
  if (before) return before;
  const graph = new GraphBuilder();
  const refs = inputs.map((input) => {
    if ('data' in input) return graph.constant(input);
    const { dtype, shape } = input;
    return graph.add('Placeholder', [], { dtype: attribute.type(dtype), shape: attribute.shape(shape) });
  });
  graph.add(op, refs, attributes, { name: 'inferred' });
  const results = asked(op, () => sessions.infer(encodeGraph(graph.nodes), 'inferred')).map(({ dtype, shape }, at) => {
    if (shape?.every((size) => size >= 0)) return { dtype, shape };
    if (OPAQUE[op] !== at) throw new TraceError(op, 'the shape of its result depends on values');
    return { dtype, shape: [] };
  });
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, results);
  return results;
}

function asked<T>(op: string, infer: () => T): T {
  try {
    return infer();
  } catch (error) {
    if (isOutOfMemory(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new TraceError(op, `TensorFlow refuses it: ${message.split('\n')[0]}`);
  }
}
