import { ElementType } from './binding';
import { attribute, type GraphBuilder, type Ref } from './graph-def';

/** What TensorFlow says where the numbers of a guarded call are out of bounds. */
const REFUSAL = 'netloom: figures out of bounds';

/**
 * Adds the condition that every number of `figures` (float32) is finite; gives the node that has run where it holds.
 * Where it does not, the call fails before anything that waits for that node has run.
 */
export function addGuard(graph: GraphBuilder, name: string, figures: Ref): Ref {
  const attributes = { T: attribute.type(ElementType.float32), message: attribute.string(REFUSAL) };
  return graph.add('CheckNumerics', [figures], attributes, { name: `${name}/guard` });
}

/** Whether a call failed for its guard: no variable has changed. */
export const isRefusedByGuard = (error: unknown): boolean => error instanceof Error && error.message.includes(REFUSAL);
