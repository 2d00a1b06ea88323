import { type Box, columnsOf, type Link, type Positions } from './place';

/** Links of the longest way through the net, which is to be drawn straight. */
export function mainWay(boxes: readonly Box[], links: readonly Link[]): ReadonlySet<Link> {
  const columns = columnsOf(boxes, links);
  const column = (id: string) => columns.get(id) ?? 0;
  const arriving = new Map<string, Link[]>();
  for (const link of links) arriving.set(link.to, [...(arriving.get(link.to) ?? []), link]);
  const way = new Set<Link>();
  let at = boxes.reduce<Box | undefined>(
    (last, box) => (last && column(last.id) >= column(box.id) ? last : box),
    undefined,
  )?.id;
  while (at !== undefined) {
    const here: string = at;
    // A link from the column before lies on a longest way; file order decides among several.
    const link: Link | undefined = arriving.get(here)?.find(({ from }) => column(from) === column(here) - 1);
    if (link) way.add(link);
    at = link?.from;
  }
  return way;
}

/** So many links are compared with each other. */
const MOST_LINKS = 2000;

/** A wire with the height of the port that it comes to, px below its node's top. */
interface Wire extends Link {
  readonly arrival?: number;
}

/**
 * How much there is to follow with the eye in a layout: wires that are not straight, and, dearer, those that cross.
 * Infinite for a net that is too large to tell.
 */
export function unrest(boxes: readonly Box[], links: readonly Wire[], places: Positions): number {
  if (links.length > MOST_LINKS) return Number.POSITIVE_INFINITY;
  const width = new Map(boxes.map((box) => [box.id, box.width]));
  const lines = links.map(({ from, to, arrival = 0 }) => {
    const [x1 = 0, y1 = 0] = places.get(from) ?? [];
    const [x2 = 0, y2 = 0] = places.get(to) ?? [];
    return { from, to, x1: x1 + (width.get(from) ?? 0), y1, x2, y2, end: y2 + arrival };
  });
  let sum = lines.filter(({ y1, y2 }) => y1 !== y2).length;
  lines.forEach((a, i) => {
    for (const b of lines.slice(i + 1)) {
      if (a.from === b.from || a.x2 <= b.x1 || b.x2 <= a.x1) continue;
      if ((a.y1 - b.y1) * (a.end - b.end) < 0) sum += 2;
    }
  });
  return sum;
}
