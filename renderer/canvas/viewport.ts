export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Room {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** What the floats at the top cover, and some air. */
export const FIT_ROOM: Room = { top: 64, right: 40, bottom: 36, left: 40 };
/** Room below where a node would lie under the zoom buttons, and where one would lie under the overview. */
const MORE_BELOW = [60, 112];
/** The floats in the lower corners with 8 px of air: width and height. */
const ZOOM_BUTTONS = { width: 160, height: 52 } as const;
const OVERVIEW = { width: 170, height: 104 } as const;
export const ZOOM = { least: 0.02, most: 4 } as const;

/** The smallest rectangle around all; undefined around none. */
export function boundsOf(rectangles: readonly Rectangle[]): Rectangle | undefined {
  if (rectangles.length === 0) return undefined;
  const x = Math.min(...rectangles.map((r) => r.x));
  const y = Math.min(...rectangles.map((r) => r.y));
  const right = Math.max(...rectangles.map((r) => r.x + r.width));
  const bottom = Math.max(...rectangles.map((r) => r.y + r.height));
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * The viewport that shows all rectangles between the floats, at 100 % at most.
 *
 * @param size of the canvas, px
 */
export function fitViewport(
  rectangles: readonly Rectangle[],
  size: { readonly width: number; readonly height: number },
  room: Room,
): { x: number; y: number; zoom: number } | undefined {
  const bounds = boundsOf(rectangles);
  if (!bounds || size.width <= 0 || size.height <= 0) return undefined;
  const tries = [room.bottom, ...MORE_BELOW].map((bottom) => fitBounds(bounds, size, { ...room, bottom }));
  return tries.find((viewport) => !isCovered(rectangles, viewport, size)) ?? tries.at(-1);
}

/** Whether a node would lie under a float in a lower corner. */
function isCovered(
  rectangles: readonly Rectangle[],
  { x, y, zoom }: { readonly x: number; readonly y: number; readonly zoom: number },
  size: { readonly width: number; readonly height: number },
): boolean {
  return rectangles.some((rectangle) => {
    const left = rectangle.x * zoom + x;
    const right = left + rectangle.width * zoom;
    const bottom = (rectangle.y + rectangle.height) * zoom + y;
    const underButtons = left < ZOOM_BUTTONS.width && bottom > size.height - ZOOM_BUTTONS.height;
    const underOverview = right > size.width - OVERVIEW.width && bottom > size.height - OVERVIEW.height;
    return underButtons || underOverview;
  });
}

function fitBounds(
  bounds: Rectangle,
  size: { readonly width: number; readonly height: number },
  room: Room,
): { x: number; y: number; zoom: number } {
  const width = Math.max(1, size.width - room.left - room.right);
  const height = Math.max(1, size.height - room.top - room.bottom);
  const zoom = Math.max(ZOOM.least, Math.min(1, width / bounds.width, height / bounds.height));
  const spareX = Math.max(0, width - bounds.width * zoom);
  const spareY = Math.max(0, height - bounds.height * zoom);
  return {
    x: Math.round(room.left + spareX / 2 - bounds.x * zoom),
    // Nets are read from the top: spare height goes below rather than above.
    y: Math.round(room.top + Math.min(spareY / 2, spareY > 0 ? spareY / 3 : 0) - bounds.y * zoom),
    zoom,
  };
}
