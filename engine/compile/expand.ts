import type { PortRef } from '../graph/document';
import { refsOf } from '../graph/ports';
import { isFault } from '../graph/problems';
import type { Params, Values } from '../layers/contract/params';
import type { Spec } from '../layers/contract/spec';
import type { Entry, Level } from './level';

/** What a block instance needs to be opened. */
interface Instance {
  readonly path: string;
  readonly ownerPath: string;
  readonly entry: Entry;
  readonly params: Values<Params>;
  readonly inputs: readonly (Spec | undefined)[];
  readonly frozen: boolean;
}

/** The inside of a block instance as a level of its own; undefined where it cannot be opened. */
export function inside(level: Level, at: Instance): Level | undefined {
  const { kind } = at.entry;
  if (!kind || level.around.includes(kind.kind)) return undefined;
  const { block, projectBlock } = kind;
  const opened = block?.inside(at.params, at.inputs) ?? projectBlock;
  if (!opened || isFault(opened)) return undefined;
  const entries: Record<string, readonly PortRef[]> = {};
  for (const [port, refs] of Object.entries(opened.inputs)) entries[port] = refsOf(refs);
  return {
    path: at.path,
    ownerPath: at.ownerPath,
    graph: opened.graph,
    blocks: level.blocks,
    env: at.params,
    address: projectBlock ? [kind.kind] : undefined,
    entries,
    exits: opened.outputs,
    frozen: at.frozen,
    around: [...level.around, kind.kind],
  };
}
