import { describe, expect, it } from 'vitest';
import { drawn, node, project } from './nets';

describe('a wire to the next row', () => {
  const net = project(
    [
      node('picture', 'input', { position: [0, 0] }),
      node('conv1', 'conv2d', { position: [400, 0] }),
      node('res1', 'residual', { params: { filters: 4 }, position: [0, 240] }),
      node('digit', 'output', { position: [480, 240] }),
    ],
    ['picture>conv1', 'conv1>res1', 'res1>digit'],
  );
  const back = (isOpen: boolean) => {
    const { drawing } = drawn(net, { isOpen: () => isOpen });
    const wire = drawing.wires.find(({ source }) => source === 'conv1');
    const [from, to] = ['conv1', 'res1'].map((path) => drawing.nodes.find((each) => each.path === path));
    if (!wire || !from || !to) throw new Error('the net is not drawn');
    return { drop: wire.drop, y1: from.y + 16, top: to.y };
  };

  it('runs where it always does while blocks are closed', () => {
    expect(back(false).drop).toBeUndefined();
  });

  it('runs above the frame of an opened block, not through its head', () => {
    const { drop, y1, top } = back(true);
    expect(y1 + (drop ?? 0)).toBe(top - 32);
  });
});
