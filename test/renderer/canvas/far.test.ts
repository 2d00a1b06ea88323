import { describe, expect, it } from 'vitest';
import { crowdOf, farBoxes, farWires, isCrowd, nearPart, nodeUnder } from '../../../renderer/canvas/far';
import { drawn, LENET, node, project } from './nets';

const RESIDUAL = project(
  [
    node('picture', 'input', { position: [0, 0] }),
    node('res1', 'residual', { params: { filters: 4 }, position: [160, 0] }),
    node('digit', 'output', { position: [480, 0] }),
  ],
  ['picture>res1', 'res1>digit'],
);
const opened = drawn(RESIDUAL, { isOpen: () => true }).drawing;

describe('a drawing from afar', () => {
  it('is a few paths that hold every node and every wire', () => {
    const { drawing } = drawn(LENET);
    const boxes = farBoxes(drawing);
    expect(boxes.map(({ tone }) => tone)).toEqual(['io', 'conv', 'pool', 'shape', 'dense']);
    expect(boxes.reduce((sum, { d }) => sum + d.split('M').length - 1, 0)).toBe(9);
    const wires = farWires(drawing);
    expect([...wires.keys()]).toEqual(['maps', 'vector']);
    expect([...wires.values()].join('').split('M')).toHaveLength(9);
  });

  it('counts from the canvas what stands in frames, and joins wires to the frame from within', () => {
    const frame = opened.nodes.find(({ path }) => path === 'res1');
    const inner = opened.nodes.find(({ parent }) => parent === 'res1');
    if (!frame || !inner) throw new Error('the block is not open');
    const [first] = farBoxes(opened);
    expect(first).toMatchObject({ tone: 'frame', fill: 'none' });
    const at = { x: frame.x + inner.x + 4, y: frame.y + inner.y + 4 };
    expect(nodeUnder(opened, at)).toBe(inner.path);
    expect(nodeUnder(opened, { x: frame.x + 2, y: frame.y + 2 })).toBe('res1');
    expect(nodeUnder(opened, { x: -500, y: 0 })).toBeUndefined();
    const entering = farWires(opened).get('maps') ?? '';
    const y = frame.y + (frame.view.ports[0]?.y ?? 0);
    expect(entering).toContain(`M${frame.x} ${y}`);
  });

  it('shows problems last and by their own tint, and heat by degrees', () => {
    const broken = project([node('picture', 'input'), node('fc', 'dense')], ['picture>fc']);
    expect(farBoxes(drawn(broken).drawing).at(-1)?.tone).toBe('problem');
    const tones = farBoxes(drawn(LENET, { heat: 'parameters' }).drawing).map(({ tone }) => tone);
    // fc1 has 93 % of the parameters: the root of that is 11.6 twelfths.
    expect(tones).toContain('heat 12');
    expect(tones).toContain('heat 0');
  });

  it('keeps as elements what is selected, with the frames around it', () => {
    const part = nearPart(opened, new Set([opened.nodes.at(-2)?.path ?? '']));
    expect(part.wires).toEqual([]);
    expect(part.nodes[0]?.path).toBe('res1');
    expect(part.nodes).toHaveLength(2);
  });

  it('begins where too many nodes are seen at once', () => {
    const { drawing } = drawn(LENET);
    const size = { width: 900, height: 700 };
    expect(crowdOf(drawing, 0.2, size)).toBe(9);
    expect(crowdOf(drawing, 4, size)).toBeLessThan(3);
    expect([isCrowd(400), isCrowd(401)]).toEqual([false, true]);
  });
});
