import type { Box, Positions } from '../../../renderer/layout/place';

/** `a and b` for every two boxes that have a point in common. */
export const overlaps = (boxes: readonly Box[], places: Positions): string[] =>
  boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => {
      const [ax, ay] = places.get(a.id) ?? [0, 0];
      const [bx, by] = places.get(b.id) ?? [0, 0];
      const apart = ax + a.width <= bx || bx + b.width <= ax || ay + a.height <= by || by + b.height <= ay;
      return apart ? [] : [`${a.id} and ${b.id}`];
    }),
  );
