import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GraphNode } from '../../../engine/graph/document';
import {
  addAt,
  connectPorts,
  copySelected,
  duplicateSelected,
  nudge,
  pasteAt,
  removeSelected,
  toggleFlag,
} from '../../../renderer/canvas/actions';
import { editInside, leadFrame, setOpen } from '../../../renderer/canvas/block-actions';
import { canvasCommands } from '../../../renderer/canvas/canvas-commands';
import { CanvasState } from '../../../renderer/canvas/canvas-state.svelte';
import { connectTargets } from '../../../renderer/canvas/connect-targets';
import { draw } from '../../../renderer/canvas/draw';
import { spliceDragged } from '../../../renderer/canvas/splice';
import { Editor } from '../../../renderer/document/editor.svelte';
import { lastAnnouncement } from '../../../renderer/ui/announce.svelte';
import { View } from '../../../renderer/view/view.svelte';
import { LENET, node, project } from './nets';

vi.stubGlobal('requestAnimationFrame', () => 0);

/** A canvas as the window has it, drawn anew after every edit. */
function open(of = LENET) {
  const editor = new Editor();
  editor.open(of, { saved: true });
  const canvas = new CanvasState(editor, new View());
  const redraw = () => {
    const { project, analysis } = editor;
    const isOpen = (path: string, each: { open?: boolean }) => canvas.isOpen(path, each.open);
    canvas.drawing = draw(project, analysis, { isOpen, show: 'none', heat: 'none', pictured: false });
  };
  redraw();
  const wires = () => editor.project.graph.edges.map(({ from, to }) => `${from[0]}>${to[0]}`);
  const ids = () => editor.project.graph.nodes.map(({ id }) => id);
  const at = (id: string) => editor.project.graph.nodes.find((each) => each.id === id);
  return { editor, canvas, redraw, wires, ids, at };
}

let opened: ReturnType<typeof open>;
beforeEach(() => {
  opened = open();
});

describe('delete', () => {
  it('heals the wire through a node of one input and one output, as one undo step', () => {
    const { editor, canvas, wires, ids } = opened;
    editor.select(['pool1']);
    removeSelected(canvas, true);
    expect(ids()).not.toContain('pool1');
    expect(wires()).toContain('conv1>conv2');
    expect(lastAnnouncement().text).toBe('pool1 deleted');
    editor.undo();
    expect(editor.project).toBe(LENET);
  });

  it('takes the wires along where that is asked for', () => {
    const { editor, canvas, wires } = opened;
    editor.select(['pool1']);
    removeSelected(canvas, false);
    expect(wires()).not.toContain('conv1>conv2');
  });

  it('works on the focused node where nothing is selected', () => {
    const { canvas, ids } = opened;
    canvas.current = 'fc2';
    removeSelected(canvas, true);
    expect(ids()).not.toContain('fc2');
  });

  it('deletes a selected wire and no node', () => {
    const { editor, canvas, wires, ids } = opened;
    canvas.current = 'fc2';
    canvas.selectedWires = new Set(['conv1.out>pool1.in']);
    removeSelected(canvas, true);
    expect(wires()).not.toContain('conv1>pool1');
    expect(ids()).toHaveLength(9);
    expect(editor.selection.size).toBe(0);
  });

  it('changes nothing in a file that was opened read-only, and says so', () => {
    const { editor, canvas } = opened;
    editor.readOnly = true;
    editor.select(['pool1']);
    removeSelected(canvas, true);
    expect(editor.project).toBe(LENET);
    expect(lastAnnouncement().text).toBe('This project was opened read-only');
  });
});

describe('copy and paste', () => {
  it('keeps inner wires, names freely and stands at the pointer', async () => {
    const { editor, canvas, wires, at } = opened;
    editor.select(['conv1', 'pool1']);
    let text = '';
    await copySelected(canvas, { setData: (_type: string, data: string) => (text = data) } as unknown as DataTransfer);
    expect(JSON.parse(text)).toMatchObject({ format: 'netloom-clip', version: 1 });
    await pasteAt(canvas, { x: 301, y: 403 }, text);
    expect(wires()).toContain('conv3>pool3');
    expect(at('conv3')?.position).toEqual([304, 400]);
    expect(at('pool3')?.position).toEqual([304 + 208, 400]);
    expect([...editor.selection].sort()).toEqual(['conv3', 'pool3']);
  });

  it('says why other text cannot be pasted', async () => {
    const { editor, canvas } = opened;
    await pasteAt(canvas, { x: 0, y: 0 }, 'a shopping list');
    expect(editor.project).toBe(LENET);
    expect(lastAnnouncement().text).not.toBe('');
  });

  it('duplicates beside the original', () => {
    const { editor, canvas, at } = opened;
    editor.select(['fc2']);
    duplicateSelected(canvas);
    expect(at('fc3')).toMatchObject({ kind: 'dense', params: { units: 10 }, position: [376, 276] });
  });
});

describe('flags', () => {
  it('sets a flag on all unless all have it', () => {
    const { editor, canvas, at } = opened;
    editor.select(['conv1', 'conv2']);
    toggleFlag(canvas, 'frozen', ['frozen', 'learns again']);
    expect([at('conv1')?.frozen, at('conv2')?.frozen]).toEqual([true, true]);
    expect(lastAnnouncement().text).toBe('2 nodes frozen');
    toggleFlag(canvas, 'frozen', ['frozen', 'learns again']);
    expect(at('conv1')?.frozen ?? false).toBe(false);
  });
});

describe('moving', () => {
  it('nudges what is selected, undoably', () => {
    const { editor, canvas, at } = opened;
    editor.select(['conv1']);
    nudge(canvas, 8, 0);
    expect(at('conv1')?.position).toEqual([144, 0]);
    editor.undo();
    expect(at('conv1')?.position).toEqual([136, 0]);
  });

  it('gives a drawing without positions all of them at the first move', () => {
    const bare = LENET.graph.nodes.map(({ position: _, ...each }) => each);
    const { editor, canvas, at } = open({ ...LENET, graph: { ...LENET.graph, nodes: bare } });
    editor.select(['conv1']);
    const before = canvas.drawing.nodes.find((each) => each.path === 'conv1');
    nudge(canvas, 0, 8);
    expect(at('conv1')?.position).toEqual([before?.x, (before?.y ?? 0) + 8]);
    expect(editor.project.graph.nodes.every((each) => each.position !== undefined)).toBe(true);
  });
});

describe('wiring', () => {
  it('connects two ports whichever was taken first', () => {
    const { canvas, wires } = opened;
    connectPorts(canvas, { path: 'fc2', port: 'in', side: 'in' }, { path: 'flatten', port: 'out', side: 'out' });
    expect(wires()).toContain('flatten>fc2');
    // The port takes one wire: the old one gave way.
    expect(wires()).not.toContain('fc1>fc2');
  });

  it('refuses a circle and says why', () => {
    const { editor, canvas } = opened;
    expect(
      connectPorts(canvas, { path: 'pool2', port: 'out', side: 'out' }, { path: 'conv1', port: 'in', side: 'in' }),
    ).toBe(false);
    expect(editor.project).toBe(LENET);
    expect(lastAnnouncement().text).not.toBe('');
  });

  it('puts a dragged node into the wire', () => {
    const free = { ...LENET, graph: { ...LENET.graph, nodes: [...LENET.graph.nodes, node('drop', 'dropout')] } };
    const { editor, canvas, wires } = open(free);
    editor.edit({ type: 'many', label: 'insert', edits: spliceDragged(canvas, 'drop', 'fc1.out>fc2.in') });
    expect(wires()).toEqual(expect.arrayContaining(['fc1>drop', 'drop>fc2']));
    expect(wires()).not.toContain('fc1>fc2');
  });
});

describe('adding', () => {
  it('adds at a place of the canvas and selects it', () => {
    const { editor, canvas, at } = opened;
    expect(addAt(canvas, { kind: 'dropout', params: { rate: 0.3 } }, { x: 303, y: 501 })).toBe('dropout1');
    expect(at('dropout1')).toMatchObject({ params: { rate: 0.3 }, position: [304, 504] });
    expect([...editor.selection]).toEqual(['dropout1']);
  });

  it('is put into the wire that it is dropped on; what follows makes room', () => {
    const { canvas, wires, at } = opened;
    addAt(canvas, { kind: 'dropout' }, { x: 320, y: 250 }, 'fc1.out>fc2.in');
    expect(wires()).toEqual(expect.arrayContaining(['fc1>dropout1', 'dropout1>fc2']));
    const after = at('dropout1')?.position?.[0] ?? 0;
    expect(after).toBeGreaterThanOrEqual(136 + 176 + 24);
    expect(at('fc2')?.position?.[0] ?? 0).toBeGreaterThanOrEqual(after + 120 + 24);
    expect((at('digit')?.position?.[0] ?? 0) - (at('fc2')?.position?.[0] ?? 0)).toBe(512 - 344);
  });

  it('puts an output down beside a wire: it cannot stand on one', () => {
    const { canvas, wires, ids } = opened;
    addAt(canvas, { kind: 'output' }, { x: 320, y: 250 }, 'fc1.out>fc2.in');
    expect(ids()).toContain('output');
    expect(wires()).toContain('fc1>fc2');
  });
});

describe('blocks', () => {
  const net = project(
    [
      node('picture', 'input', { position: [0, 0] }),
      node('conv1', 'conv2d', { params: { filters: 16, padding: 'same' }, position: [144, 0] }),
      node('res1', 'residual', { params: { filters: 16 }, position: [352, 0] }),
      node('res2', 'residual', { params: { filters: 16 }, position: [592, 0] }),
    ],
    ['picture>conv1', 'conv1>res1', 'res1>res2'],
  );

  it('opens in place, as part of the document', () => {
    const { editor, canvas, redraw, at } = open(net);
    setOpen(canvas, ['res1'], true);
    expect(at('res1')?.open).toBe(true);
    redraw();
    expect(canvas.drawing.nodes.some(({ path }) => path === 'res1/conv1')).toBe(true);
    editor.undo();
    expect(at('res1')?.open ?? false).toBe(false);
  });

  it('opens all that are selected as one undo step, and closes them when none is closed', async () => {
    const { editor, canvas, redraw, at } = open(net);
    const command = canvasCommands(canvas, []).find(({ id }) => id === 'canvas.openBlock');
    setOpen(canvas, ['res1'], true);
    redraw();
    editor.select(['res1', 'res2']);
    await command?.run();
    redraw();
    expect([at('res1')?.open, at('res2')?.open]).toEqual([true, true]);
    editor.undo();
    redraw();
    expect([at('res1')?.open, at('res2')?.open ?? false]).toEqual([true, false]);
    setOpen(canvas, ['res2'], true);
    redraw();
    await command?.run();
    expect([at('res1')?.open ?? false, at('res2')?.open ?? false]).toEqual([false, false]);
    expect(lastAnnouncement().text).toBe('2 blocks closed');
  });

  it('opens for this view only where the file must not change', () => {
    const { editor, canvas, redraw } = open(net);
    editor.readOnly = true;
    setOpen(canvas, ['res1'], true);
    redraw();
    expect(editor.project).toBe(net);
    expect(canvas.drawing.nodes.some(({ path }) => path === 'res1/conv1')).toBe(true);
  });

  it('makes the inside of all of them editable, where it is drawn', () => {
    const { editor, canvas, redraw, at } = open(net);
    setOpen(canvas, ['res1'], true);
    redraw();
    const drawnAt = canvas.drawing.nodes.find(({ path }) => path === 'res1/norm1');
    editInside(canvas, 'res1', true);
    expect(at('res1')?.kind).toBe(at('res2')?.kind);
    expect(at('res1')?.kind.startsWith('block:')).toBe(true);
    redraw();
    expect(canvas.drawing.nodes.find(({ path }) => path === 'res1/norm1')).toMatchObject({
      x: drawnAt?.x,
      y: drawnAt?.y,
    });
    expect(editor.analysis.totals.parameters).toBeGreaterThan(0);
  });

  it('edits inside one instance reach the other', () => {
    const { editor, canvas, redraw } = open(net);
    setOpen(canvas, ['res1'], true);
    redraw();
    editInside(canvas, 'res1', true);
    redraw();
    editor.select(['res1/relu1']);
    toggleFlag(canvas, 'muted', ['muted', 'works again']);
    const blocks = Object.values(editor.project.blocks ?? {});
    expect(blocks[0]?.graph.nodes.find(({ id }) => id === 'relu1')?.muted).toBe(true);
  });
});

describe('opened blocks', () => {
  const inner = (more: Partial<GraphNode> = {}) => [
    node('fc1', 'dense', { params: { units: 8 }, position: [0, 0] }),
    node('fc2', 'dense', { params: { units: 8 }, position: [208, 0], ...more }),
  ];
  const around = (nodes: readonly GraphNode[]) =>
    project(
      [
        node('picture', 'input', { position: [0, 0] }),
        node('flatten', 'flatten', { position: [160, 0] }),
        node('block1', 'block:own', { position: [320, 0], open: true }),
        node('digit', 'output', { position: [1000, 0] }),
      ],
      ['picture>flatten', 'flatten>block1', 'block1>digit'],
      {
        blocks: {
          own: {
            title: 'Own',
            params: {},
            inputs: { in: ['fc1', 'in'] },
            outputs: { out: ['fc2', 'out'] },
            graph: { nodes, edges: [{ from: ['fc1', 'out'], to: ['fc2', 'in'] }] },
          },
        },
      },
    );
  const inside = (of: ReturnType<typeof open>) => of.editor.project.blocks?.own?.graph.nodes ?? [];

  it('take what is dropped or pasted over them, where the pointer is', async () => {
    const of = open(around(inner()));
    const { canvas, editor } = of;
    const frame = canvas.drawing.nodes.find(({ path }) => path === 'block1');
    const fc2 = canvas.drawing.nodes.find(({ path }) => path === 'block1/fc2');
    canvas.pointer = { x: 0, y: 0 };
    const spot = { x: (frame?.x ?? 0) + (fc2?.x ?? 0), y: (frame?.y ?? 0) + (fc2?.y ?? 0) + 80 };
    expect(addAt(canvas, { kind: 'dropout' }, spot)).toBe('block1/dropout1');
    expect(inside(of).at(-1)).toMatchObject({ id: 'dropout1', position: [208, 80] });
    of.redraw();
    editor.select(['block1/fc1']);
    let text = '';
    await copySelected(canvas, { setData: (_type: string, data: string) => (text = data) } as unknown as DataTransfer);
    await pasteAt(canvas, spot, text);
    expect(inside(of).map(({ id }) => id)).toEqual(['fc1', 'fc2', 'dropout1', 'fc3']);
    expect([...editor.selection]).toEqual(['block1/fc3']);
    await pasteAt(canvas, { x: 0, y: 600 }, text);
    expect(of.ids()).toContain('fc1');
  });

  it('that hold themselves, as only a damaged file can say, are drawn once', () => {
    const { canvas } = open(around(inner({ kind: 'block:own', params: undefined, open: true })));
    expect(canvas.drawing.nodes.map(({ path }) => path)).toContain('block1/fc2');
    expect(canvas.drawing.nodes.map(({ path }) => path)).not.toContain('block1/fc2/fc1');
  });

  it('lead their ports to what a person chooses', () => {
    const of = open(around(inner()));
    const { canvas, editor } = of;
    const level = canvas.level('block1/fc1');
    if (!level) throw new Error('The block is not open');
    const start = { path: 'block1/fc1', port: 'out', side: 'out' } as const;
    const targets = connectTargets(editor.project, editor.analysis, level, canvas.drawing, start);
    expect(targets.filter(({ around }) => around).map(({ name }) => name)).toEqual([
      'Output out of the block',
      'New output of the block',
    ]);
    leadFrame(canvas, start, { path: 'block1', port: 'out', side: 'out' });
    expect(editor.project.blocks?.own?.outputs).toEqual({ out: ['fc1', 'out'] });
  });
});

describe('canvasCommands', () => {
  it('says why a command cannot run', () => {
    const { canvas } = opened;
    const byId = new Map(canvasCommands(canvas).map((command) => [command.id, command]));
    expect(byId.get('edit.delete')?.when?.()).toBe('No project is open');
    canvas.view.screen = 'project';
    expect(byId.get('edit.delete')?.when?.()).toBe('The graph is not shown');
  });

  it('gives every command an id and a title of its own', () => {
    const commands = canvasCommands(opened.canvas);
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
    const keys = commands.flatMap((command) => command.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
