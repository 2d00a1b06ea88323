import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Project } from '../../../engine/graph/document';
import { addAt } from '../../../renderer/canvas/actions';
import { setOpen, unpackBlock } from '../../../renderer/canvas/block-actions';
import { CanvasState } from '../../../renderer/canvas/canvas-state.svelte';
import { drawnAt } from '../../../renderer/canvas/document-spot';
import { draw } from '../../../renderer/canvas/draw';
import { Gestures } from '../../../renderer/canvas/gestures.svelte';
import { rootLevel } from '../../../renderer/canvas/levels';
import { Editor } from '../../../renderer/document/editor.svelte';
import { addKind, paletteEntries } from '../../../renderer/palette/entries';
import { View } from '../../../renderer/view/view.svelte';
import { LENET, node, project } from './nets';
import { overlaps } from './overlaps';

vi.stubGlobal('requestAnimationFrame', () => 0);

/** A chain with a block in its middle, 32 px between neighbours. */
const RESIDUAL = project(
  [
    node('picture', 'input', { position: [0, 0] }),
    node('conv', 'conv2d', { params: { filters: 8 }, position: [136, 0] }),
    node('res', 'residual', { params: { filters: 8 }, position: [344, 0] }),
    node('average', 'globalAveragePool2d', { position: [584, 0] }),
    node('fc', 'dense', { params: { units: 10 }, position: [736, 0] }),
    node('digit', 'output', { position: [904, 0] }),
    node('note', 'constant', { position: [344, 160] }),
  ],
  ['picture>conv', 'conv>res', 'res>average', 'average>fc', 'fc>digit'],
);

let editor: Editor;
let canvas: CanvasState;
/** The window draws after every change; here it is asked for. */
function drawn() {
  const isOpen = (path: string, each: { open?: boolean }) => canvas.isOpen(path, each.open);
  canvas.drawing = draw(editor.project, editor.analysis, { isOpen, show: 'none', heat: 'none', pictured: false });
  return drawnAt(canvas.drawing, rootLevel(editor.project));
}
function open(of: Project) {
  editor = new Editor();
  editor.open(of, { saved: true });
  canvas = new CanvasState(editor, new View());
  drawn();
}
const meeting = () => {
  const nodes = drawn();
  return overlaps(
    nodes.map(({ path, width, height }) => ({ id: path, width, height })),
    new Map(nodes.map(({ path, x, y }) => [path, [x, y]])),
  );
};
const at = (path: string) => {
  const found = drawn().find((each) => each.path === path);
  if (!found) throw new Error(`${path} is not drawn`);
  return found;
};
const add = (title: string) => {
  const entry = paletteEntries().find((each) => each.title === title);
  if (!entry) throw new Error(`${title} is not in the palette`);
  addKind(canvas, entry);
  drawn();
};

describe('a layer added from the palette', () => {
  beforeEach(() => open(LENET));

  it('stands beside the selected node, and below what stands there', () => {
    editor.select(['pool2']);
    add('Dense');
    expect(at('dense1')).toMatchObject({ x: at('pool2').x + at('pool2').width + 32, y: at('pool2').y });
    for (const title of ['Dense', 'Residual block', 'Convolution 2D', 'Dropout']) {
      editor.select(['conv1']);
      add(title);
      expect(meeting()).toEqual([]);
    }
    expect(editor.project.graph.edges.filter(({ from }) => from[0] === 'conv1')).toHaveLength(5);
  });

  it('lies on nothing though the canvas is not on the screen, so that nobody draws between', () => {
    const entry = paletteEntries().find((each) => each.title === 'Dense');
    for (let i = 0; entry && i < 3; i++) addKind(canvas, entry);
    expect(editor.project.graph.nodes).toHaveLength(LENET.graph.nodes.length + 3);
    expect(meeting()).toEqual([]);
  });

  it('stands right of everything where nothing is selected', () => {
    add('Output');
    const others = drawn().filter(({ path }) => path !== 'output1' && path !== 'output');
    expect(meeting()).toEqual([]);
    expect(Math.max(...drawn().map(({ x }) => x))).toBeGreaterThan(
      Math.max(...others.map(({ x, width }) => x + width)),
    );
  });

  it('stands right of an opened block as close as of a closed one', () => {
    open(RESIDUAL);
    setOpen(canvas, ['res'], true);
    editor.select(['res']);
    drawn();
    add('Dropout');
    const frame = at('res');
    expect(at('dropout1').x - (frame.x + frame.width)).toBe(32);
    expect(meeting()).toEqual([]);
  });
});

describe('with a block open', () => {
  beforeEach(() => {
    open(RESIDUAL);
    setOpen(canvas, ['res'], true);
    drawn();
  });

  it('a layer put down behind it stands where it was put', () => {
    const { x, y } = at('digit');
    addAt(canvas, { kind: 'dropout' }, { x: x + 200, y: y + 40 });
    expect(at('dropout1')).toMatchObject({ x: x + 200, y: y + 40 });
    addAt(canvas, { kind: 'dropout' }, { x: at('res').x, y: 640 });
    expect(at('dropout2')).toMatchObject({ x: at('res').x, y: 640 });
  });

  it('a layer put into the wire behind it stands between its ends', () => {
    const wire = canvas.drawing.wires.find(({ source, target }) => source === 'res' && target === 'average');
    addAt(canvas, { kind: 'dropout' }, { x: 0, y: 0 }, wire?.id);
    const [frame, added, next] = [at('res'), at('dropout1'), at('average')];
    expect(added.x).toBeGreaterThan(frame.x + frame.width);
    expect(added.x + added.width).toBeLessThan(next.x);
    expect(next.x - (added.x + added.width)).toBeLessThanOrEqual(56);
    expect(meeting()).toEqual([]);
  });
});

describe('a block that is unpacked', () => {
  it('gives its nodes the room that their longer names need, and moves what stands around', () => {
    open(RESIDUAL);
    unpackBlock(canvas, 'res');
    expect(meeting()).toEqual([]);
    const row = [
      'picture',
      'conv',
      'res.conv1',
      'res.norm1',
      'res.relu1',
      'res.conv2',
      'res.norm2',
      'res.add',
      'average',
    ];
    const places = row.map(at);
    expect(places.map(({ y }) => y)).toEqual(places.map(() => 0));
    for (const [i, { x }] of places.entries()) {
      const before = places[i - 1];
      if (before) expect(x - (before.x + before.width)).toBeGreaterThanOrEqual(16);
    }
    expect(at('note').y).toBeGreaterThan(at('res.conv1').height);
    editor.undo();
    expect(editor.project).toBe(RESIDUAL);
  });

  it('keeps the places inside a block of the project', () => {
    const inner = [
      node('up', 'dense', { params: { units: 4 }, position: [500, 60] }),
      node('down', 'dense', { params: { units: 4 }, position: [500, 204] }),
      node('sum', 'add', { position: [640, 60] }),
    ];
    const block = {
      title: 'Own',
      params: {},
      inputs: {
        in: [
          ['up', 'in'],
          ['down', 'in'],
        ],
      },
      outputs: { out: ['sum', 'out'] },
      graph: { nodes: inner, edges: project([], ['up>sum', 'down>sum']).graph.edges },
    } as const;
    open(
      project(
        [
          node('numbers', 'input', { params: { shape: [4] }, position: [0, 0] }),
          node('a', 'block:own', { position: [136, 0] }),
          node('b', 'block:own', { shares: 'a', position: [136, 160] }),
          node('pair', 'concatenate', { position: [400, 0] }),
        ],
        ['numbers>a', 'numbers>b', 'a>pair', 'b>pair'],
        { blocks: { own: block } },
      ),
    );
    unpackBlock(canvas, 'b');
    expect(meeting()).toEqual([]);
    const [up, down, twin] = [at('a.up'), at('a.down'), at('b.up')];
    expect(down).toMatchObject({ x: up.x, y: up.y + 144 });
    expect(twin.y).toBeGreaterThan(down.y + down.height);
    expect(at('pair').x).toBeGreaterThan(at('a.sum').x + at('a.sum').width);
  });
});

describe('a click on a node', () => {
  const click = (id: string, keys: Partial<MouseEvent> = {}) =>
    new Gestures(canvas).nodeClicked({ node: { id }, event: keys as MouseEvent });
  beforeEach(() => open(LENET));

  it('selects that one alone of several', () => {
    editor.select(['conv1', 'pool1', 'conv2']);
    canvas.selectedWires = new Set(['conv1.out>pool1.in']);
    click('pool1');
    expect([...editor.selection]).toEqual(['pool1']);
    expect(canvas.selectedWires.size).toBe(0);
  });

  it('leaves the others selected while Shift or Control is held', () => {
    editor.select(['conv1', 'pool1']);
    click('pool1', { shiftKey: true });
    click('pool1', { ctrlKey: true });
    expect(editor.selection.size).toBe(2);
  });
});
