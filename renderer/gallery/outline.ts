import type { Outline } from './card';
import type { Thumbnail } from './thumbnail';

/** Tenths of a px are enough for a thumbnail. */
const round = (value: number) => Math.round(value * 10) / 10;
const rounded = (path: string) => path.replace(/\d+\.\d+/g, (number) => String(round(Number(number))));

type Box = Thumbnail['boxes'][number];
function boxPath({ x, y, width, height, round: given }: Box): string {
  const r = Math.min(given, width / 2, height / 2);
  const [across, down] = [round(width - 2 * r), round(height - 2 * r)];
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return `M${round(x + r)} ${round(y)}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}z`;
}

/** The same picture with one path for all wires, one for all ties of twins, and one for the boxes of each colour. */
export function outlineOf({ width, height, boxes, lines }: Thumbnail): Outline {
  const wires = [false, true].flatMap((twin) => {
    const path = lines.filter((line) => line.twin === twin).map((line) => rounded(line.path));
    return path.length ? [{ path: path.join(''), ...(twin && { twin }) }] : [];
  });
  const colours = new Map<string, Box[]>();
  for (const box of boxes) {
    const colour = `${box.family} ${box.twin}`;
    colours.set(colour, [...(colours.get(colour) ?? []), box]);
  }
  const filled = [...colours.values()].flatMap((same) =>
    same[0] ? [{ path: same.map(boxPath).join(''), family: same[0].family, ...(same[0].twin && { twin: true }) }] : [],
  );
  return { width: round(width), height: round(height), strokes: [...wires, ...filled] };
}
