import type { Inside } from '../contract/block';
import { idsOf, line, type Step, wires } from './drawing';

/** One node after the other, from `in` of the first to `out` of the last. */
export function chain(...steps: readonly Step[]): Inside {
  const ids = idsOf(steps);
  return {
    graph: { nodes: line(0, 0, ...steps), edges: wires(...ids) },
    inputs: { in: [ids[0] as string, 'in'] },
    outputs: { out: [ids.at(-1) as string, 'out'] },
  };
}
