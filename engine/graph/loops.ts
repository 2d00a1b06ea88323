import { usedBlocks } from './clipboard';
import type { GraphNode, Project } from './document';
import type { GraphAddress } from './edit';
import { blockIdOf } from './graph-at';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';

/** Refuses nodes that would make the block around contain itself. */
export function withoutLoop(
  project: Project,
  address: GraphAddress | undefined,
  nodes: readonly Pick<GraphNode, 'id' | 'kind'>[],
): Result<undefined> {
  const around = address?.[0] === undefined ? undefined : blockIdOf(address[0]);
  if (around === undefined || !Object.hasOwn(usedBlocks(project, nodes), around)) return succeed(undefined);
  return fail(problem('block/recursion', { name: around, path: nodes[0]?.id ?? '' }));
}
