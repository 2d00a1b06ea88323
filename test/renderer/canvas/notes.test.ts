import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Note } from '../../../engine/graph/document';
import { CanvasState } from '../../../renderer/canvas/canvas-state.svelte';
import { draw } from '../../../renderer/canvas/draw';
import {
  addFrame,
  addWords,
  around,
  heldBy,
  moveNote,
  noteRectangles,
  reframed,
  removeNote,
  resizeNote,
  writeNote,
} from '../../../renderer/canvas/notes';
import { Editor } from '../../../renderer/document/editor.svelte';
import { View } from '../../../renderer/view/view.svelte';
import { LENET } from './nets';

vi.stubGlobal('requestAnimationFrame', () => 0);

let editor: Editor;
let canvas: CanvasState;
beforeEach(() => {
  editor = new Editor();
  editor.open(LENET, { saved: true });
  canvas = new CanvasState(editor, new View());
  const options = { isOpen: () => false, show: 'none', heat: 'none', pictured: false } as const;
  canvas.drawing = draw(editor.project, editor.analysis, options);
});
const only = (): Note => editor.project.notes?.[0] as Note;
const position = (id: string) => editor.project.graph.nodes.find((node) => node.id === id)?.position;

describe('words', () => {
  it('are put on the grid, written, and gone again where nothing was written', () => {
    addWords(canvas, { x: 2013, y: 21 });
    expect(only()).toMatchObject({ text: '', at: [2016, 24] });
    expect(canvas.writing).toBe('note1');
    writeNote(canvas, only(), 'Why a second convolution?  ');
    expect(only().text).toBe('Why a second convolution?');
    expect(canvas.writing).toBeUndefined();
    writeNote(canvas, only(), '');
    expect(editor.project.notes).toBeUndefined();
    editor.undo();
    expect(only().text).toBe('Why a second convolution?');
  });

  it('go below the nodes that would hide them', () => {
    addWords(canvas, { x: 13, y: 21 });
    const [x, y] = only().at;
    const lowest = canvas.drawing.nodes.filter((node) => node.x < x + 224 && node.x + node.width > x);
    expect(lowest.length).toBeGreaterThan(0);
    expect(y).toBeGreaterThanOrEqual(Math.max(...lowest.map((node) => node.y + node.height)));
  });

  it('never become too small to be taken hold of', () => {
    addWords(canvas, { x: 2000, y: 0 });
    resizeNote(canvas, only(), -1000, 16);
    expect(only().size).toEqual([40, 104]);
    expect(noteRectangles(editor.project.notes)).toEqual([{ x: 2000, y: 0, width: 40, height: 104 }]);
  });
});

describe('a frame', () => {
  it('is drawn around what is selected and takes it along, as one undo step', () => {
    editor.select(['conv1', 'pool1']);
    addFrame(canvas, { x: 0, y: 0 });
    expect(heldBy(only(), canvas.drawing)).toEqual(['conv1', 'pool1']);
    moveNote(canvas, only(), 64, -8);
    expect(only().at).toEqual([136 - 24 + 64, -48 - 8]);
    expect([position('conv1'), position('pool1'), position('conv2')]).toEqual([
      [200, -8],
      [408, -8],
      [496, 0],
    ]);
    editor.undo();
    expect(position('conv1')).toEqual([136, 0]);
    expect(only().at).toEqual([112, -48]);
  });

  it('is empty where nothing is selected, may be without a title, and goes without its nodes', () => {
    addFrame(canvas, { x: -800, y: 0 });
    writeNote(canvas, only(), '');
    expect(only()).toMatchObject({ frame: true, text: '', size: [416, 240] });
    removeNote(canvas, only());
    expect(editor.project.notes).toBeUndefined();
    expect(editor.project.graph.nodes).toHaveLength(9);
    expect(around([])).toBeUndefined();
  });

  it('is drawn anew around its nodes when they are laid out', () => {
    editor.select(['fc1', 'fc2']);
    addFrame(canvas, { x: 0, y: 0 });
    const places = new Map(canvas.drawing.nodes.map(({ path, x, y }) => [path, [x + 80, y + 400] as const]));
    const [x, y] = only().at;
    const edits = reframed(canvas, places);
    expect(edits).toMatchObject([{ type: 'setNote', note: { at: [x + 80, y + 400], size: only().size } }]);
  });
});
