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

/** What the floats at the canvas's edges cover, and some air. */
export const FIT_ROOM: Room = { top: 68, right: 40, bottom: 60, left: 40 };
/** The corner that the overview takes, with air around it. */
const OVERVIEW = { width: 170, height: 112 } as const;
export const ZOOM = { least: 0.04, most: 4 } as const;

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
  const viewport = fitBounds(bounds, size, room);
  // Only a drawing that reaches into the corner has to make room for the overview.
  const right = (bounds.x + bounds.width) * viewport.zoom + viewport.x;
  const bottom = (bounds.y + bounds.height) * viewport.zoom + viewport.y;
  const covered = right > size.width - OVERVIEW.width && bottom > size.height - OVERVIEW.height;
  return covered ? fitBounds(bounds, size, { ...room, bottom: OVERVIEW.height }) : viewport;
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
