import { kindOf } from '../compile/kinds';
import type { PortRef, Project, ProjectBlock } from './document';
import type { EditOf } from './edit-of';
import { blockKind, blockOf, findNode, withBlock } from './graph-at';
import { isId } from './names';
import { refsOf, samePort } from './ports';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';

/**
 * Leads a port of a project block to an inner port: what enters at `in` feeds it as well, what leaves at `out` is taken
 * from it. A port of a new name is added. What fed an inner port that takes one wire gives way.
 */
export function leadPort(project: Project, { id, side, port, to }: EditOf<'leadPort'>): Result<Project> {
  const block = blockOf(project, id);
  if (!block) return fail(problem('edit/no-block', { name: blockKind(id) }));
  if (!isId(port)) return fail(problem('edit/name', { got: port.slice(0, 60) }));
  const node = findNode(block.graph, to[0]);
  if (!node.ok) return node;
  const kind = kindOf(node.value.kind, project.blocks);
  const inner = (side === 'in' ? kind?.inputs : kind?.outputs)?.find(({ name }) => name === to[1]);
  if (!inner) return fail(problem('wire/unknown-port', { node: to[0], port: to[1] }, { node: to[0] }));
  if (side === 'out') return succeed(withBlock(project, id, { ...block, outputs: { ...block.outputs, [port]: to } }));
  const variadic = 'variadic' in inner && inner.variadic === true;
  const inputs: Record<string, PortRef | readonly PortRef[]> = {};
  for (const [name, value] of Object.entries({ ...block.inputs, [port]: block.inputs[port] ?? [] })) {
    const kept = refsOf(value).filter((ref) => !samePort(ref, to) || (variadic && name !== port));
    inputs[name] = oneOrAll(name === port ? [...kept, to] : kept);
  }
  const edges = variadic ? block.graph.edges : block.graph.edges.filter((edge) => !samePort(edge.to, to));
  const changed: ProjectBlock = { ...block, inputs, graph: { ...block.graph, edges } };
  return succeed(withBlock(project, id, changed));
}

/** A port's inner ends as the file writes them: one stands alone. */
export const oneOrAll = (refs: readonly PortRef[]): PortRef | readonly PortRef[] =>
  refs.length === 1 && refs[0] ? refs[0] : refs;
