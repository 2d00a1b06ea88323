import type { Rectangle } from 'electron';

/** px; below it the panes no longer fit. */
export const LEAST_SIZE = { width: 800, height: 560 };
const USUAL_SIZE = { width: 1440, height: 900 };

/** Where to open: where it was, if that can still be seen; else in the middle of the main screen. px. */
export function placeWindow(remembered: Rectangle | undefined, screens: readonly Rectangle[]): Partial<Rectangle> {
  const [main] = screens;
  const fits = (area: Rectangle, { width, height }: { width: number; height: number }) => ({
    width: Math.max(LEAST_SIZE.width, Math.min(width, area.width)),
    height: Math.max(LEAST_SIZE.height, Math.min(height, area.height)),
  });
  if (!main) return USUAL_SIZE;
  const home = remembered && screens.find((area) => overlap(area, remembered) >= 100 * 100);
  if (!remembered || !home) return fits(main, USUAL_SIZE);
  const { width, height } = fits(home, remembered);
  return {
    width,
    height,
    // The whole top bar within reach.
    x: Math.max(home.x, Math.min(remembered.x, home.x + home.width - width)),
    y: Math.max(home.y, Math.min(remembered.y, home.y + home.height - height)),
  };
}

/** Shared area of two rectangles, px². */
function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
