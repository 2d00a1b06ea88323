import { sizeOf } from '../layers/contract/spec';
import { type Attributes, attribute, type GraphBuilder, nodeOf, type Ref } from './graph-def';

/** A variable as a graph has it: its handle, and nodes that set it and read it apart from every function. */
export interface Resident {
  readonly handle: Ref;
  readonly value: Ref;
  readonly feed: Ref;
  readonly load: Ref;
  readonly dtype: number;
  readonly attributes: Attributes;
  readonly bytes: number;
}

/** What a graph has to know of a variable: TensorFlow finds it by its name, in whichever graph of the session. */
export interface ResidentSpec {
  readonly name: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** Adds a variable's nodes; their names begin with `place`. */
export function addResident(graph: GraphBuilder, place: string, { name, dtype, shape }: ResidentSpec): Resident {
  const attributes = { dtype: attribute.type(dtype) };
  const shaped = { ...attributes, shape: attribute.shape(shape) };
  const at = (part: string) => ({ name: `${place}/${name}/${part}` });
  const shared = { shared_name: attribute.string(name), container: attribute.string('') };
  const handle = graph.add('VarHandleOp', [], { ...shaped, ...shared }, at('handle'));
  const feed = graph.add('Placeholder', [], shaped, at('feed'));
  const load = graph.add('AssignVariableOp', [handle, feed], attributes, at('load'));
  const value = graph.add('ReadVariableOp', [handle], attributes, at('value'));
  const bytes = 4 * sizeOf(shape);
  return { handle, feed, load, value, dtype, attributes, bytes };
}

/** As a control input: waits for a node and takes nothing of it. */
export const after = (ref: Ref): Ref => `^${nodeOf(ref)}`;

/**
 * Values that go over in one call. TensorFlow makes each call ready anew, which takes 50 ms with ResNet-50's graph and a
 * second with a net of a thousand layers; more at once would take more memory for the copies.
 */
const BYTES_AT_ONCE = 64 * 2 ** 20;

/** Things in order, taken together as long as they are small; a large one stands alone. */
export function inChunks<T>(things: readonly T[], bytesOf: (thing: T) => number): T[][] {
  const chunks: T[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const thing of things) {
    const own = bytesOf(thing);
    if (bytes + own > BYTES_AT_ONCE) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(thing);
    bytes += own;
  }
  return chunks;
}
