import type { CanvasState, Spot } from './canvas-state.svelte';
import { documentSpot } from './document-spot';
import { isFrame } from './drawing';
import { type DrawnLevel, idOf, insideOf } from './levels';

/** The level that something put down at a place belongs to, and that place as its nodes' positions count. */
export interface LevelUnder {
  readonly level: DrawnLevel;
  readonly spot: Spot;
}

/**
 * The innermost opened block under a place of the canvas whose inside can be changed; the project's own level
 * elsewhere. Without a pointer over the canvas the place says nothing: then it is where the focus is.
 */
export function levelUnder(canvas: CanvasState, spot: Spot): LevelUnder {
  const { drawing, pointer, current } = canvas;
  const corners = new Map<string, Spot>();
  let found = '';
  for (const { path, parent, x, y, width, height, view } of drawing.nodes) {
    const around = corners.get(parent) ?? { x: 0, y: 0 };
    const corner = { x: x + around.x, y: y + around.y };
    corners.set(path, corner);
    const inside =
      spot.x >= corner.x && spot.y >= corner.y && spot.x <= corner.x + width && spot.y <= corner.y + height;
    const focused = current !== undefined && (current === path || current.startsWith(`${path}/`));
    if (isFrame(view) && view.editable && (pointer ? inside : focused && current !== path)) found = path;
  }
  const corner = corners.get(found) ?? { x: 0, y: 0 };
  const level = found === '' ? canvas.level('') : insideAt(canvas, found);
  if (!level) return { level: canvas.level('') as DrawnLevel, spot };
  return { level, spot: documentSpot(drawing, level, { x: spot.x - corner.x, y: spot.y - corner.y }) };
}

function insideAt(canvas: CanvasState, path: string): DrawnLevel | undefined {
  const around = canvas.level(path);
  const node = around?.graph.nodes.find(({ id }) => id === idOf(path));
  const { project, analysis } = canvas.editor;
  return around && node && insideOf(node, around, project, analysis);
}
