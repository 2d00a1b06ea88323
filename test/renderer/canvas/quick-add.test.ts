import { describe, expect, it } from 'vitest';
import { float } from '../../../engine/layers/contract/spec';
import { newNode, readDrag } from '../../../renderer/canvas/new-node';
import { pictureOf } from '../../../renderer/canvas/sample-pictures.svelte';
import { addEdits } from '../../../renderer/quick-add/add-edits';
import { suggestions } from '../../../renderer/quick-add/suggestions';
import { LENET } from './nets';

describe('suggestions', () => {
  const behindPooling = suggestions(LENET, 'out', float(12, 12, 20));
  const found = (title: string) => behindPooling.find(({ entry }) => entry.title === title);

  it('tells what fits as it is, with the shape that it would give', () => {
    expect(found('Convolution 2D')).toMatchObject({ section: 'Fits as it is', shape: '10×10×32' });
    expect(found('Max pooling')).toMatchObject({ section: 'Fits as it is', shape: '6×6×20' });
    expect(found('Flatten')).toMatchObject({ section: 'Fits as it is', shape: '2,880' });
  });

  it('tells what fits after a layer that is added', () => {
    const dense = found('Dense');
    expect(dense?.section).toBe('Fits after Flatten, added for you');
    expect(dense?.bridge?.kind).toBe('flatten');
    expect(dense?.shape).toBe('10');
  });

  it('lists sections in order, the ends of the net last', () => {
    const sections = [...new Set(behindPooling.map(({ section }) => section))];
    expect(sections.slice(0, 2)).toEqual(['Fits as it is', 'Fits after Flatten, added for you']);
    expect(sections).toContain('Blocks');
    expect(behindPooling[0]?.entry.family).not.toBe('io');
  });

  it('offers everything, inputs too, where no wire was pulled', () => {
    const all = suggestions(LENET, undefined, undefined);
    expect(all.some(({ entry }) => entry.title === 'Picture input')).toBe(true);
    expect(suggestions(LENET, 'out', undefined).some(({ entry }) => entry.title === 'Picture input')).toBe(false);
  });
});

describe('addEdits', () => {
  it('adds the layer between and wires both, as one step', () => {
    const { edits, id } = addEdits({
      project: LENET,
      graph: LENET.graph,
      address: [],
      drag: { kind: 'dense', name: 'dense' },
      bridge: { kind: 'flatten' },
      spot: { x: 800, y: 16 },
      from: { ref: ['pool2', 'out'], side: 'out' },
    });
    expect(id).toBe('dense1');
    expect(
      edits.map((edit) => (edit.type === 'addNode' ? edit.node.id : edit.type === 'connect' ? edit.edge : '')),
    ).toEqual([
      'flatten1',
      { from: ['pool2', 'out'], to: ['flatten1', 'in'] },
      'dense1',
      { from: ['flatten1', 'out'], to: ['dense1', 'in'] },
    ]);
  });

  it('wires backwards from an input', () => {
    const { edits } = addEdits({
      project: LENET,
      graph: LENET.graph,
      address: [],
      drag: { kind: 'dropout' },
      spot: { x: 0, y: 16 },
      from: { ref: ['fc1', 'in'], side: 'in' },
    });
    expect(edits.at(-1)).toEqual({ type: 'connect', in: [], edge: { from: ['dropout1', 'out'], to: ['fc1', 'in'] } });
  });
});

describe('newNode', () => {
  it('numbers layers, names ends and shapes plainly, and snaps to the grid of 8', () => {
    expect(newNode(LENET.graph, { kind: 'conv2d' }, [101, 3])).toEqual({
      id: 'conv3',
      kind: 'conv2d',
      position: [104, 0],
    });
    expect(newNode({ nodes: [], edges: [] }, { kind: 'flatten' }, [0, 0]).id).toBe('flatten');
    expect(newNode(LENET.graph, { kind: 'flatten' }, [0, 0]).id).toBe('flatten1');
  });

  it('keeps the parameters of a palette entry', () => {
    const drag = readDrag('{"kind":"activation","params":{"function":"tanh"},"name":"tanh"}');
    expect(drag && newNode(LENET.graph, drag, [0, 0])).toMatchObject({ id: 'tanh1', params: { function: 'tanh' } });
  });
});

describe('readDrag', () => {
  it('takes nothing but a kind', () => {
    expect(readDrag('')).toBeUndefined();
    expect(readDrag('[]')).toBeUndefined();
    expect(readDrag('{"kind":1}')).toBeUndefined();
    expect(readDrag('null')).toBeUndefined();
  });
});

describe('pictureOf', () => {
  it('keeps the range of bytes, so that a dark picture looks dark', () => {
    const cell = { field: 'image', values: Float32Array.of(0, 51, 0, 102), shape: [2, 2, 1] };
    expect(pictureOf('picture', cell)).toMatchObject({ rows: 2, columns: 2, channels: 1, low: 0, high: 255 });
    expect([...(pictureOf('picture', cell)?.cells ?? [])]).toEqual([0, 51, 0, 102]);
  });

  it('stretches other numbers to their own range', () => {
    const cell = { field: 'image', values: Float32Array.of(-1, 0, 1, 1), shape: [2, 2] };
    expect([...(pictureOf('picture', cell)?.cells ?? [])]).toEqual([0, 128, 255, 255]);
  });

  it('shows no picture of a vector', () => {
    expect(pictureOf('x', { field: 'x', values: Float32Array.of(1, 2), shape: [2] })).toBeUndefined();
  });
});
