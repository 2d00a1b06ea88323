import { isFault } from '../graph/problems';
import type { ActivationName } from '../layers/contract/params';
import { losses } from '../losses/contract/registry';
import { lossOf } from './check-data';
import { faultProblem } from './faults';
import { fixes, setting } from './fixes';
import type { Arrival } from './level';
import { type Inference, type Placed, type PlacedLevel, problemAt } from './place';

/** Activations that make shares of what comes in, and so are wrong before a loss that makes its own. */
const SQUASHING: ReadonlySet<ActivationName> = new Set(['softmax', 'sigmoid']);

/** Whether what reaches each output can be compared with its field, and is not squashed twice. */
export function checkOutputs(root: PlacedLevel, inference: Inference): void {
  for (const at of root.taking) {
    if (at.kind?.role !== 'output') continue;
    const loss = losses.get(String(lossOf(at)));
    const [spec] = at.inputs;
    if (!loss || !spec) continue;
    const fault = at.field && loss.check(spec, at.field, at.params);
    if (isFault(fault)) inference.problems.push(faultProblem(root.level, at.entry, fault, at.inputs));
    const source = sourceOf(root, at.entry.arrivals[0]);
    const drawn = source && activationParam(source);
    if (!drawn || !SQUASHING.has(drawn.value) || loss.activation === 'linear' || loss.activation === drawn.value) {
      continue;
    }
    const say = { activation: loss.activation, drawn: drawn.value, from: source.path };
    const edit = setting(source.level, source.entry, drawn.name, 'linear');
    const fix = edit && { title: `Take the ${drawn.value} away`, edits: [edit] };
    const { id } = at.entry.node;
    inference.problems.push(problemAt(root.level, id, 'loss/activation', say, { fixes: fixes(fix) }));
  }
}

/** The primitive whose result arrives, through muted nodes and out of blocks. */
function sourceOf({ byId }: PlacedLevel, arrival: Arrival | undefined): Placed | undefined {
  const from = arrival?.edge?.from;
  const at = from && byId.get(from[0]);
  if (!at) return undefined;
  if (at.entry.node.muted) return sourceOf({ byId } as PlacedLevel, at.entry.arrivals[0]);
  if (!at.child) return at;
  const exit = at.child.level.exits[from[1]];
  return exit && sourceOf(at.child, { port: exit[1], edge: { from: exit, to: exit } });
}

/** The parameter that chooses a node's activation, found by its type. */
function activationParam({ kind, params }: Placed): { name: string; value: ActivationName } | undefined {
  const name = Object.entries(kind?.params ?? {}).find(([, param]) => param.type === 'activation')?.[0];
  return name === undefined ? undefined : { name, value: params[name] as ActivationName };
}
