import type { Drawing } from './drawing';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
export const isArrow = (key: string): key is Arrow => /^Arrow(Left|Right|Up|Down)$/.test(key);

/** Where a node stands, px of the canvas. */
export interface Stand {
  readonly path: string;
  readonly x: number;
  readonly y: number;
}

/**
 * The node that an arrow key leads to. Right and Left follow wires, to what the node feeds and to what feeds it; Up and
 * Down go to the nearest node above or below. Where no wire leads on, the nearest node on that side.
 */
export function neighbour(
  path: string,
  arrow: Arrow,
  drawing: Pick<Drawing, 'wires'>,
  stands: readonly Stand[],
): string | undefined {
  const own = stands.find((stand) => stand.path === path);
  if (!own) return stands[0]?.path;
  if (arrow === 'ArrowRight' || arrow === 'ArrowLeft') {
    const right = arrow === 'ArrowRight';
    const ends = drawing.wires.flatMap((wire) => {
      if (right) return wire.source === path ? [wire.target] : [];
      return wire.target === path ? [wire.source] : [];
    });
    const along = nearest(
      own,
      stands.filter((stand) => ends.includes(stand.path)),
      1,
      1,
    );
    return (
      along ??
      nearest(
        own,
        stands.filter(({ x }) => (right ? x > own.x : x < own.x)),
        1,
        4,
      )
    );
  }
  const down = arrow === 'ArrowDown';
  return nearest(
    own,
    stands.filter(({ y }) => (down ? y > own.y : y < own.y)),
    4,
    1,
  );
}

/** The nearest of some places, sideways and upright distances weighed. */
function nearest(own: Stand, stands: readonly Stand[], weightX: number, weightY: number): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { path, x, y } of stands) {
    const distance = Math.hypot((x - own.x) * weightX, (y - own.y) * weightY);
    if (path !== own.path && distance < least) {
      least = distance;
      best = path;
    }
  }
  return best;
}
