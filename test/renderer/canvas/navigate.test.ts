import { describe, expect, it } from 'vitest';
import { neighbour } from '../../../renderer/canvas/navigate';
import { mirrorsOf, tabOrder } from '../../../renderer/canvas/standing';
import { drawn, LENET } from './nets';

const { drawing, analysis } = drawn(LENET);
const stands = drawing.nodes.map(({ path, x, y }) => ({ path, x, y }));
const from = (path: string, arrow: Parameters<typeof neighbour>[1]) => neighbour(path, arrow, drawing, stands);

describe('neighbour', () => {
  it('follows wires to the right and back', () => {
    expect(from('conv1', 'ArrowRight')).toBe('pool1');
    expect(from('conv1', 'ArrowLeft')).toBe('picture');
    // The wire to the next row is followed as well.
    expect(from('pool2', 'ArrowRight')).toBe('flatten');
    expect(from('flatten', 'ArrowLeft')).toBe('pool2');
  });

  it('goes to the nearest row up and down', () => {
    expect(from('conv1', 'ArrowDown')).toBe('fc1');
    expect(from('fc2', 'ArrowUp')).toBe('pool1');
    expect(from('conv1', 'ArrowUp')).toBeUndefined();
  });

  it('starts at the first node where nothing has the focus', () => {
    expect(from('gone', 'ArrowRight')).toBe('picture');
  });
});

describe('tabOrder', () => {
  it('walks the net as it computes, whatever the order in the file', () => {
    const nodes = [...LENET.graph.nodes].reverse();
    const { drawing: reversed } = drawn({ ...LENET, graph: { ...LENET.graph, nodes } });
    expect(tabOrder(reversed)).toEqual(LENET.graph.nodes.map(({ id }) => id));
  });
});

describe('mirrorsOf', () => {
  it('is empty where nothing is shared', () => {
    expect(mirrorsOf(new Set(['conv1']), analysis).size).toBe(0);
  });

  it('finds the twin of an owner and the owner of a twin', () => {
    const nodes = LENET.graph.nodes.map((each) => (each.id === 'conv2' ? { ...each, shares: 'conv1' } : each));
    const shared = drawn({ ...LENET, graph: { ...LENET.graph, nodes } }).analysis;
    expect([...mirrorsOf(new Set(['conv1']), shared)]).toEqual(['conv2']);
    expect([...mirrorsOf(new Set(['conv2']), shared)]).toEqual(['conv1']);
  });
});
