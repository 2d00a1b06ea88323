import type { PortRef, Project, ProjectBlock } from './document';
import type { GraphAddress } from './edit';
import { blockIdOf, blockOf, withBlock, without } from './graph-at';
import { refsOf } from './ports';

/**
 * What points at nodes from outside their graph: the project's bindings to data, and a block's ports. Both have to
 * follow when a node is renamed, replaced or deleted.
 */
export function redirectEnds(
  project: Project,
  address: GraphAddress | undefined,
  redirect: {
    /** New name of a node for the data's bindings; undefined where the node is gone. */
    name(id: string): string | undefined;
    /** Inner ports that an incoming port feeds instead. */
    entry(ref: PortRef): readonly PortRef[];
    /** The port that a result is taken from instead. */
    exit(ref: PortRef): PortRef;
  },
): Project {
  const kind = address?.[0];
  if (kind === undefined) return renameBinds(project, redirect.name);
  const id = blockIdOf(kind) ?? '';
  const block = blockOf(project, id);
  if (!block) return project;
  const inputs: Record<string, PortRef | readonly PortRef[]> = {};
  for (const [port, value] of Object.entries(block.inputs)) {
    const refs = refsOf(value).flatMap((ref) => redirect.entry(ref));
    inputs[port] = refs.length === 1 && refs[0] ? refs[0] : refs;
  }
  const outputs: Record<string, PortRef> = {};
  for (const [port, ref] of Object.entries(block.outputs)) outputs[port] = redirect.exit(ref);
  const changed: ProjectBlock = { ...block, inputs, outputs };
  return JSON.stringify([inputs, outputs]) === JSON.stringify([block.inputs, block.outputs])
    ? project
    : withBlock(project, id, changed);
}

function renameBinds(project: Project, name: (id: string) => string | undefined): Project {
  const { data } = project;
  if (!data || Object.keys(data.bind).every((id) => name(id) === id)) return project;
  const bind: Record<string, string> = {};
  for (const [id, field] of Object.entries(data.bind)) {
    const renamed = name(id);
    if (renamed !== undefined) bind[renamed] = field;
  }
  return { ...project, data: { ...data, bind } };
}

/** Data with one node bound to a field, or (undefined) to none. */
export function withBinding(project: Project, node: string, field: string | undefined): Project {
  const { data } = project;
  if (!data || data.bind[node] === field) return project;
  const bind = field === undefined ? without(data.bind, node) : { ...data.bind, [node]: field };
  return { ...project, data: { ...data, bind } };
}
