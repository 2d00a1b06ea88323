/** A side of an anchor, or of the window. */
export type Side = 'top' | 'right' | 'bottom' | 'left';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const opposite: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

function corner(anchor: Box, size: { width: number; height: number }, side: Side, gap: number) {
  const centreX = anchor.x + (anchor.width - size.width) / 2;
  const centreY = anchor.y + (anchor.height - size.height) / 2;
  if (side === 'top') return { x: centreX, y: anchor.y - size.height - gap };
  if (side === 'bottom') return { x: centreX, y: anchor.y + anchor.height + gap };
  if (side === 'left') return { x: anchor.x - size.width - gap, y: centreY };
  return { x: anchor.x + anchor.width + gap, y: centreY };
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));

/**
 * Where a floating box stands: centred on the side asked for, on the opposite side where it would not fit,
 * and moved along until it is inside the window. All in px of the window.
 */
export function placeBeside(
  anchor: Box,
  size: { width: number; height: number },
  view: { width: number; height: number },
  side: Side = 'bottom',
  gap = 6,
  margin = 4,
): { x: number; y: number } {
  const fits = ({ x, y }: { x: number; y: number }, on: Side) =>
    on === 'top' || on === 'bottom'
      ? y >= margin && y + size.height <= view.height - margin
      : x >= margin && x + size.width <= view.width - margin;
  const first = corner(anchor, size, side, gap);
  const second = corner(anchor, size, opposite[side], gap);
  const chosen = fits(first, side) || !fits(second, opposite[side]) ? first : second;
  return {
    x: Math.round(clamp(chosen.x, margin, Math.max(margin, view.width - size.width - margin))),
    y: Math.round(clamp(chosen.y, margin, Math.max(margin, view.height - size.height - margin))),
  };
}
