/** A regular polygon on a picture: corners lie `radius` px from its middle, the first at the angle `turn`, radians. */
export interface Polygon {
  readonly sides: number;
  readonly radius: number;
  readonly turn: number;
  readonly x: number;
  readonly y: number;
}

/** Points of a pixel along each axis that are asked whether they lie inside: 9 in all make smooth edges. */
const POINTS = 3;

/** Whether the point lies inside: nearer to the middle than the middle of the side that it looks at. */
function isInside({ sides, radius, turn, x, y }: Polygon, px: number, py: number): boolean {
  const wedge = (2 * Math.PI) / sides;
  const angle = Math.atan2(py - y, px - x) - turn;
  // From the middle of the side: −wedge/2 to wedge/2.
  const off = angle - wedge * Math.floor(angle / wedge) - wedge / 2;
  return Math.hypot(px - x, py - y) * Math.cos(off) <= radius * Math.cos(wedge / 2);
}

/** Draws the polygon over a picture [side, side, colours] of bytes, pixels at its edge in part. */
export function drawPolygon(picture: Uint8Array, side: number, polygon: Polygon, colour: readonly number[]): void {
  const { x, y, radius } = polygon;
  const first = (middle: number) => Math.max(0, Math.floor(middle - radius));
  const last = (middle: number) => Math.min(side, Math.ceil(middle + radius));
  for (let row = first(y); row < last(y); row++) {
    for (let column = first(x); column < last(x); column++) {
      let inside = 0;
      for (let point = 0; point < POINTS * POINTS; point++) {
        const px = column + ((point % POINTS) + 0.5) / POINTS;
        const py = row + (Math.floor(point / POINTS) + 0.5) / POINTS;
        if (isInside(polygon, px, py)) inside++;
      }
      const share = inside / (POINTS * POINTS);
      for (const [at, value] of colour.entries()) {
        const index = (row * side + column) * colour.length + at;
        picture[index] = Math.round((1 - share) * (picture[index] as number) + share * value);
      }
    }
  }
}
