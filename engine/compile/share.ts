import type { Problem } from '../graph/problem';
import { sameShape } from '../layers/contract/spec';
import { fixes } from './fixes';
import { addressOf, type Inference, type Placed, type PlacedLevel, problemAt } from './place';

/** Every node of all levels, by path. */
export function allPlaced(root: PlacedLevel, found = new Map<string, Placed>()): Map<string, Placed> {
  for (const placed of root.order) {
    found.set(placed.path, placed);
    if (placed.child) allPlaced(placed.child, found);
  }
  return found;
}

/**
 * Twins need weights of their owners' shapes, inner path by inner path. Problems of a twin that its owner has as well
 * are told once.
 */
export function checkTwins(byPath: ReadonlyMap<string, Placed>, inference: Inference): void {
  for (const twin of byPath.values()) {
    const owner = twin.ownerPath === twin.path ? undefined : byPath.get(twin.ownerPath);
    if (!owner) continue;
    for (const [weight, { shape }] of Object.entries(twin.weights)) {
      const owned = owner.weights[weight]?.shape;
      if (!owned || sameShape(owned, shape)) continue;
      const [expected, got] = [owned.join('×'), shape.join('×')];
      const { level, id } = sharingInstance(twin);
      const at = addressOf(level);
      const fix = at && {
        title: `Give ${id} its own weights`,
        edits: [{ type: 'share', ...at, id, owner: undefined } as const],
      };
      const inner = level === twin.level ? undefined : twin.path;
      const say = { weight: `${twin.entry.node.id}.${weight}`, owner: owner.path, expected, got };
      const where = { expected, got, fixes: fixes(fix), ...(inner && { inner }) };
      inference.problems.push(problemAt(level, id, 'share/shape', say, where));
      break;
    }
  }
}

/** The node with `shares` that makes a twin: itself, or the instance around it. */
function sharingInstance({ level, entry }: Placed): { level: Placed['level']; id: string } {
  let at = { level, entry };
  while (at.entry.owner === at.entry.node && at.level.within) at = at.level.within;
  return { level: at.level, id: at.entry.node.id };
}

/** Problems without those of a twin that its owner has in the same place. */
export function withoutTwinProblems(problems: readonly Problem[], byPath: ReadonlyMap<string, Placed>): Problem[] {
  const keys = new Set(problems.map(({ code, node, inner }) => `${code}\n${inner ?? node}`));
  return problems.filter(({ code, node, inner }) => {
    const placed = byPath.get(inner ?? node ?? '');
    if (!placed || placed.ownerPath === placed.path || code.startsWith('share/')) return true;
    return !keys.has(`${code}\n${placed.ownerPath}`);
  });
}
