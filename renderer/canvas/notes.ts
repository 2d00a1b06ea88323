import type { Note } from '../../engine/graph/document';
import type { Edit } from '../../engine/graph/edit';
import { LEAST_NOTE } from '../../engine/graph/schema';
import { movedBy, perform } from './actions';
import type { CanvasState, Spot } from './canvas-state.svelte';
import type { Drawing } from './drawing';
import { rootLevel } from './levels';
import { freeSpot } from './new-place';
import { NUDGE } from './node-size';
import { boundsOf, type Rectangle } from './viewport';

/** Room that a frame leaves around what it is drawn around, px; more above, where its title stands. */
const AROUND = { side: 24, above: 48 } as const;
const WORDS = { width: 224, height: 88 } as const;
const EMPTY_FRAME = { width: 416, height: 240 } as const;

const step = (value: number): number => Math.round(value / NUDGE) * NUDGE;

/** Names of nodes on the project's own level that lie wholly inside a frame. */
export function heldBy({ at, size }: Note, drawing: Drawing): string[] {
  const inside = ({ x, y, width, height }: Rectangle) =>
    x >= at[0] && y >= at[1] && x + width <= at[0] + size[0] && y + height <= at[1] + size[1];
  return drawing.nodes.filter((node) => node.parent === '' && inside(node)).map(({ path }) => path);
}

/** The frame's place around all of these; undefined around nothing. */
export function around(rectangles: readonly Rectangle[]): Pick<Note, 'at' | 'size'> | undefined {
  const bounds = boundsOf(rectangles);
  return (
    bounds && {
      at: [bounds.x - AROUND.side, bounds.y - AROUND.above],
      size: [bounds.width + 2 * AROUND.side, bounds.height + AROUND.above + AROUND.side],
    }
  );
}

/** Places and sizes of all notes, for what has to show everything. */
export const noteRectangles = (notes: readonly Note[] = []): Rectangle[] =>
  notes.map(({ at: [x, y], size: [width, height] }) => ({ x, y, width, height }));

function freeId(notes: readonly Note[] = []): string {
  const taken = new Set(notes.map(({ id }) => id));
  let n = notes.length + 1;
  while (taken.has(`note${n}`)) n++;
  return `note${n}`;
}

/** Adds words at a place of the canvas, or below the nodes that would hide them there, and begins to write them. */
export function addWords(canvas: CanvasState, spot: Spot): void {
  const { width, height } = WORDS;
  const { x, y } = freeSpot(canvas.drawing, rootLevel(canvas.editor.project), spot, WORDS);
  begin(canvas, { text: '', at: [step(x), step(y)], size: [width, height] }, 'Note added');
}

/** Adds a frame around the selected nodes, or an empty one at a place of the canvas; its title is written next. */
export function addFrame(canvas: CanvasState, spot: Spot): void {
  const chosen = canvas.drawing.nodes.filter(({ path, parent }) => parent === '' && canvas.editor.selection.has(path));
  const { width, height } = EMPTY_FRAME;
  const place = around(chosen) ?? { at: [step(spot.x), step(spot.y)], size: [width, height] };
  begin(canvas, { text: '', frame: true, ...place }, 'Frame added');
}

function begin(canvas: CanvasState, given: Omit<Note, 'id'>, said: string): void {
  const id = freeId(canvas.editor.project.notes);
  if (!perform(canvas, 'add a note', [{ type: 'setNote', id, note: { id, ...given } }], said)) return;
  canvas.writing = id;
}

/** Moves a note; a frame takes along what lies in it. */
export function moveNote(canvas: CanvasState, note: Note, dx: number, dy: number): void {
  if (dx === 0 && dy === 0) return;
  const ids = note.frame ? heldBy(note, canvas.drawing) : [];
  const moved: Edit = { type: 'setNote', id: note.id, note: { ...note, at: [note.at[0] + dx, note.at[1] + dy] } };
  const others = (canvas.editor.project.notes ?? []).flatMap((other): Edit[] =>
    note.frame && other.id !== note.id && liesIn(other, note)
      ? [{ type: 'setNote', id: other.id, note: { ...other, at: [other.at[0] + dx, other.at[1] + dy] } }]
      : [],
  );
  const nodes = ids.length > 0 ? [movedBy(canvas, { level: '', address: [], ids }, dx, dy)] : [];
  perform(canvas, 'move', [moved, ...others, ...nodes], '');
}

const liesIn = (inner: Note, outer: Note): boolean =>
  inner.at[0] >= outer.at[0] &&
  inner.at[1] >= outer.at[1] &&
  inner.at[0] + inner.size[0] <= outer.at[0] + outer.size[0] &&
  inner.at[1] + inner.size[1] <= outer.at[1] + outer.size[1];

export function resizeNote(canvas: CanvasState, note: Note, dx: number, dy: number): void {
  const size = [Math.max(LEAST_NOTE, note.size[0] + dx), Math.max(LEAST_NOTE, note.size[1] + dy)] as const;
  perform(canvas, 'resize', [{ type: 'setNote', id: note.id, note: { ...note, size } }], '');
}

/** Words that are written; nothing written takes the note away, a frame may be without a title. */
export function writeNote(canvas: CanvasState, note: Note, text: string): void {
  canvas.writing = undefined;
  const kept = text.trimEnd();
  if (kept === '' && !note.frame) {
    removeNote(canvas, note);
    return;
  }
  if (kept !== note.text)
    perform(canvas, 'write', [{ type: 'setNote', id: note.id, note: { ...note, text: kept } }], '');
}

export function removeNote(canvas: CanvasState, note: Note): void {
  const said = note.frame ? 'Frame deleted' : 'Note deleted';
  perform(canvas, 'delete', [{ type: 'setNote', id: note.id, note: undefined }], said);
}

/** Frames drawn anew around what lay in them, when nodes are given other places. */
export function reframed(canvas: CanvasState, places: ReadonlyMap<string, readonly [number, number]>): Edit[] {
  const sizes = new Map(canvas.drawing.nodes.map((node) => [node.path, node]));
  return (canvas.editor.project.notes ?? []).flatMap((note): Edit[] => {
    if (!note.frame) return [];
    const rectangles = heldBy(note, canvas.drawing).flatMap((path): Rectangle[] => {
      const [place, node] = [places.get(path), sizes.get(path)];
      return place && node ? [{ x: place[0], y: place[1], width: node.width, height: node.height }] : [];
    });
    const place = around(rectangles);
    return place ? [{ type: 'setNote', id: note.id, note: { ...note, ...place } }] : [];
  });
}
