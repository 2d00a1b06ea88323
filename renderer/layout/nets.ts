import { GAP_Y, type Room } from './arrange';
import type { LaidBox } from './lay-out';
import type { Link, Positions } from './place';

/** Between nets that have nothing to do with each other, px: more than between the rows of one. */
const APART = 2 * GAP_Y;

export interface Net<B extends LaidBox, L extends Link> {
  readonly boxes: readonly B[];
  readonly links: readonly L[];
}

/**
 * Nets that neither a wire nor shared weights connect, in the order of their first nodes; what stands alone comes last.
 * Where there is but one net, it is all.
 */
export function netsOf<B extends LaidBox, L extends Link>(boxes: readonly B[], links: readonly L[]): Net<B, L>[] {
  const netOf = new Map(boxes.map(({ id }) => [id, id]));
  const first = (id: string): string => {
    let at = id;
    for (let up = netOf.get(at); up !== undefined && up !== at; up = netOf.get(at)) at = up;
    netOf.set(id, at);
    return at;
  };
  const order = new Map(boxes.map(({ id }, i) => [id, i]));
  const join = (a: string, b: string) => {
    if (!order.has(a) || !order.has(b)) return;
    const [low = a, high = b] = [first(a), first(b)].sort((x, y) => (order.get(x) ?? 0) - (order.get(y) ?? 0));
    netOf.set(high, low);
  };
  for (const { from, to } of links) join(from, to);
  for (const { id, twinOf } of boxes) if (twinOf !== undefined) join(id, twinOf);
  const members = new Map<string, B[]>();
  for (const box of boxes) {
    const group = members.get(first(box.id));
    if (group) group.push(box);
    else members.set(first(box.id), [box]);
  }
  const nets = [...members.values()].filter(({ length }) => length > 1);
  if (nets.length < 2) return [{ boxes, links }];
  const loose = [...members.values()].filter(({ length }) => length === 1).flat();
  return [...nets, ...(loose.length > 0 ? [loose] : [])].map((group) => {
    const ids = new Set(group.map(({ id }) => id));
    return { boxes: group, links: links.filter(({ from }) => ids.has(from)) };
  });
}

/** A net's share of the room. */
export const shareOf = ({ width, height }: Room, nets: readonly unknown[]): Room => ({
  width,
  height: Math.max(1, (height - (nets.length - 1) * APART) / nets.length),
});

/** Nets below each other. */
export function stacked(
  nets: readonly { readonly boxes: readonly LaidBox[]; readonly places: Positions }[],
): Positions {
  const all = new Map<string, readonly [number, number]>();
  let top = 0;
  for (const { boxes, places } of nets) {
    let bottom = top;
    for (const { id, height } of boxes) {
      const [x, y] = places.get(id) ?? [0, 0];
      all.set(id, [x, top + y]);
      bottom = Math.max(bottom, top + y + height);
    }
    top = bottom + APART;
  }
  return all;
}
