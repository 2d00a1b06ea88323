import type { PortRef } from '../graph/document';
import { refsOf } from '../graph/ports';
import { type Fault, isFault } from '../graph/problems';
import { atOneStep } from '../layers/contract/every-step';
import type { Params, Values } from '../layers/contract/params';
import type { Spec } from '../layers/contract/spec';
import type { Entry, Level } from './level';
import { insideOf } from './memo';

/** What a block instance needs to be opened. */
interface Instance {
  readonly path: string;
  readonly ownerPath: string;
  readonly weightPath: string;
  readonly entry: Entry;
  readonly params: Values<Params>;
  readonly inputs: readonly (Spec | undefined)[];
  readonly frozen: boolean;
  readonly steps: readonly number[];
}

/** The inside of a block instance as a level of its own, or why it cannot be opened. */
export function inside(level: Level, at: Instance): Level | Fault {
  const { kind } = at.entry;
  const loop = kind && kindsAround(level).indexOf(kind.kind);
  if (!kind || loop !== -1) {
    const names = kindsAround(level).slice(loop);
    const say = { name: kind?.title ?? '', path: [...names, kind?.kind].join(' → ') };
    return { code: 'block/recursion', say, cures: [{ title: `Delete ${at.entry.node.id}`, remove: true }] };
  }
  const { projectBlock } = kind;
  const single = at.inputs.map((spec) => atOneStep(spec, at.steps.length));
  const opened = insideOf(at.entry.node, kind, at.params, single) ?? projectBlock;
  if (!opened) return { code: 'node/unknown-kind', say: { kind: kind.kind } };
  if (isFault(opened)) return opened;
  const entries: Record<string, readonly PortRef[]> = {};
  for (const [port, refs] of Object.entries(opened.inputs)) entries[port] = refsOf(refs);
  return {
    path: at.path,
    ownerPath: at.ownerPath,
    weightPath: at.weightPath,
    graph: opened.graph,
    blocks: level.blocks,
    env: at.params,
    address: projectBlock ? [kind.kind] : undefined,
    entries,
    exits: opened.outputs,
    frozen: at.frozen,
    steps: at.steps,
    within: { level, entry: at.entry },
  };
}

/** Kinds of the blocks around a level, outermost first. */
function kindsAround(level: Level): string[] {
  const kinds: string[] = [];
  for (let at: Level | undefined = level; at?.within; at = at.within.level) kinds.unshift(at.within.entry.node.kind);
  return kinds;
}
