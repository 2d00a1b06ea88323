import { Slices } from '../train/pieces';
import { ElementType, type NativeBackend, type SessionValue } from './binding';
import type { GraphNode, Ref, TensorValue } from './graph-def';
import { encodeConfig, encodingGraph } from './proto';
import type { Threads } from './threads';

/** One call of a session. */
export interface SessionCall {
  /** Values in place of the nodes' own; large ones must stay as they are until the call is answered. */
  readonly feeds: readonly (readonly [Ref, TensorValue])[];
  /** What is to come back. */
  readonly fetches?: readonly Ref[];
  /** Nodes that only have to run. */
  readonly targets?: readonly Ref[];
}

/** A graph that TensorFlow holds, with variables of its own. One native call a run. */
export interface GraphSession {
  /** Runs off this thread; rejects with TensorFlow's error. Calls may overlap: whoever minds sees to their order. */
  run(call: SessionCall): Promise<TensorValue[]>;
  /** The same while this thread waits. */
  runNow(call: SessionCall): TensorValue[];
  /** Adds nodes, which may read nothing but each other; they share variables by name. */
  extend(nodes: readonly GraphNode[]): Promise<void>;
  /** Frees the graph and its variables, once the runs under way have ended; nothing may be run afterwards. */
  dispose(): void;
}

/**
 * Hands a graph to TensorFlow. The session has `threads` of its own, by default as many as the process' sums use.
 * Rejects with TensorFlow's own words where the graph is not valid.
 */
export async function openGraph(
  { sessions }: NativeBackend,
  nodes: readonly GraphNode[],
  threads: Threads = { intraOp: 0, interOp: 0 },
  slices = new Slices(),
): Promise<GraphSession> {
  const session = await sessions.open(await slices.do(encodingGraph(nodes)), encodeConfig(threads));
  return {
    async run({ feeds, fetches = [], targets = [] }) {
      return (await sessions.run(session, feeds.map(feedOf), fetches, targets)).map(plainValue);
    },
    runNow: ({ feeds, fetches = [], targets = [] }) =>
      sessions.runNow(session, feeds.map(feedOf), fetches, targets).map(plainValue),
    extend: async (more) => sessions.extend(session, await slices.do(encodingGraph(more))),
    dispose: () => sessions.close(session),
  };
}

const feedOf = ([ref, { dtype, shape, data }]: readonly [Ref, TensorValue]) => [ref, dtype, shape, data] as const;

/** TensorFlow's numbers as this side knows them: 64-bit integers become 32-bit ones, as everywhere in tfjs. */
function plainValue({ dtype, shape, data }: SessionValue): TensorValue {
  if (data instanceof BigInt64Array) return { dtype: ElementType.int32, shape, data: Int32Array.from(data, Number) };
  if (data instanceof Float64Array) return { dtype: ElementType.float32, shape, data: Float32Array.from(data) };
  return { dtype, shape, data };
}
